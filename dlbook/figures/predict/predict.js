// Draws the questions beside it: a question, the reader's answer, and then what is right.

import { addStyle } from "../../../web/drawing/card.js";
import { writeNumber } from "../../../web/drawing/typed.js";
import { make } from "../../../web/elements.js";
import { NO_CHOICE, NO_NUMBER, near, readNumber } from "./number.js";

/** A text as nodes; what stands between backticks is code. */
const nodesOf = (text) => text.split("`").map((part, k) => (k % 2 ? make("code", "", part) : part));

let prompts = 0;

function option(name, text) {
  const label = make("label", "dlb-option");
  const radio = document.createElement("input");
  Object.assign(radio, { type: "radio", name, value: text, required: true });
  const words = make("span", "");
  words.append(...nodesOf(text));
  label.append(radio, words);
  return label;
}

function numberField() {
  const field = make("input", "dlb-number");
  Object.assign(field, { type: "text", inputMode: "decimal", autocomplete: "off" });
  field.setAttribute("aria-label", "Your answer");
  return field;
}

/** Whether a guess is the answer: the same choice, or a number that is near enough. */
function isRight(model, guess) {
  if (model.get("choices").length) return guess === model.get("answer");
  return near(guess, model.get("answer"), model.get("within"));
}

/** What is said to this wrong guess, or nothing. */
function replyTo(model, guess) {
  const replies = model.get("replies");
  if (model.get("choices").length) return replies[guess] ?? "";
  return replies[Object.keys(replies).find((key) => near(key, guess, model.get("within")))] ?? "";
}

function verdict(model, guess) {
  const said = typeof guess === "number" ? writeNumber(guess) : guess;
  const answer = model.get("answer");
  const because = model.get("because");
  const quoted = (text) => (model.get("choices").length ? `“${text}”` : text);
  if (isRight(model, guess)) return `You said ${quoted(said)}: right. ${because}`;
  return `You said ${quoted(said)}. ${replyTo(model, guess)} The answer: ${quoted(answer)}. ${because}`;
}

/** Tell the page, which may keep it, that a question was answered. */
function announce(form, model, guess) {
  const kind = model.get("may_try_again") ? "quiz" : "predict";
  const detail = { kind, question: model.get("question"), right: isRight(model, guess) };
  form.dispatchEvent(new CustomEvent("dlb-answered", { bubbles: true, detail }));
}

function render({ model, el }) {
  addStyle();
  const name = `dlb-predict-${prompts++}`;
  const form = make("form", "dlb-predict");
  form.noValidate = true; // what is missing is said below, not in a bubble over an answer
  const fields = document.createElement("fieldset");
  const legend = make("legend", "");
  legend.append(...nodesOf(`${model.get("lead_text")} ${model.get("question")}`));
  const choices = model.get("choices");
  const options = choices.length ? choices.map((text) => option(name, text)) : [numberField()];
  const first = choices.length ? options[0].querySelector("input") : options[0];
  const commit = make("button", "dlb-button", "Commit my answer");
  const again = make("button", "dlb-button", "Try again");
  Object.assign(again, { type: "button", hidden: true });
  const answer = make("p", "dlb-answer");
  answer.setAttribute("role", "status");
  answer.tabIndex = -1; // takes the focus of the button, which has done its work
  fields.append(legend, ...options, commit);
  form.append(fields, answer, again);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const guess = choices.length ? new FormData(form).get(name) : readNumber(options[0].value);
    if (!choices.length) first.setAttribute("aria-invalid", guess === null);
    if (guess === null) {
      answer.textContent = choices.length ? NO_CHOICE : NO_NUMBER;
      first.focus();
      return;
    }
    fields.disabled = true;
    answer.replaceChildren(...nodesOf(verdict(model, guess).replace(/[ \n]+/g, " ").trim()));
    again.hidden = !model.get("may_try_again");
    (again.hidden ? answer : again).focus();
    announce(form, model, guess);
  });
  again.addEventListener("click", () => {
    form.reset();
    fields.disabled = false;
    answer.textContent = "";
    again.hidden = true;
    first.focus();
  });
  el.append(form);
}

export default { render };
