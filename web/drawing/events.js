// What a figure tells its parts, by events of its element.

/** Reset was pressed: all controls go back to the start, and what a part keeps beside them too. */
export const RESET = "dlb-reset";

/** The figure is taken out of the page. */
export const GONE = "dlb-gone";
