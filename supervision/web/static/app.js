/* Makes quicker what works without it: "/" goes to the search, Escape closes a popover, focus goes where the news is. */
"use strict";

const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target)) {
    const field = document.querySelector("[data-slash]");
    if (field && field.offsetParent) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  }
  if (!event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat && !typing(event.target)) {
    const wanted = document.querySelector(`[data-hotkey="${CSS.escape(event.key.toLowerCase())}"]`);
    if (wanted && wanted.offsetParent) wanted.click();
  }
  if (event.key === "Escape") {
    const open = [...document.querySelectorAll("details.pop[open]")].pop();
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  }
});

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.pop[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});

const focusNews = (root) => {
  const target = root.querySelector("[data-focus]");
  if (target) target.focus();
};

document.addEventListener("DOMContentLoaded", () => focusNews(document));
document.addEventListener("htmx:afterSettle", (event) => {
  const swapped = document.getElementById(event.detail.target.id) || event.detail.elt;
  if (!swapped.isConnected) return;
  focusNews(swapped);
  const heading = swapped.querySelector("[data-region] h2[tabindex], [data-region][tabindex]");
  if (heading && !swapped.contains(document.activeElement)) heading.focus({ preventScroll: true });
});

const trouble = (shown) => {
  const word = document.querySelector("[data-trouble]");
  if (word) word.hidden = !shown;
};
document.addEventListener("htmx:sendError", () => trouble(true));
document.addEventListener("htmx:responseError", () => trouble(true));
document.addEventListener("htmx:beforeRequest", () => trouble(false));

/* A file dropped anywhere on the zone goes into its file field; the form is posted by its button as ever. */
for (const name of ["dragover", "drop"]) {
  document.addEventListener(name, (event) => {
    const zone = event.target.closest && event.target.closest("[data-drop]");
    if (!zone) return;
    event.preventDefault();
    const field = zone.querySelector("[data-drop-input]");
    if (name === "drop" && event.dataTransfer.files.length) field.files = event.dataTransfer.files;
  });
}

/* A form that may be sent once is sent once; the server would see the second anyway, by the form's own number. */
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-once]");
  if (!form) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-once]")) delete form.dataset.sent;
});

/* A list with ticks says how many there are; the verb repeats the number. */
document.addEventListener("change", (event) => {
  const list = event.target.closest("[data-ticks]");
  if (!list) return;
  const count = list.querySelectorAll("[data-tick]:checked").length;
  for (const word of list.querySelectorAll("[data-said]")) {
    word.textContent = count ? word.dataset.said.replace("#", count) : word.dataset.none;
  }
});

/* The line whose notice stands in the pane is the selected one. */
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-opens]");
  if (!link) return;
  for (const row of document.querySelectorAll("tr[aria-selected]")) row.removeAttribute("aria-selected");
  link.closest("tr").setAttribute("aria-selected", "true");
});

/* A day picked from the calendar stands in the text field beside it, as if it had been typed. */
const showPickers = (root) => {
  for (const picker of root.querySelectorAll("[data-picker][hidden]")) picker.hidden = false;
};
document.addEventListener("DOMContentLoaded", () => showPickers(document));
document.addEventListener("change", (event) => {
  const field = event.target.dataset && document.getElementById(event.target.dataset.picks || "");
  if (!field || !event.target.value) return;
  field.value = event.target.value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
});

/* Of a long navigation, the page that is open is in sight. */
document.addEventListener("DOMContentLoaded", () => {
  for (const chosen of document.querySelectorAll(".sidenav [aria-current], .seg [aria-current]")) {
    const list = chosen.closest(".sidenav, .seg");
    const here = chosen.getBoundingClientRect();
    const there = list.getBoundingClientRect();
    if (here.bottom > there.bottom) list.scrollTop += here.top - there.top - list.clientHeight / 2;
    if (here.right > there.right) list.scrollLeft += here.left - there.left - list.clientWidth / 2;
  }
});
