// Opens the pictures of a post large, one after the other, lets one look closer, and lets those move that stand still
// until somebody asks. Where a page has something to listen to or to watch, it fetches player.js.
const box = document.getElementById("lightbox");
const image = document.createElement("img");
image.className = "lightbox-picture";
image.draggable = false;
box?.querySelector("[data-step]").after(image);
const CLOSER = 2.5;
const CLOSEST = 6;
let links = [];
let place = 0;
let opener = null;

const address = (link) => link.dataset.picture || link.href;
const told = (link) => link.querySelector("img") ?? { alt: link.textContent, dataset: link.dataset.alt ? { told: "" } : {} };

function show(step = 0) {
  place = (place + step + links.length) % links.length;
  const { alt, dataset } = told(links[place]);
  rest();
  image.removeAttribute("src");
  image.src = address(links[place]);
  image.alt = alt;
  box.querySelector(".lightbox-words").textContent = "told" in dataset ? alt : "";
  box.querySelector(".lightbox-count").textContent = links.length > 1 ? `${place + 1} / ${links.length}` : "";
  if (links.length > 1) new Image().src = address(links[(place + 1) % links.length]);
}

function open(link) {
  opener = link;
  links = [...link.closest(".pics").querySelectorAll("[data-picture]")];
  place = links.indexOf(link);
  for (const button of box.querySelectorAll("[data-step]")) button.hidden = links.length < 2;
  show();
  box.showModal();
}

function play(button) {
  const picture = button.closest(".pic").querySelector("img");
  const words = button.querySelector("span");
  const { play: moving, still, label, stopLabel } = button.dataset;
  button.dataset.still = still ?? picture.src;
  button.dataset.label = label ?? words.textContent;
  picture.src = still && picture.src !== still ? still : moving;
  const moves = picture.src === new URL(moving, location.href).href;
  words.textContent = moves ? stopLabel : button.dataset.label;
  const sign = button.querySelector("use");
  sign.setAttribute("href", sign.getAttribute("href").replace(/#.*/, moves ? "#pause" : "#play"));
}

function ready(root) {
  for (const button of root.querySelectorAll(".pic-play[hidden]")) button.hidden = false;
  const player = document.getElementById("player");
  if (player && root.querySelector(".plays, .clip")) import(player.dataset.script).then((module) => module.begin(root));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".pic-play");
  if (button) return play(button);
  const link = event.target.closest("[data-picture]");
  if (!box || !link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link);
});
const rtl = () => (document.documentElement.dir === "rtl" ? -1 : 1);
const KEYS = {
  ArrowRight: () => (scale > 1 ? move(-80, 0) : links.length > 1 && show(rtl())),
  ArrowLeft: () => (scale > 1 ? move(80, 0) : links.length > 1 && show(-rtl())),
  ArrowUp: () => scale > 1 && move(0, 80),
  ArrowDown: () => scale > 1 && move(0, -80),
  Home: () => links.length > 1 && show(-place),
  End: () => links.length > 1 && show(links.length - 1 - place),
  "+": () => look(scale * 1.5),
  "=": () => look(scale * 1.5),
  "-": () => look(scale / 1.5),
  0: () => look(1),
};
box?.addEventListener("keydown", (event) => {
  const act = !event.ctrlKey && !event.metaKey && !event.altKey && KEYS[event.key];
  if (!act || act() === false) return;
  event.preventDefault();
});
box?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step], [data-closer]");
  if (!button) return event.target === box && box.close();
  if ("closer" in button.dataset) look(scale > 1 ? 1 : CLOSER);
  else show(Number(button.dataset.step));
});
box?.addEventListener("close", () => {
  image.removeAttribute("src");
  opener?.focus();
});

// -- looking closer --------------------------------------------------------------------------------------------------
let scale = 1;
let [x, y] = [0, 0];
const closer = box?.querySelector("[data-closer]");

function drawn() {
  const [most, high] = [((scale - 1) * image.offsetWidth) / 2, ((scale - 1) * image.offsetHeight) / 2];
  [x, y] = [Math.min(most, Math.max(-most, x)), Math.min(high, Math.max(-high, y))];
  image.style.transform = scale > 1 ? `translate(${x}px, ${y}px) scale(${scale})` : "";
  closer.setAttribute("aria-pressed", String(scale > 1));
}

function rest() {
  [scale, x, y] = [1, 0, 0];
  drawn();
}

function move(across, down) {
  [x, y] = [x + across, y + down];
  drawn();
}

// The point of the picture below (left, top) stays where it is.
function look(wanted, left = innerWidth / 2, top = innerHeight / 2) {
  const next = Math.min(CLOSEST, Math.max(1, wanted));
  const at = image.getBoundingClientRect();
  const [across, down] = [left - (at.left + at.right) / 2 + x, top - (at.top + at.bottom) / 2 + y];
  [x, y] = [across - ((across - x) / scale) * next, down - ((down - y) / scale) * next];
  scale = next;
  drawn();
}

// -- fingers and mice: a swipe across goes on, a swipe down closes, two fingers look closer ----------------------------
const down = new Map();
let start = null; // where the first finger came down, while it may still be a swipe
let pinch = null;

const apart = () => {
  const [a, b] = [...down.values()];
  return { wide: Math.hypot(a[0] - b[0], a[1] - b[1]), middle: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] };
};
image.addEventListener("pointerdown", (event) => {
  down.set(event.pointerId, [event.clientX, event.clientY]);
  image.setPointerCapture(event.pointerId);
  if (down.size === 2) pinch = { scale, wide: apart().wide };
  start = down.size === 1 && scale === 1 ? [event.clientX, event.clientY] : null;
});
image.addEventListener("pointermove", (event) => {
  const before = down.get(event.pointerId);
  if (!before) return;
  down.set(event.pointerId, [event.clientX, event.clientY]);
  if (pinch && down.size === 2) {
    const { wide, middle } = apart();
    look((pinch.scale * wide) / pinch.wide, ...middle);
  } else if (scale > 1 && down.size === 1) move(event.clientX - before[0], event.clientY - before[1]);
});
image.addEventListener("pointerup", (event) => {
  const [from, to] = [start, [event.clientX, event.clientY]];
  lift(event);
  if (!from) return;
  const [across, far] = [to[0] - from[0], to[1] - from[1]];
  if (Math.abs(across) > 50 && Math.abs(across) > Math.abs(far) && links.length > 1) show(across < 0 ? rtl() : -rtl());
  else if (far > 90 && far > Math.abs(across)) box.close();
});
const lift = (event) => {
  down.delete(event.pointerId);
  pinch = start = null;
};
image.addEventListener("pointercancel", lift);
image.addEventListener("dblclick", (event) => look(scale > 1 ? 1 : CLOSER, event.clientX, event.clientY));
box?.addEventListener(
  "wheel",
  (event) => {
    if (!event.ctrlKey) return; // a pinch on a pad, or Ctrl and the wheel
    event.preventDefault();
    look(scale * Math.exp(-event.deltaY / 100), event.clientX, event.clientY);
  },
  { passive: false },
);

document.addEventListener("htmx:load", (event) => ready(event.detail.elt.parentElement ?? event.detail.elt));
ready(document);
