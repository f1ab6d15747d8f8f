// An editor for Python in the page's own colours: small, with a keyboard way in and out.

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, keymap } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

/** An editor with `code` in it: `changed(code)` hears of each edit, `run()` of Shift-Enter. */
export function makeEditor({ code, name, hint, changed, run }) {
  const toRun = { key: "Shift-Enter", mac: "Shift-Enter", run: () => (run(), true) };
  const alsoRuns = { ...toRun, key: "Mod-Enter", mac: "Mod-Enter" };
  const extensions = [
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    indentUnit.of("    "),
    python(),
    syntaxHighlighting(classHighlighter),
    keymap.of([toRun, alsoRuns, ...defaultKeymap, ...historyKeymap, indentWithTab]),
    EditorView.contentAttributes.of({ "aria-label": name, "aria-describedby": hint, translate: "no" }),
    EditorView.updateListener.of((update) => update.docChanged && changed(update.state.doc.toString())),
  ];
  const view = new EditorView({ state: EditorState.create({ doc: code, extensions }) });
  return {
    element: view.dom,
    get code() {
      return view.state.doc.toString();
    },
    set code(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    focus: () => view.focus(),
  };
}
