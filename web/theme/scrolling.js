// What is wider than its place can be scrolled with the arrow keys, once the tab key has found it. To
// know how wide code far below is, a browser has to lay it out: a few pieces at a time, then, so that
// nothing waits for it.

const SCROLLING = "div.math, .pst-scrollable-table-container, .dlb-tables, div.cell_output pre, div.highlight pre";
const WORK = 8; // milliseconds at a time
const PAUSE = 30;

let left = [];
let next = 0;
let width = 0;

/** Mark all anew once the text is as wide as it will be: beside it a list of contents slides in. */
function markAll() {
  delete document.documentElement.dataset.tabStops;
  clearTimeout(next);
  next = setTimeout(markSome, PAUSE);
  left = [...document.querySelectorAll(SCROLLING)];
}

function markSome() {
  const begun = performance.now();
  while (left.length && performance.now() - begun < WORK) mark(left.shift());
  if (left.length) next = setTimeout(markSome, PAUSE);
  else document.documentElement.dataset.tabStops = "known";
}

function mark(element) {
  element.style.contentVisibility = "visible";
  if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
  else element.removeAttribute("tabindex");
  element.style.contentVisibility = "";
}

const watcher = new ResizeObserver(([{ contentRect }]) => {
  if (contentRect.width === width) return;
  width = contentRect.width;
  markAll();
});
addEventListener("load", () => watcher.observe(document.querySelector("article") ?? document.body));
