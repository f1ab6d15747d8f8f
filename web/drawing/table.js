// "Show as a table": the numbers behind a picture, below the figure, for those who read or hear
// rather than see it.

import { button, make } from "../elements.js";
import { numbersOf, partsOf, spread } from "./numbers.js";
import { format } from "d3-format";
import { shown, unbroken } from "./status.js";

const ROWS = 25; // of a table; the picture shows what lies between
const DIGITS = 4;
const KEPT = 2; // digits that most numbers of a column keep

/** How the numbers of a column are written: with decimals alike, as many as its largest has, unless most
 * would lose too much by that. */
function formatOf(values) {
  const sizes = values.filter(Number.isFinite).map(Math.abs).filter((size) => size > 0).sort((a, b) => a - b);
  const [middle, largest] = [sizes[sizes.length >> 1], sizes.at(-1)];
  const decimals = Math.max(0, DIGITS - 1 - Math.floor(Math.log10(largest)));
  const isOdd = values.every((value) => !Number.isFinite(value) || Number.isInteger(value))
    || largest >= 1e6 || decimals > 6 || middle < 10 ** (KEPT - 1 - decimals);
  if (isOdd) return (value) => shown(value, DIGITS);
  const wanted = Math.max(...sizes.map((size) =>
    size.toFixed(decimals).replace(/^\d+\.?|0+$/g, "").length)); // without zeros that all would end with
  return (value) => (Number.isFinite(value) ? format(`,.${wanted}f`)(value) : shown(value));
}

/** The cells of a column, as text. */
export function textsOf(values) {
  const written = formatOf(values.filter((value) => typeof value === "number"));
  return values.map((value) => {
    if (typeof value !== "number") return value ?? "–";
    return Number.isNaN(value) ? "–" : written(value);
  });
}

/** The cells of the first column, which tell the rows apart: no two values become one text. */
export function namesOf(values) {
  const texts = textsOf(values);
  const isClear = new Set(texts).size === new Set(values).size;
  return isClear ? texts
    : values.map((value) => (typeof value === "number" ? shown(value, DIGITS) : value));
}

function head(tag, scope, words) {
  const cell = make(tag, "", unbroken(words));
  cell.scope = scope;
  return cell;
}

/** One table: its caption, a heading for each column, the first cell of a row as the row's heading. */
function tableOf({ title, columns, panel }) {
  const table = make("table", "dlb-table");
  const [[, first]] = columns;
  const rows = spread(first, ROWS, panel);
  const part = rows.length < first.length ? ` (${rows.length} of ${shown(first.length)} rows)` : "";
  table.append(make("caption", "", title + part));
  const names = make("tr", "");
  names.append(...columns.map(([name]) => head("th", "col", name)));
  const texts = columns.map(([, values], n) => (n ? textsOf : namesOf)(rows.map((k) => values[k])));
  const body = rows.map((_, k) => {
    const row = make("tr", "");
    row.append(...texts.map((column, n) => (n ? make("td", "", column[k]) : head("th", "row", column[k]))));
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
      const box = make("div", "dlb-numbers-box"); // scrolls where the table is wider
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
