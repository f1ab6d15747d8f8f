// Elements in one call.

/** An element with attributes (`on…` are listeners) and children. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

export const button = (label, onclick, attributes = {}) =>
  element("button", { type: "button", class: "dlb-button", onclick, ...attributes }, label);
