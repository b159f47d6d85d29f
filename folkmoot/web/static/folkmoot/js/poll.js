// The options of a poll that is being written: one more at a press, one less, and Enter goes to the next.
const list = (part) => part.querySelector(".poll-fields");
const fields = (part) => [...list(part).querySelectorAll("input")];

export function begin(part) {
  if (part.dataset.ready) return;
  part.dataset.ready = "1";
  need(part);
  part.addEventListener("click", (event) => press(part, event));
  part.addEventListener("keydown", (event) => step(part, event));
  part.addEventListener("input", () => need(part));
  look(part);
}

function press(part, event) {
  const pressed = event.target.closest("button");
  if (!pressed) return;
  if (pressed.value === "poll:more") {
    event.preventDefault();
    add(part);
  } else if (pressed.value === "poll:none") {
    event.preventDefault();
    for (const field of fields(part)) field.value = "";
    part.open = false;
    part.querySelector("summary").focus();
    changed(part);
  } else if ("pollRemove" in pressed.dataset) remove(part, pressed.closest("li"));
}

function step(part, event) {
  const at = fields(part).indexOf(event.target);
  if (event.key !== "Enter" || at < 0 || event.ctrlKey || event.metaKey) return;
  event.preventDefault(); // it would send the post
  const next = fields(part)[at + 1];
  if (next) next.focus();
  else add(part);
}

function add(part) {
  if (fields(part).length >= Number(part.dataset.pollMost)) return;
  const item = list(part).lastElementChild.cloneNode(true);
  item.querySelector("input").value = "";
  list(part).append(item);
  look(part);
  item.querySelector("input").focus();
}

function remove(part, item) {
  const next = item.nextElementSibling ?? item.previousElementSibling;
  item.remove();
  look(part);
  next.querySelector("input").focus();
  changed(part);
}

function look(part) {
  const items = [...list(part).children];
  items.forEach((item, place) => {
    const field = item.querySelector("input");
    field.setAttribute("aria-label", field.getAttribute("aria-label").replace(/\p{Nd}+/u, (place + 1).toLocaleString(document.documentElement.lang)));
    item.querySelector("button").hidden = items.length <= 2;
  });
  const more = part.querySelector("[value='poll:more']");
  if (more) more.hidden = items.length >= Number(part.dataset.pollMost);
}

// A poll may go without words.
function need(part) {
  const { form } = part.querySelector("input");
  const area = form.querySelector("textarea[name=text]");
  area.required = !form.querySelector(".draft-pic, .draft-rec") && !fields(part).some((field) => field.value.trim());
}

function changed(part) {
  need(part);
  part.dispatchEvent(new Event("change", { bubbles: true })); // drafts.js listens
}
