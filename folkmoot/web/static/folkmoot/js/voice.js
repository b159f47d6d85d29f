// Records one's voice for a post: stop, listen, throw away, add. composer.js fetches this file when somebody wants to.
const MOST = 30 * 60; // seconds
const texts = () => document.getElementById("recording-words").content;
const word = (name) => texts().querySelector(`[data-word=${name}]`).textContent;
const say = (text, level) => document.dispatchEvent(new CustomEvent("folkmoot:say", { detail: { text, level } }));

export async function voice(form, add) {
  if (form.querySelector(".voice")) return;
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
  if (!stream) return say(word("deaf"), "error");
  const panel = texts().querySelector(".voice").cloneNode(true);
  form.querySelector(".add-voice").after(panel);
  record(form, panel, stream, add);
}

function record(form, panel, stream, add) {
  const part = (name) => panel.querySelector(`[data-voice=${name}]`);
  const kind = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"].find((each) => MediaRecorder.isTypeSupported(each));
  const recorder = new MediaRecorder(stream, kind ? { mimeType: kind } : {});
  const pieces = [];
  const from = Date.now();
  const shown = () => {
    const seconds = Math.floor((Date.now() - from) / 1000);
    part("time").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds >= MOST) recorder.stop();
  };
  const ticking = setInterval(shown, 500);
  recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
  recorder.addEventListener("stop", () => {
    clearInterval(ticking);
    for (const track of stream.getTracks()) track.stop();
    if (panel.isConnected) offer(form, panel, new Blob(pieces, { type: recorder.mimeType }), add);
  });
  part("stop").addEventListener("click", () => recorder.stop());
  part("away").addEventListener("click", () => {
    panel.remove();
    if (recorder.state !== "inactive") recorder.stop();
    form.querySelector(".add-voice").focus();
  });
  recorder.start();
  part("stop").focus();
}

function offer(form, panel, sound, add) {
  const part = (name) => panel.querySelector(`[data-voice=${name}]`);
  part("now").textContent = word("recorded");
  part("stop").hidden = true;
  for (const name of ["listen", "add"]) part(name).hidden = false;
  let playing = null;
  part("listen").addEventListener("click", async () => {
    playing?.stop();
    if (playing) return (playing = null);
    const room = new AudioContext();
    playing = room.createBufferSource();
    playing.buffer = await room.decodeAudioData(await sound.arrayBuffer());
    playing.connect(room.destination);
    playing.addEventListener("ended", () => room.close().then(() => (playing = null)));
    playing.start();
  });
  part("add").addEventListener("click", () => {
    const ending = sound.type.includes("mp4") ? "m4a" : sound.type.includes("ogg") ? "ogg" : "webm";
    panel.remove();
    add(form, [new File([sound], `${word("voice")}.${ending}`, { type: sound.type })]);
  });
  part("listen").focus();
}
