// Draws the figure beside it: networks of one width through the points, losses by width.

import { figure } from "../../../web/drawing/computed.js";
import { drawFit, drawLosses, fitPanel, lossPanel, said } from "../../../web/drawing/fits.js";
import { number, setting } from "../../../web/drawing/status.js";

export default figure(({ picture, model }) => {
  const widths = model.get("settings");
  const verdicts = model.get("verdicts");
  const plane = fitPanel(picture);
  const curve = lossPanel(picture, "both losses, by width",
    { label: "width (hidden units)", domain: [0.85, 75], values: [1, 2, 4, 8, 16, 32, 64] });

  return ({ state, arrays, pinned }) => {
    const { width, noise } = state;
    drawFit(plane, arrays, noise, width);
    drawLosses(curve, arrays, noise, widths, width, pinned);
    return [`width ${widths[width]}, `, number("parameters", 3 * widths[width] + 1),
      ` parameters · noise ${setting(noise)}`,
      ...said(arrays, width, verdicts, (k) => [" at width ", number("best_width", widths[k])]),
      ...(pinned ? [` · pinned: noise ${setting(pinned.state.noise)}`] : [])];
  };
});
