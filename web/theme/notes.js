// Folds the list of contents while a margin note is in sight; see notes.css.

const list = document.querySelector(".bd-sidebar-secondary");
const inSight = new Set();

const watcher = new IntersectionObserver((changes) => {
  for (const { target, isIntersecting } of changes) inSight[isIntersecting ? "add" : "delete"](target);
  list.classList.toggle("dlb-folded", inSight.size > 0);
});
if (list) for (const note of document.querySelectorAll("aside.margin")) watcher.observe(note);
