// On a chapter's page: notes that it was read to its end, and which questions were answered.

import { note } from "./store.js";

const LIST = { predict: "predicted", quiz: "solved", exercise: "solved" };

/** Watch the chapter that this page is. */
export function watchChapter(chapter) {
  addEventListener("dlb-answered", ({ detail: { kind, question, right } }) => {
    if (kind === "predict" || right) note(chapter, { [LIST[kind]]: [question] });
  });
  const end = document.querySelector("article.bd-article > section > :last-child");
  if (!end) return;
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    watcher.disconnect();
    note(chapter, { read: true });
  });
  watcher.observe(end);
}
