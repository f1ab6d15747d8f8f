// Draws the figure beside it: a loss against the prediction, and five students' losses.

import { handle } from "../../../web/drawing/drag.js";
import { figure } from "../../../web/drawing/computed.js";
import { examples } from "../../../web/drawing/marks.js";
import { Panel } from "../../../web/drawing/panel.js";
import { number, setting, shown } from "../../../web/drawing/status.js";

const LOGITS = [-8, 8];
const ANSWERS = [0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999]; // labelled on the axis
const TOPS = [10, 1.25]; // of the axes, for each loss; the highest bar has its mark and number above it
const STUDENTS = ["you", "A", "B", "C", "D"];

/** Where the number of a loss stands: above the bar and its mark, and above the mean's line rather than on it. */
function numberAt(panel, loss, mean) {
  const [above, line] = [panel.y(loss) - 18, panel.y(mean)];
  return line > above - 12 && line < above + 3 ? line - 4 : above;
}

/** One bar for each {y, loss}, its mark, and the loss above it. */
function bars(panel, students, mean) {
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
  groups.select("text").attr("y", ({ loss }) => numberAt(panel, loss, mean)).text(({ loss }) => shown(loss, 2));
  const marks = students.map(({ loss, y }, i) => [i, loss, y]);
  examples(panel, marks);
  panel.plot.selectAll("path.dlb-example")
    .attr("transform", ([x, loss]) => `translate(${panel.x(x)},${panel.y(loss) - 8})`);
}

export default figure(({ picture, model, set }) => {
  const { names, truths } = { names: model.get("names"), truths: model.get("truths") };
  const curve = new Panel(picture, {
    title: "one answer",
    x: { label: "prediction ŷ", domain: LOGITS, values: model.get("places"),
      format: (z) => String(ANSWERS[model.get("places").indexOf(z)]) },
    y: { label: "loss", domain: [0, TOPS[0]] },
    aspect: 0.85,
  });
  const people = new Panel(picture, {
    title: "five students, and their mean",
    x: { label: "student", domain: [-0.6, 4.6], values: [0, 1, 2, 3, 4],
      format: (i) => STUDENTS[i] },
    y: { label: "loss", domain: [0, TOPS[0]] },
    aspect: 0.85,
  });
  const point = handle(curve, { label: "Your prediction", step: 0.1, moved: ([z]) => set("z", z) });

  return ({ state: { z, y, kind }, arrays }) => {
    const losses = [...arrays.losses.data];
    const students = [y, ...truths].map((truth, k) => ({ y: truth, loss: losses[k] }));
    const [mean, yHat] = [arrays.mean.data[0], arrays.y_hat.data[0]];
    for (const panel of [curve, people]) {
      panel.y.domain([0, TOPS[kind]]);
      panel.layout();
    }
    const points = ({ data }) => Array.from(arrays.line.data, (at, k) => [at, data[k]]);
    curve.line("other", points(arrays.other_curve), `dlb-dotted dlb-line-class${1 - y}`);
    curve.line("truth", points(arrays.curve), `dlb-line-class${y}`);
    point.place(z, losses[0], `ŷ = ${shown(yHat, 4)}, loss ${shown(losses[0], 3)}`);
    people.line("mean", [[-0.6, mean], [4.6, mean]], "dlb-start"); // under the losses' values
    bars(people, students, mean);
    const [passed, failed] = y ? [arrays.curve, arrays.other_curve] : [arrays.other_curve, arrays.curve];
    curve.tabulate(() => ({ "state z": arrays.line.data,
      "loss of one who passed": passed.data, "loss of one who failed": failed.data }));
    people.tabulate(() => ({ "student": STUDENTS,
      "passed": students.map((one) => (one.y ? "yes" : "no")), "loss": losses }));
    return [`you ${y ? "passed" : "failed"} · ${names[kind]} · z = ${setting(z)} · ŷ = `,
      number("y_hat", yHat, 4), " · your loss ", number("loss", losses[0]),
      " · mean of the five ", number("mean", mean)];
  };
});
