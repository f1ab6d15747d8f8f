// Draws dlbook/figures/shared_batch.py: a batch dealt to workers, their gradients and the mean.

import { Dealt } from "../../web/drawing/dealt.js";
import { figure } from "../../web/drawing/figure.js";
import { legend } from "../../web/drawing/marks.js";
import { Panel } from "../../web/drawing/panel.js";
import { number } from "../../web/drawing/status.js";

const BADGE = 8.5; // radius of the number at an arrow's tip

/** The tips a little further out, apart where they would lie on one another. */
function badges(panel, tips) {
  const [x0, y0] = [panel.x(0), panel.y(0)];
  const placed = [];
  tips.forEach(([x, y], k) => {
    const [dx, dy] = [panel.x(x) - x0, panel.y(y) - y0];
    const long = Math.hypot(dx, dy) || 1;
    let out = long + BADGE + 2;
    const at = () => [x0 + (dx / long) * out, y0 + (dy / long) * out];
    const near = ([a, b]) => Math.hypot(a - at()[0], b - at()[1]) < 2 * BADGE;
    while (placed.some(({ place }) => near(place))) out += 3;
    placed.push({ place: at(), text: String(k + 1) });
  });
  return placed;
}

export default figure(({ picture }) => {
  const dealt = new Dealt(picture, "the batch, dealt out");
  const slopes = new Panel(picture, {
    title: "the gradients",
    x: { label: "slope along one weight", domain: [-1, 1], ticks: 5 },
    y: { label: "slope along another", domain: [-1, 1], ticks: 5 },
    aspect: 0.95,
  });
  legend(slopes.box, [["dlb-race", "a worker's"], ["dlb-uphill", "the whole batch's"],
    ["dlb-mean", "mean of the workers'"]]);

  function drawBadges(tips) {
    const groups = slopes.front.selectAll("g.dlb-racer").data(badges(slopes, tips))
      .join((enter) => {
        const entered = enter.append("g").attr("class", "dlb-racer");
        entered.append("circle").attr("r", BADGE);
        entered.append("text").attr("text-anchor", "middle").attr("dy", "0.35em");
        return entered;
      });
    groups.attr("transform", ({ place: [x, y] }) => `translate(${x},${y})`);
    groups.select("text").text(({ text }) => text);
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
    drawBadges(tips);
    slopes.front.selectAll("circle.dlb-mean").data([mean]).join("circle")
      .attr("class", "dlb-mean").attr("r", 9)
      .attr("cx", ([x]) => slopes.x(x)).attr("cy", ([, y]) => slopes.y(y)).raise();
  }

  return ({ state, arrays }) => {
    const sizes = Array.from(arrays.sizes.data).filter((n) => n > 0);
    const weighted = state.mean === 0;
    const mean = Array.from(arrays.means.data.subarray(2 * state.mean, 2 * state.mean + 2));
    dealt.draw(arrays.pixels.data, sizes);
    drawSlopes(arrays, sizes.length, mean);
    return ["workers ", number("workers", sizes.length),
      " · digits ", number("batch", sizes.reduce((sum, n) => sum + n, 0)),
      " · smallest share ", number("smallest", Math.min(...sizes)),
      ", largest ", number("largest", Math.max(...sizes)),
      ` · the ${weighted ? "weighted" : "plain"} mean of the workers' gradients is `,
      number("off", arrays.off.data[state.mean]), " % off the whole batch's"];
  };
});
