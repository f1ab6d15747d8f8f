// The book's colours as CSS custom properties, --dlb-<key>, for the site and for JupyterLab.

const NAME = /^[a-z][a-z0-9-]*$/;
const SELECTORS = {
  light: ":root",
  dark: 'html[data-theme="dark"], body[data-jp-theme-light="false"]',
};

function block(palette, theme) {
  const lines = Object.entries(palette).map(([key, colours]) => {
    if (!NAME.test(key)) throw new Error(`palette: ${key} cannot name a CSS property`);
    if (!colours[theme]) throw new Error(`palette: ${key} has no ${theme} colour`);
    return `--dlb-${key}:${colours[theme]}`;
  });
  return `${SELECTORS[theme]}{${lines.join(";")}}`;
}

/** The style sheet for a palette: keys to {light, dark}. */
export function paletteCss(palette) {
  return `${block(palette, "light")}\n${block(palette, "dark")}`;
}
