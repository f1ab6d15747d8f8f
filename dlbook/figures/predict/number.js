// What a reader types where a number is asked for.

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** What is said to an answer that is no number. */
export const NO_NUMBER = "Please answer with one number, such as 3, −0.5 or 2e-3: digits and a decimal point, without a unit.";

/** What is said where no choice has been made. */
export const NO_CHOICE = "Please choose one of the answers.";

/** The number that a text stands for, any minus sign allowed, or null. */
export function readNumber(text) {
  const plain = text.trim().replace(/^[−–]/, "-").replace(/e[−–]/i, "e-");
  return NUMBER.test(plain) && Number.isFinite(Number(plain)) ? Number(plain) : null;
}

/** Whether two numbers are no further apart than `within`, up to the rounding of their difference. */
export const near = (a, b, within) => {
  const [x, y] = [readNumber(`${a}`), readNumber(`${b}`)];
  return Math.abs(x - y) <= within + 1e-12 * (Math.abs(x) + Math.abs(y));
};
