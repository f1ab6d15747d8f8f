// The button that brings Python into a chapter. All else is loaded when it is pressed.

import { chapterOf } from "./chapter_name.js";
import { readEdits } from "./edits.js";

addEventListener("DOMContentLoaded", () => {
  const bar = document.querySelector(".dlb-python");
  if (bar) prepare(bar, bar.querySelector("button"), bar.querySelector("[role=status]"));
});

function prepare(bar, button, status) {
  const say = (text) => (status.textContent = text);
  let act = () => load(bar, say);

  if (location.protocol === "file:") {
    button.disabled = true;
    say("Python runs when the page comes from a server, as make book starts one, and not from a file.");
  }
  const changed = Object.keys(readEdits(chapterOf(location))).length;
  if (changed) status.append(` Your changes (${changed}) come with it.`);

  button.addEventListener("click", async () => {
    if (button.ariaDisabled === "true") return; // it loads already
    button.ariaDisabled = "true"; // and not disabled, which would take the focus away
    try {
      act = (await act()) ?? act;
      button.textContent = "Start Python anew";
    } catch (error) {
      say(`Python could not be loaded (${error.message}). Try again.`);
    }
    button.ariaDisabled = null;
  });
}

async function load(bar, say) {
  say("Loading Python …");
  const base = new URL(bar.dataset.base, location.href).href;
  const answer = await fetch(`${base}files.json`, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`files.json: ${answer.status}`);
  const files = await answer.json();
  const { open } = await import(base + files.script);
  return open({ bar, base, files, say });
}
