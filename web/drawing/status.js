// The status line: words and numbers of what is seen. Numbers are <data> elements, so that the
// exact value stands beside the digits shown.

import { format } from "d3-format";

/** A number for the status line; `digits` significant digits are shown. */
export function number(name, value, digits = 3) {
  return { name, value, text: shown(value, digits) };
}

/** A number with so many `decimals`. */
export function fixed(name, value, decimals) {
  return { name, value, text: format(`,.${decimals}f`)(value) };
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

/** Text in which no line ends beside an equals sign, before a percent sign or within a derivative. */
export const unbroken = (text) => text.replace(/ (?=[=%])|(?<==) /g, "\u00a0").replaceAll("/∂", "/\u2060∂");

/** What the parts of a status line say. */
export const textOf = (parts) => parts.map((part) => part.text ?? unbroken(part)).join("");

/** Fill `line` with parts: strings, and numbers made by `number`; words that stay are not said again. */
export function writeStatus(line, parts) {
  if (line.textContent === textOf(parts)) {
    const numbers = parts.filter((part) => typeof part !== "string");
    line.querySelectorAll("data").forEach((data, k) => (data.value = String(numbers[k].value)));
    return;
  }
  line.replaceChildren(
    ...parts.map((part) => {
      if (typeof part === "string") return document.createTextNode(unbroken(part));
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
