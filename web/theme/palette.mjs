// The site's palette sheet, made from the file that matplotlib and the figures read too.

import { readFileSync } from "node:fs";
import { paletteCss } from "../drawing/palette.js";

/** The style sheet for the palette in `path`. */
export function paletteSheet(path) {
  return paletteCss(JSON.parse(readFileSync(path, "utf8")));
}
