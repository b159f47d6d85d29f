// Plays sounds so that they go on while one moves through the site: one player at the foot of the page, the tracks of a
// post one after the other, the keys of the keyboard and of headphones. Loops move while they are seen.
// lightbox.js fetches this file where there is something to play; staying.js keeps the page while something plays.
const audio = document.createElement("audio");
const bar = document.getElementById("player");
const part = (name) => bar.querySelector(`[data-player=${name}]`);
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const SKIP = 10; // seconds
let queue = [];
let place = -1;
let staying = null;

export function begin(root) {
  for (const figure of root.querySelectorAll(".sound:not([data-live])")) ready(figure);
  for (const video of root.querySelectorAll("[data-loop]:not([data-live])")) {
    video.dataset.live = "";
    if (!calm.matches) seen.observe(video);
  }
  shown();
}

export const playing = () => place >= 0 && !audio.paused;

const seen = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) target.pause();
      else if (!target.dataset.stopped) target.play().catch(() => {}); // whoever saves data may not let it
    }
  },
  { threshold: 0.6 },
);

function ready(figure) {
  const own = figure.querySelector("audio");
  figure.dataset.live = "";
  own.controls = false;
  own.hidden = true;
  figure.querySelector(".sound-tools").hidden = false;
  figure.querySelector(".sound-play").addEventListener("click", () => press(figure));
  figure.querySelector("input").addEventListener("input", (event) => seek(figure, Number(event.target.value)));
}

function track(figure) {
  const own = figure.querySelector("audio");
  const link = figure.closest("article.post")?.querySelector("time")?.closest("a");
  return {
    id: figure.dataset.sound,
    src: own.querySelector("source").src,
    tracks: [...own.querySelectorAll("track")].map((each) => ({ src: each.src, srclang: each.srclang, label: each.label })),
    title: figure.querySelector(".sound-name").textContent,
    by: figure.querySelector(".sound-by")?.textContent ?? "",
    cover: figure.querySelector(".sound-cover img")?.src ?? "",
    seconds: Number(figure.querySelector("input").max),
    post: link?.href ?? location.href,
  };
}

const is_current = (figure) => queue[place]?.id === figure.dataset.sound;

function press(figure) {
  if (is_current(figure)) return toggle();
  load_from(figure);
  play();
}

function load_from(figure) {
  const others = [...figure.closest(".recs, body").querySelectorAll(".sound")];
  queue = others.map(track);
  load(others.indexOf(figure));
}

function load(number) {
  place = number;
  const one = queue[place];
  audio.replaceChildren();
  if (one.tracks.length) audio.crossOrigin = "anonymous";
  else audio.removeAttribute("crossorigin");
  audio.src = one.src;
  words(one.tracks);
  part("title").textContent = one.title;
  part("title").href = one.post;
  part("by").textContent = one.by;
  const cover = part("cover");
  cover.hidden = !one.cover;
  cover.replaceChildren(...(one.cover ? [Object.assign(new Image(48, 48), { src: one.cover, alt: "" })] : []));
  part("seek").max = one.seconds;
  part("before").disabled = part("after").disabled = queue.length < 2;
  bar.hidden = false;
  document.documentElement.classList.add("has-player");
  tell_device(one);
}

// Captions of a sound stand in the player, in the language of the page if there are any.
function words(tracks) {
  part("words").textContent = "";
  const best = tracks.find((each) => each.srclang === document.documentElement.lang) ?? tracks[0];
  if (!best) return;
  const element = Object.assign(document.createElement("track"), { kind: "captions", ...best });
  audio.append(element);
  element.track.mode = "hidden";
  element.track.addEventListener("cuechange", () => {
    part("words").textContent = [...(element.track.activeCues ?? [])].map((cue) => cue.getCueAsHTML().textContent).join("\n");
  });
}

async function play() {
  staying ??= import(bar.dataset.staying).then((module) => module.stay(playing));
  for (const video of document.querySelectorAll("video:not([data-loop])")) video.pause();
  await audio.play().catch((error) => error.name !== "AbortError" && say(bar.dataset.broken));
}

const toggle = () => (audio.paused ? play() : audio.pause());
const say = (text) => document.dispatchEvent(new CustomEvent("folkmoot:say", { detail: { text, level: "error" } }));

function seek(figure, seconds) {
  if (!is_current(figure)) load_from(figure);
  to(seconds);
}

function to(seconds) {
  audio.currentTime = Math.min(Math.max(0, seconds), queue[place].seconds);
  shown();
}

function go(step) {
  if (step < 0 && audio.currentTime > 3) return to(0);
  load((place + step + queue.length) % queue.length);
  play();
}

function close() {
  audio.pause();
  audio.removeAttribute("src");
  place = -1;
  bar.hidden = true;
  document.documentElement.classList.remove("has-player");
  shown();
}

// -- what one sees -------------------------------------------------------------------------------------------------------
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

function shown() {
  const [at, all] = [audio.currentTime, queue[place]?.seconds || 1];
  for (const figure of document.querySelectorAll(".sound[data-live]")) {
    const mine = is_current(figure);
    const range = figure.querySelector("input");
    range.value = mine ? at : 0;
    range.setAttribute("aria-valuetext", `${clock(mine ? at : 0)} / ${clock(Number(range.max))}`);
    figure.querySelector(".wave").style.setProperty("--played", `${mine ? (at / all) * 100 : 0}%`);
    pressed(figure.querySelector(".sound-play"), mine && !audio.paused);
  }
  if (place < 0) return;
  part("seek").value = at;
  part("seek").setAttribute("aria-valuetext", `${clock(at)} / ${clock(all)}`);
  part("time").textContent = `${clock(at)} / ${clock(all)}`;
  pressed(part("toggle"), !audio.paused);
}

function pressed(button, on) {
  button.dataset.play ??= button.getAttribute("aria-label");
  button.setAttribute("aria-label", on ? button.dataset.pause : button.dataset.play);
  button.classList.toggle("on", on);
}

// -- keys of the device --------------------------------------------------------------------------------------------------
function tell_device(one) {
  if (!navigator.mediaSession) return;
  const artwork = one.cover ? [{ src: one.cover }] : [];
  navigator.mediaSession.metadata = new MediaMetadata({ title: one.title, artist: one.by, artwork });
  const acts = {
    play,
    pause: () => audio.pause(),
    stop: close,
    seekbackward: () => to(audio.currentTime - SKIP),
    seekforward: () => to(audio.currentTime + SKIP),
    seekto: (wish) => to(wish.seekTime),
    previoustrack: queue.length > 1 ? () => go(-1) : null,
    nexttrack: queue.length > 1 ? () => go(1) : null,
  };
  for (const [name, act] of Object.entries(acts)) navigator.mediaSession.setActionHandler(name, act);
}

for (const name of ["play", "pause", "timeupdate", "seeked"]) audio.addEventListener(name, shown);
audio.addEventListener("ended", () => (place < queue.length - 1 ? go(1) : to(0)));
part("toggle").addEventListener("click", toggle);
part("before").addEventListener("click", () => go(-1));
part("after").addEventListener("click", () => go(1));
part("close").addEventListener("click", close);
part("seek").addEventListener("input", (event) => to(Number(event.target.value)));
document.addEventListener(
  "play",
  (event) => {
    if (event.target.matches?.("video:not([data-loop])")) audio.pause();
    if (event.target.matches?.("[data-loop]")) delete event.target.dataset.stopped;
  },
  true,
);
document.addEventListener(
  "pause",
  (event) => {
    // Stopped by hand while it is in sight: it does not begin again by itself.
    if (event.target.matches?.("[data-loop]") && event.target.matches(":hover, :focus")) event.target.dataset.stopped = "1";
  },
  true,
);
