// The few icons that the pages use, as letters of a font: a browser makes of every mask a document.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const PACKAGE = dirname(createRequire(import.meta.url).resolve("@fortawesome/fontawesome-free/package.json"));

/** The package's font, which the build of the pages shortens to the icons that the sheet names. */
export const ICON_FONT = join(PACKAGE, "webfonts", "fa-solid-900.woff2");

const ICONS = [
  "angle-left", "angle-right", "arrow-up", "bars", "bookmark", "check", "chevron-down",
  "circle-half-stroke", "circle-info", "code-branch", "download", "expand", "file", "file-pdf",
  "lightbulb", "list", "magnifying-glass", "moon", "pencil", "rocket", "sun", "triangle-exclamation", "wrench",
];

const BASE = `
@font-face{font-family:dlb-icons;src:url(fonts/icons.woff2) format("woff2");font-weight:900;font-display:block}
:is(i,span):is(.fa-solid,.fas){display:inline-flex;justify-content:center;width:1em;height:1em;
padding:0!important;font-family:dlb-icons;line-height:1}
:is(i,span):is(.fa-solid,.fas)::before{content:var(--icon)}
.fa-lg{font-size:1.25em}`;

/** The style sheet: a custom property for each icon, a letter that is not read aloud, and the theme's icon
 * classes drawn with it. */
export function iconSheet() {
  const families = JSON.parse(readFileSync(join(PACKAGE, "metadata", "icon-families.json"), "utf8"));
  return [
    "/*! Icons: Font Awesome Free, https://fontawesome.com, SIL OFL 1.1 */",
    `:root{${ICONS.map((name) => `--dlb-icon-${name}:"\\${families[name].unicode}"/""`).join(";")}}`,
    BASE.replaceAll("\n", ""),
    ...ICONS.map((name) => `.fa-${name}{--icon:var(--dlb-icon-${name})}`),
  ].join("\n");
}
