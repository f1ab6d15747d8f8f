// The theme's buttons call by name what the page's policy lets no attribute call.

const CALLS = { "toggleFullScreen": () => toggleFullScreen(), "window.print": () => print() };

document.addEventListener("click", ({ target }) => {
  CALLS[target.closest?.("[data-calls]")?.dataset.calls]?.();
});
