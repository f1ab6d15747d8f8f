// The status line: words and numbers of what is seen. Numbers are <data> elements, so that the
// exact value stands beside the digits shown.

import { format } from "d3-format";

const JOINED = "\u00a0"; // a space at which no line ends

/** A number for the status line; `digits` significant digits are shown. */
export function number(name, value, digits = 3) {
  return { name, value, text: shown(value, digits) };
}

/** A number with so many `decimals`. */
export function fixed(name, value, decimals) {
  return { name, value, text: format(`,.${decimals}f`)(value) };
}

/** A pair of numbers, without commas for thousands: they would read as the one between the two. */
export function pair(...parts) {
  const [first, second] = parts.map((part) => ({ ...part, text: part.text.replaceAll(",", "") }));
  return ["(", first, `,${JOINED}`, second, ")"];
}

/** A setting as its control shows it. */
export const setting = (value) => format(".4")(value);

/** A word for `count` things. */
export const plural = (count, word) => (count === 1 ? word : `${word}s`);

/** So many things, as text. */
export const counted = (count, word) => `${shown(count)} ${plural(count, word)}`;

/** A value as text, with `digits` significant digits, a true minus sign and a comma for thousands. */
export function shown(value, digits = 3) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "infinity" : "−infinity";
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return format(",d")(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return format(`.${digits - 1}e`)(value).replace("e-", "e−").replace("e+", "e");
  return format(size >= 10 ** digits ? ",.0f" : `,.${digits}r`)(value); // no zeros for digits
}

const LONGEST = 28; // characters that no line end parts, where there is a sign to break before
const SIGN = /[ \n](?=[=%←≈≤≥<>×·/±]|[+−][ \n])|(?<=[=←≈≤≥<>×·/±+−])[ \n]/g;
const FACTOR = /(?<=[α-ω][₀-₉]|[α-ω]|\bln)[ \n](?=∇|[^ \n]{1,3}?(?:[\s,.;:)]|$))/g;
const UNIT = /(?:(?<=\d)|^)[ \n](?=(?:[mµn]?s|[kMGT]?B)\b)/g;
const TUPLE = /[([][^\s,()[\]]{1,6}(?:,[ \n][^\s,()[\]]{1,6}){1,2}[)\]]/g;
const TOO_LONG = new RegExp(`[^ \\n]{${LONGEST + 1},}`, "g");
const BEFORE = ["+−", "=←≈≤≥<>", "×·/±"].map((signs) => new RegExp(`${JOINED}(?=[${signs}]${JOINED})`, "g"));
const WITHIN = /(?<=\/)(?=∂)|(?<=′)(?=\()/g;

/**
 * Text in which no line ends within a formula, a derivative or a pair, nor before a unit or a percent
 * sign; a long formula may break before its signs. As in dlbook/figures/kit/typeset.py.
 */
export function unbroken(text) {
  const joined = [SIGN, FACTOR, UNIT].reduce((so, where) => so.replace(where, JOINED), text)
    .replace(TUPLE, (tuple) => tuple.replace(/\s/g, JOINED));
  return BEFORE.reduce((so, before) => so.replace(TOO_LONG, (run) => run.replace(before, " ")), joined)
    .replace(WITHIN, "\u2060");
}

/** A string of a status line: its dots stand between two statements, so a line may end after one. */
const said = (part) => unbroken(part).replaceAll(`·${JOINED}`, "· ");

/** What the parts of a status line say. */
export const textOf = (parts) => parts.map((part) => part.text ?? said(part)).join("");

/** Fill `line` with parts: strings, and numbers made by `number`; words that stay are not said again. */
export function writeStatus(line, parts) {
  if (line.textContent === textOf(parts)) {
    const numbers = parts.filter((part) => typeof part !== "string");
    line.querySelectorAll("data").forEach((data, k) => (data.value = String(numbers[k].value)));
    return;
  }
  line.replaceChildren(
    ...parts.map((part) => {
      if (typeof part === "string") return document.createTextNode(said(part));
      const data = document.createElement("data");
      data.value = String(part.value);
      data.dataset.number = part.name;
      if (part.scale) data.dataset.scale = part.scale; // so many times what the name says
      data.textContent = part.text;
      return data;
    }),
  );
}

/**
 * Whether a screen reader says what changes in `line`. It need not while picture follows picture, and
 * says it once they have come to rest.
 */
export function sayAloud(line, on) {
  if (on === (line.getAttribute("aria-live") !== "off")) return;
  line.setAttribute("aria-live", on ? "polite" : "off");
  if (on) line.replaceChildren(...line.cloneNode(true).childNodes); // what is new is said
}
