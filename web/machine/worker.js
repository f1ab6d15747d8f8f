// The worker: gets the compiled module first, then requests {id, kind, …} that it answers in order.

import { Service, sentenceOf } from "./service.js";

let service;

onmessage = ({ data: { id, module, request } }) => {
  try {
    if (module) service = new Service(module);
    postMessage({ id, answer: module ? "ready" : service.answer(request) });
  } catch (error) {
    postMessage({ id, error: sentenceOf(error) });
  }
};
