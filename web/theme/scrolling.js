// What is wider than its place can be scrolled with the arrow keys, once the tab key has found it, and
// knows whether more of it is to come (its edge fades, see text.css). Code far below is not laid out
// yet, but its style says how wide it is; what its style leaves open is laid out, a few pieces together,
// so that nothing waits for it.

const SCROLLING = ".katex-display, .dlb-wide, .pst-scrollable-table-container, .dlb-tables, div.cell_output pre, div.highlight pre";
const MORE = "dlb-more";
const SOME = 6; // elements at a time
const PAUSE = 30; // milliseconds between them
const NEAR = 8; // pixels

let left = [];
let next = 0;
let width = 0;

/** Mark all anew once the text is as wide as it will be: beside it a list of contents slides in. */
function markAll() {
  left = [...document.querySelectorAll(SCROLLING)].filter((element) => !element.closest("details:not([open])"));
  markSoon();
}

function markSoon() {
  delete document.documentElement.dataset.tabStops;
  clearTimeout(next);
  next = setTimeout(markSome, PAUSE);
}

/** Mark the next few. All is read before anything is changed: a reading after a change has the whole page
 * laid out again. */
function markSome() {
  const some = left.splice(0, SOME);
  const wide = wideOnes(some);
  const more = new Set([...wide].filter((element) => !isAtEnd(element)));
  for (const element of some) {
    if (wide.has(element)) element.tabIndex = 0;
    else element.removeAttribute("tabindex");
    element.classList.toggle(MORE, more.has(element));
  }
  if (left.length) next = setTimeout(markSome, PAUSE);
  else document.documentElement.dataset.tabStops = "known";
}

/** The set of those of `elements` that are wider than their place: by their styles or, where these leave
 * it open, by their layout. */
function wideOnes(elements) {
  const known = elements.map((element) => [element, byStyle(element)]);
  const open = known.filter(([, wide]) => wide === undefined).map(([element]) => element);
  const far = open.filter((element) => getComputedStyle(element).contentVisibility === "auto");
  for (const { style } of far) style.contentVisibility = "visible";
  const measured = open.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth);
  for (const { style } of far) style.contentVisibility = "";
  return new Set([...known.filter(([, wide]) => wide).map(([element]) => element), ...measured]);
}

/** Whether an element is wider than its place, as its style has it; undefined where that says nothing
 * or is too near. */
function byStyle(element) {
  const style = getComputedStyle(element);
  const text = parseFloat(style.containIntrinsicWidth?.split(" ").at(-1));
  const over = text + parseFloat(style.paddingLeft) + parseFloat(style.paddingRight) - element.clientWidth;
  if (Math.abs(over) > NEAR) return over > 0;
}

/** Whether an element is scrolled as far as it goes. */
const isAtEnd = ({ scrollLeft, clientWidth, scrollWidth }) => scrollLeft + clientWidth > scrollWidth - 2;

const watcher = new ResizeObserver(([{ contentRect }]) => {
  if (contentRect.width === width) return;
  width = contentRect.width;
  markAll();
});
addEventListener("load", () => watcher.observe(document.querySelector("article") ?? document.body));
document.addEventListener("dlb-drawn", ({ target }) => { // anew, and perhaps wider
  if (!left.includes(target)) left.push(target);
  markSoon();
});
document.addEventListener("scroll", ({ target }) => {
  if (target.matches?.(SCROLLING)) target.classList.toggle(MORE, !isAtEnd(target));
}, { capture: true, passive: true });
document.addEventListener("toggle", ({ target }) => target.open && markAll(), true); // what was folded away
