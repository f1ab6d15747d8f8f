// All that the playground draws of its runs: the network of the one whose settings are shown, the
// planes and losses of both, the points' editor, the challenge, the status line and the code.

import { writeStatus } from "../../../web/drawing/status.js";
import { ChallengeView } from "./challenge_view.js";
import { codeFor } from "./code.js";
import { PointEditor } from "./editing.js";
import { LossesView } from "./losses_view.js";
import { NetworkView } from "./network_view.js";
import { OutputView } from "./output_view.js";
import { RUNS, inputName, partsOf } from "./said.js";
import { WeightsView } from "./weights_view.js";

/** What the columns of units are made for. */
const shapeOf = ({ data, inputs, layers }) => String([data, inputs, layers.length, layers]);

export class Picture {
  /**
   * parts: of the frame. events: {size(layers), input(name, on), weight(unit, column, value),
   * points(values)}, called when the reader changes one of them.
   */
  constructor(parts, choices, events) {
    Object.assign(this, { parts, runs: [], active: 0, hint: "", inSteps: false, showTests: false });
    const { network, planes, losses, challenge } = parts;
    this.network = new NetworkView(network, choices, {
      ...events,
      select: (unit, column) => {
        if (this.fits()) this.weights.open(unit, this.namesBelow(unit), column);
      },
      point: (unit) => { this.pointed = unit; this.draw(); },
    });
    this.weights = new WeightsView(network, events.weight);
    this.outputs = planes.map((plane) => new OutputView(plane));
    this.editor = new PointEditor(planes[0], this.outputs[0].panel, events.points);
    this.losses = new LossesView(losses, parts.root);
    this.challenge = new ChallengeView(challenge, choices);
  }

  get run() {
    return this.runs[this.active];
  }

  /** Whether what is seen goes with the columns; it does not while another run is still to come. */
  fits() {
    return shapeOf(this.run.seen.state) === this.shape;
  }

  namesBelow({ layer }) {
    const { inputs, layers } = this.run.seen.state;
    if (layer === 1) return inputs.map(inputName);
    return Array.from({ length: layers[layer - 2] }, (_, k) => `unit ${k + 1}`);
  }

  /** What new runs, or another one's turn, change: columns of units, names of classes. */
  build(runs, active) {
    Object.assign(this, { runs, active, pointed: null });
    const { state, kind } = this.run.seen;
    this.shape = shapeOf(state);
    this.weights.close();
    this.network.build(state, kind.classes);
    this.outputs.forEach((output) => output.describe(kind));
    this.losses.describe(runs.length);
    this.parts.planes[1].hidden = runs.length === 1;
    this.draw();
  }

  draw() {
    const { runs, run, parts } = this;
    if (!run?.seen || !parts.root.clientWidth) return;
    if (!this.fits()) return;
    const { seen, seen: { state, kind } } = run;
    this.network.layout();
    this.network.draw(seen, seen.grid, kind.classes);
    runs.forEach((one, k) => this.outputs[k].draw(one.seen, {
      unit: one === run ? this.pointed : null, inSteps: this.inSteps, tests: this.showTests,
      heading: runs.length > 1 ? RUNS[k] : "",
    }));
    this.editor.draw(runs[0].seen, this.showTests);
    this.losses.draw(runs);
    this.weights.show(seen.blocks);
    this.challenge.draw(run);
    this.say(partsOf(runs, this.hint));
    const code = codeFor(state, kind, run.trainer.sizes(state), seen.epoch,
      run.trainer.training.stepsPerEpoch, seen.data.deleted);
    parts.code.textContent = runs.length > 1 ? `# ${RUNS[this.active]}\n${code}` : code;
    parts.root.dataset.state = JSON.stringify({ ...state, epoch: seen.epoch });
  }

  say(parts) {
    writeStatus(this.parts.line, parts);
  }
}
