// The part of the machine that computes, as a module of its own: in a worker it gets the compiled
// WebAssembly first, then requests {id, request} that it answers in order.

import { Service, sentenceOf } from "./service.js";

export { Service, sentenceOf };

if (typeof document === "undefined") {
  let service;
  self.onmessage = async ({ data: { id, module, request } }) => {
    try {
      if (module) service = new Service(module);
      const report = (part) => self.postMessage({ id, part });
      const answer = module ? "ready" : service.answer(request, report);
      self.postMessage({ id, answer: answer instanceof Promise ? await answer : answer });
    } catch (error) {
      self.postMessage({ id, error: sentenceOf(error) });
    }
  };
}
