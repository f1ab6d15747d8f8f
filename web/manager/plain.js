// Stands in for sanitize-html: the book's descriptions are plain text, so markup is shown as text.

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Escape all markup in `text`. */
export default function plain(text) {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character]);
}
