// Counts what is left, grows the box, sends with Ctrl or Cmd and Enter. A link counts 23; the server has the last word.
const LINK = /https?:\/\/[^\s/?#@\\]+(?:[/?#][^\s]*)?/giu;
const LINK_LENGTH = 23;

const count = (text) =>
  [...text.trim()].length + [...text.matchAll(LINK)].reduce((sum, [link]) => sum + LINK_LENGTH - [...link].length, 0);

function look(area) {
  const form = area.closest(".composer");
  const left = Number(form.dataset.most) - count(area.value.normalize("NFC"));
  const shown = form.querySelector(".count");
  shown.value = left.toLocaleString(document.documentElement.lang);
  shown.title = `${shown.value} ${shown.dataset.left}`;
  shown.classList.toggle("over", left < 0);
  shown.classList.toggle("near", left >= 0 && left < 200);
}

function begin(root) {
  for (const area of root.querySelectorAll(".composer textarea")) look(area);
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.(".composer textarea")) look(event.target);
});
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.(".composer");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector(".send"));
  }
});
// The places in the navigation and on cards that lead to the form on this page put the cursor into it.
function focus() {
  const area = ["#write", "#reply"].includes(location.hash) && document.querySelector(`${location.hash} textarea`);
  if (!area) return;
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
}
addEventListener("hashchange", focus);
document.addEventListener("htmx:load", (event) => begin(event.detail.elt.parentElement ?? event.detail.elt));
addEventListener("load", () => setTimeout(focus)); // after the browser has dealt with the address itself
begin(document);
