// <form data-crop="400x400">: the part of a picture that is kept is chosen here; the form sends that part as its file.
// A picture that this browser cannot read is sent as it is, and the server cuts it round the point that was chosen.
const LARGEST = 3; // times as near as needed
const QUALITY = 0.92;

function ready() {
  for (const form of document.querySelectorAll("form[data-crop]:not([data-live])")) {
    const field = form.querySelector("input[type=file]");
    form.dataset.live = "";
    field.addEventListener("change", () => begin(form, field));
  }
}
document.addEventListener("htmx:load", ready);
ready();

async function begin(form, field) {
  form.querySelector(".crop")?.remove();
  form.querySelector("[data-point]").hidden = false;
  const file = field.files[0];
  const drawn = file && file.type !== "image/gif" && (await createImageBitmap(file).catch(() => null));
  if (!drawn || field.files[0] !== file) return;
  form.querySelector("[data-point]").hidden = true;
  form.querySelector("select").value = "0,0";
  const view = cutter(form, drawn);
  form.querySelector(".actions").before(view.place);
  view.changed = () => replace(view.canvas, field, file.name);
  view.draw();
  view.changed();
}

function cutter(form, image) {
  const [width, height] = form.dataset.crop.split("x").map(Number);
  const place = document.createElement("div");
  place.className = "crop";
  const canvas = place.appendChild(document.createElement("canvas"));
  canvas.width = width;
  canvas.height = height;
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", form.dataset.help);
  canvas.classList.toggle("round", width === height);
  const help = place.appendChild(document.createElement("p"));
  help.className = "help";
  help.textContent = form.dataset.help;
  const label = place.appendChild(document.createElement("label"));
  label.textContent = form.dataset.zoomLabel;
  const zoom = label.appendChild(document.createElement("input"));
  Object.assign(zoom, { type: "range", min: 1, max: LARGEST, step: 0.01, value: 1 });

  const least = Math.max(width / image.width, height / image.height);
  const view = { place, canvas, changed() {}, x: image.width / 2, y: image.height / 2, draw };
  const pen = canvas.getContext("2d");
  pen.imageSmoothingQuality = "high";
  const scale = () => least * Number(zoom.value);
  const within = (middle, half, whole) => Math.min(whole - half, Math.max(half, middle));

  function draw() {
    const [half_across, half_down] = [width / 2 / scale(), height / 2 / scale()];
    view.x = within(view.x, half_across, image.width);
    view.y = within(view.y, half_down, image.height);
    pen.fillStyle = "#fff"; // what is clear in the picture
    pen.fillRect(0, 0, width, height);
    const from = [view.x - half_across, view.y - half_down, 2 * half_across, 2 * half_down];
    pen.drawImage(image, ...from, 0, 0, width, height);
  }
  function move(across, down) {
    view.x += across / scale();
    view.y += down / scale();
    draw();
  }

  zoom.addEventListener("input", draw);
  zoom.addEventListener("change", () => view.changed());
  canvas.addEventListener("pointerdown", (event) => canvas.setPointerCapture(event.pointerId));
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    const shown = width / canvas.getBoundingClientRect().width;
    move(-event.movementX * shown, -event.movementY * shown);
  });
  canvas.addEventListener("pointerup", () => view.changed());
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom.value = Number(zoom.value) - event.deltaY / 500;
    draw();
    view.changed();
  });
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-10, 0], ArrowRight: [10, 0], ArrowUp: [0, -10], ArrowDown: [0, 10] }[event.key];
    if (!step) return;
    event.preventDefault();
    move(...step);
    view.changed();
  });
  return view;
}

// What was cut out takes the place of the file that was chosen.
function replace(canvas, field, name) {
  canvas.toBlob(
    (cut) => {
      if (!cut) return;
      const files = new DataTransfer();
      files.items.add(new File([cut], `${name.replace(/\.\w+$/, "")}.jpg`, { type: cut.type }));
      field.files = files.files;
    },
    "image/jpeg",
    QUALITY,
  );
}
