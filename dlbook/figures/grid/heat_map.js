// A table of numbers, each cell shaded by its value: read it by the digits, see it by the shade.
// A click chooses a cell; the figure's sliders do the same from the keyboard.

import { titled } from "../../../web/drawing/box.js";
import { make } from "../../../web/elements.js";

const STRONGEST = 50; // per cent of the colour; the text stays readable on it

export class HeatMap {
  /** rows and columns: their names; corner: what the rows are; choose(row, column) on a click. */
  constructor(parent, { title, corner, rows, columns, choose }) {
    const table = make("table", "dlb-heat");
    const head = make("tr", "");
    const heading = (text, scope) => {
      const cell = make("th", "");
      cell.scope = scope;
      cell.append(make("span", "", text));
      return cell;
    };
    head.append(heading(corner, "col"), ...columns.map((name) => heading(name, "col")));
    table.append(head);
    this.cells = rows.map((name, row) => {
      const line = make("tr", "");
      const cells = columns.map((_, column) => {
        const cell = make("td", "");
        cell.addEventListener("click", () => choose(row, column));
        return cell;
      });
      line.append(heading(name, "row"), ...cells);
      table.append(line);
      return cells;
    });
    this.box = titled(parent, title, table, "dlb-panel dlb-whole");
  }

  /** cell(row, column) gives {text, share}: share in [0, 1] is how strongly it is shaded. The chosen cell
   * is only the nearest one where what is chosen lies between two. */
  draw(cell, [chosenRow, chosenColumn], isBetween) {
    this.cells.forEach((line, row) => line.forEach((element, column) => {
      const { text, share } = cell(row, column);
      const chosen = row === chosenRow && column === chosenColumn;
      element.textContent = text;
      element.className = chosen ? "dlb-heat-chosen" : "";
      element.classList.toggle("dlb-heat-near", chosen && isBetween);
      if (chosen) element.setAttribute("aria-current", "true");
      else element.removeAttribute("aria-current");
      const strength = Math.round(STRONGEST * share);
      element.style.background = `color-mix(in srgb, var(--dlb-train) ${strength}%, transparent)`;
    }));
  }
}
