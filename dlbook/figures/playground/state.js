// The playground's state, one plain object, and how an address holds it. The choices come from
// Python (`choices`): data sets, inputs, activations, optimisers with their rates, schedules,
// challenges.

import { MOST_REACH } from "./plane.js";

const BOUNDS = {
  noise: [0, 0.5], share: [10, 90], batch: [1, 300], rate: [1e-5, 100], l1: [0, 0.1], l2: [0, 1],
  dropout: [0, 0.9], patience: [0, 500], horizon: [10, 5000], seed: [0, 99], dataSeed: [0, 4],
  epoch: [0, 20000],
};
const WHOLE = ["share", "batch", "patience", "horizon", "seed", "dataSeed", "epoch"];
export const MOST_LAYERS = 6;
export const MOST_UNITS = 8;
export const MOST_ADDED = 60; // points added by hand
const MOST_POINTS = 300; // of a data set

export const START = {
  data: "circles", dataSeed: 0, noise: 0.1, share: 50, batch: 10, inputs: ["x1", "x2"],
  layers: [4, 2], activation: "tanh", optimizer: "SGD", rate: 0.1, schedule: "constant",
  horizon: 500, l1: 0, l2: 0, dropout: 0, patience: 0, seed: 0, epoch: 0,
  added: [], removed: [], challenge: "",
};

/** What two runs side by side have in common: the points, the draws, how far they are. */
export const SHARED = ["data", "dataSeed", "noise", "share", "seed", "epoch", "added", "removed",
  "challenge"];

export const picked = (state, fields) =>
  Object.fromEntries(fields.filter((f) => f in state).map((f) => [f, state[f]]));

const names = (list) => list.map(({ name }) => name);

/** The lists that a choice must come from. */
function allowed(choices) {
  return {
    data: names(choices.data), activation: choices.activations, schedule: choices.schedules,
    optimizer: names(choices.optimizers), challenge: names(choices.challenges),
  };
}

/** Numbers in a list, each kept within its bounds; what is none is left out. */
function layersOf(text) {
  const sizes = text === "" ? [] : text.split(",").map(Number);
  if (!sizes.every(Number.isInteger)) return START.layers;
  return sizes.slice(0, MOST_LAYERS).map((size) => Math.min(MOST_UNITS, Math.max(1, size)));
}

function inputsOf(text, choices) {
  const asked = text.split(",");
  const found = choices.inputs.filter((name) => asked.includes(name));
  return found.length ? found : START.inputs;
}

/** What a point added by hand can be: classes by number, or numbers below and above 0. */
export const labelsOf = ({ classes }) =>
  (classes ? Array.from({ length: classes }, (_, k) => k) : [-1, 1]);

/** The numbers of a list; NaN for what is none. */
const numbersOf = (text) => text.split(",").filter((word) => word.trim()).map(Number);

/** Points [x1, x2, label] that lie on the plane; what is none is left out. */
function addedOf(text, kind) {
  const numbers = numbersOf(text);
  const points = Array.from({ length: Math.floor(numbers.length / 3) },
    (_, k) => numbers.slice(3 * k, 3 * k + 3));
  const isOne = ([x1, x2, label]) =>
    Math.max(Math.abs(x1), Math.abs(x2)) <= MOST_REACH && labelsOf(kind).includes(label);
  return points.filter(isOne).slice(0, MOST_ADDED);
}

/** Numbers of points that are taken away, each once. */
function removedOf(text) {
  const numbers = numbersOf(text);
  const isOne = (i) => Number.isInteger(i) && i >= 0 && i < MOST_POINTS;
  return [...new Set(numbers.filter(isOne))].sort((a, b) => a - b);
}

export const isWhole = (field) => WHOLE.includes(field);

/** A number within the bounds of `field`, or its start value where it is none. */
export function within(field, value, [low, high] = BOUNDS[field]) {
  const number = Number(value);
  if (value === "" || !Number.isFinite(number)) return START[field];
  const inside = Math.min(high, Math.max(low, number));
  return isWhole(field) ? Math.round(inside) : inside;
}

export const boundsOf = (field) => BOUNDS[field];

/** How many steps a schedule is made for: a number that its quarters and tenths divide. */
export const scheduleSteps = ({ horizon }, stepsPerEpoch) =>
  20 * Math.ceil((horizon * stepsPerEpoch) / 20);

/** A whole state out of an address or a preset: what is missing or wrong takes its start value. */
export function stateFrom(asked, choices) {
  const lists = allowed(choices);
  const state = { ...START };
  for (const [field, value] of Object.entries(asked)) {
    if (field === "layers") state.layers = layersOf(String(value));
    else if (field === "inputs") state.inputs = inputsOf(String(value), choices);
    else if (Object.hasOwn(BOUNDS, field)) state[field] = within(field, value);
    else if (Object.hasOwn(lists, field) && lists[field].includes(value)) state[field] = value;
  }
  const kind = choices.data.find(({ name }) => name === state.data);
  if ("added" in asked) state.added = addedOf(String(asked.added), kind);
  if ("removed" in asked) state.removed = removedOf(String(asked.removed));
  return state;
}

const SECOND = "second.";

/** The states of one run, or of two, out of an address: what is the second's alone has its mark. */
export function statesFrom(asked, choices) {
  const first = stateFrom(asked, choices);
  const own = Object.entries(asked).filter(([field]) => field.startsWith(SECOND))
    .map(([field, value]) => [field.slice(SECOND.length), value]);
  if (own.length === 0) return [first];
  const second = stateFrom({ ...first, ...Object.fromEntries(own) }, choices);
  return [first, { ...second, ...picked(first, SHARED) }];
}

/** The part of an address that holds `state`; what is as at the start is left out. */
export function queryOf(state) {
  const query = new URLSearchParams();
  for (const [field, value] of Object.entries(state)) {
    if (String(value) !== String(START[field])) query.set(field, String(value));
  }
  return query.toString();
}

/** The same for the states of one run or two. */
export function queryOfAll([first, second]) {
  const query = new URLSearchParams(queryOf(first));
  for (const [field, value] of Object.entries(second ?? {})) {
    const differs = String(value) !== String(first[field]) && !SHARED.includes(field);
    // a second run like the first has to be told by something
    if (differs || field === "rate") query.set(SECOND + field, String(value));
  }
  return query.toString();
}

/** The state that the page's address asks for, or null. */
export function asked(hash = location.hash) {
  const [target, query] = hash.slice(1).split("?");
  return target === "playground" && query !== undefined
    ? Object.fromEntries(new URLSearchParams(query)) : null;
}
