// The book's own widget manager: it knows three modules, and has no kernel behind it.

import * as base from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import * as controls from "@jupyter-widgets/controls";
import * as anywidget from "./anywidget.js";

/** The stock view lets its readout be typed into, and listens to nothing of it. */
class SelectionSliderView extends controls.SelectionSliderView {
  update(options) {
    super.update(options);
    this.readout.contentEditable = "false";
  }
}

const MODULES = {
  "@jupyter-widgets/base": base,
  "@jupyter-widgets/controls": { ...controls, SelectionSliderView },
  anywidget,
};

/** Creates models and views from recorded state; nothing it holds is sent anywhere. */
export class PageManager extends ManagerBase {
  /** Answer the class `className` of `moduleName`, or reject with what is missing. */
  async loadClass(className, moduleName) {
    const found = MODULES[moduleName]?.[className];
    if (!found) throw new Error(`No widget ${className} of ${moduleName} in this book.`);
    return found;
  }

  /** A page has no kernel, hence no comms: models are created without one. */
  async _create_comm() {
    throw new Error("A page has no kernel.");
  }

  async _get_comm_info() {
    return {};
  }
}
