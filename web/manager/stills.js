// Says why a figure stays a still picture.

export const NOT_LOADED = "the script that moves the figures could not be loaded";

/** Let the first picture `first` stay, with one sentence that gives the reason. */
export function sayWhy(first, reason) {
  first.classList.add("dlb-stays");
  const why = first.querySelector("p.dlb-why"); // a question has its answer there instead
  if (why) why.textContent = `This is a still picture: ${reason}.`;
}

/** Let every first picture of the page stay. */
export function sayWhyEverywhere(reason) {
  for (const first of document.querySelectorAll(".dlb-first")) sayWhy(first, reason);
}
