// What is wider than its place can be scrolled with the arrow keys, once the tab key has found it. To
// know how wide a piece of code is, a browser lays it out, which it would not do yet: one at a time, then,
// while nothing else happens.

const SCROLLING = "div.math, .pst-scrollable-table-container, .dlb-tables, div.cell_output pre, div.highlight pre";
const ENOUGH = 8; // milliseconds for one

const whenIdle = globalThis.requestIdleCallback ?? ((run) => setTimeout(run, 0, { timeRemaining: () => ENOUGH }));
let left = [];

function markAll() {
  if (!left.length) whenIdle(markSome);
  left = [...document.querySelectorAll(SCROLLING)];
}

function markSome(deadline) {
  do mark(left.shift());
  while (left.length && deadline.timeRemaining() > ENOUGH);
  if (left.length) whenIdle(markSome);
}

function mark(element) {
  if (!element) return;
  if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
  else element.removeAttribute("tabindex");
}

addEventListener("load", markAll);
addEventListener("resize", markAll);
