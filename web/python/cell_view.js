// One cell of the chapter as the reader writes in it: editor, buttons, status, output.

import { button, make } from "../elements.js";
import { makeEditor } from "./editor.js";
import { keepEdit } from "./edits.js";
import { makeOutput } from "./output.js";

const NOT_KEPT = "This device keeps no edits: its storage is full or closed. A reload loses them.";

/** Make `found` writable; `chapter` is what runs cells: {run(view), runAbove(view), stop(), name, hint}. */
export function makeCell(found, chapter, edited) {
  if (found.reason) return explain(found);
  const output = makeOutput(found.cell);
  const tools = make("div", "dlb-cell-tools");
  const tool = (text, act) => button(tools, text, act, `${text}, cell ${found.number}`);
  tools.append(make("span", "dlb-cell-number", `Cell ${found.number}`));
  const run = tool("Run", () => chapter.run(view));
  const stop = tool("Stop", () => chapter.stop());
  const above = tool("Run all above", () => chapter.runAbove(view));
  const undo = tool("Undo changes", restore);
  const status = make("span", "dlb-cell-status");
  status.setAttribute("role", "status");
  tools.append(status);
  const say = (text) => (status.textContent = text);

  const editor = makeEditor({
    code: edited ?? found.code,
    name: `Python, cell ${found.number}`,
    hint: chapter.hint,
    changed,
    run: () => chapter.run(view),
  });

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
  found.input.append(editor.element, tools);
  if (found.seconds) say(`Takes about ${found.seconds} seconds here.`);
  return view;
}

/** A cell that a page cannot run stays as it is, with one sentence. */
function explain(found) {
  found.input.append(make("p", "dlb-cell-why", found.reason));
  return null;
}
