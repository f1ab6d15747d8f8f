// The box that a part of a picture stands in, below a title.

import { make } from "../elements.js";

/** A box at the end of `parent` with `content` below its title. */
export function titled(parent, title, content, className = "dlb-panel") {
  const box = make("div", className);
  box.append(make("div", "dlb-panel-title", title), content);
  parent.append(box);
  return box;
}
