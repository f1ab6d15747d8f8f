// The status line: what is seen of one run, or of two.

import { fixed, number, shown } from "../../../web/drawing/status.js";

export const RUNS = ["First run", "Second run"];

/** An input as formulas write it: x₁², which links and code name x1². */
export const inputName = (name) => name.replace(/x([12])/g, (_, k) => (k === "1" ? "x₁" : "x₂"));

const LOST = "the training has diverged: try a smaller rate";
const MIXED = "changed on the way: the link and the code start with today's settings";

/** The parts of the line for all runs; `mark` follows the names of the second run's numbers. */
export function partsOf(runs, hint) {
  const told = runs.flatMap((run, k) => [
    ...(runs.length > 1 ? [`${k ? " · " : ""}${RUNS[k]}: `] : []), ...tellRun(run, k ? "_2" : ""),
  ]);
  return ["computed in the page · ", ...told, ...(hint ? [` · ${hint}`] : [])];
}

function tellRun({ seen: { epoch, train, test }, best, mixed }, mark) {
  const part = (name, value) => number(name + mark, value);
  const parts = ["epoch ", part("epoch", epoch), " · training loss ",
    part("train_loss", train.loss), " · test loss ", part("test_loss", test.loss)];
  if (!Number.isNaN(train.accuracy)) {
    const share = (name, value) => fixed(name + mark, 100 * value, 1);
    parts.push(" · right: ", share("train_accuracy", train.accuracy), " % of training points, ",
      share("test_accuracy", test.accuracy), " % of test points");
  }
  if (!Number.isFinite(train.loss)) parts.push(` · ${LOST}`);
  if (best !== undefined) parts.push(" · stopped early; the weights are those of this epoch");
  if (mixed) parts.push(` · ${MIXED}`);
  return parts;
}

export const percent = (share) => (Number.isNaN(share) ? "–" : `${shown(100 * share)} %`);
