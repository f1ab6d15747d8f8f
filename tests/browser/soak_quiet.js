// A figure brought to rest: nothing plays, nothing is pinned, ticked or opened, every control is at
// its start, and what that asks for is drawn.
async (root) => {
  const frame = () => new Promise(requestAnimationFrame);
  const tell = (e) => e.dispatchEvent(new Event("change", { bubbles: true }));
  const press = (words, also = () => true) => [...root.querySelectorAll("button")]
    .filter((button) => words.test(button.textContent) && also(button))
    .forEach((button) => button.click());
  press(/❚❚|Pause|Stop|Let .* go|Unpin/);
  press(/^(Compare two|Edit points)/, (button) => button.getAttribute("aria-pressed") === "true");
  press(/^Show as a table/, (button) => button.getAttribute("aria-expanded") === "true");
  root.querySelectorAll("details[open]").forEach((details) => (details.open = false));
  root.querySelectorAll("input[type=checkbox]:checked").forEach((box) => box.click());
  press(/^Reset$/);
  const presets = [...root.querySelectorAll("select")]
    .find(({ options }) => options[1]?.label.startsWith("A circle")); // the playground has no Reset
  if (presets) {
    presets.selectedIndex = 1;
    tell(presets);
    for (const _ of ["on", "off"]) { // the second run is hidden as it was drawn last: now like the first
      press(/^Compare two/);
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }
  }
  const end = performance.now() + 60000;
  const figure = root.matches(".dlb-figure") ? root : root.querySelector(".dlb-figure");
  const busy = () => figure.dataset.source === "computing" && performance.now() < end;
  for (let k = 0; k < 20 || busy(); k += 1) await frame();
  await new Promise((resolve) => setTimeout(resolve, presets ? 3000 : 500));
}
