// The layers of a network as tables: a row of weights and a bias for each unit, its state and its
// activation. The row that is looked at stands out.

import { titled } from "../../../web/drawing/box.js";
import { make } from "../../../web/elements.js";
import { fixed, layerName, unitName } from "./numbered_network.js";

const cell = (tag, text, className = "") => {
  const element = make(tag, className, text);
  if (tag === "th") element.scope = "col";
  return element;
};

/** A panel of tables; `draw` takes what NumberedNetwork.draw takes, and the names of g. */
export class LayerTables {
  constructor(parent, title) {
    this.tables = make("div", "dlb-tables");
    this.box = titled(parent, title, this.tables, "dlb-panel dlb-whole");
  }

  draw(view) {
    this.tables.replaceChildren(
      ...view.states.map((_, k) => this.table(k + 1, view)));
    this.tables.dispatchEvent(new Event("dlb-drawn", { bubbles: true })); // see web/theme/scrolling.js
  }

  table(layer, { values, states, weight, bias, at, names }) {
    const layers = values.length;
    const table = make("table", "dlb-table");
    const head = make("tr", "");
    head.append(
      cell("th", layerName(layer, layers)),
      ...values[layer - 1].map((_, from) => cell("th", `× ${unitName(layer - 1, from, layers)}`)),
      cell("th", "+ b"), cell("th", "= z"), cell("th", `${names[layer - 1]}(z)`));
    table.append(head);
    values[layer].forEach((value, index) => {
      const here = layer === at[0] && index === at[1];
      const row = make("tr", here ? "dlb-chosen-row" : "");
      if (here) row.setAttribute("aria-current", "true");
      row.append(
        cell("td", unitName(layer, index, layers)),
        ...values[layer - 1].map((_, from) => cell("td", fixed(weight(layer, index, from), 1))),
        cell("td", fixed(bias(layer, index), 1)),
        cell("td", fixed(states[layer - 1][index], 2)),
        cell("td", fixed(value, 2)));
      table.append(row);
    });
    return table;
  }
}
