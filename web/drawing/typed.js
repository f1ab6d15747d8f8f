// What is said of a value that was typed into a field which does not take it.

/** A number as the book sets it, with a minus sign. */
export const writeNumber = (number) => `${number}`.replaceAll("-", "−");

/** The values that a field takes, in words. */
export const rangeOf = (bounds) => `from ${bounds.map(writeNumber).join(" to ")}`;

/** Why the number `typed`, NaN for none, became `value`, in one sentence; nothing where it did not. */
export function corrected(label, bounds, typed, value, isWhole = false) {
  if (typed === value) return "";
  const now = writeNumber(value);
  return `“${label}” goes ${rangeOf(bounds)}${isWhole ? " in whole numbers" : ""}; ` +
    `${Number.isNaN(typed) ? `without a number it is ${now}` : `${writeNumber(typed)} became ${now}`}.`;
}
