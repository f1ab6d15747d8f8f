// Gives the stock controls what screen readers need: names, values in words, pressed or not.

/** Name the controls under `place`, now and whenever one appears or changes. */
export function nameControls(place) {
  const name = () => {
    place.querySelectorAll(".noUi-handle").forEach(nameHandle);
    place.querySelectorAll(".widget-toggle-buttons").forEach(nameButtons);
    place.querySelectorAll('.widget-label[title="null"]').forEach((label) => (label.title = ""));
  };
  name();
  const watched = { childList: true, subtree: true, attributeFilter: ["class"] };
  new MutationObserver(name).observe(place, watched);
}

/** A slider's handle takes the name of its description and the value that is read out beside it. */
function nameHandle(handle) {
  const slider = handle.closest(".widget-inline-hbox, .widget-inline-vbox");
  const label = slider?.querySelector(".widget-label");
  if (!label || handle.dataset.named) return;
  handle.dataset.named = "true";
  handle.setAttribute("aria-label", label.textContent.trim());
  const readout = slider.querySelector(".widget-readout");
  if (!readout) return;
  readout.setAttribute("aria-label", `${label.textContent.trim()}, typed`);
  if (readout.isContentEditable) readout.setAttribute("role", "textbox");
  const tell = () => handle.setAttribute("aria-valuetext", readout.textContent.trim());
  tell();
  new MutationObserver(tell).observe(readout, {
    childList: true,
    characterData: true,
    subtree: true,
  });
}

/** Buttons of which one is chosen are a named group; each says whether it is pressed. */
function nameButtons(group) {
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", group.querySelector(".widget-label").textContent.trim());
  for (const button of group.querySelectorAll("button")) {
    const pressed = String(button.classList.contains("mod-active"));
    if (button.getAttribute("aria-pressed") !== pressed) {
      button.setAttribute("aria-pressed", pressed);
    }
  }
}
