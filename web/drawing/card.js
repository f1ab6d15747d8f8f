// What every live output has: the style sheet, once a page.

import palette from "../../dlbook/figures/kit/palette.json";
import css from "./figure.css";
import { paletteCss } from "./palette.js";

/** Add the figures' style sheet and the book's colours to the page, once; the site has them. */
export function addStyle() {
  if (getComputedStyle(document.documentElement).getPropertyValue("--dlb-figures")) return;
  const style = document.createElement("style");
  style.textContent = paletteCss(palette) + css;
  document.head.append(style);
}
