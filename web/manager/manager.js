// The book's own widget manager: it knows the widgets that the figures are made of, and has no kernel
// behind it. `dlbook/figures/kit/controls.py` chooses among them; the others would only be weight.

import { LayoutModel, LayoutView, StyleView } from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import { HBoxModel, HBoxView, VBoxModel, VBoxView } from "@jupyter-widgets/controls/lib/widget_box.js";
import { DescriptionStyleModel } from "@jupyter-widgets/controls/lib/widget_description.js";
import { FloatLogSliderModel, FloatSliderModel } from "@jupyter-widgets/controls/lib/widget_float.js";
import { SliderStyleModel } from "@jupyter-widgets/controls/lib/widget_int.js";
import { LinkModel } from "@jupyter-widgets/controls/lib/widget_link.js";
import * as selection from "@jupyter-widgets/controls/lib/widget_selection.js";
import { HTMLModel, HTMLStyleModel, HTMLView } from "@jupyter-widgets/controls/lib/widget_string.js";
import * as anywidget from "./anywidget.js";
import { FloatLogSliderView, FloatSliderView } from "./sliders.js";

const {
  DropdownModel, DropdownView, SelectionSliderModel, ToggleButtonsModel, ToggleButtonsStyleModel, ToggleButtonsView,
} = selection;

/** The stock view lets its readout be typed into, and listens to nothing of it. */
class SelectionSliderView extends selection.SelectionSliderView {
  update(options) {
    super.update(options);
    this.readout.contentEditable = "false";
  }
}

const MODULES = {
  "@jupyter-widgets/base": { LayoutModel, LayoutView, StyleView },
  "@jupyter-widgets/controls": {
    DescriptionStyleModel, DropdownModel, DropdownView, FloatLogSliderModel, FloatLogSliderView, FloatSliderModel,
    FloatSliderView, HBoxModel, HBoxView, HTMLModel, HTMLStyleModel, HTMLView, LinkModel, SelectionSliderModel,
    SelectionSliderView, SliderStyleModel, ToggleButtonsModel, ToggleButtonsStyleModel, ToggleButtonsView, VBoxModel,
    VBoxView,
  },
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
