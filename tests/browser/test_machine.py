"""The machine in Chromium: bit for bit what it computes through wasmtime, in a worker and without;
what goes wrong is a sentence, and the page goes on."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from dlbook.data import pass_fail, standardise
from dlbook.figures.kit.steps import evaluate
from dlbook.numpy_engine import SGD, Adam, Momentum, Network
from dlbook.programs import Operation, Trace
from dlbook.programs.operations import UNARY
from dlbook.programs.packing import pack
from dlbook.programs.wasm_training import Training
from dlbook.programs.webassembly import MODULE, Machine
from tests.machine.operands import all_over
from tests.machine.setups import as_json, setup
from tests.parity.cases import data
from tools import front_end
from tools.paths import BOOK

BUNDLE = BOOK / "_static" / "machine.js"
PAGE = "http://machine.test/"

# their sum has more than 2^28 entries
LONG = [(3 * 2**13, [3, 2**13, 1]), (2**14, [1, 2**14])]

START = """async (here) => {
  const { openMachine } = await import("/machine.js");
  window.machine = await openMachine({ here });
  window.bytes = (setup) => {
    for (const name of ["order", "dropout"])
      if (setup[name]) setup[name] = Uint8Array.from(setup[name]);
    return setup;
  };
  window.attempt = (work) => work().then(() => "nothing went wrong", (error) => error.message);
  return window.machine.where;
}"""

TRAIN = """async ({ setup, stretches }) => {
  const training = await window.machine.train(window.bytes(JSON.parse(setup)));
  const losses = [];
  for (const steps of stretches) losses.push(...await training.run(steps));
  const parameters = [...await training.parameters()];
  await training.end();
  return { losses, parameters };
}"""


@pytest.fixture(scope="module")
def bundle() -> str:
    if not BUNDLE.is_file():
        assert front_end.build() == 0
    return BUNDLE.read_text(encoding="utf-8")


@pytest.fixture
def blank(browser: Browser, bundle: str) -> Iterator[Page]:
    """A page with nothing but the machine's module beside it."""

    def answer(route) -> None:
        if route.request.url.endswith("/machine.js"):
            route.fulfill(body=bundle, content_type="text/javascript")
        else:
            route.fulfill(body="<title>machine</title>", content_type="text/html")

    context = browser.new_context()
    page = context.new_page()
    page.route("**/*", answer)
    page.goto(PAGE)
    yield page
    context.close()


@pytest.fixture(params=["worker", "page"])
def page(blank: Page, request) -> Page:
    """That page with an open machine, in a worker or on the page itself."""
    assert blank.evaluate(START, request.param == "page") == request.param
    return blank


def numbers(values) -> np.ndarray:
    """Numbers from the page, where NaN, infinities and -0 survive."""
    return np.array(values, dtype=float)


def same_bits(ours, theirs):
    ours, theirs = numbers(ours), np.asarray(theirs, dtype=float)
    np.testing.assert_array_equal(ours, theirs)
    number = ~np.isnan(ours)
    np.testing.assert_array_equal(np.signbit(ours)[number], np.signbit(theirs)[number])


def trainings(dtype):
    """Pass/fail on all students; batches with a shorter last one, Adam; dropout and momentum."""
    students = pass_fail()
    X, _ = standardise(students.X)
    small = Network((2, 3, 1), activation="sigmoid", output="sigmoid", seed=0, dtype=dtype)
    yield setup(small, X, students.y, "sigmoid_cross_entropy", SGD(1.0))
    X, y = data("softmax_cross_entropy")
    deep = Network((4, 16, 16, 3), activation="tanh", output="softmax", seed=1, dtype=dtype)
    yield setup(deep, X, y, "softmax_cross_entropy", Adam(0.01), batch_size=12)
    drops = Network((4, 30, 3), activation="relu", output="softmax", dropout=0.4, seed=1,
                    dtype=dtype)  # fmt: skip
    yield setup(drops, X, y, "softmax_cross_entropy", Momentum(0.1), batch_size=7, seed=3)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_trainings_are_the_same_bit_for_bit(page: Page, dtype: str):
    for given in trainings(dtype):
        ours = Training(**given)
        losses = ours.run(200)
        theirs = page.evaluate(TRAIN, {"setup": as_json(given), "stretches": [1, 49, 150]})
        same_bits(theirs["parameters"], ours.parameters)
        same_bits(theirs["losses"], losses)


def test_a_diverging_training_shows_its_nan(page: Page):
    X, y = data("mse")
    network = Network((4, 6, 2), activation="relu", output="linear", seed=3)
    given = setup(network, X, y, "mse", SGD(1e6))
    losses = Training(**given).run(20)
    assert np.isnan(losses[-1])
    same_bits(page.evaluate(TRAIN, {"setup": as_json(given), "stretches": [20]})["losses"], losses)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_functions_are_the_same_bit_for_bit(page: Page, dtype: str):
    with np.errstate(invalid="ignore"):
        x = all_over(dtype, n=2000).astype(float)
    machine = Machine()
    operations = tuple(Operation(name, (0,), {}) for name in UNARY)
    program = pack(Trace(("x",), operations, {name: k + 1 for k, name in enumerate(UNARY)}))
    ours = machine.evaluate(program, {"x": x}, dtype)
    theirs = page.evaluate(
        """async ({ program, x, dtype }) => {
          const bits = new Float64Array(BigUint64Array.from(x, BigInt).buffer);
          const given = { x: { shape: [bits.length], data: bits } };
          const all = await window.machine.evaluate(program, given, dtype);
          return Object.entries(all).map(([name, { data }]) => [name, [...data]]);
        }""",
        {"program": program.as_json(), "x": [str(b) for b in x.view(np.uint64)], "dtype": dtype},
    )
    for name, values in theirs:
        same_bits(values, ours[name])


def evaluated(page: Page, program: dict, inputs: dict) -> str:
    """What the machine says about a program and inputs that it cannot compute."""
    return page.evaluate(
        """({ program, inputs }) =>
          window.attempt(() => window.machine.evaluate(program, inputs))""",
        {"program": program, "inputs": inputs},
    )


def test_what_goes_wrong_is_a_sentence_and_the_machine_goes_on(page: Page):
    product = pack(Trace(("a", "b"), (Operation("matmul", (0, 1), {}),), {"": 2})).as_json()
    outer = pack(Trace(("a", "b"), (Operation("add", (0, 1), {}),), {"": 2})).as_json()
    two = {"shape": [2, 2], "data": [1, 2, 3, 4]}
    three = {"shape": [3, 1], "data": [1, 2, 3]}
    long = [{"shape": shape, "data": [0] * n} for n, shape in LONG]
    assert evaluated(page, product, {"a": two, "b": three}) == (
        "Operation 0 of the program, matmul, does not fit the shapes (2, 2) and (3, 1)"
    )
    assert evaluated(page, product, {"a": two}) == 'The program needs the input "b"'
    assert "needs 3 numbers, not 4" in evaluated(
        page, product, {"a": two, "b": {"shape": [3, 1], "data": [1, 2, 3, 4]}}
    )
    assert "damaged" in evaluated(page, product | {"words": "AAAA"}, {"a": two, "b": two})
    newer = "ZGxj" + product["words"][4:]
    assert "must come from the same dlbook" in evaluated(
        page, product | {"words": newer}, {"a": two, "b": two}
    )
    assert "memory" in evaluated(page, outer, {"a": long[0], "b": long[1]})
    assert evaluated(page, product, {"a": two, "b": two}) == "nothing went wrong"


def test_a_worker_that_ends_fails_what_was_asked_of_it(blank: Page):
    assert blank.evaluate(START, False) == "worker"
    X, y = data("mse")
    given = setup(Network((4, 60, 2), output="linear", activation="tanh"), X, y, "mse", SGD(0.1))
    sentence = blank.evaluate(
        """async (setup) => {
          const training = await window.machine.train(JSON.parse(setup, (k, v) => v));
          const running = window.attempt(() => training.run(1e9));
          window.machine.end();
          return [await running, await window.attempt(() => training.run(1))];
        }""",
        as_json({**given, "order": None}),
    )
    assert sentence == ["The worker that computes this has stopped: it was ended."] * 2


def test_an_aborted_run_answers_what_was_made(page: Page):
    X, y = data("mse")
    given = setup(Network((4, 60, 2), output="linear", activation="tanh"), X, y, "mse", SGD(0.1))
    made, called = page.evaluate(
        """async (setup) => {
          const training = await window.machine.train(window.bytes(JSON.parse(setup)));
          const stop = new AbortController();
          let called = 0;
          const each = () => { called += 1; if (called === 3) stop.abort(); };
          const losses = await training.run(1e7, { each, signal: stop.signal });
          return [losses.length, called];
        }""",
        as_json(given),
    )
    assert called == 3
    assert 3 <= made < 1e7


@pytest.mark.parametrize(
    ("without", "sentence"),
    [
        ("delete window.WebAssembly", "This browser has no WebAssembly"),
        ("WebAssembly.validate = () => false", "WebAssembly has no SIMD"),
    ],
)
def test_a_browser_that_lacks_what_is_needed_says_so(blank: Page, without: str, sentence: str):
    said = blank.evaluate(
        f"""async () => {{
          {without};
          const {{ openMachine }} = await import("/machine.js");
          return openMachine().then(() => "opened", (error) => error.message);
        }}"""
    )
    assert sentence in said


def test_where_workers_are_not_allowed_the_page_computes(blank: Page):
    blank.evaluate("() => { window.Worker = class { constructor() { throw new Error(); } }; }")
    assert blank.evaluate(START, False) == "page"


def test_a_worker_that_broke_is_ended(blank: Page):
    blank.evaluate(
        """() => {
          window.ended = 0;
          window.Worker = class extends Worker {
            constructor(...all) { super(...all); window.worker = this; }
            terminate() { window.ended += 1; super.terminate(); }
          };
        }"""
    )
    assert blank.evaluate(START, False) == "worker"
    assert blank.evaluate("ended") == 0
    blank.evaluate("worker.onmessageerror()")
    assert blank.evaluate("[ended, machine.ended]") == [1, True]


def test_in_a_sandboxed_frame(blank: Page, bundle: str):
    """An origin of its own, as notebooks in the browser have it."""
    said = blank.evaluate(
        """async (bundle) => {
          const frame = document.createElement("iframe");
          frame.sandbox = "allow-scripts";
          const script = `const url = URL.createObjectURL(new Blob([${JSON.stringify(bundle)}],
            { type: "text/javascript" }));
            import(url).then(async ({ openMachine }) => {
              const machine = await openMachine();
              parent.postMessage(machine.where, "*");
            }).catch((error) => parent.postMessage(error.message, "*"));`;
          frame.srcdoc = `<script type="module">${script.replaceAll("</", "<\\\\/")}</script>`;
          const answer = new Promise((resolve) => onmessage = ({ data }) => resolve(data));
          document.body.append(frame);
          return answer;
        }""",
        bundle,
    )
    assert said == "worker"


def test_from_a_file(browser: Browser, bundle: str, tmp_path):
    """A figure's module is loaded from an address of its own, as anywidget does it."""
    script = f"""const url = URL.createObjectURL(new Blob([{json.dumps(bundle)}],
          {{ type: "text/javascript" }}));
        import(url).then(async ({{ openMachine }}) => {{
          document.title = (await openMachine()).where;
        }});"""
    saved = tmp_path / "page.html"
    saved.write_text(
        "<script type=module>" + script.replace("</", r"<\/") + "</script>", encoding="utf-8"
    )
    page = browser.new_page()
    page.goto(saved.as_uri())
    page.wait_for_function("() => document.title === 'worker'")
    page.close()


OWNED = """async () => {
  const setup = { steps: [], programs: {}, values: { large: { shape: [2], data: [1, 2] } } };
  const job = (work) => window.machine.job("owner", { state: {}, ...work });
  await job({ setup });
  const kept = await window.attempt(() => job({}));
  await window.machine.forget("owner");
  return [kept, await window.attempt(() => job({})), await window.attempt(() => job({ setup }))];
}"""


def test_an_owner_of_jobs_is_forgotten_with_all_that_was_kept(page: Page):
    kept, forgotten, anew = page.evaluate(OWNED)
    assert kept == anew == "nothing went wrong"
    assert forgotten != kept


SHOWN = """async ({ twice, steps }) => {
  const given = { x: { shape: [2], data: [1, 2] } };
  const setup = { steps, programs: { twice: JSON.parse(twice) }, values: given };
  const made = await window.machine.job("owner", { setup, state: {} });
  return Object.fromEntries(Object.entries(made).map(([name, { data }]) => [name, [...data]]));
}"""


def test_a_job_shows_what_it_made_but_not_what_it_has_for_itself(page: Page):
    twice = pack(Trace(("x",), (Operation("add", (0, 0), {}),), {"": 1}))
    steps = [evaluate("twice", {"x": "x"}, "_two"), evaluate("twice", {"x": "_two"}, "four")]
    assert page.evaluate(SHOWN, {"twice": as_json(twice), "steps": steps}) == {"four": [4, 8]}


def test_module_and_bundle_are_small(bundle: str):
    assert len(gzip.compress(MODULE.read_bytes())) < 14_000
    assert len(gzip.compress(bundle.encode())) < 20_000
