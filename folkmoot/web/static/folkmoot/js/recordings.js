// Videos and sounds of a post that is being written: sent in pieces that outlast a broken line, a reload and a restart of
// the server (tus 1.0.0), described, moved, left out. composer.js fetches this file when somebody begins to add some.
const MOST = 20;
const PIECE = 4 << 20; // bytes
const ASK_EVERY = 2_000; // milliseconds, while the server prepares one
const UNDO_SECONDS = 8;
const LONGEST_WAIT = 30; // seconds between two tries
const texts = () => document.getElementById("recording-words").content;
const word = (name) => texts().querySelector(`[data-word=${name}]`).textContent;
const known = new WeakSet();
const waiting = [];
let sending = false;

const list = (form) => form.querySelector(".draft-recs");
const items = (form) => [...form.querySelectorAll(".draft-rec")];
const busy = (form) => form.querySelector(".draft-pic.coming, .draft-rec.coming");
const token = (form) => form.querySelector("[name=csrfmiddlewaretoken]").value;
const say = (text, level = "info") =>
  document.dispatchEvent(new CustomEvent("folkmoot:say", { detail: { text, level } }));
const later = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

export function begin(form) {
  if (!known.has(form)) {
    known.add(form);
    form.addEventListener("click", (event) => press(form, event));
    form.addEventListener("change", (event) => keep(form, event));
    form.addEventListener("submit", (event) => hold(form, event), true);
    restore(form);
  }
  for (const item of items(form)) watch(form, item);
  changed(form, false);
}

export function add(form, files) {
  begin(form);
  for (const file of files) {
    const half = items(form).find((item) => item.half && same(item.half, file));
    if (half) go_on(form, file, half);
    else if (items(form).length < MOST) go_on(form, file, list(form).appendChild(document.createElement("li")));
    else say(word("many"), "error");
  }
  changed(form);
}

// -- what this browser remembers: uploads under way, and those that have arrived ----------------------------------------
const key = (form) => `uploads:${document.body.dataset.account}:${form.dataset.draft}`;
const same = (half, file) => half.name === file.name && half.size === file.size && half.modified === file.lastModified;

function remember(form) {
  const there = items(form).map((item) => item.half ?? (item.dataset.id && { id: item.dataset.id })).filter(Boolean);
  if (there.length) localStorage.setItem(key(form), JSON.stringify(there));
  else localStorage.removeItem(key(form));
}

async function restore(form) {
  const there = JSON.parse(localStorage.getItem(key(form)) ?? "[]");
  const shown = new Set(items(form).map((item) => item.dataset.id));
  for (const each of there) {
    if (each.id && !shown.has(each.id)) await place(form, each.id, list(form).appendChild(document.createElement("li")));
    else if (each.url) await resume_later(form, each);
  }
  changed(form);
}

// What has arrived of a file waits for its rest: a browser gives the file back only when it is chosen once more.
async function resume_later(form, half) {
  const answer = await fetch(half.url, { method: "HEAD", headers: { "Tus-Resumable": "1.0.0" } }).catch(() => null);
  const recording = answer?.headers.get("Folkmoot-Recording");
  if (recording) return place(form, recording, list(form).appendChild(document.createElement("li")));
  if (answer && !answer.ok) return;
  const item = list(form).appendChild(document.createElement("li"));
  item.className = "draft-rec";
  item.half = half;
  const words = item.appendChild(made("div", "draft-words"));
  words.appendChild(made("p", "fine", half.name)).dir = "auto";
  const bar = words.appendChild(made("progress", ""));
  bar.max = half.size;
  bar.value = Number(answer?.headers.get("Upload-Offset") ?? 0);
  bar.setAttribute("aria-label", half.name);
  words.append(made("p", "state", word("half")));
  const tools = item.appendChild(made("div", "draft-tools"));
  tools.append(button(word("choose"), "quiet small", () => form.querySelector("[name=recording]").click()));
  tools.append(button(word("leave"), "plain small draft-remove", () => give_up(form, item)));
}

document.addEventListener("folkmoot:taken", (event) =>
  localStorage.removeItem(`uploads:${document.body.dataset.account}:${event.detail.name}`),
);

// -- sending -----------------------------------------------------------------------------------------------------------
function go_on(form, file, item) {
  item.className = "draft-rec coming";
  item.half = { ...item.half, name: file.name, size: file.size, modified: file.lastModified };
  const words = made("div", "draft-words");
  words.appendChild(made("p", "fine", file.name)).dir = "auto";
  const state = words.appendChild(made("label", "state", word("sending")));
  const bar = state.appendChild(made("progress", ""));
  bar.max = file.size;
  bar.value = 0;
  const tools = made("div", "draft-tools");
  tools.append(button(word("leave"), "plain small draft-remove", () => give_up(form, item)));
  item.replaceChildren(words, tools);
  waiting.push({ form, file, item });
  next();
}

async function next() {
  if (sending) return;
  sending = true;
  for (let one = waiting.shift(); one; one = waiting.shift()) if (one.item.isConnected) await send(one);
  sending = false;
}

async function send(one) {
  for (let tries = 0; one.item.isConnected; ) {
    const answer = await step(one).catch(() => null);
    if (!one.item.isConnected) return;
    if (answer === true) return;
    if (answer?.offset > one.offset) tries = 0;
    one.offset = answer?.offset ?? null;
    if (answer && !answer.wait) continue;
    tell(one.item, word(navigator.onLine ? "waiting" : "offline"));
    await Promise.race([later(answer?.wait ?? Math.min(LONGEST_WAIT, 2 ** tries++)), online()]);
    tell(one.item, word("sending"));
  }
}

const online = () =>
  new Promise((done) => {
    if (!navigator.onLine) addEventListener("online", done, { once: true });
  });

// One step of the way: true at its end, else how far the file has come; it throws when the line broke.
async function step(one) {
  const { form, file, item } = one;
  if (!item.half.url) return start(one);
  if (one.offset == null) return where(one);
  const answer = await piece(one, file.slice(one.offset, one.offset + PIECE));
  const recording = answer.getResponseHeader("Folkmoot-Recording");
  if (recording) return arrived(form, recording, item);
  if (answer.status === 204) return { offset: Number(answer.getResponseHeader("Upload-Offset")) };
  return refused(one, answer.status, answer.responseText, answer.getResponseHeader("Retry-After"));
}

async function start(one) {
  const coded = btoa(String.fromCodePoint(...new TextEncoder().encode(one.file.name)));
  const headers = { "Upload-Length": one.file.size, "Upload-Metadata": `filename ${coded}` };
  const answer = await fetch("/uploads", { method: "POST", headers: { ...headers, ...usual(one.form) } });
  if (answer.status !== 201) return refused(one, answer.status, await answer.text(), answer.headers.get("Retry-After"));
  one.item.half.url = answer.headers.get("Location");
  remember(one.form);
  return { offset: 0 };
}

async function where(one) {
  const answer = await fetch(one.item.half.url, { method: "HEAD", headers: usual(one.form) });
  const recording = answer.headers.get("Folkmoot-Recording");
  if (recording) return arrived(one.form, recording, one.item);
  if (answer.ok) return { offset: Number(answer.headers.get("Upload-Offset")) };
  return refused(one, answer.status, "", answer.headers.get("Retry-After"));
}

function piece(one, part) {
  return new Promise((done, broke) => {
    const request = new XMLHttpRequest();
    const bar = one.item.querySelector("progress");
    bar.value = one.offset;
    request.open("PATCH", one.item.half.url);
    for (const [name, value] of Object.entries(usual(one.form))) request.setRequestHeader(name, value);
    request.setRequestHeader("Upload-Offset", one.offset);
    request.setRequestHeader("Content-Type", "application/offset+octet-stream");
    request.upload.addEventListener("progress", (event) => {
      bar.value = one.offset + event.loaded;
      if (bar.value === bar.max) tell(one.item, word("looking"));
    });
    request.addEventListener("load", () => done(request));
    request.addEventListener("error", broke);
    request.addEventListener("abort", broke);
    one.item.stop = () => request.abort();
    request.send(part);
  });
}

const usual = (form) => ({ "Tus-Resumable": "1.0.0", "X-CSRFToken": token(form) });

// The server is busy or away: wait. It does not know the upload any more: begin anew. It will not have it: say why.
function refused(one, status, sentence, after) {
  if (status === 409) return { offset: null };
  if (status === 429 || status >= 500) return { offset: null, wait: Math.min(LONGEST_WAIT, Number(after) || 3) };
  if (status === 404 && one.item.half.url) {
    delete one.item.half.url;
    return { offset: null };
  }
  const { form, item } = one;
  delete item.half;
  item.className = "draft-rec refused";
  item.querySelector(".state").remove();
  const told = item.querySelector(".draft-words").appendChild(made("p", "error", sentence || word("failed")));
  told.setAttribute("role", "alert");
  changed(form);
  return true;
}

const tell = (item, text) => {
  const state = item.querySelector(".state")?.firstChild;
  if (state) state.data = text;
};

async function arrived(form, id, item) {
  delete item.half;
  await place(form, id, item);
  changed(form);
  return true;
}

async function place(form, id, item) {
  const answer = await fetch(`/recordings/${id}?place=1`).catch(() => null);
  const drawn = answer?.ok && !answer.redirected && item_in(await answer.text());
  if (!drawn) return item.remove();
  item.replaceWith(drawn);
  watch(form, drawn);
}

function item_in(text) {
  const holder = document.createElement("template");
  holder.innerHTML = text;
  return holder.content.querySelector(".draft-rec");
}

function give_up(form, item) {
  const url = item.half?.url;
  item.remove();
  item.stop?.();
  if (url) fetch(url, { method: "DELETE", headers: usual(form) }).catch(() => {});
  changed(form);
}

// A post is not sent before its files are here; then it goes by itself. It does not wait until they are prepared.
function hold(form, event) {
  if (!form.querySelector(".draft-rec.coming")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  form.dataset.due = "1";
  say(word("wait"));
}

// -- once they are here: how far they are, words, captions, order ---------------------------------------------------------
async function watch(form, item) {
  if (!("waits" in item.dataset) || item.watched) return;
  item.watched = true;
  while (item.isConnected && "waits" in item.dataset) {
    await later(ASK_EVERY / 1000);
    if (document.hidden) continue;
    const answer = await fetch(`/recordings/${item.dataset.id}?place=1`).catch(() => null);
    if (answer && !answer.ok) return;
    const now = answer && item_in(await answer.text());
    if (!now) continue;
    item.querySelector(".draft-words > :first-child").replaceWith(now.querySelector(".draft-words > :first-child"));
    item.querySelector(".draft-face").replaceWith(now.querySelector(".draft-face"));
    for (const field of item.querySelectorAll("[name^=rec-title-], [name^=rec-artist-]"))
      field.value ||= now.querySelector(`[name=${field.name}]`).value; // what the file itself tells
    if (!("waits" in now.dataset)) delete item.dataset.waits;
  }
}

function press(form, event) {
  const pressed = event.target.closest("button[name=do]");
  const item = pressed?.closest(".draft-rec[data-id]");
  if (!item) return;
  event.preventDefault();
  const [what, id, language] = pressed.value.split(":");
  if (what === "remove") leave_out(form, item);
  else if (what === "uncaption") ask(form, item, "DELETE", `/recordings/${id}/captions/${language}`);
  else move(form, item, what === "up" ? item.previousElementSibling : item.nextElementSibling, pressed);
}

function keep(form, event) {
  const field = event.target;
  const item = field.closest?.(".draft-rec[data-id]");
  if (!item || (field.type !== "file" && !field.name.startsWith("rec-"))) return;
  const body = new FormData();
  for (const each of item.querySelectorAll("[name^=rec-], [name^=captions-language-]")) body.append(each.name, each.value);
  if (field.type === "file") body.append(field.name, field.files[0]);
  ask(form, item, "POST", `/recordings/${item.dataset.id}`, body, field.type === "file");
}

async function ask(form, item, method, path, body, is_file = method === "DELETE") {
  const headers = { "X-CSRFToken": token(form), "HX-Request": "true" };
  const answer = await fetch(path, { method, body, headers }).catch(() => null);
  if (answer?.status === 422) return say(await answer.text(), "error");
  const now = answer?.ok && item_in(await answer.text());
  if (now && is_file) item.querySelector(".draft-captions").replaceWith(now.querySelector(".draft-captions"));
}

function move(form, item, other, pressed) {
  if (!other) return;
  if (other.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING) other.before(item);
  else other.after(item);
  pressed.focus();
  say(`${word("moved")} ${items(form).indexOf(item) + 1}`);
  changed(form);
}

function leave_out(form, item) {
  const gone = made("li", "draft-gone", word("left"));
  const timer = setTimeout(() => {
    gone.remove();
    fetch(`/recordings/${item.dataset.id}`, { method: "DELETE", headers: { "X-CSRFToken": token(form) } }).catch(() => {});
  }, UNDO_SECONDS * 1000);
  const undo = gone.appendChild(
    button(word("undo"), "quiet small", () => {
      clearTimeout(timer);
      gone.replaceWith(item);
      changed(form);
      item.querySelector(".draft-remove").focus();
    }),
  );
  item.replaceWith(gone);
  undo.focus();
  changed(form);
}

function changed(form, tell_all = true) {
  const there = items(form);
  form.querySelector("textarea[name=text]").required = !form.querySelector(".draft-pic, .draft-rec");
  form.querySelector(".add-recordings").hidden = there.length >= MOST;
  there.forEach((item, number) => {
    const [up, down] = item.querySelectorAll(".draft-tools [name=do]");
    if (up && down) [up.disabled, down.disabled] = [number === 0, number === there.length - 1];
  });
  remember(form);
  if (tell_all) form.dispatchEvent(new Event("change", { bubbles: true })); // drafts.js listens
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
