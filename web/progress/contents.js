// On the contents page: how far the reader has come in each chapter, and what can be done with that.

import { button, make } from "../elements.js";
import { add, empty, erase, load, onChange, parse } from "./store.js";

const FILE = "dlbook-progress.json";
const LARGEST = 2_000_000; // bytes of a file that is read
const NO_PROGRESS = "This file holds no progress that this version of the book can read. Nothing was changed.";

const count = (done, all) => Math.min(done.length, all);

/** Words for one chapter, or nothing where nothing was done. */
function words(done, totals) {
  if (!done) return "";
  const parts = [
    done.read && "read",
    done.predicted.length && `${count(done.predicted, totals.predicted)} of ${totals.predicted} predicted`,
    done.solved.length && `${count(done.solved, totals.solved)} of ${totals.solved} solved`,
  ];
  return parts.filter(Boolean).join(" · ");
}

/** Words for the whole book. */
function sum(progress, totals) {
  const names = Object.keys(totals);
  const add = (number) => names.reduce((so, name) => so + number(progress.chapters[name], totals[name]), 0);
  const of = (list) => `${add((done, all) => (done ? count(done[list], all[list]) : 0))} of ${add((_, all) => all[list])}`;
  return `Your progress, kept on this device: ${add((done) => Number(done?.read ?? false))} of ${names.length} pages read, ${of("predicted")} predictions made, ${of("solved")} questions and exercises solved.`;
}

function markCard(name, text) {
  for (const link of document.querySelectorAll(`.dlb-chapters a.sd-stretched-link[href="${name}.html"]`)) {
    const body = link.closest(".sd-card").querySelector(".sd-card-body");
    body.querySelector(".dlb-done")?.remove();
    if (text) body.append(make("p", "dlb-done", text));
  }
}

/** Let the reader save progress as a file. */
function save() {
  const text = JSON.stringify(load().progress, null, 1);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = FILE;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}

/** Add a file's progress to what is kept; answers what to say about it. */
async function addFile(file) {
  const found = file.size > LARGEST ? null : parse(await file.text().catch(() => ""));
  if (!found) return NO_PROGRESS;
  return add(found) || "The file's progress was added to what is kept here.";
}

/** Fill the box with words and buttons, and the chapters' cards with what was done in each. */
export function showProgress(box) {
  const totals = JSON.parse(box.dataset.totals);
  const summary = make("p", "", "");
  const said = make("p", "dlb-said", "");
  said.setAttribute("role", "status");
  const draw = (news) => {
    const { progress, problem } = load();
    summary.textContent = sum(progress, totals);
    said.textContent = news || problem;
    for (const name of Object.keys(totals)) markCard(name, words(progress.chapters[name], totals[name]));
  };
  const file = Object.assign(document.createElement("input"), { type: "file", accept: ".json", hidden: true });
  file.addEventListener("change", async () => {
    if (file.files.length) draw(await addFile(file.files[0]));
    file.value = "";
  });
  const tools = make("div", "dlb-tools", "");
  button(tools, "Save as a file", save);
  button(tools, "Add a saved file", () => file.click());
  button(tools, "Erase", () => {
    if (confirm("Erase all progress that is kept on this device?")) draw(erase() || "Nothing is kept any more.");
  });
  tools.append(file);
  box.append(summary, tools, said);
  onChange(() => draw(""));
  draw(add(empty())); // says so at once where nothing could be kept
}
