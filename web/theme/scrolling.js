// What is wider than its place can be scrolled with the arrow keys, once the tab key has found it. To
// know how wide code far below is, a browser has to lay it out: one piece after another, then, while
// nothing else happens.

const SCROLLING = "div.math, .pst-scrollable-table-container, .dlb-tables, div.cell_output pre, div.highlight pre";
const ENOUGH = 8; // milliseconds for one

const whenIdle = globalThis.requestIdleCallback ?? ((run) => setTimeout(run, 0, { timeRemaining: () => ENOUGH }));
let left = [];

function markAll() {
  if (!left.length) whenIdle(markSome);
  left = [...document.querySelectorAll(SCROLLING)];
}

function markSome(deadline) {
  while (left.length) {
    mark(left.shift());
    if (deadline.timeRemaining() < ENOUGH) break;
  }
  if (left.length) whenIdle(markSome);
  else document.documentElement.dataset.tabStops = "known";
}

function mark(element) {
  element.style.contentVisibility = "visible";
  if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
  else element.removeAttribute("tabindex");
  element.style.contentVisibility = "";
}

addEventListener("load", markAll);
addEventListener("resize", markAll);
