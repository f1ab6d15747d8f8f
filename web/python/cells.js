// The code cells that a page shows, with what is known of each.

import known from "./cells.json";

const REASONS = {
  torch: "This cell needs PyTorch, which does not run in a page. make lab opens the chapter where it does.",
  processes: "This cell starts processes of its own, which a page cannot. make lab opens the chapter where it can.",
  files: "This cell reads the book’s own files, which a page has not. make lab opens the chapter where it can.",
  figure: "This cell asks a figure for its numbers, and a page’s Python has no figures. make lab opens the chapter where it does.",
};


/** Every cell of the page with code to be seen: {name, number, cell, input, code, before, reason, seconds}. */
export function findCells(root, chapter) {
  const inputs = [...root.querySelectorAll("div.cell > div.cell_input, div.cell > details > div.cell_input")];
  const before = JSON.parse(root.querySelector(".dlb-python template")?.content.textContent || "{}");
  return inputs.map((input, index) => {
    const cell = input.closest("div.cell");
    const name = [...cell.classList].find((one) => one.startsWith("cell-"))?.slice(5) ?? String(index);
    const fact = known[chapter]?.[name];
    return {
      name,
      cell,
      input,
      number: index + 1,
      before: before[name] ?? "", // what runs unseen, once, before this cell
      code: input.querySelector("pre").textContent.replace(/\n$/, ""),
      reason: REASONS[fact],
      seconds: typeof fact === "number" ? fact : 0,
    };
  });
}
