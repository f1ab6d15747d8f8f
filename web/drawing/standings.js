// A table with a row for each of several runs: a click chooses one.

import { make } from "../elements.js";

export class Standings {
  /** `headings`, the first that of `names`. choose(k) is called for the row that is clicked. */
  constructor(parent, headings, names, choose) {
    this.box = make("div", "dlb-panel dlb-whole");
    const table = make("table", "dlb-table dlb-standings");
    const head = make("tr", "");
    for (const text of headings) {
      const cell = make("th", "", text);
      cell.scope = "col";
      head.append(cell);
    }
    this.rows = names.map((name, k) => {
      const row = make("tr", "");
      row.append(...headings.map((_, column) => make("td", "", column ? "" : `${k + 1}\u00a0${name}`)));
      row.addEventListener("click", () => choose(k));
      return row;
    });
    table.append(head, ...this.rows);
    this.box.append(table);
    parent.append(this.box);
  }

  /** `cells`: for each row the texts beside its name; `chosen`: which row the others are seen beside. */
  draw(cells, chosen) {
    this.rows.forEach((row, k) => {
      const isChosen = k === chosen;
      row.className = isChosen ? "dlb-chosen-row" : "";
      if (isChosen) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
      cells[k].forEach((text, column) => { row.children[column + 1].textContent = text; });
    });
  }
}
