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

/** The colour of a meaning (a key of palette.json) where `element` stands. */
export function colour(element, meaning) {
  return getComputedStyle(element).getPropertyValue(`--dlb-${meaning}`).trim();
}
