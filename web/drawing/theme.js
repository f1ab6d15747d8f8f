// The theme in force, on the site and in JupyterLab, and word of its changes.

/** True when the page is dark. */
export function isDark() {
  const root = document.documentElement.dataset.theme;
  if (root) return root === "dark";
  return document.body.dataset.jpThemeLight === "false";
}

/** Call `changed` whenever the theme may have changed; returns what stops it. */
export function watchTheme(changed) {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  observer.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
  return () => observer.disconnect();
}

const colours = new Map(); // asking the page would make it work out all its styles, at every picture

/** The colour of a meaning (a key of palette.json) in the theme in force, asked where `element` stands. */
export function colour(element, meaning) {
  const key = `${meaning}, ${isDark() ? "dark" : "light"}`;
  const known = colours.get(key);
  if (known) return known;
  const found = getComputedStyle(element).getPropertyValue(`--dlb-${meaning}`).trim();
  if (found) colours.set(key, found);
  return found;
}
