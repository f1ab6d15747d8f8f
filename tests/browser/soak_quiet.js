// A figure brought to rest: nothing plays, nothing is pinned, ticked or opened, every control is at
// its start, and what that asks for is drawn.
async (root) => {
  const frame = () => new Promise(requestAnimationFrame);
  const tell = (e) => e.dispatchEvent(new Event("change", { bubbles: true }));
  const end = performance.now() + 60000;
  const until = async (is) => {
    while (!is() && performance.now() < end) await frame();
  };
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
    // the second run is hidden as it was drawn last: now like the first
    const second = root.querySelectorAll(".dlb-pg-plane")[1];
    for (const isHidden of [false, true]) {
      press(/^Compare two/);
      await until(() => second.hidden === isHidden); // which waits for all that was asked for before
    }
    // of what is closed the browser keeps the last layout: now that of one run
    const table = root.querySelector("details.dlb-pg-table");
    for (const isOpen of [true, false]) {
      table.open = isOpen;
      for (let k = 0; k < 3; k += 1) await frame();
    }
    root.querySelector("[aria-label^='the output']").click(); // the fields are those of its weights
  }
  const figure = root.matches(".dlb-figure") ? root : root.querySelector(".dlb-figure");
  for (let k = 0; k < 20; k += 1) await frame();
  await until(() => figure.dataset.source !== "computing");
  await new Promise((resolve) => setTimeout(resolve, presets ? 3000 : 500));
}
