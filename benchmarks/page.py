"""Training in the page: the array machine in headless Chromium and through wasmtime, beside the
NumPy engine, all in turn.

Needs Chromium on the PATH and the front end (`make setup`). The page's time is from the setup that
arrives to the last step, taken in the page; every contestant draws its own batches and masks.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
from playwright.sync_api import Page, sync_playwright

from benchmarks.measure import Timing, ratios, use_cores
from dlbook import data
from dlbook.measurements.workloads import Workload, w1, w2, w3
from dlbook.numpy_engine import train
from dlbook.programs.wasm_training import Training
from tests.machine.setups import as_json, setup
from tools import chromium
from tools.paths import BOOK

REFERENCE = "dlbook NumPy"
PAGE, PYTHON = "page", "machine in Python"
ROUNDS = 7
TOLERANCE = {"float64": 1e-9, "float32": 2e-3}

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


def spiral(n: int) -> Workload:
    """W2 on `n` examples: 300 and 310 do not divide into batches of 32."""
    points = data.spiral(n=n)
    return replace(w2(), name=f"W2 spiral, {n}", X=points.X, y=points.y, epochs=100)


WORKLOADS: dict[str, Callable[[], Workload]] = {
    "W1": w1,
    "W2, 300 examples": lambda: spiral(300),
    "W2, 310 examples": lambda: spiral(310),
    "W3 float64": w3,
    "W3 float32": lambda: w3().as_dtype("float32"),
}


def measure() -> dict:
    """Milliseconds and ratios to the NumPy engine, for every workload."""
    use_cores(None)  # the browser has processes of its own
    with opened_page() as page:
        found = {key: measure_one(make(), page) for key, make in WORKLOADS.items()}
    return {"reference": REFERENCE, "workloads": found}


@contextmanager
def opened_page() -> Iterator[Page]:
    """A page of headless Chromium with a machine in a worker."""
    bundle = (BOOK / "_static" / "machine.js").read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        page = browser.new_page()
        script = {"body": bundle, "content_type": "text/javascript"}
        page.route("**/*", lambda route: route.fulfill(body="", content_type="text/html"))
        page.route("**/machine.js", lambda route: route.fulfill(**script))
        page.goto("http://machine.test/")
        assert page.evaluate(OPEN) == "worker"
        yield page
        browser.close()


def measure_one(workload: Workload, page: Page) -> dict:
    """The three in turn, after a round that warms up and shows that they do the same."""
    contestants = {
        REFERENCE: lambda: by_numpy(workload),
        PYTHON: lambda: by_machine(workload),
        PAGE: lambda: by_page(workload, page),
    }
    ends = {name: run()[1] for name, run in contestants.items()}
    for end in ends.values():
        np.testing.assert_allclose(end, ends[REFERENCE], rtol=0, atol=TOLERANCE[workload.dtype])
    seconds = {name: [] for name in contestants}
    for _ in range(ROUNDS):
        for name, run in contestants.items():
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
