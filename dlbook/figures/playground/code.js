// The few lines of Python that reproduce what is seen.

import { scheduleSteps } from "./state.js";

const WITHOUT_CODE =
  "# dlbook's train knows no L1 penalty: set it to 0, and the code stands here again.";

const list = (names) => `[${names.map((name) => `"${name}"`).join(", ")}]`;
const tuple = (sizes) => `(${sizes.join(", ")})`;

/** The rate, or the schedule that starts from it. */
function rateOf(state, stepsPerEpoch) {
  const { schedule, rate } = state;
  const steps = scheduleSteps(state, stepsPerEpoch);
  if (schedule === "step decay") return [`step_decay(${rate}, every=${steps / 4}, factor=0.5)`, "step_decay"];
  if (schedule === "cosine") return [`cosine(${rate}, steps=${steps})`, "cosine"];
  if (schedule === "warm-up") return [`warm_up(${rate}, steps=${steps / 10})`, "warm_up"];
  return [`${rate}`, null];
}

function pointsOf({ data, dataSeed, noise }, kind) {
  if (data === "pass_fail") {
    return ["points = data.pass_fail()", "X, _ = data.standardise(points.X)"];
  }
  const more = kind.code ? `, ${kind.code}` : "";
  const call = `data.${kind.function}(300, noise=${noise}, seed=${dataSeed}${more})`;
  return [`points = ${call}`, "X = points.X"];
}

/** The training and test points once the reader has taken some away and added others. */
function edits({ added, inputs }, deleted) {
  const column = (values) => `[${values.join(", ")}]`;
  const rows = added.map(([x1, x2]) => column([x1, x2]));
  const lines = Object.entries(deleted).filter(([, at]) => at.length).flatMap(([part, at]) => [
    `X_${part} = np.delete(X_${part}, ${column(at)}, axis=0)`,
    `y_${part} = np.delete(y_${part}, ${column(at)}, axis=0)`,
  ]);
  if (added.length) {
    lines.push(
      `more = data.inputs(np.array([${rows.join(", ")}]), ${list(inputs)})`,
      "X_train = np.concatenate([X_train, more])",
      `y_train = np.concatenate([y_train, ${column(added.map(([, , label]) => label))}])`,
    );
  }
  return lines;
}

/**
 * Python for `state` after `epoch` epochs. sizes: of all layers. deleted: the places of points taken
 * away, in the training and the test part.
 */
export function codeFor(state, kind, sizes, epoch, stepsPerEpoch, deleted = { train: [], test: [] }) {
  if (state.l1) return WITHOUT_CODE;
  const edited = edits(state, deleted);
  const [rate, schedule] = rateOf(state, stepsPerEpoch);
  const nesterov = state.optimizer === "Nesterov";
  const optimizer = nesterov ? "Momentum" : state.optimizer;
  const [points, X] = pointsOf(state, kind);
  const imports = [optimizer, "Network", "train", ...(state.patience ? ["EarlyStopping"] : [])];
  const more = [
    `optimizer=${optimizer}(${rate}${nesterov ? ", nesterov=True" : ""})`,
    `epochs=${epoch}`, `batch_size=${state.batch}`,
    ...(state.l2 ? [`l2=${state.l2}`] : []),
    "validation=(X_test, y_test)", `seed=${state.seed}`,
    ...(state.patience ? [`early_stopping=EarlyStopping(${state.patience})`] : []),
  ];
  const network = [
    tuple(sizes), `activation="${state.activation}"`, `output="${kind.output}"`,
    ...(state.dropout ? [`dropout=${state.dropout}`] : []), `seed=${state.seed}`,
  ];
  return [
    ...(edited.length ? ["import numpy as np", ""] : []),
    "from dlbook import data",
    `from dlbook.numpy_engine import ${imports.sort().join(", ")}`,
    ...(schedule ? [`from dlbook.training.schedules import ${schedule}`] : []),
    "",
    points,
    X,
    `X = data.inputs(X, ${list(state.inputs)})`,
    `parts = data.split(X, points.y, validation=0, test=${(100 - state.share) / 100}, seed=${state.dataSeed})`,
    "X_train, y_train, X_test, y_test = parts.X_train, parts.y_train, parts.X_test, parts.y_test",
    ...edited,
    `network = Network(${network.join(", ")})`,
    `history = train(network, X_train, y_train, loss="${kind.loss}",`,
    `                ${more.slice(0, 3).join(", ")},`,
    `                ${more.slice(3).join(", ")})`,
    "print(history.train_loss[-1], history.val_loss[-1])",
  ].join("\n");
}
