// What a reader has written, kept on the reader's own device: one entry a chapter, cells by name.

const KEY = (chapter) => `dlbook.python.1.${chapter}`;

/** The edits of a chapter; none where the storage is closed, or holds something else. */
export function readEdits(chapter) {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY(chapter)) ?? "{}");
    return Object.fromEntries(Object.entries(kept).filter(([, code]) => typeof code === "string"));
  } catch {
    return {};
  }
}

/** Keep the code of one cell, or forget it (null); says whether it could be kept. */
export function keepEdit(chapter, cell, code) {
  const edits = readEdits(chapter); // anew: another tab may have written since
  if (code === null) delete edits[cell];
  else edits[cell] = code;
  try {
    if (Object.keys(edits).length) localStorage.setItem(KEY(chapter), JSON.stringify(edits));
    else localStorage.removeItem(KEY(chapter));
    return true;
  } catch {
    return false;
  }
}
