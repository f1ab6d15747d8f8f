// The part of the machine that computes. In a worker it gets the compiled WebAssembly first, then
// requests {id, request} that it answers in order; the page itself finds it under a symbol.
// It is a script, not a module: from a file or in a sandboxed frame no worker loads a module.

import { Service, nextTask, sentenceOf } from "./service.js";

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
} else {
  globalThis[Symbol.for("dlbook machine")] = { Service, nextTask, sentenceOf };
}
