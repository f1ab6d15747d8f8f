// The width of an element, known without asking at every picture: asking between two changes makes
// the page lay itself out.

export const RESIZED = "dlb-resized"; // an event: a part of a figure has another width than was drawn

/** The width of a part of a figure; when it changes, the figure draws again. */
export function widthOfPart(element) {
  return new Width(element, () => element.dispatchEvent(new Event(RESIZED, { bubbles: true })));
}

export class Width {
  /** `changed()` is called when the element has become wider or narrower, or is shown at all. */
  constructor(element, changed) {
    this.element = element;
    this.observer = new ResizeObserver(() => {
      const before = this.known;
      this.known = element.clientWidth;
      if (this.known !== before) changed();
    });
    this.observer.observe(element);
  }

  /** In pixels; 0 where the element is not shown. */
  get pixels() {
    return (this.known ??= this.element.clientWidth);
  }

  stop() {
    this.observer.disconnect();
  }
}
