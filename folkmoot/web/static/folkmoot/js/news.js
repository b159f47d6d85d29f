// Asks now and then whether there is something new: posts above the one on top, and notifications. Nothing on the page moves.
const EVERY = 30_000;
const news = document.querySelector("[data-news]");

async function posts() {
  const top = document.querySelector("#feed > .post");
  const since = top ? top.id.slice(1) : "0";
  const answer = await fetch(`/feeds/${news.dataset.news}/new?since=${since}`);
  const pill = news.firstElementChild;
  pill.hidden = answer.status !== 200;
  if (answer.status === 200) pill.textContent = await answer.text();
}

function mark(count) {
  for (const place of document.querySelectorAll('nav a[href="/notifications"]')) {
    let badge = place.querySelector(".badge");
    if (!count) badge?.remove();
    else {
      if (!badge) {
        badge = document.createElement("span");
        badge.className = "badge";
        place.append(badge);
      }
      const words = badge.querySelector(".hidden");
      badge.textContent = count > 99 ? "99+" : count;
      if (words) badge.prepend(words);
    }
  }
}

async function look() {
  if (document.hidden || !document.body.dataset.account) return;
  try {
    if (news) await posts();
    const answer = await fetch("/notifications/unread", { headers: { Accept: "application/json" } });
    if (answer.ok && !answer.redirected) mark((await answer.json()).count);
  } catch {
    // Offline, or the server is away: the next time will do.
  }
}

news?.addEventListener("click", (event) => {
  event.preventDefault();
  scrollTo(0, 0);
  location.assign(location.pathname);
});
document.addEventListener("folkmoot:unread", (event) => mark(event.detail.count));
document.addEventListener("visibilitychange", look);
setInterval(look, EVERY);
