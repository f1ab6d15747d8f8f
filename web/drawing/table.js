// "Show as a table": the numbers behind a picture, below the figure, for those who read or hear
// rather than see it.

import { button, make } from "../elements.js";
import { numbersOf, partsOf, spread } from "./numbers.js";
import { shown } from "./status.js";

const ROWS = 25; // of a table; the picture shows what lies between
const DIGITS = 4;
const NARROW = 4; // columns; a table of more is as wide as the card

const text = (value) => {
  if (typeof value !== "number") return value ?? "–";
  return Number.isNaN(value) ? "–" : shown(value, DIGITS);
};

function head(tag, scope, words) {
  const cell = make(tag, "", words);
  cell.scope = scope;
  return cell;
}

/** One table: its caption, a heading for each column, the first cell of a row as the row's heading. */
function tableOf({ title, columns, panel }) {
  const table = make("table", "dlb-table");
  const [[, first]] = columns;
  const rows = spread(first, ROWS, panel);
  const part = rows.length < first.length ? ` (${rows.length} of ${first.length} rows)` : "";
  table.append(make("caption", "", title + part));
  const names = make("tr", "");
  names.append(...columns.map(([name]) => head("th", "col", name)));
  const body = rows.map((k) => {
    const row = make("tr", "");
    row.append(...columns.map(([, values], column) =>
      (column ? make("td", "", text(values[k])) : head("th", "row", text(values[k])))));
    return row;
  });
  table.append(names, ...body);
  return table;
}

/** New numbers into a table of the same shape, which keeps the reader's place; otherwise false. */
function refill(old, fresh) {
  const [before, after] = [old, fresh].map((table) => [...table.querySelectorAll("caption, th, td")]);
  if (before.length !== after.length || old.rows.length !== fresh.rows.length) return false;
  before.forEach((cell, k) => {
    if (cell.textContent !== after[k].textContent) cell.textContent = after[k].textContent;
  });
  return true;
}

/**
 * A button in `tools` that opens the tables of `picture` at the end of `root`. Answers what brings
 * them up to date, to be called whenever the picture has been drawn.
 */
export function tableButton(tools, root, picture) {
  const place = make("div", "dlb-numbers");
  place.id = `dlb-numbers-${Math.random().toString(36).slice(2)}`;
  place.hidden = true;
  const update = () => {
    if (place.hidden) return; // and empty
    const fresh = partsOf(picture).map(numbersOf).filter(({ columns }) => columns.length).map(tableOf);
    const old = [...place.children].map((box) => box.firstChild);
    if (old.length === fresh.length && fresh.every((table, k) => refill(old[k], table))) return;
    place.replaceChildren(...fresh.map((table) => {
      const isWide = table.rows[0].cells.length > NARROW;
      const box = make("div", `dlb-numbers-box ${isWide ? "dlb-whole" : ""}`); // scrolls where the table is wider
      box.tabIndex = 0;
      box.setAttribute("role", "group"); // of which a page may have two with one name
      box.setAttribute("aria-label", table.caption.textContent);
      box.append(table);
      return box;
    }));
  };
  const open = button(tools, "Show as a table", () => {
    place.hidden = !place.hidden;
    open.setAttribute("aria-expanded", String(!place.hidden));
    if (place.hidden) place.replaceChildren();
    else update();
  });
  open.setAttribute("aria-expanded", "false");
  open.setAttribute("aria-controls", place.id);
  root.append(place);
  return update;
}
