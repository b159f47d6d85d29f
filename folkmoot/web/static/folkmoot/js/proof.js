// What a browser computes before a form of the entrance is sent. Without it the form works too, by a slower way in.
const LIFE = 15 * 60 * 1000; // milliseconds in which an answer is taken
const searches = new WeakMap(); // of each form: since when, and what comes of it
const LONGEST = 60 * 1000; // then the form goes without one

document.querySelectorAll("form[data-proof]").forEach(begin);

function begin(form) {
  form.addEventListener("focusin", () => start(form), { once: true });
  form.addEventListener("submit", (event) => hold(form, event));
}

function start(form) {
  const found = find(form);
  searches.set(form, { since: Date.now(), found });
  return found;
}

function fresh(form) {
  const search = searches.get(form);
  return search && Date.now() - search.since < LIFE ? search.found : null;
}

async function hold(form, event) {
  if (form.elements.proof.value && fresh(form)) return;
  event.preventDefault();
  if (form.dataset.holding) return;
  form.dataset.holding = "1";
  const note = form.querySelector("[data-proof-note]");
  note.hidden = false;
  await Promise.race([fresh(form) ?? start(form), new Promise((done) => setTimeout(done, LONGEST))]);
  note.hidden = true;
  delete form.dataset.holding;
  form.submit();
}

async function find(form) {
  form.elements.proof.value = "";
  try {
    const answer = await fetch(form.dataset.proof, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const challenge = await answer.json();
    const solution = await compute(form.dataset.worker, challenge.parameters);
    form.elements.proof.value = btoa(JSON.stringify({ challenge, solution }));
  } catch {
    // the form goes without it
  }
}

function compute(address, parameters) {
  return new Promise((found, failed) => {
    const worker = new Worker(address, { type: "module" });
    worker.addEventListener("message", ({ data }) => (worker.terminate(), data ? found(data) : failed(new Error("none"))));
    worker.addEventListener("error", (error) => (worker.terminate(), failed(error)));
    worker.postMessage(parameters);
  });
}
