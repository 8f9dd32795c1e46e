/* A pad to sign on, with finger, pen or mouse. What was written goes as a picture into the form's file field, so that the form
   is posted as ever; without this script the form takes a scan. */
"use strict";

const PEN = 8;

const prepare = (form) => {
  const place = form.querySelector("[data-pad]");
  const pad = place && place.querySelector("canvas");
  const file = place && place.querySelector("[data-pad-file]");
  const word = place && place.querySelector("[data-pad-word]");
  const context = pad && pad.getContext("2d");
  if (!context || !pad.toBlob || typeof DataTransfer !== "function") return;

  const hint = word.textContent;
  let last = null;
  let pointer = null;
  let written = 0;

  place.hidden = false;
  const scan = form.querySelector("[data-scan]");
  if (scan) scan.open = false;
  context.lineCap = context.lineJoin = "round";

  const at = (event) => {
    const box = pad.getBoundingClientRect();
    return { x: ((event.clientX - box.left) * pad.width) / box.width, y: ((event.clientY - box.top) * pad.height) / box.height };
  };

  const draw = (event) => {
    const next = at(event);
    const pressed = event.pointerType === "pen" && event.pressure > 0 ? 0.5 + event.pressure : 1;
    context.strokeStyle = context.fillStyle = "#191e20";
    context.lineWidth = PEN * pressed;
    context.beginPath();
    context.moveTo(last.x, last.y);
    context.lineTo(next.x, next.y);
    context.stroke();
    written += Math.hypot(next.x - last.x, next.y - last.y);
    last = next;
  };

  const keep = () =>
    pad.toBlob((picture) => {
      if (!picture || !written) return;
      const carried = new DataTransfer();
      carried.items.add(new File([picture], "signature.png", { type: "image/png" }));
      file.files = carried.files;
      word.textContent = "已签名";
      form.dataset.signed = "";
    }, "image/png");

  pad.addEventListener("pointerdown", (event) => {
    if (pointer !== null || event.button > 0) return;
    event.preventDefault();
    pointer = event.pointerId;
    pad.setPointerCapture(pointer);
    last = at(event);
    draw(event);
  });
  pad.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    for (const step of event.getCoalescedEvents ? event.getCoalescedEvents() : [event]) draw(step);
  });
  for (const name of ["pointerup", "pointercancel"]) {
    pad.addEventListener(name, (event) => {
      if (event.pointerId !== pointer) return;
      pointer = last = null;
      keep();
    });
  }
  place.querySelector("[data-pad-clear]").addEventListener("click", () => {
    context.clearRect(0, 0, pad.width, pad.height);
    written = 0;
    file.value = "";
    word.textContent = hint;
    delete form.dataset.signed;
  });
};

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-signing]").forEach(prepare));
