// The curves of training and test loss of one run or two, and the same as a table.

import { make } from "../../../web/elements.js";
import { listenButton } from "../../../web/drawing/listen.js";
import { legend } from "../../../web/drawing/marks.js";
import { Panel } from "../../../web/drawing/panel.js";
import { shown } from "../../../web/drawing/status.js";
import { RUNS, percent } from "./said.js";

const ROWS = 12; // of a table
const SECOND = "dlb-pg-second";
const PARTS = { train: "dlb-train", test: "dlb-validation" };

export class LossesView {
  /** root: of the playground. */
  constructor(parent, root) {
    this.panel = new Panel(parent, { title: "Loss", aspect: 0.5, least: 150,
      x: { label: "epoch", domain: [0, 10] }, y: { label: "mean loss", domain: [0, 1] } });
    this.legend = make("div", "");
    const tools = make("div", "dlb-tools");
    parent.append(this.legend, tools);
    listenButton({ tools, root }, this.panel);
    this.details = make("details", "dlb-pg-table");
    this.details.append(make("summary", "", "Show the numbers as a table"));
    this.tables = make("div", "dlb-pg-tables");
    this.tables.tabIndex = 0; // wider than a narrow place, it is scrolled with the arrow keys
    this.tables.setAttribute("role", "group");
    this.tables.setAttribute("aria-label", "Losses and accuracies");
    this.details.append(this.tables);
    this.details.addEventListener("toggle", () => this.fill());
    parent.append(this.details);
  }

  /** The legend, for so many runs. */
  describe(count) {
    const of = (name, mark) => [[`dlb-train ${mark}`, `training${name}`],
      [`dlb-validation ${mark}`, `test${name}`]];
    this.legend.replaceChildren();
    legend(this.legend, count === 1 ? of("", "")
      : RUNS.flatMap((name, k) => of(`, ${name.toLowerCase()}`, k ? SECOND : "")));
  }

  /** runs: each with records [{epoch, train: {loss, accuracy}, test: {…}}]; best: where early
   * stopping went back. */
  draw(runs) {
    const losses = runs.flatMap(({ records }) =>
      records.flatMap(({ train, test }) => [train.loss, test.loss]));
    const finite = losses.filter(Number.isFinite);
    this.panel.x.domain([0, Math.max(10, ...runs.map(({ records }) => records.at(-1)?.epoch ?? 0))]);
    this.panel.y.domain([0, Math.min(Math.max(...finite, 1e-3), 3 * (losses[0] || 1)) * 1.05]);
    this.panel.layout();
    [0, 1].forEach((k) => this.drawRun(runs[k] ?? { records: [] }, k));
    this.runs = runs;
    this.panel.tabulate(() => columnsOf(runs));
    if (this.details.open) this.fill();
  }

  drawRun({ records, best }, k) {
    for (const [part, className] of Object.entries(PARTS)) {
      const points = records.map((record) => [record.epoch, record[part].loss]);
      this.panel.line(`${part}${k}`, points, `${className} ${k ? SECOND : ""}`);
    }
    const isKept = best !== undefined;
    this.panel.rule(`best${k}`, isKept ? best : -1e9, "", isKept ? `kept: epoch ${best}` : "");
  }

  fill() {
    const runs = this.details.open ? this.runs ?? [] : [];
    this.tables.replaceChildren(...runs.map(({ records }, k) =>
      table(records, runs.length > 1 ? RUNS[k] : "The run")));
  }
}

/** The losses of one run or two as columns over the epochs that any of them has. */
function columnsOf(runs) {
  const epochs = [...new Set(runs.flatMap(({ records }) => records.map(({ epoch }) => epoch)))]
    .sort((a, b) => a - b);
  const columns = runs.flatMap(({ records }, k) => {
    const at = new Map(records.map((record) => [record.epoch, record]));
    const of = runs.length > 1 ? `, ${RUNS[k].toLowerCase()}` : "";
    const losses = (part) => epochs.map((epoch) => at.get(epoch)?.[part].loss ?? NaN);
    return [[`training loss${of}`, losses("train")], [`test loss${of}`, losses("test")]];
  });
  return Object.fromEntries([["epoch", epochs], ...columns]);
}

function table(records, caption) {
  const every = Math.max(1, Math.ceil(records.length / ROWS));
  const kept = records.filter((_, k) => k % every === 0 || k === records.length - 1);
  const head = ["epoch", "training loss", "test loss", "training accuracy", "test accuracy"];
  const row = (cells, tag) => {
    const element = make("tr", "");
    element.append(...cells.map((text) => make(tag, "", text)));
    return element;
  };
  const element = make("table", "");
  element.append(make("caption", "", caption), row(head, "th"), ...kept.map(({ epoch, train, test }) =>
    row([shown(epoch), shown(train.loss), shown(test.loss), percent(train.accuracy),
      percent(test.accuracy)], "td")));
  element.querySelectorAll("th").forEach((cell) => (cell.scope = "col"));
  return element;
}
