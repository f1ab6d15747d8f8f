// What is wider than its place can be scrolled with the arrow keys, once the tab key has found it.

const SCROLLING = "div.math, .pst-scrollable-table-container, .dlb-tables, div.cell_output pre, div.highlight pre";

function mark() {
  for (const element of document.querySelectorAll(SCROLLING)) {
    if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
    else element.removeAttribute("tabindex");
  }
}

addEventListener("load", mark);
addEventListener("resize", mark);
