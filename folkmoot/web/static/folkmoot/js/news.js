// Tells of what is new: posts above the one on top, and notifications. Nothing on the page moves.
// It listens where the server offers a stream, and asks now and then where it does not; a hidden page does neither.
const ASK_EVERY = 30_000;
const TRY_AGAIN = 60_000;
const page = () => document.querySelector("[data-news]"); // another one, when staying.js has changed what is shown
let stream = null;
let triedAt = 0;

async function posts() {
  if (!page()) return;
  const top = document.querySelector("#feed > .post");
  const answer = await fetch(`/feeds/${page().dataset.news}/new?since=${top ? top.id.slice(1) : "0"}`);
  if (answer.status === 200 && !answer.redirected) show(await answer.text());
}

function show(words) {
  const pill = page()?.firstElementChild;
  if (!pill) return;
  pill.textContent = words;
  pill.hidden = false;
}

async function notifications() {
  const answer = await fetch("/notifications/unread");
  if (answer.ok && !answer.redirected) marks(await answer.json());
}

function marks({ notifications, direct }) {
  mark("/notifications", notifications);
  mark("/direct", direct);
}

function mark(path, count) {
  for (const place of document.querySelectorAll(`nav a[href="${path}"]`)) {
    const old = place.querySelector(".badge");
    if (!count) {
      old?.remove();
      continue;
    }
    const badge = old ?? document.createElement("span");
    const words = badge.querySelector(".hidden");
    badge.className = "badge";
    badge.textContent = count > 20 ? "20+" : count;
    if (words) badge.prepend(words);
    if (!old) place.append(badge);
  }
}

async function ask() {
  if (document.hidden || stream) return;
  await Promise.allSettled([posts(), notifications()]); // offline, or the server is away: the next time will do
  if (Date.now() - triedAt > TRY_AGAIN) await listen();
}

async function listen() {
  triedAt = Date.now();
  const answer = await fetch("/feeds/stream").catch(() => null);
  const address = answer?.ok && !answer.redirected ? (await answer.json()).address : "";
  if (!address || document.hidden) return;
  stream = new EventSource(address);
  stream.addEventListener("home", () => posts().catch(() => {}));
  stream.addEventListener("notifications", () => notifications().catch(() => {}));
  stream.addEventListener("error", rest);
}

function rest() {
  stream?.close();
  stream = null;
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-news]") || document.documentElement.classList.contains("has-player")) return;
  event.preventDefault();
  scrollTo(0, 0);
  location.assign(location.pathname);
});
document.addEventListener("folkmoot:unread", (event) => marks(event.detail));
document.addEventListener("visibilitychange", () => {
  if (document.hidden) rest();
  else {
    triedAt = 0;
    ask();
  }
});
if (document.body.dataset.account) {
  setInterval(ask, ASK_EVERY);
  listen();
}
