// The worker: gets the compiled module first, then requests {id, kind, …} that it answers in order.

import { Service, sentenceOf } from "./service.js";

let service;

onmessage = async ({ data: { id, module, request } }) => {
  try {
    if (module) service = new Service(module);
    const report = (part) => postMessage({ id, part });
    const answer = module ? "ready" : service.answer(request, report);
    postMessage({ id, answer: answer instanceof Promise ? await answer : answer });
  } catch (error) {
    postMessage({ id, error: sentenceOf(error) });
  }
};
