// The part of the machine that computes, as a module of its own: in a worker it gets the compiled
// WebAssembly first, then requests {id, request} that it answers in order.

import { Service, sentenceOf } from "./service.js";

export { Service, sentenceOf };

if (typeof document === "undefined") {
  let service;
  self.onmessage = ({ data: { id, module, request } }) => {
    try {
      if (module) service = new Service(module);
      self.postMessage({ id, answer: module ? "ready" : service.answer(request) });
    } catch (error) {
      self.postMessage({ id, error: sentenceOf(error) });
    }
  };
}
