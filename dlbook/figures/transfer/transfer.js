// Draws the figure beside it: test accuracy of five starts, by epoch and by data size.

import { apart, discs } from "../../../web/drawing/apart.js";
import { figure } from "../../../web/drawing/figure.js";
import { legend } from "../../../web/drawing/marks.js";
import { listenButton } from "../../../web/drawing/listen.js";
import { Panel } from "../../../web/drawing/panel.js";
import { Standings } from "../../../web/drawing/standings.js";
import { fixed, number } from "../../../web/drawing/status.js";

const RANDOM = 1;
const GOAL = 90;
const RANGE = [10, 100]; // per cent
const EPOCH_TICKS = [0, 1, 2, 3, 5, 10, 20, 60];

const lead = (by) => (by < 0 ? [", behind the random start by ", { ...fixed("ahead", -by, 1), scale: -1 }]
  : [", ahead of the random start by ", fixed("ahead", by, 1)]);

const signed = (value) => (value < 0 ? "−" : "+") + Math.abs(value).toFixed(1);

export default figure(({ picture, root, tools, model, play, set }) => {
  const counts = model.get("counts");
  const starts = model.get("starts");
  const y = { label: "test digits right (%)", domain: RANGE, ticks: 5 };
  const byEpoch = new Panel(picture, {
    title: "epoch by epoch",
    x: { label: "epoch", scale: "symlog", domain: [0, 60], values: EPOCH_TICKS, format: "d" },
    y,
    aspect: 0.85,
  });
  legend(byEpoch.box, [["dlb-start-chosen", "this start"], ["dlb-dotted", "random, He"],
    ["dlb-race", "the others"]]);
  const byCount = new Panel(picture, {
    title: "at this epoch, by data size",
    x: { label: "training images", scale: "log", domain: [21, 476], values: counts, format: "d" },
    y,
    aspect: 0.85,
  });
  const table = new Standings(picture,
    ["start", "right (%)", "ahead of 2", `to ${GOAL} %`], starts, (k) => set("start", k));
  const frames = model.get("recording").epochs.shape[0];
  play("frame", frames, "training");
  listenButton({ tools, root }, byEpoch);

  const look = (k, chosen) => {
    if (k === chosen) return "dlb-start-chosen";
    return k === RANDOM ? "dlb-dotted" : "dlb-race";
  };

  /** All starts' lines over the places xs, the chosen one's band, and a disc for each at `now`. */
  function drawLines(panel, xs, at, reach, now, chosen) {
    panel.layout();
    panel.band("band", xs.map((x, i) => [x, at(chosen, i) - reach(i), at(chosen, i) + reach(i)]),
      "dlb-validation");
    panel.tabulate(() => Object.fromEntries([[panel.options.x.label, xs],
      ...starts.map((name, k) => [name, xs.map((_, i) => at(k, i))]),
      [`± of ${starts[chosen]}`, xs.map((_, i) => reach(i))]]));
    starts.forEach((_, k) =>
      panel.line(`start-${k}`, xs.map((x, i) => [x, at(k, i)]), look(k, chosen)));
    const order = starts.map((_, k) => k).sort((a, b) => (a === chosen) - (b === chosen));
    const [left, right] = panel.x.range();
    const aside = panel.x(xs[now]) > (left + right) / 2 ? -1 : 1; // where there is more room
    const places = apart(starts.map((_, k) => [panel.x(xs[now]), panel.y(at(k, now))]),
      order.toReversed(), { ways: [[aside, 0]] });
    discs(panel, order, places, chosen);
  }

  return ({ state, arrays }) => {
    const { start, count, frame } = state;
    const { mean: { data: mean }, half_width: { data: half }, against_random: { data: pair } } =
      arrays;
    const epochs = Array.from(arrays.epochs.data);
    const place = (n, k, f) => (n * starts.length + k) * frames + f;
    drawLines(byEpoch, epochs, (k, f) => mean[place(count, k, f)],
      (f) => half[place(count, start, f)], frame, start);
    byEpoch.rule("now", epochs[frame], "dlb-rule-now");
    drawLines(byCount, counts, (k, n) => mean[place(n, k, frame)],
      (n) => half[place(n, start, frame)], count, start);
    const ahead = (k) => mean[place(count, k, frame)] - mean[place(count, RANDOM, frame)];
    const toGoal = (k) => epochs.find((_, f) => mean[place(count, k, f)] >= GOAL);
    table.draw(starts.map((_, k) => {
      const at = place(count, k, frame);
      return [`${mean[at].toFixed(1)}\u00a0±\u00a0${half[at].toFixed(1)}`,
        k === RANDOM ? "" : `${signed(ahead(k))}\u00a0±\u00a0${pair[at].toFixed(1)}`,
        toGoal(k) ?? "never"];
    }), start);
    const at = place(count, start, frame);
    const goal = (k, name) => (toGoal(k) === undefined ? "never"
      : number(name, toGoal(k)));
    return [`${starts[start]} · ${counts[count]} images · η = ${model.get("rates")[state.rate]} · `,
      `epoch ${epochs[frame]}: `, fixed("accuracy", mean[at], 1), " % ± ",
      fixed("half_width", half[at], 1), " of the test digits right",
      ...(start === RANDOM ? [] : [...lead(ahead(start)), " ± ", fixed("ahead_half_width", pair[at], 1)]),
      ` · reaches ${GOAL} % at epoch: `, goal(start, "epochs_to_goal"),
      " (random, He: ", goal(RANDOM, "random_epochs_to_goal"), ")"];
  };
});
