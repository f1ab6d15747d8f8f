// The page's handle on Python: `new Python(base, files)`, `await python.ready`,
// then `await python.run(code, …)`.

const SECONDS_TO_STOP = 3;
const STOP = 2; // the number by which Pyodide knows an interruption

class Lost extends Error {}

export class Python {
  isLost = false;
  #worker;
  #waiting = new Map(); // id -> what runs, in order
  #isReady;
  #interrupts = globalThis.crossOriginIsolated ? new Uint8Array(new SharedArrayBuffer(1)) : null;
  #count = 0;

  /** Python begins to load; `base` ends with a slash, `files` is what files.json says. */
  constructor(base, files) {
    this.#worker = new Worker(base + files.worker, { type: "module" });
    this.#worker.addEventListener("message", ({ data }) => this.#receive(data));
    this.#worker.addEventListener("error", (event) => this.#lose(event.message || "it could not be loaded"));
    /** Resolves when code can run; rejects with Lost. */
    this.ready = new Promise((resolve, reject) => (this.#isReady = { resolve, reject }));
    this.#worker.postMessage({ kind: "start", base, files, interrupts: this.#interrupts });
  }

  /**
   * Run `code`, which errors call `name`; `show({kind, …})` gets what there is to see: stream, result,
   * picture, error, fetching. Resolves with whether all went well; rejects with Lost when Python ends.
   * `waiting`: the codes that have not run; an error says which of them gives the name that is missing.
   */
  run(code, name, show, waiting = []) {
    const id = ++this.#count;
    if (this.#interrupts) this.#interrupts[0] = 0;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { show, resolve, reject });
      this.#worker.postMessage({ kind: "run", id, code, name, waiting });
    });
  }

  /** Stop what runs; resolves with whether the variables are still there. */
  async stop() {
    if (!this.#interrupts) {
      this.end();
      return false;
    }
    this.#interrupts[0] = STOP;
    const asked = [...this.#waiting.keys()]; // what is run after these is not to be stopped
    const isLeft = () => asked.some((id) => this.#waiting.has(id));
    for (let tries = 0; tries < SECONDS_TO_STOP * 20 && isLeft(); tries++) await wait(50);
    if (isLeft()) this.end();
    return !this.isLost;
  }

  /** End Python with all its variables. */
  end(reason = "it was stopped") {
    this.#lose(reason);
  }

  #receive({ kind, id, ...content }) {
    if (kind === "ready") this.#isReady.resolve();
    else if (kind === "lost") this.#lose(content.reason);
    else if (kind === "done") {
      this.#waiting.get(id)?.resolve(content.isWell);
      this.#waiting.delete(id);
    } else this.#waiting.get(id)?.show({ kind, ...content });
  }

  #lose(reason) {
    this.#worker.terminate();
    this.isLost = true;
    const error = new Lost(reason);
    this.#isReady.reject(error); // does nothing once it has resolved
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
