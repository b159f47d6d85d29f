// Single keys, wherever nothing is being typed; /keys lists them. Letters are found by their place on other keyboards.
const PLACES = { h: "/", c: "/community", n: "/notifications", d: "/direct", m: "/members", b: "/bookmarks", l: "/likes", s: "/settings" };
const ITEMS = "main article.post, main .rows > li";
const WAIT = 1_500; // milliseconds for the second key
let first = 0;
let at = null;

const DO = {
  j: () => move(1),
  k: () => move(-1),
  o: () => press(".post-when a", ".post-facts a", ".told-post", ".person-name", "a"),
  p: () => press(".post-name", ".person-name"),
  r: () => press(".bar a.touch"),
  l: () => press(".touch.like"),
  b: () => press(".touch.boost"),
  s: () => press(".touch.bookmark"),
  x: () => press(".post-warning > summary"),
  u: () => document.querySelector(".toasts .undo")?.click(),
  n: write,
  g: () => (first = Date.now()),
  "/": find,
  ".": () => (document.querySelector(".news > a:not([hidden])")?.click(), scrollTo(0, 0)),
  "?": sheet,
};

function items() {
  return [...document.querySelectorAll(ITEMS)].filter((item) => !item.querySelector(ITEMS) && item.offsetParent);
}

function here() {
  const focused = document.activeElement.closest(ITEMS);
  if (focused) at = focused;
  return at?.isConnected ? at : null;
}

function move(by) {
  const all = items();
  const now = all.indexOf(here());
  const below = all.findIndex((item) => item.getBoundingClientRect().bottom > 120);
  const next = all[now < 0 ? Math.max(below, 0) : Math.min(Math.max(now + by, 0), all.length - 1)];
  if (!next) return;
  at = next;
  next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

// The first of these that the post has.
function press(...selectors) {
  const item = here();
  const found = item && selectors.map((selector) => item.querySelector(selector)).find(Boolean);
  found?.click();
}

// What the page itself has for a key, such as on the pages of cases: beside where one is, else anywhere.
function told(key) {
  if (!/^[a-z]$/.test(key)) return null;
  const all = [...document.querySelectorAll(`main [data-key="${key}"]`)];
  return all.find((one) => here()?.contains(one)) ?? all.find((one) => !one.closest(ITEMS)) ?? null;
}

// What cannot be taken back is only gone to: Enter is the press.
function use(found) {
  if (found.matches("textarea, [data-sure]")) found.focus();
  else found.click();
}

// Enter on a whole item opens it; on what stands in one it does what it always does.
function opens(event) {
  return event.key === "Enter" && event.target.matches(ITEMS);
}

function write() {
  const area = document.querySelector("#write textarea");
  if (area) area.focus();
  else location.href = "/#write";
}

function find() {
  const field = [...document.querySelectorAll("main input[type=search], .going-on input[type=search]")].find((one) => one.offsetParent);
  if (field) field.focus();
  else location.href = "/search";
}

function go(key) {
  const profile = document.querySelector('.places a[href^="/@"]')?.getAttribute("href");
  const path = key === "p" ? profile : PLACES[key];
  if (path) location.href = path;
}

async function sheet() {
  let dialog = document.getElementById("keys");
  if (!dialog) {
    const answer = await fetch("/keys", { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) return;
    dialog = Object.assign(document.createElement("dialog"), { id: "keys", className: "dialog" });
    dialog.setAttribute("aria-labelledby", "keys-title");
    dialog.innerHTML = await answer.text();
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    document.body.append(dialog);
  }
  dialog.showModal();
}

function meant({ key, code }) {
  return key.length === 1 && key > "~" && code.startsWith("Key") ? code.slice(3).toLowerCase() : key;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
  const key = meant(event);
  const second = Date.now() - first < WAIT;
  first = 0;
  if (second ? !(key in PLACES || key === "p") : !(Object.hasOwn(DO, key) || told(key) || opens(event))) return;
  event.preventDefault();
  if (second) go(key);
  else if (told(key)) use(told(key));
  else if (key === "Enter") DO.o();
  else DO[key]();
});
