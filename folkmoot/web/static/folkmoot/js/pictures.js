// Pictures of a post that is being written: each is sent by itself, can be described, moved, aimed and left out.
// composer.js fetches this file when it is needed. The server draws each picture's place in the form.
const MOST = 40;
const AT_ONCE = 1; // the next sets off when this one is here: the server prepares few at a time, and a slow line stays usable
const UNDO_SECONDS = 8;
const texts = document.getElementById("picture-words")?.content;
const word = (name) => texts.querySelector(`[data-word=${name}]`).textContent;
const known = new WeakSet();
const fetched = new WeakSet();
const waiting = [];
let sending = 0;

const list = (form) => form.querySelector(".draft-pics");
const items = (form) => [...form.querySelectorAll(".draft-pic")];
const busy = (form) => form.querySelector(".draft-pic.coming, .draft-rec.coming");
const token = (form) => form.querySelector("[name=csrfmiddlewaretoken]").value;
const say = (text, level = "info") =>
  document.dispatchEvent(new CustomEvent("folkmoot:say", { detail: { text, level } }));

export function begin(form) {
  if (!known.has(form)) {
    known.add(form);
    form.addEventListener("click", (event) => press(form, event));
    form.addEventListener("change", (event) => keep(form, event));
    form.addEventListener("submit", (event) => hold(form, event), true);
    drag(form);
  }
  for (const item of items(form)) ready(item);
  if (form.dataset.kept) fetch_kept(form);
  changed(form, false);
}

export function add(form, files) {
  begin(form);
  const room = MOST - items(form).length;
  if (files.length > room) say(word("many"), "error");
  for (const file of files.slice(0, Math.max(0, room))) send(form, file, list(form).appendChild(place_for(file)));
  changed(form);
}

// -- sending ---------------------------------------------------------------------------------------------------------

function place_for(file) {
  const item = document.createElement("li");
  item.className = "draft-pic coming";
  const face = item.appendChild(made("div", "draft-face"));
  const words = item.appendChild(made("div", "draft-words"));
  const state = words.appendChild(made("label", "state", word("sending")));
  const bar = state.appendChild(document.createElement("progress"));
  bar.max = 1;
  bar.value = 0;
  words.appendChild(made("p", "fine", file.name)).dir = "auto";
  preview(file, face);
  return item;
}

async function preview(file, face) {
  const drawn = await createImageBitmap(file, { resizeHeight: 224 }).catch(() => null); // not every browser reads HEIC
  if (!drawn || face.firstChild) return;
  const canvas = document.createElement("canvas");
  canvas.width = drawn.width;
  canvas.height = drawn.height;
  canvas.getContext("2d").drawImage(drawn, 0, 0);
  face.append(canvas);
}

function send(form, file, item) {
  waiting.push({ form, file, item });
  next();
}

function next() {
  while (sending < AT_ONCE && waiting.length) {
    const one = waiting.shift();
    if (!one.item.isConnected) continue;
    sending += 1;
    upload(one, () => {
      sending -= 1;
      next();
    });
  }
}

function upload({ form, file, item }, done) {
  const request = new XMLHttpRequest();
  const bar = item.querySelector("progress");
  const state = item.querySelector(".state").firstChild;
  const body = new FormData();
  body.append("csrfmiddlewaretoken", token(form));
  body.append("file", file);
  request.open("POST", "/pictures");
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  });
  request.upload.addEventListener("load", () => {
    bar.removeAttribute("value");
    state.data = word("preparing");
  });
  request.addEventListener("loadend", () => {
    done();
    arrived({ form, file, item }, request);
  });
  item.stop = () => request.abort();
  request.send(body);
}

function arrived({ form, file, item }, request) {
  if (!item.isConnected) return;
  if (request.status === 429) {
    const pause = Number(request.getResponseHeader("Retry-After")) || 2;
    setTimeout(() => item.isConnected && send(form, file, item), Math.min(30, pause) * 1000);
    return;
  }
  const drawn = request.status === 200 && item_in(request.responseText);
  if (drawn) {
    item.replaceWith(drawn);
    ready(drawn);
  } else refuse({ form, file, item }, request.status === 422 ? request.responseText : "");
  changed(form);
}

function refuse({ form, file, item }, sentence) {
  item.classList.replace("coming", "refused");
  const words = item.querySelector(".draft-words");
  words.querySelector(".state").remove();
  const told = words.appendChild(made("p", "error", sentence || word("failed")));
  told.setAttribute("role", "alert");
  const tools = item.appendChild(made("div", "draft-tools"));
  if (!sentence) {
    tools.append(button(word("again"), "quiet small", () => {
      const fresh = place_for(file);
      item.replaceWith(fresh);
      send(form, file, fresh);
      changed(form);
    }));
  }
  tools.append(button(word("leave"), "plain small draft-remove", () => {
    item.remove();
    changed(form);
  }));
}

async function fetch_kept(form) {
  if (fetched.has(form)) return;
  fetched.add(form);
  const ids = form.dataset.kept.split(" ");
  for (const id of ids.slice(0, MOST)) {
    const answer = await fetch(`/pictures/${id}`).catch(() => null);
    if (!answer) return; // offline: the draft keeps them
    const item = answer?.ok && !answer.redirected && item_in(await answer.text());
    if (item) ready(list(form).appendChild(item));
  }
  delete form.dataset.kept;
  changed(form);
}

function item_in(text) {
  const holder = document.createElement("template");
  holder.innerHTML = text;
  return holder.content.querySelector(".draft-pic");
}

// A post is not sent before its pictures are here; then it goes by itself.
function hold(form, event) {
  if (!form.querySelector(".draft-pic.coming")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  form.dataset.due = "1";
  say(word("wait"));
}

// -- describing, moving, leaving out ---------------------------------------------------------------------------------

function ready(item) {
  item.querySelector("[data-aim]")?.removeAttribute("hidden");
  const face = item.querySelector(".draft-face");
  face.draggable = true;
  for (const image of face.querySelectorAll("img")) image.draggable = false;
}

function press(form, event) {
  const pressed = event.target.closest("button");
  const item = pressed?.closest(".draft-pic[data-id]");
  if (!item) return;
  if ("aim" in pressed.dataset) aim(form, item);
  if (pressed.name !== "do") return;
  event.preventDefault();
  const [what] = pressed.value.split(":");
  if (what === "remove") leave_out(form, item);
  else move(form, item, what === "up" ? item.previousElementSibling : item.nextElementSibling, pressed);
}

function move(form, item, other, pressed) {
  if (!other) return;
  if (other.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING) other.before(item);
  else other.after(item);
  pressed?.focus();
  say(`${word("moved")} ${items(form).indexOf(item) + 1}`);
  changed(form);
}

function leave_out(form, item) {
  const gone = made("li", "draft-gone", word("left"));
  const timer = setTimeout(() => {
    gone.remove();
    fetch(`/pictures/${item.dataset.id}`, { method: "DELETE", headers: { "X-CSRFToken": token(form) } }).catch(() => {});
  }, UNDO_SECONDS * 1000);
  const undo = gone.appendChild(button(word("undo"), "quiet small", () => {
    clearTimeout(timer);
    gone.replaceWith(item);
    changed(form);
    item.querySelector(".draft-remove").focus();
  }));
  item.replaceWith(gone);
  undo.focus();
  changed(form);
}

function keep(form, event) {
  const item = event.target.closest?.(".draft-pic[data-id]");
  if (!item) return;
  const body = new FormData();
  body.append("csrfmiddlewaretoken", token(form));
  body.append("alt", item.querySelector("textarea").value);
  body.append("focus", item.querySelector("[name^=focus-]").value);
  fetch(`/pictures/${item.dataset.id}`, { method: "POST", body }).catch(() => {}); // the form brings it again
}

function drag(form) {
  let held = null;
  form.addEventListener("dragstart", (event) => {
    held = event.target.closest?.(".draft-face")?.parentElement ?? null;
    if (!held) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    event.dataTransfer.setDragImage(held, 20, 20);
    held.classList.add("dragged");
  });
  form.addEventListener("dragover", (event) => {
    const other = held && event.target.closest(".draft-pic");
    if (!held) return;
    event.preventDefault();
    if (!other || other === held) return;
    const middle = other.getBoundingClientRect();
    if (event.clientY < middle.top + middle.height / 2) other.before(held);
    else other.after(held);
  });
  form.addEventListener("drop", (event) => held && event.preventDefault());
  form.addEventListener("dragend", () => {
    held?.classList.remove("dragged");
    held = null;
    changed(form);
  });
}

// -- the point that stays in view ------------------------------------------------------------------------------------

function aim(form, item) {
  const dialog = document.getElementById("aim");
  const field = dialog.querySelector(".aim-field");
  const kept = item.querySelector("[name^=focus-]");
  field.hidden = false;
  let [across, up] = kept.value.split(",").map(Number);
  const picture = field.querySelector("img") ?? field.insertBefore(document.createElement("img"), field.querySelector("svg"));
  picture.alt = "";
  picture.src = item.querySelector("img").src;
  const mark = field.querySelector("circle");
  const set = (x, y) => {
    [across, up] = [x, y].map((part) => Math.round(Math.min(1, Math.max(-1, part)) * 10) / 10);
    mark.setAttribute("cx", `${(across + 1) * 50}%`);
    mark.setAttribute("cy", `${(1 - up) * 50}%`);
  };
  set(across, up);
  field.onclick = (event) => {
    const at = field.getBoundingClientRect();
    if (event.detail) set(((event.clientX - at.left) / at.width) * 2 - 1, 1 - ((event.clientY - at.top) / at.height) * 2);
  };
  field.onkeydown = (event) => {
    const step = { ArrowLeft: [-0.2, 0], ArrowRight: [0.2, 0], ArrowUp: [0, 0.2], ArrowDown: [0, -0.2] }[event.key];
    if (!step) return;
    event.preventDefault();
    set(across + step[0], up + step[1]);
  };
  dialog.onclose = () => {
    kept.value = `${across},${up}`;
    const image = item.querySelector("img");
    image.className = `fx-${Math.round((across + 1) * 5)} fy-${Math.round((1 - up) * 5)}`;
    kept.dispatchEvent(new Event("change", { bubbles: true }));
    item.querySelector("[data-aim]").focus();
  };
  dialog.showModal();
}

// -- what they have in common ----------------------------------------------------------------------------------------

function changed(form, tell = true) {
  const there = items(form);
  form.querySelector("textarea[name=text]").required = !form.querySelector(".draft-pic, .draft-rec");
  form.querySelector(".add-pictures").hidden = there.length >= MOST;
  there.forEach((item, place) => {
    const [up, down] = item.querySelectorAll("[name=do]");
    if (up) up.disabled = place === 0;
    if (down) down.disabled = place === there.length - 1;
  });
  if (tell) form.dispatchEvent(new Event("change", { bubbles: true })); // drafts.js listens
  if (form.dataset.due && !busy(form)) {
    delete form.dataset.due;
    if (!form.querySelector(".draft-pic.refused, .draft-rec.refused")) form.requestSubmit(form.querySelector(".send"));
  }
}

function made(tag, look, text = "") {
  const element = document.createElement(tag);
  element.className = look;
  element.textContent = text;
  return element;
}

function button(label, look, act) {
  const element = made("button", look, label);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}
