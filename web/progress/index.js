// The reader's progress: noted on the chapters' pages, shown on the contents page.

import { watchChapter } from "./chapter.js";
import { showProgress } from "./contents.js";

addEventListener("DOMContentLoaded", () => {
  const chapter = document.querySelector("meta[name=dlb-chapter]");
  if (chapter) watchChapter(chapter.content);
  const box = document.querySelector(".dlb-progress");
  if (box) showProgress(box);
});
