// Opens the pictures of a post large, one after the other, and lets those move that stand still until somebody asks.
const box = document.getElementById("lightbox");
const image = document.createElement("img");
image.className = "lightbox-picture";
box?.querySelector("[data-step]").after(image);
let links = [];
let place = 0;

function show(step = 0) {
  place = (place + step + links.length) % links.length;
  const link = links[place];
  const told = link.querySelector("img");
  image.removeAttribute("src");
  image.src = link.href;
  image.alt = told.alt;
  box.querySelector(".lightbox-words").textContent = "told" in told.dataset ? told.alt : "";
  box.querySelector(".lightbox-count").textContent = links.length > 1 ? `${place + 1} / ${links.length}` : "";
}

function open(link) {
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
box?.addEventListener("keydown", (event) => {
  const step = { ArrowRight: rtl(), ArrowLeft: -rtl() }[event.key];
  if (!step || links.length < 2) return;
  event.preventDefault();
  show(step);
});
box?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (button) show(Number(button.dataset.step));
  else if (event.target === box) box.close();
});
box?.addEventListener("close", () => {
  image.removeAttribute("src");
  links[place]?.focus();
});
// A swipe across goes on, a swipe down closes.
let start = null;
image.addEventListener("pointerdown", (event) => {
  start = event.isPrimary && !(window.visualViewport?.scale > 1.01) ? [event.clientX, event.clientY] : null;
});
image.addEventListener("dragstart", (event) => event.preventDefault());
image.addEventListener("pointerup", (event) => {
  if (!start) return;
  const [across, down] = [event.clientX - start[0], event.clientY - start[1]];
  start = null;
  if (Math.abs(across) > 50 && Math.abs(across) > Math.abs(down) && links.length > 1) show(across < 0 ? rtl() : -rtl());
  else if (down > 90 && down > Math.abs(across)) box.close();
});
document.addEventListener("htmx:load", (event) => ready(event.detail.elt.parentElement ?? event.detail.elt));
ready(document);
