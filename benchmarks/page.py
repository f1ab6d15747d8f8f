"""Training in the page: the array machine in headless Chromium and through wasmtime, beside the
NumPy engine, all in turn; small networks also beside what else trains, in the page and natively.

Needs Chromium on the PATH and the front end (`make setup`). What trains in the page does so in a
worker; its time is from the setup that is sent to the answer, taken in the page. The machine and
the NumPy engine draw their own batches and masks, the others are handed their batches ready-made.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, Route, sync_playwright

from benchmarks.measure import Timing, ratios, use_cores
from benchmarks.single import PEERS, REFERENCE, TOLERANCE, makers
from dlbook import data
from dlbook.measurements.workloads import Workload, w1, w2, w3
from dlbook.numpy_engine import train, value_and_gradient
from dlbook.programs.wasm_training import Training
from tests.machine.setups import as_json, setup
from tools import chromium
from tools.bench import NODE_PEERS
from tools.paths import BOOK

PAGE, PYTHON = "page", "machine in Python"
ROUNDS = 7

HERE = Path(__file__).parent / "peers"
TFJS = NODE_PEERS / "@tensorflow"
FILES = {
    path.name: path
    for path in (
        BOOK / "_static" / "machine.js",
        HERE / "typed_arrays.js",
        HERE / "tfjs.js",
        TFJS / "tfjs" / "dist" / "tf.min.js",
        TFJS / "tfjs-backend-wasm" / "dist" / "tf-backend-wasm.min.js",
        TFJS / "tfjs-backend-wasm" / "dist" / "tfjs-backend-wasm.wasm",
        TFJS / "tfjs-backend-wasm" / "dist" / "tfjs-backend-wasm-simd.wasm",
    )
}
KINDS = {".js": "text/javascript", ".wasm": "application/wasm"}

OPEN = """async () => {
  const { openMachine } = await import("/machine.js");
  window.machine = await openMachine();
  return window.machine.where;
}"""
TRAIN = """async ({ text, epochs }) => {
  const setup = JSON.parse(text);
  for (const name of ["order", "dropout"])
    if (setup[name]) setup[name] = Uint8Array.from(setup[name]);
  const start = performance.now();
  const training = await window.machine.train(setup);
  await training.run(epochs * training.stepsPerEpoch);
  const seconds = (performance.now() - start) / 1000;
  const parameters = [...await training.parameters()];
  await training.end();
  return { seconds, parameters };
}"""
ASK_WORKER = """async ({ address, text }) => {
  const setup = JSON.parse(text);
  setup.batches = setup.batches.map((rows) => Int32Array.from(rows));
  const worker = (window[address] ??= new Worker(address));
  const start = performance.now();
  const end = await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(setup);
  });
  return { seconds: (performance.now() - start) / 1000, end };
}"""


def uneven_spiral() -> Workload:
    """W2 on 310 examples: the last batch of an epoch holds fewer than 32."""
    points = data.spiral(n=310)
    return replace(w2(), name="W2 spiral, 310", X=points.X, y=points.y)


WORKLOADS: dict[str, Callable[[], Workload]] = {
    "W1": w1,
    "W2": w2,
    "W2, 310 examples": uneven_spiral,
    "W3 float64": w3,
    "W3 float32": lambda: w3().as_dtype("float32"),
}
WITH_PEERS = ("W1", "W2")
NATIVE = {"dlbook PyTorch", "PyTorch eager", "JAX jit + scan"}  # of those of `single`
# of TensorFlow.js, those that need no graphics card; both compute in float32
BACKENDS = {"tfjs (wasm)": "/tfjs.js#wasm", "tfjs (JavaScript)": "/tfjs.js#cpu"}

Run = Callable[[], tuple[float, np.ndarray | float]]
"""Trains from the start: the seconds that it took, and the parameters or the loss at the end."""


def measure() -> dict:
    """Milliseconds and ratios to the NumPy engine, for every workload."""
    use_cores(None)  # the browser has processes of its own
    with opened_page() as page:
        use_cores(1)  # JAX takes as many threads as its process has cores when it begins
        found = {key: measure_one(key, make(), page) for key, make in WORKLOADS.items()}
        version = page.context.browser.version
    return {"reference": REFERENCE, "chromium": version, "workloads": found}


@contextmanager
def opened_page() -> Iterator[Page]:
    """A page of headless Chromium with a machine in a worker, and the files of the peers."""
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        context = browser.new_context()
        context.route("**/*", answer)
        page = context.new_page()
        page.goto("http://machine.test/")
        assert page.evaluate(OPEN) == "worker"
        yield page
        browser.close()


def answer(route: Route) -> None:
    """One of the files, or an empty page."""
    path = FILES.get(route.request.url.rpartition("/")[2])
    if path is None:
        route.fulfill(body="", content_type="text/html")
    else:
        route.fulfill(body=path.read_bytes(), content_type=KINDS[path.suffix])


def measure_one(key: str, workload: Workload, page: Page) -> dict:
    """All in turn, after a round that warms up and shows that they do the same."""
    runs: dict[str, Run] = {
        REFERENCE: lambda: by_numpy(workload),
        PYTHON: lambda: by_machine(workload),
        PAGE: lambda: by_page(workload, page),
    }
    if key in WITH_PEERS:
        runs |= native_peers(workload) | peers_in_the_page(workload, page)
    assert_same_end(workload, {name: run()[1] for name, run in runs.items()})
    seconds = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            seconds[name].append(run()[0])
    timings = {name: Timing(np.array(taken), 0.0) for name, taken in seconds.items()}
    result = {
        "milliseconds": {name: 1000 * timing.median for name, timing in timings.items()},
        "ratios": ratios(timings, REFERENCE),
    }
    for name, ratio in result["ratios"].items():
        print(f"{workload.name} {workload.dtype}, {name}: "
              f"{result['milliseconds'][name]:.1f} ms, {ratio:.2f} times")  # fmt: skip
    return result


def assert_same_end(workload: Workload, ends: dict[str, np.ndarray | float]) -> None:
    """Assert that all parameters are those of the NumPy engine, and all losses its own."""
    parameters = ends[REFERENCE]
    network = workload.network()
    network.flat[:] = parameters
    loss, _ = value_and_gradient(network, workload.X, workload.y, loss=workload.loss)
    for name, end in ends.items():
        close = TOLERANCE["float32" if name in BACKENDS else workload.dtype]
        if np.ndim(end):
            np.testing.assert_allclose(end, parameters, rtol=0, atol=close, err_msg=name)
        else:
            np.testing.assert_allclose(end, loss, rtol=close, err_msg=name)


def native_peers(workload: Workload) -> dict[str, Run]:
    """Those of `single` that are measured here too, where they are installed."""

    def timed(run: Callable[[], float]) -> tuple[float, float]:
        start = time.perf_counter()
        loss = run()
        return time.perf_counter() - start, loss

    found = makers(left_out=PEERS.keys() - NATIVE)
    return {name: partial(timed, make(workload)) for name, make in found.items()}


def given_to_peers(workload: Workload) -> dict:
    """The workload as numbers and lists of them, with its batches."""
    return {
        "sizes": workload.sizes, "activation": workload.activation, "X": workload.X.tolist(),
        "y": workload.y.tolist(), "batches": workload.batches().tolist(),
        "parameters": workload.network().flat.tolist(), "lr": workload.optimizer.lr,
        "optimizer": type(workload.optimizer).__name__,
    }  # fmt: skip


def peers_in_the_page(workload: Workload, page: Page) -> dict[str, Run]:
    """Plain JavaScript, and TensorFlow.js where it is installed."""
    text = json.dumps(given_to_peers(workload))

    def ask(address: str) -> tuple[float, np.ndarray | float]:
        found = page.evaluate(ASK_WORKER, {"address": address, "text": text})
        return found["seconds"], np.array(found["end"])

    peers = {"plain JavaScript": "/typed_arrays.js"}
    if FILES["tf.min.js"].is_file():
        peers |= BACKENDS
    else:
        print("tfjs is left out: it is not installed")
    return {name: partial(ask, address) for name, address in peers.items()}


def given(workload: Workload) -> dict:
    return setup(
        workload.network(), workload.X, workload.y, workload.loss, workload.optimizer,
        batch_size=workload.batch_size, seed=workload.seed,
    )  # fmt: skip


def by_numpy(workload: Workload) -> tuple[float, np.ndarray]:
    """Seconds and parameters of a training by the NumPy engine."""
    network = workload.network()
    start = time.perf_counter()
    train(
        network, workload.X, workload.y, loss=workload.loss, optimizer=workload.optimizer,
        epochs=workload.epochs, batch_size=workload.batch_size, seed=workload.seed,
        record=[workload.epochs],
    )  # fmt: skip
    return time.perf_counter() - start, network.flat


def by_machine(workload: Workload) -> tuple[float, np.ndarray]:
    """The same through wasmtime; the programs are traced before the clock runs, as in the page."""
    settings = given(workload)
    start = time.perf_counter()
    training = Training(**settings)
    training.run(workload.epochs * training.steps_per_epoch)
    return time.perf_counter() - start, training.parameters


def by_page(workload: Workload, page: Page) -> tuple[float, np.ndarray]:
    """The same in the page's worker."""
    text = as_json(given(workload))
    answer = page.evaluate(TRAIN, {"text": text, "epochs": workload.epochs})
    return answer["seconds"], np.array(answer["parameters"])
