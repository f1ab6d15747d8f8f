// Draws the figure beside it: networks of one width through the points, losses by width.

import { figure } from "../../../web/drawing/figure.js";
import { bestOf, drawFit, drawLosses, fitPanel, lossPanel } from "../../../web/drawing/fits.js";
import { number, shown } from "../../../web/drawing/status.js";

export default figure(({ picture, model }) => {
  const widths = model.get("settings");
  const verdicts = model.get("verdicts");
  const plane = fitPanel(picture);
  const curve = lossPanel(picture, "both losses, by width",
    { label: "width (hidden units)", domain: [0.85, 75], values: [1, 2, 4, 8, 16, 32, 64] });

  return ({ state, arrays }) => {
    const { width, noise } = state;
    drawFit(plane, arrays, noise, width);
    drawLosses(curve, arrays, noise, widths, width);
    const best = bestOf(arrays.val_loss.data);
    return [`width ${widths[width]}, `, number("parameters", 3 * widths[width] + 1),
      ` parameters · noise ${shown(noise)} · training loss `,
      number("train_loss", arrays.train_loss.data[width]),
      ", validation loss ", number("val_loss", arrays.val_loss.data[width]),
      ` · ${verdicts[arrays.verdict.data[width]]} · lowest validation loss `,
      number("best_val_loss", arrays.val_loss.data[best]),
      " at width ", number("best_width", widths[best])];
  };
});
