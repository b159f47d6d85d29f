// While something plays, a link or a form of this site changes what stands on the page instead of leaving it, so that
// the sound goes on. Whatever cannot be shown that way is gone to as always; when nothing plays, nothing is changed.
const STAYS = "#toasts, #player, #lightbox, #aim, template[id]"; // outlast a change of page
let playing = () => false;
let here = location.pathname + location.search;
let going = null; // what is on its way: a later wish ends an earlier one

export function stay(tell) {
  if (playing === tell) return;
  playing = tell;
  history.replaceState({ ...history.state, top: scrollY }, "");
  document.addEventListener("click", follow);
  document.addEventListener("submit", send);
  addEventListener("popstate", back);
}

function follow(event) {
  const link = event.target.closest?.("a[href]");
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !plain || event.defaultPrevented || !playing()) return;
  const to = new URL(link.href);
  const is_file = link.hasAttribute("download") || (link.target && link.target !== "_self");
  if (to.origin !== location.origin || is_file || (to.hash && to.pathname + to.search === here)) return;
  event.preventDefault();
  visit(to);
}

function send(event) {
  const form = event.target;
  const by = event.submitter;
  const method = (by?.getAttribute("formmethod") ?? form.method).toLowerCase();
  if (event.defaultPrevented || !playing() || method === "dialog" || form.id === "leave") return;
  const to = new URL(by?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href, location.href);
  if (to.origin !== location.origin) return;
  event.preventDefault();
  const body = new FormData(form, by);
  if (method === "get") {
    to.search = new URLSearchParams(body);
    visit(to);
  } else visit(to, { method: "POST", body });
}

function back() {
  if (location.pathname + location.search === here) return; // only the place on the page
  visit(new URL(location.href), {}, history.state?.top ?? 0);
}

async function visit(to, how = {}, top = null) {
  going?.abort();
  going = new AbortController();
  document.documentElement.classList.add("is-going");
  const answer = await fetch(to, { ...how, signal: going.signal, headers: { Accept: "text/html" } }).catch((error) => error);
  if (answer.name === "AbortError") return;
  document.documentElement.classList.remove("is-going");
  const page = answer.headers?.get("Content-Type")?.startsWith("text/html") && read(await answer.text());
  if (!page) return location.assign(how.body ? location.href : to);
  const now = new URL(answer.url);
  now.hash = now.hash || to.hash;
  if (top === null && now.href !== location.href) {
    history.replaceState({ ...history.state, top: scrollY }, "");
    history.pushState({ top: 0 }, "", now);
  }
  show(page, now, top);
}

// A page can be shown in this one's place when it is dressed alike and needs no other scripts.
function read(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const sheets = (some) => [...some.querySelectorAll("link[rel=stylesheet]")].map((each) => each.getAttribute("href") + each.media).join();
  return sheets(page) === sheets(document) ? page : null;
}

function show(page, now, top) {
  here = now.pathname + now.search;
  document.title = page.title;
  for (const [from, onto] of [[page.documentElement, document.documentElement], [page.body, document.body]])
    for (const { name, value } of from.attributes) onto.setAttribute(name, value);
  document.documentElement.classList.add("has-player");
  for (const each of [...document.body.children]) if (!each.matches(STAYS)) each.remove();
  const kept = document.body.firstChild;
  for (const each of [...page.body.children])
    if (!each.matches(STAYS)) document.body.insertBefore(document.adoptNode(each), kept);
    else if (!document.getElementById(each.id)) document.body.append(document.adoptNode(each));
  for (const script of page.querySelectorAll("script[src]")) run(script);
  for (const each of document.body.children) {
    htmx.process(each);
    if (!each.matches(STAYS)) htmx.trigger(each, "htmx:load");
  }
  const aim = now.hash && document.getElementById(decodeURIComponent(now.hash.slice(1)));
  if (aim) aim.scrollIntoView();
  else scrollTo(0, top ?? 0);
  document.getElementById("main")?.focus({ preventScroll: true });
}

function run(script) {
  if (document.querySelector(`script[src="${script.getAttribute("src")}"]`)) return;
  const fresh = document.createElement("script");
  for (const { name, value } of script.attributes) fresh.setAttribute(name, value);
  document.head.append(fresh);
}
