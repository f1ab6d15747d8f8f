// Draws the figure beside it: sizes of activations and gradients in every layer, and histograms.

import { figure } from "../../../web/drawing/figure.js";
import { legend } from "../../../web/drawing/marks.js";
import { Panel } from "../../../web/drawing/panel.js";
import { number, setting, shown } from "../../../web/drawing/status.js";

const SIZES = [1e-12, 1e10];
const TICKS = [1e-12, 1e-8, 1e-4, 1, 1e4, 1e8];
const NAMES = ["10⁻¹²", "10⁻⁸", "10⁻⁴", "1", "10⁴", "10⁸"];
const VALUES = [[-1, 1], [0, 4]]; // of the activations drawn: tanh, ReLU
const WIDTH = 128;
const HELD = 10; // a factor below this, over all layers, counts as held
const QUIET = ["beyond ±0.95", "at 0"];

function outcome(first, last) {
  if (last > HELD * first) return "they explode";
  return last < first / HELD ? "they vanish" : "they hold";
}

export default figure(({ picture, model }) => {
  const depths = model.get("depths");
  const labels = model.get("labels");
  const layer = { label: "hidden layer", domain: [0.5, 20.5], values: [], format: "d" };
  const sizes = new Panel(picture, {
    title: "size of the signal in each layer",
    x: layer,
    y: { label: "root mean square", scale: "log", domain: SIZES, values: TICKS,
      format: (value) => NAMES[TICKS.indexOf(value)] },
    aspect: 0.85,
  });
  legend(sizes.box, [["dlb-chain-forward", "activations →"],
    ["dlb-chain-backward", "← gradients"], ["dlb-dotted", "expected"]]);
  const histograms = new Panel(picture, {
    title: "histograms of the activations",
    x: layer,
    y: { label: "activation a", domain: VALUES[0], ticks: 5 },
    aspect: 0.85,
  });

  const points = (values, depth) =>
    Array.from(values.subarray(0, depth), (value, k) => [k + 1, value]);

  function drawSizes({ forward, expected, backward, expected_backward: expectedBack }, k, depth) {
    const row = ({ data, shape }) => data.subarray(k * shape[1], (k + 1) * shape[1]);
    sizes.x.domain([0.5, depth + 0.5]);
    sizes.layout();
    sizes.line("expected", points(expected.data, depth), "dlb-dotted");
    sizes.line("expected back", points(row(expectedBack), depth), "dlb-dotted");
    sizes.line("forward", points(forward.data, depth), "dlb-chain-forward");
    sizes.line("backward", points(row(backward), depth), "dlb-chain-backward");
    const upTo = (values) => values.subarray(0, depth);
    sizes.tabulate(() => ({ "hidden layer": Array.from(upTo(forward.data), (_, k) => k + 1),
      "activations": upTo(forward.data), "expected activations": upTo(expected.data),
      "gradients": upTo(row(backward)), "expected gradients": upTo(row(expectedBack)) }));
    return row(backward);
  }

  /** One path for all layers: each bar lies across the middle of its layer's place. */
  function drawHistograms({ bars: { data, shape } }, activation, depth) {
    const [low, high] = VALUES[activation];
    histograms.x.domain([0.5, depth + 0.5]);
    histograms.y.domain([low, high]);
    histograms.layout();
    const [, count] = shape;
    const widest = 0.9 * (histograms.x(2) - histograms.x(1));
    const tall = histograms.innerHeight / count;
    let path = "";
    for (let k = 0; k < depth; k += 1) {
      for (let bar = 0; bar < count; bar += 1) {
        const share = data[k * count + bar] / 255;
        if (share === 0) continue;
        const wide = Math.max(widest * share, 1);
        const top = histograms.y(high) + (count - 1 - bar) * tall;
        path += `M${(histograms.x(k + 1) - wide / 2).toFixed(1)},${top.toFixed(1)}` +
          `h${wide.toFixed(1)}v${tall.toFixed(1)}h${(-wide).toFixed(1)}z`;
      }
    }
    histograms.path("bars", path, "dlb-bar-forward");
  }

  return ({ state, arrays }) => {
    const depth = depths[state.depth];
    layer.values = [1, 2, 3, 4, 5, 10, 15, 20]
      .filter((k) => k <= depth && (depth < 10 || k % 5 === 0));
    const { forward: { data: forward } } = arrays;
    const backward = drawSizes(arrays, state.depth, depth);
    drawHistograms(arrays, state.activation, depth);
    return [`${labels[state.activation]} · gain ${setting(state.gain)} `,
      `(σ = ${shown(state.gain / Math.sqrt(WIDTH))} for ${WIDTH} inputs) · activations from `,
      number("forward_first", forward[0]), " in layer 1 to ",
      number("forward_last", forward[depth - 1]), ` in layer ${depth}: `,
      outcome(forward[0], forward[depth - 1]), " · gradients from ",
      number("backward_last", backward[depth - 1]), ` in layer ${depth} back to `,
      number("backward_first", backward[0]), " in layer 1: ",
      outcome(backward[depth - 1], backward[0]), " · last layer: ",
      number("share", arrays.share.data[depth - 1]),
      ` % of the activations ${QUIET[state.activation]}`];
  };
});
