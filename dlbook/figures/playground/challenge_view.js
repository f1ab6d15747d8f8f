// The challenge that the reader has taken: what is to be reached, and how far it is.

import { make } from "../../../web/elements.js";
import { conditions, inWords } from "./challenges.js";

export class ChallengeView {
  constructor(parent, choices) {
    this.choices = choices;
    this.box = make("section", "dlb-pg-challenge");
    this.box.hidden = true;
    this.title = make("p", "dlb-pg-title");
    this.look = make("p", "");
    this.list = make("ul", "");
    this.verdict = make("p", "dlb-pg-verdict");
    this.verdict.setAttribute("aria-live", "polite");
    this.box.append(this.title, this.look, this.list, this.verdict);
    parent.append(this.box);
  }

  /** The conditions as they stand for a run. */
  draw({ seen, mixed }) {
    const challenge = this.choices.challenges.find(({ name }) => name === seen.state.challenge);
    this.box.hidden = !challenge;
    if (!challenge) return this.list.replaceChildren();
    this.title.textContent = `Challenge: ${challenge.label}`;
    this.look.textContent = `${challenge.look} You may change: ${inWords(challenge.free)}.`;
    const found = conditions(challenge, seen.state, seen, mixed, this.choices);
    this.list.replaceChildren(...found.map(({ text, met }) =>
      make("li", met ? "dlb-pg-met" : "", `${met ? "✓ reached" : "○ open"} · ${text}`)));
    const solved = found.every(({ met }) => met);
    this.box.dataset.solved = solved;
    const said = solved ? `Solved, at epoch ${seen.epoch}. The link to this state shows how.` : "";
    if (this.verdict.textContent !== said) this.verdict.textContent = said;
  }
}
