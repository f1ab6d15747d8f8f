// The few icons that the pages use, as CSS masks that take the colour of their text.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const PACKAGE = createRequire(import.meta.url).resolve("@fortawesome/fontawesome-free/package.json");

const ICONS = [
  "angle-left", "angle-right", "arrow-up", "bars", "bookmark", "check", "chevron-down",
  "circle-half-stroke", "circle-info", "download", "expand", "file", "file-pdf", "lightbulb",
  "list", "magnifying-glass", "moon", "outdent", "pencil", "rocket", "sun", "triangle-exclamation", "wrench",
];

const BASE = `
:is(i,span):is(.fa-solid,.fas){display:inline-block;width:1em;height:1em;vertical-align:-.125em;
background:currentColor;mask:var(--icon) center/contain no-repeat}
:is(i,span):is(.fa-solid,.fas)::before{content:none!important}
.fa-lg{font-size:1.25em}
@media (forced-colors:active){:is(i,span):is(.fa-solid,.fas){forced-color-adjust:none;background:CanvasText}}`;

function mask(name) {
  const path = PACKAGE.replace("package.json", `svgs/solid/${name}.svg`);
  const svg = readFileSync(path, "utf8").replace(/<!--.*?-->/gs, "").trim();
  return `--dlb-icon-${name}:url("data:image/svg+xml,${svg.replaceAll('"', "'").replaceAll("#", "%23")}")`;
}

/** The style sheet: a custom property for each icon, and the theme's icon classes drawn with it. */
export function iconSheet() {
  return [
    "/*! Icons: Font Awesome Free, https://fontawesome.com, CC BY 4.0 */",
    `:root{${ICONS.map(mask).join(";")}}`,
    BASE.replaceAll("\n", ""),
    ...ICONS.map((name) => `.fa-${name}{--icon:var(--dlb-icon-${name})}`),
  ].join("\n");
}
