// Random events on all that can be set or pressed in an element, one in eight awaiting a picture.
async (root, [count, seed]) => {
  let word = seed;
  const random = () => ((word = (Math.imul(word, 1664525) + 1013904223) >>> 0) / 2 ** 32);
  const one = (list) => list[Math.floor(random() * list.length)];
  const KEYS = ["Home", "End", "PageUp", "PageDown",
    "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];
  const frame = () => new Promise(requestAnimationFrame);
  const key = (e) =>
    e.dispatchEvent(new KeyboardEvent("keydown", { key: one(KEYS), bubbles: true }));
  const tell = (e, kind) => e.dispatchEvent(new Event(kind, { bubbles: true }));
  const WAYS = [
    [".noUi-handle, .dlb-handle, .dlb-pg-field", key],
    ["select", (e) => {
      e.selectedIndex = Math.floor(random() * e.options.length); tell(e, "change"); }],
    ["input[type=range]", (e) => {
      e.value = Number(e.min) + random() * (e.max - e.min); tell(e, "input"); }],
    ["input[type=number]", (e) => {
      const [low, high] = [Number(e.min) || 0, Number(e.max) || 3];
      e.value = (low + random() * Math.min(60, high - low)).toFixed(2); tell(e, "change"); }],
    ["input[type=checkbox], summary", (e) => e.click()],
    ["button:not(:disabled)", (e) => /Link|Listen/.test(e.textContent) || e.click()],
    ["button", (e) => { e.focus(); e.blur(); }],
  ];
  const shown = (e) => e.getClientRects().length > 0;
  for (let k = 0; k < count; k += 1) {
    const there = WAYS.map(([what, how]) => [[...root.querySelectorAll(what)].filter(shown), how])
      .filter(([found]) => found.length);
    if (!there.length) return;
    const [found, how] = one(there);
    how(one(found));
    if (k % 8 === 0) await frame();
  }
}
