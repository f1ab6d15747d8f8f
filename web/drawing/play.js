// Play, stop and step through the frames of a recorded run. Nothing moves until it is asked to.

const FRAME_MS = 120;

function button(text, label) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "dlb-button";
  element.textContent = text;
  element.setAttribute("aria-label", label);
  return element;
}

/**
 * Buttons in `tools` that move an index, of `what`, through 0 … count − 1; `count` may be a function
 * where it depends on other controls, `pace` is in milliseconds a step.
 */
export function playButton(tools, read, write, count, what = "", pace = FRAME_MS) {
  const last = () => (typeof count === "function" ? count() : count) - 1;
  const named = (word) => (what ? `${word} ${what}` : word);
  const back = button("‹", what ? `One step back: ${what}` : "One step back");
  const play = button(`▶ ${named("Play")}`, named("Play"));
  const next = button("›", what ? `One step on: ${what}` : "One step on");
  let timer = null;

  const step = (by) => write(Math.min(last(), Math.max(0, Math.min(last(), read()) + by)));
  const stop = () => {
    clearInterval(timer);
    timer = null;
    play.textContent = `▶ ${named("Play")}`;
    play.setAttribute("aria-label", named("Play"));
  };
  const start = () => {
    if (read() >= last()) write(0);
    play.textContent = `❚❚ ${named("Stop")}`;
    play.setAttribute("aria-label", named("Stop"));
    timer = setInterval(() => (read() < last() ? step(1) : stop()), pace);
  };
  play.addEventListener("click", () => (timer === null ? start() : stop()));
  back.addEventListener("click", () => { stop(); step(-1); });
  next.addEventListener("click", () => { stop(); step(1); });
  const group = document.createElement("span"); // the three stay together when the row breaks
  group.className = "dlb-play";
  group.append(back, play, next);
  tools.append(group);
  return { stop };
}
