// Draws the figure beside it: a batch dealt to workers, their gradients and the mean.

import { Dealt } from "./dealt.js";
import { figure } from "../../../web/drawing/computed.js";
import { legend } from "../../../web/drawing/marks.js";
import { Panel } from "../../../web/drawing/panel.js";
import { number } from "../../../web/drawing/status.js";

const BADGE = 8.5; // radius of the number at an arrow's tip
const RING = 9;

/** Where the numbers stand: beyond their arrows' tips, apart where they would lie on one another. */
function badges(panel, tips, [ringX, ringY]) {
  const [x0, y0] = [panel.x(0), panel.y(0)];
  const ring = [panel.x(ringX), panel.y(ringY)];
  const placed = [];
  tips.forEach(([x, y], k) => {
    const [dx, dy] = [panel.x(x) - x0, panel.y(y) - y0];
    const long = Math.hypot(dx, dy);
    const [east, south] = long < 1 ? [0, 1] : [dx / long, dy / long]; // no arrow: below the origin
    const at = (far) => [x0 + east * far, y0 + south * far];
    const near = ([a, b], [c, d], apart) => Math.hypot(a - c, b - d) < apart;
    const taken = (place) => near(place, ring, BADGE + RING + 5)
      || placed.some((other) => near(place, other.place, 2 * BADGE));
    let far = long + BADGE + 2;
    while (taken(at(far))) far += 3;
    placed.push({ place: at(far), text: String(k + 1) });
  });
  return placed;
}

export default figure(({ picture }) => {
  const dealt = new Dealt(picture, "the batch, dealt out");
  const slopes = new Panel(picture, {
    title: "the gradients",
    x: { label: "slope along one weight", domain: [-1, 1], ticks: 4 },
    y: { label: "slope along another", domain: [-1, 1], ticks: 5 },
    aspect: 0.95,
  });
  legend(slopes.box, [["dlb-race", "a worker’s"], ["dlb-uphill", "the whole batch’s"],
    ["dlb-mean", "mean of the workers’"]]);

  function drawBadges(tips, mean) {
    const groups = slopes.front.selectAll("g.dlb-racer").data(badges(slopes, tips, mean))
      .join((enter) => {
        const entered = enter.append("g").attr("class", "dlb-racer");
        entered.append("circle").attr("r", BADGE);
        entered.append("text").attr("text-anchor", "middle").attr("dy", "0.35em");
        return entered;
      });
    groups.attr("transform", ({ place: [x, y] }) => `translate(${x},${y})`);
    groups.select("text").text(({ text }) => text).classed("dlb-two-digits", ({ text }) => text.length > 1);
  }

  function drawSlopes({ gradients, whole, box }, count, mean) {
    const [left, right, low, high] = box.data;
    slopes.x.domain([left, right]);
    slopes.y.domain([low, high]);
    slopes.layout();
    slopes.line("east", [[left, 0], [right, 0]], "dlb-start");
    slopes.line("north", [[0, low], [0, high]], "dlb-start");
    const tips = Array.from({ length: count }, (_, k) =>
      [gradients.data[2 * k], gradients.data[2 * k + 1]]);
    for (let k = 0; k < gradients.shape.at(-2); k += 1) {
      slopes.arrow(`worker ${k}`, tips[k] && [0, 0], tips[k], "dlb-line dlb-race");
    }
    slopes.arrow("whole", [0, 0], Array.from(whole.data), "dlb-line dlb-uphill");
    slopes.line("off", [Array.from(whole.data), mean], "dlb-cut");
    drawBadges(tips, mean);
    slopes.front.selectAll("circle.dlb-mean").data([mean]).join("circle")
      .attr("class", "dlb-mean").attr("r", RING)
      .attr("cx", ([x]) => slopes.x(x)).attr("cy", ([, y]) => slopes.y(y)).raise();
  }

  /** How many digits each worker has in a state. */
  function sizesOf({ workers, batch, shares }, { shape: [, batches, kinds, room], data }) {
    const start = ((workers * batches + batch) * kinds + shares) * room;
    return Array.from(data.slice(start, start + room)).filter((n) => n > 0);
  }

  return ({ state, arrays }) => {
    const sizes = sizesOf(state, arrays.sizes);
    const weighted = state.mean === 0;
    const mean = Array.from(arrays.means.data.subarray(2 * state.mean, 2 * state.mean + 2));
    dealt.draw(arrays.levels, sizes);
    drawSlopes(arrays, sizes.length, mean);
    slopes.tabulate(() => {
      const all = [...Array.from(sizes, (_, k) => arrays.gradients.data.subarray(2 * k, 2 * k + 2)),
        arrays.whole.data, mean];
      return {
        "gradient of": [...sizes.map((_, k) => `worker ${k + 1}`), "the whole batch", "the workers’ mean"],
        "digits": [...sizes, sizes.reduce((sum, n) => sum + n, 0)],
        "slope along one weight": all.map(([slope]) => slope),
        "slope along another": all.map(([, slope]) => slope),
      };
    });
    return ["workers ", number("workers", sizes.length),
      " · digits ", number("batch", sizes.reduce((sum, n) => sum + n, 0)),
      " · smallest share ", number("smallest", Math.min(...sizes)),
      ", largest ", number("largest", Math.max(...sizes)),
      ` · the ${weighted ? "weighted" : "plain"} mean of the workers’ gradients is `,
      number("off", arrays.off.data[state.mean]), " % off the whole batch’s"];
  };
});
