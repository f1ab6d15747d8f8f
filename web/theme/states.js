// Links that open another page with a figure in a given state: their data-state joins the address when
// they are about to be used, because the theme reads every address as a selector when a page begins.

function join({ target }) {
  const link = target.closest?.("a[data-state]:not([href^='#'])");
  if (link && !link.hash.includes("?")) link.href += `?${link.dataset.state}`;
}

for (const event of ["pointerdown", "focusin"]) document.addEventListener(event, join);
