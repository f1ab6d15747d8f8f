// The curves of training and test loss, and the same as a table.

import { make } from "../../../web/drawing/card.js";
import { legend } from "../../../web/drawing/marks.js";
import { Panel } from "../../../web/drawing/panel.js";
import { shown } from "../../../web/drawing/status.js";

const ROWS = 12; // of the table

export class LossesView {
  constructor(parent) {
    this.panel = new Panel(parent, { title: "Loss", aspect: 0.5, least: 150,
      x: { label: "epoch", domain: [0, 10] }, y: { label: "mean loss", domain: [0, 1] } });
    legend(parent, [["dlb-train", "training"], ["dlb-validation", "test"]]);
    this.details = make("details", "dlb-pg-table");
    this.details.append(make("summary", "", "Show the numbers as a table"));
    this.table = make("table", "");
    this.details.append(this.table);
    parent.append(this.details);
  }

  /** records: [{epoch, train: {loss, accuracy}, test: {…}}]; best: where early stopping went back. */
  draw(records, best) {
    const last = records.at(-1)?.epoch ?? 0;
    const losses = records.flatMap(({ train, test }) => [train.loss, test.loss]);
    const finite = losses.filter(Number.isFinite);
    this.panel.x.domain([0, Math.max(10, last)]);
    this.panel.y.domain([0, Math.min(Math.max(...finite, 1e-3), 3 * (losses[0] || 1)) * 1.05]);
    this.panel.layout();
    for (const part of ["train", "test"]) {
      const points = records.map((record) => [record.epoch, record[part].loss]);
      this.panel.line(part, points, part === "train" ? "dlb-train" : "dlb-validation");
    }
    this.panel.rule("best", best ?? -1e9, "", best === undefined ? "" : `kept: epoch ${best}`);
    if (this.details.open) this.fill(records);
  }

  fill(records) {
    const every = Math.max(1, Math.ceil(records.length / ROWS));
    const kept = records.filter((_, k) => k % every === 0 || k === records.length - 1);
    const head = ["epoch", "training loss", "test loss", "training accuracy", "test accuracy"];
    const row = (cells, tag) => {
      const element = make("tr", "");
      element.append(...cells.map((text) => make(tag, "", text)));
      return element;
    };
    const percent = (share) => (Number.isNaN(share) ? "–" : `${shown(100 * share)} %`);
    this.table.replaceChildren(row(head, "th"), ...kept.map(({ epoch, train, test }) => row(
      [shown(epoch), shown(train.loss), shown(test.loss), percent(train.accuracy),
        percent(test.accuracy)], "td")));
    this.table.querySelectorAll("th").forEach((cell) => (cell.scope = "col"));
  }
}
