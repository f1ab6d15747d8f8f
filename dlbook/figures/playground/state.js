// The playground's state, one plain object, and how an address holds it. The choices come from
// Python (`choices`): data sets, inputs, activations, optimisers with their rates, schedules.

const BOUNDS = {
  noise: [0, 0.5], share: [10, 90], batch: [1, 300], rate: [1e-5, 100], l1: [0, 0.1], l2: [0, 1],
  dropout: [0, 0.9], patience: [0, 500], horizon: [10, 5000], seed: [0, 99], dataSeed: [0, 4],
  epoch: [0, 20000],
};
const WHOLE = ["share", "batch", "patience", "horizon", "seed", "dataSeed", "epoch"];
export const MOST_LAYERS = 6;
export const MOST_UNITS = 8;

export const START = {
  data: "circles", dataSeed: 0, noise: 0.1, share: 50, batch: 10, inputs: ["x1", "x2"],
  layers: [4, 2], activation: "tanh", optimizer: "SGD", rate: 0.1, schedule: "constant",
  horizon: 500, l1: 0, l2: 0, dropout: 0, patience: 0, seed: 0, epoch: 0,
};

const names = (list) => list.map(({ name }) => name);

/** The lists that a choice must come from. */
function allowed(choices) {
  return {
    data: names(choices.data), activation: choices.activations, schedule: choices.schedules,
    optimizer: names(choices.optimizers),
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

/** A number within the bounds of `field`, or its start value where it is none. */
export function within(field, value) {
  const number = Number(value);
  if (value === "" || !Number.isFinite(number)) return START[field];
  const [low, high] = BOUNDS[field];
  const inside = Math.min(high, Math.max(low, number));
  return WHOLE.includes(field) ? Math.round(inside) : inside;
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
  return state;
}

/** The part of an address that holds `state`; what is as at the start is left out. */
export function queryOf(state) {
  const query = new URLSearchParams();
  for (const [field, value] of Object.entries(state)) {
    if (String(value) !== String(START[field])) query.set(field, String(value));
  }
  return query.toString();
}

/** The state that the page's address asks for, or null. */
export function asked(hash = location.hash) {
  const [target, query] = hash.slice(1).split("?");
  return target === "playground" && query !== undefined
    ? Object.fromEntries(new URLSearchParams(query)) : null;
}
