// Draws the figure beside it: the time of a step by width on a core and on a GPU on paper, and
// what each spends it on.

import { figure } from "../../../web/drawing/computed.js";
import { legend } from "../../../web/drawing/marks.js";
import { tabulate } from "../../../web/drawing/numbers.js";
import { Panel } from "../../../web/drawing/panel.js";
import { Shares } from "./shares.js";
import { counted, number, shown, textOf } from "../../../web/drawing/status.js";

const UNITS = [["s", 1], ["ms", 1e3], ["µs", 1e6]]; // and how many of them make a second

/** The parts of a status line for seconds: a number, named in milliseconds, and the unit that suits it. */
function time(name, seconds) {
  const [unit, each] = UNITS.find(([, n]) => seconds * n >= 1 - 1e-9) ?? UNITS.at(-1);
  return [{ ...number(name, seconds * each), scale: each / 1e3 }, ` ${unit}`];
}

/** Powers of ten within a domain. */
const decades = ([low, high]) =>
  Array.from({ length: 16 }, (_, k) => 10 ** (k - 4)).filter((ms) => ms >= low && ms <= high);

/** A power of ten as a tick names it: 0.01, 1, 100, 10³. */
function decade(ms) {
  const k = Math.round(Math.log10(ms));
  if (k < 3) return String(ms);
  return `10${[...String(k)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("")}`;
}

export default figure(({ picture, model }) => {
  const given = model.get("constants");
  const { widths } = given;
  const [narrow, wide] = [widths[0], widths.at(-1)];
  const times = new Panel(picture, {
    title: "the time of a step, by width",
    x: { label: "width of two hidden layers", scale: "log", domain: [narrow * 0.8, wide * 1.25],
      values: widths.filter((_, k) => k % 2 === 0), format: (n) => shown(n) },
    y: { label: "milliseconds a step", scale: "log", domain: [0.01, 1000], format: decade },
    aspect: 0.9,
  });
  legend(times.box, [["dlb-line-boundary", "one core"], ["dlb-on-paper", "a GPU, on paper"]]);
  const shares = new Shares(picture, "where the time goes, at this width");
  legend(shares.box, [["dlb-key-asking", "asking: calls and launches"],
    ["dlb-key-working", "arithmetic"]]);

  function drawPoints(points, batch, name, radius) {
    const chosen = points.filter(([size, width]) => size === batch && width >= narrow);
    times.front.selectAll(`circle.${name}`).data(chosen).join("circle")
      .attr("class", `dlb-measured ${name}`).attr("r", radius)
      .attr("cx", ([, width]) => times.x(width)).attr("cy", ([, , ms]) => times.y(ms));
  }

  function drawTimes(arrays, width, even, batch, count) {
    const curve = ({ data }) => Array.from(arrays.along.data, (w, k) => [w, 1e3 * data[k]]);
    const [cpuCurve, gpuCurve] = [curve(arrays.cpu_curve), curve(arrays.gpu_curve)];
    const ends = [cpuCurve, gpuCurve].flatMap((points) => [points[0][1], points.at(-1)[1]]);
    const low = Math.min(0.1, Math.min(...ends) / 2);
    const high = Math.max(...ends) * 3;
    times.y.domain([low, high]);
    times.options.y.values = decades([low, high]);
    times.layout();
    times.rule("width", width, "dlb-rule-now");
    times.line("cpu", cpuCurve, "dlb-boundary");
    times.line("gpu", gpuCurve, "dlb-on-paper");
    const [cores, gpus] = [cpuCurve, gpuCurve].map((curve) => curve.map(([, ms]) => ms));
    times.tabulate(() => ({ "width": arrays.along.data,
      "one core (ms)": cores, "a GPU, on paper (ms)": gpus }));
    const visible = even >= narrow && even <= wide ? [even] : [];
    times.front.selectAll("circle.dlb-even").data(visible).join("circle")
      .attr("class", "dlb-even").attr("r", 9)
      .attr("cx", times.x).attr("cy", times.y(1e3 * arrays.at_even.data[0]));
    drawPoints(count === 1 ? model.get("cpu_points") : [], batch, "dlb-measured-cpu", 4.5);
    drawPoints(count === 1 ? model.get("gpu_points") : [], batch, "dlb-measured-gpu", 4.5);
  }

  const partsOf = (asking) => [{ share: asking, className: "dlb-asking" },
    { share: 1 - asking, className: "dlb-working" }];

  return ({ state, arrays }) => {
    const width = widths[state.width];
    const batch = given.batches[state.batch];
    const count = given.networks[state.networks];
    const [cpuSeconds, gpuSeconds] = [arrays.cpu.data[0], arrays.gpu.data[0]];
    const even = arrays.even.data[0];
    drawTimes(arrays, width, even, batch, count);
    shares.draw([
      { label: `one core: ${textOf(time("cpu_ms", cpuSeconds))}`, parts: partsOf(arrays.cpu_asking.data[0]) },
      { label: `a GPU, on paper: ${textOf(time("gpu_ms", gpuSeconds))}`,
        parts: partsOf(arrays.gpu_asking.data[0]) },
    ]);
    const asking = [arrays.cpu_asking.data[0], arrays.gpu_asking.data[0]].map((share) => Math.round(1e3 * share) / 10);
    tabulate(shares.box, "where the time goes, at this width", () => ({
      "on": ["one core", "a GPU, on paper"], "asking (%)": asking,
      "arithmetic (%)": asking.map((share) => 100 - share) }));
    const winner = gpuSeconds < cpuSeconds ? "the GPU" : "the core";
    const evenAt = even < narrow ? ["below every width here"]
      : even > wide ? ["above every width here"] : ["at width ", number("even_width", even)];
    return [`width ${shown(width)} · ${counted(batch, "example")} · ${counted(count, "network")} · one core `,
      ...time("cpu_ms", cpuSeconds), ", a GPU on paper ", ...time("gpu_ms", gpuSeconds), `: ${winner} is `,
      number("times", arrays.times.data[0]), " times as fast · even ", ...evenAt];
  };
});
