// Elements in one call.

/** A new element with a class and a text. */
export function make(tag, className, text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

/** A button at the end of `parent`; `label` is its name where its text does not say enough. */
export function button(parent, text, clicked, label = "") {
  const element = make("button", "dlb-button", text);
  element.type = "button";
  if (label) element.setAttribute("aria-label", label);
  element.addEventListener("click", clicked);
  parent.append(element);
  return element;
}
