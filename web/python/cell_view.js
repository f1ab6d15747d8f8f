// One cell of the chapter as the reader writes in it: editor, buttons, status, output.

import { button, element } from "./dom.js";
import { makeEditor } from "./editor.js";
import { keepEdit } from "./edits.js";
import { makeOutput } from "./output.js";

const NOT_KEPT = "This device keeps no edits: its storage is full or closed. A reload loses them.";

/** Make `found` writable; `chapter` is what runs cells: {run(view), runAbove(view), stop(), name, hint}. */
export function makeCell(found, chapter, edited) {
  if (found.reason) return explain(found);
  const output = makeOutput(found.cell);
  const status = element("span", { class: "dlb-cell-status", role: "status" });
  const say = (text) => (status.textContent = text);
  const named = (what) => ({ "aria-label": `${what}, cell ${found.number}` });

  const editor = makeEditor({
    code: edited ?? found.code,
    name: `Python, cell ${found.number}`,
    hint: chapter.hint,
    changed,
    run: () => chapter.run(view),
  });
  const run = button("Run", () => chapter.run(view), named("Run"));
  const above = button("Run all above", () => chapter.runAbove(view), named("Run all above"));
  const undo = button("Undo changes", restore, named("Undo changes"));
  const stop = button("Stop", () => chapter.stop(), named("Stop"));

  function changed(code) {
    undo.hidden = code === found.code;
    const isKept = keepEdit(chapter.name, found.name, undo.hidden ? null : code);
    if (!isKept && status.textContent !== NOT_KEPT) say(NOT_KEPT); // not at every letter
  }

  function restore() {
    editor.code = found.code;
    output.restore();
    say("As the book has it.");
    editor.focus();
  }

  function setRunning(isRunning) {
    const hadFocus = document.activeElement === (isRunning ? run : stop);
    run.hidden = isRunning;
    above.hidden = isRunning || found.number === 1;
    stop.hidden = !isRunning;
    if (hadFocus) (isRunning ? stop : run).focus();
  }

  const view = { ...found, output, say, setRunning };
  Object.defineProperty(view, "code", { get: () => editor.code });
  setRunning(false);
  undo.hidden = (edited ?? found.code) === found.code;
  found.input.querySelector("div[class*=highlight-]").hidden = true;
  found.input.append(editor.element, element("div", { class: "dlb-cell-tools" }, run, stop, above, undo, status));
  if (found.seconds) say(`Takes about ${found.seconds} seconds here.`);
  return view;
}

/** A cell that a page cannot run stays as it is, with one sentence. */
function explain(found) {
  found.input.append(element("p", { class: "dlb-cell-why" }, found.reason));
  return null;
}
