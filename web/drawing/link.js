// A figure in a given state has an address: #pass-fail?lr=0.3&frame=12.

/** The address of figure `name` in `state`. */
export function addressOf(name, state) {
  const query = new URLSearchParams(state).toString();
  return `${location.href.split("#")[0]}#${name}?${query}`;
}

/** The state that the page's address gives to figure `name`, or null. */
export function stateInAddress(name, hash = location.hash) {
  const [target, query] = hash.slice(1).split("?");
  if (target !== name || query === undefined) return null;
  const entries = [...new URLSearchParams(query)].map(([key, text]) => [key, Number(text)]);
  return Object.fromEntries(entries.filter(([, value]) => Number.isFinite(value)));
}

/** The value nearest to the asked one that a control with these bounds can take. */
export function within([low, high, step], asked) {
  const value = Math.min(Math.max(asked, low), high);
  if (step === 0) return value;
  return Math.min(high, Number((low + Math.round((value - low) / step) * step).toFixed(10)));
}

/**
 * Let links in the page's text set the figure: <a href="#pass-fail" data-state="lr=0.3&frame=12">.
 * (The state stands apart because the theme reads every href as a selector.) Returns what stops it.
 */
export function followLinks(name, follow) {
  const clicked = (event) => {
    const link = event.target.closest(`a[href="#${name}"][data-state]`);
    if (!link) return;
    event.preventDefault();
    history.replaceState(null, "", `#${name}?${link.dataset.state}`);
    follow();
  };
  document.addEventListener("click", clicked);
  return () => document.removeEventListener("click", clicked);
}
