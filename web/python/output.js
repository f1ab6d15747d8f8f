// Where a cell's own outputs appear, in place of those that the book printed.

import { make } from "../elements.js";
import { fromMarkdown } from "./markdown.js";

/** An output in `cell`; `show(message)` adds to it, `clear()` empties it, `restore()` brings the book's back. */
export function makeOutput(cell) {
  const box = Object.assign(make("div", "dlb-own-output"), { tabIndex: -1 });
  const printed = [...cell.children].filter((child) => child.matches(".cell_output"));
  const stored = printed.filter((child) => !child.querySelector(".dlb-place, .dlb-widget, script"));
  cell.append(box);
  let last = null; // the stream that is being written to

  const add = (child) => box.append(child);
  const text = (content, kind) => make("pre", `dlb-own-${kind}`, content);

  const shows = {
    stream({ name, text: content }) {
      if (last?.dataset.name !== name) {
        last = text("", name);
        last.append(""); // a node to write into
        last.dataset.name = name;
        add(last);
      }
      last.firstChild.appendData(content);
    },
    result: ({ text: content, markdown }) => add(markdown ? fromMarkdown(markdown) : text(content, "result")),
    error: ({ text: content }) => add(errorText(content)),
    picture: ({ png, alt }) => add(Object.assign(new Image(), { src: `data:image/png;base64,${png}`, alt })),
  };

  return {
    show(message) {
      if (message.kind !== "stream") last = null;
      shows[message.kind]?.(message);
      [...box.querySelectorAll("pre")].at(-1)?.dispatchEvent(new Event("dlb-drawn", { bubbles: true })); // see web/theme/scrolling.js
    },
    clear() {
      box.replaceChildren();
      last = null;
      for (const child of stored) child.hidden = true;
    },
    restore() {
      this.clear();
      for (const child of stored) child.hidden = false;
    },
  };
}

/** An error, whose words may be wrapped; code, which is indented, and the mark below it keep their columns. */
function errorText(content) {
  const pre = make("pre", "dlb-own-error");
  for (const line of content.split("\n")) pre.append(make("span", line.startsWith("    ") ? "dlb-own-code" : "", `${line}\n`));
  return pre;
}
