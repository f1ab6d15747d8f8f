// Draws the figure beside it: a loss against the prediction, and five students' losses.

import { handle } from "../../../web/drawing/drag.js";
import { figure } from "../../../web/drawing/figure.js";
import { crossEntropy, sigmoid, squaredError } from "../../../web/drawing/formulas.js";
import { examples } from "../../../web/drawing/marks.js";
import { Panel } from "../../../web/drawing/panel.js";
import { number, shown } from "../../../web/drawing/status.js";

const LOGITS = [-8, 8];
const ANSWERS = [0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999]; // labelled on the axis
const LOSSES = [
  { name: "cross-entropy", loss: crossEntropy, top: 8.5 },
  { name: "squared error", loss: squaredError, top: 1.15 },
];
const STUDENTS = ["you", "A", "B", "C", "D"];
const STEPS = Array.from({ length: 161 }, (_, i) => LOGITS[0] + i / 10);

const logit = (answer) => Math.log(answer / (1 - answer));

/** One bar for each [name, loss, truth], and the loss above it. */
function bars(panel, students) {
  const groups = panel.plot.selectAll("g.dlb-student").data(students).join((enter) => {
    const group = enter.append("g").attr("class", "dlb-student");
    group.append("rect");
    group.append("text").attr("class", "dlb-note").attr("text-anchor", "middle");
    return group;
  });
  const width = 0.6 * (panel.x(1) - panel.x(0));
  groups.attr("transform", (_, i) => `translate(${panel.x(i)},0)`);
  groups.select("rect").attr("class", ({ y }) => `dlb-bar-class${y}`)
    .attr("x", -width / 2).attr("width", width)
    .attr("y", ({ loss }) => panel.y(loss)).attr("height", ({ loss }) => panel.y(0) - panel.y(loss));
  groups.select("text").attr("y", ({ loss }) => panel.y(loss) - 18).text(({ loss }) => shown(loss, 2));
  const marks = students.map(({ loss, y }, i) => [i, loss, y]);
  examples(panel, marks);
  panel.plot.selectAll("path.dlb-example")
    .attr("transform", ([x, loss]) => `translate(${panel.x(x)},${panel.y(loss) - 8})`);
}

export default figure(({ picture, model, set }) => {
  const curve = new Panel(picture, {
    title: "one answer",
    x: { label: "prediction ŷ", domain: LOGITS, values: ANSWERS.map(logit),
      format: (z) => String(Number(sigmoid(z).toFixed(3))) },
    y: { label: "loss", domain: [0, LOSSES[0].top] },
    aspect: 0.85,
  });
  const people = new Panel(picture, {
    title: "five students, and their mean",
    x: { label: "student", domain: [-0.6, 4.6], values: [0, 1, 2, 3, 4],
      format: (i) => STUDENTS[i] },
    y: { label: "loss", domain: [0, LOSSES[0].top] },
    aspect: 0.85,
  });
  const point = handle(curve, { label: "Your prediction", step: 0.1, moved: ([z]) => set("z", z) });
  const others = model.get("others").map(([y, z]) => ({ y, z }));

  return ({ state: { z, y, kind } }) => {
    const { name, loss, top } = LOSSES[kind];
    const students = [{ y, z }, ...others].map((one) => ({ ...one, loss: loss(one.z, one.y) }));
    const mean = students.reduce((sum, one) => sum + one.loss, 0) / students.length;
    for (const panel of [curve, people]) {
      panel.y.domain([0, top]);
      panel.layout();
    }
    curve.line("other", STEPS.map((at) => [at, loss(at, 1 - y)]), `dlb-dotted dlb-line-class${1 - y}`);
    curve.line("truth", STEPS.map((at) => [at, loss(at, y)]), `dlb-line-class${y}`);
    point.place(z, students[0].loss, `ŷ = ${shown(sigmoid(z), 3)}, loss ${shown(students[0].loss, 3)}`);
    people.line("mean", [[-0.6, mean], [4.6, mean]], "dlb-start"); // under the losses' values
    bars(people, students);
    return [`you ${y ? "passed" : "failed"} · ${name} · z = ${shown(z)} · ŷ = `,
      number("y_hat", sigmoid(z)), " · your loss ", number("loss", students[0].loss),
      " · mean of the five ", number("mean", mean)];
  };
});
