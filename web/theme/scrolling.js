// What is wider than its place can be scrolled with the arrow keys, once the tab key has found it, and
// knows whether more of it is to come (its edge fades, see text.css). Code
// far below is not laid out yet, but its style says how wide it is; where that does not decide, it is
// laid out, a few pieces at a time, so that nothing waits for it.

const SCROLLING = ".katex-display, .dlb-wide, .pst-scrollable-table-container, .dlb-tables, div.cell_output pre, div.highlight pre";
const MORE = "dlb-more";
const WORK = 8; // milliseconds at a time
const PAUSE = 30;
const NEAR = 8; // pixels

let left = [];
let next = 0;
let width = 0;

/** Mark all anew once the text is as wide as it will be: beside it a list of contents slides in. */
function markAll() {
  delete document.documentElement.dataset.tabStops;
  clearTimeout(next);
  next = setTimeout(markSome, PAUSE);
  left = [...document.querySelectorAll(SCROLLING)].filter((element) => !element.closest("details:not([open])"));
}

function markSome() {
  const begun = performance.now();
  const found = []; // marked together: a mark in between would have styles worked out again
  while (left.length && performance.now() - begun < WORK) found.push([left[0], isWide(left.shift())]);
  for (const [element, wide] of found) {
    if (wide) element.tabIndex = 0;
    else element.removeAttribute("tabindex");
    element.classList.toggle(MORE, wide && !isAtEnd(element));
  }
  if (left.length) next = setTimeout(markSome, PAUSE);
  else document.documentElement.dataset.tabStops = "known";
}

/** Whether an element is wider than its place: by what its style says or, where that says nothing or is
 * too near, by its layout. */
function isWide(element) {
  const style = getComputedStyle(element);
  const text = parseFloat(style.containIntrinsicWidth?.split(" ").at(-1));
  const over = text + parseFloat(style.paddingLeft) + parseFloat(style.paddingRight) - element.clientWidth;
  if (Math.abs(over) > NEAR) return over > 0;
  const isLaidOut = style.contentVisibility !== "auto";
  if (!isLaidOut) element.style.contentVisibility = "visible";
  const wide = element.scrollWidth > element.clientWidth;
  if (!isLaidOut) element.style.contentVisibility = "";
  return wide;
}

/** Whether an element is scrolled as far as it goes. */
const isAtEnd = ({ scrollLeft, clientWidth, scrollWidth }) => scrollLeft + clientWidth > scrollWidth - 2;

const watcher = new ResizeObserver(([{ contentRect }]) => {
  if (contentRect.width === width) return;
  width = contentRect.width;
  markAll();
});
addEventListener("load", () => watcher.observe(document.querySelector("article") ?? document.body));
document.addEventListener("scroll", ({ target }) => {
  if (target.matches?.(SCROLLING)) target.classList.toggle(MORE, !isAtEnd(target));
}, { capture: true, passive: true });
document.addEventListener("toggle", ({ target }) => target.open && markAll(), true); // what was folded away
