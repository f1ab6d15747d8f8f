// Shows the Markdown of the exercises: paragraphs, fenced code, `code` and **strong**. Any other mark stays
// as it is written, and nothing becomes an element but these.

import { make } from "../elements.js";

const FENCED = /^```\w*\n([^]*?)^```$/m;
const MARKED = /`([^`]+)`|\*\*(?=\S)(.+?)\*\*/gs;

/** An element that shows `text`. */
export function fromMarkdown(text) {
  const box = make("div", "dlb-own-markdown");
  text.split(FENCED).forEach((part, place) => {
    if (place % 2) box.append(make("pre", "", part));
    else box.append(...part.split(/\n\s*\n/).filter((words) => words.trim()).map(paragraph));
  });
  return box;
}

function paragraph(text) {
  const made = make("p");
  let end = 0;
  for (const { 0: whole, 1: code, 2: strong, index } of text.matchAll(MARKED)) {
    made.append(text.slice(end, index), code ? make("code", "literal notranslate", code) : make("strong", "", strong));
    end = index + whole.length;
  }
  made.append(text.slice(end));
  return made;
}
