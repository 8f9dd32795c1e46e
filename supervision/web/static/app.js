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
document.addEventListener("htmx:afterSwap", (event) => {
  const region = event.detail.elt;
  focusNews(region);
  const heading = region.matches("[data-region]") ? region.querySelector("h2[tabindex], [data-heading]") : null;
  if (heading && !region.contains(document.activeElement)) heading.focus({ preventScroll: true });
});
document.addEventListener("htmx:responseError", () => {
  const status = document.querySelector("[data-trouble]");
  if (status) status.hidden = false;
});
