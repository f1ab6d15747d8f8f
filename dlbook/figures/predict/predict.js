// Draws the figure beside it: a question, the reader's guess, and then the answer.

import { addStyle, make } from "../../../web/drawing/card.js";

let prompts = 0;

function option(name, text) {
  const label = make("label", "dlb-option");
  const radio = document.createElement("input");
  Object.assign(radio, { type: "radio", name, value: text, required: true });
  label.append(radio, ` ${text}`);
  return label;
}

function numberField() {
  const field = make("input", "dlb-number");
  Object.assign(field, { type: "number", step: "any", required: true });
  field.setAttribute("aria-label", "Your guess");
  return field;
}

/** Whether a guess is the answer: the same choice, or a number that is near enough. */
function isRight(model, guess) {
  if (model.get("choices").length) return guess === model.get("answer");
  return Math.abs(Number(guess) - Number(model.get("answer"))) <= model.get("within");
}

function verdict(model, guess) {
  const answer = model.get("answer");
  const said = isRight(model, guess) ? `You said ${guess}: right.` : `You said ${guess}.`;
  return `${said} The answer: ${answer}. ${model.get("because")}`;
}

function render({ model, el }) {
  addStyle();
  const name = `dlb-predict-${prompts++}`;
  const form = make("form", "dlb-predict");
  const fields = document.createElement("fieldset");
  const legend = make("legend", "", `Predict first. ${model.get("question")}`);
  const choices = model.get("choices");
  const options = choices.length ? choices.map((text) => option(name, text)) : [numberField()];
  const commit = make("button", "dlb-button", "Commit my guess");
  const answer = make("p", "dlb-answer");
  answer.setAttribute("role", "status");
  fields.append(legend, ...options, commit);
  form.append(fields, answer);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const guess = choices.length ? new FormData(form).get(name) : options[0].value;
    fields.disabled = true;
    answer.textContent = verdict(model, guess);
  });
  el.append(form);
}

export default { render };
