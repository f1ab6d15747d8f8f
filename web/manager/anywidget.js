// anywidget's model and view for pages without a kernel. Each module is loaded once however many
// widgets it draws, and may take as long as the machine needs.

import { DOMWidgetModel, DOMWidgetView } from "@jupyter-widgets/base";

const modules = new Map();

/** The module that `_esm` gives: an address as seen from the page, or the text itself. */
function load(esm) {
  if (!modules.has(esm)) modules.set(esm, import(addressOf(esm)));
  return modules.get(esm);
}

function addressOf(esm) {
  if (/^[\w./-]+\.js$/.test(esm)) return new URL(esm, document.baseURI).href;
  return URL.createObjectURL(new Blob([esm], { type: "text/javascript" }));
}

export class AnyModel extends DOMWidgetModel {}

export class AnyView extends DOMWidgetView {
  async render() {
    try {
      const { default: widget } = await load(this.model.get("_esm"));
      this.forget = await widget.render({ model: this.model, el: this.el });
    } catch (error) {
      this.el.dataset.failed = error; // a view within a box has nobody else to tell
    }
  }

  remove() {
    this.forget?.();
    super.remove();
  }
}
