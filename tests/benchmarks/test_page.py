"""What trains beside the page's machine does the same work; a slider's times are told apart."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks import browser, page
from dlbook.figures import FIGURES
from dlbook.measurements.workloads import SINGLE
from tests.figures.javascript import in_node
from tools.paths import BOOK

PEERS = page.FILES["typed_arrays.js"]
AS_WORKER = """(() => {
  let end;
  new Function("postMessage", given.source)((answer) => (end = answer));
  onmessage({ data: given.setup });
  return end;
})()"""


@pytest.mark.parametrize(("key", "epochs"), [("W1", 50), ("W2", 3)])
def test_plain_javascript_does_the_same_work(key, epochs):
    workload = replace(SINGLE[key](), epochs=epochs)
    given = {"source": PEERS.read_text("utf-8"), "setup": page.given_to_peers(workload)}
    _, expected = page.by_numpy(workload)
    np.testing.assert_allclose(in_node(AS_WORKER, given), expected, rtol=0, atol=1e-12)


def test_ends_that_differ_are_not_compared_in_speed():
    workload = replace(SINGLE["W1"](), epochs=2)
    _, parameters = page.by_numpy(workload)
    with pytest.raises(AssertionError, match="another"):
        page.assert_same_end(workload, {page.REFERENCE: parameters, "another": parameters + 1e-6})
    with pytest.raises(AssertionError, match="a third"):
        page.assert_same_end(workload, {page.REFERENCE: parameters, "a third": 0.1})


def test_the_first_picture_and_the_whole_one_have_medians_of_their_own():
    found = browser.summary([[1.0, 10.0], [2.0, 30.0], [9.0, 20.0]])
    assert found == {"first_ms": 2.0, "median_ms": 20.0, "p95_ms": 29.0, "keys": 3}


def test_the_pages_that_are_opened_have_every_figure():
    shown = "".join((BOOK / f"{name}.ipynb").read_text("utf-8") for name in browser.PAGES)
    missing = [name for name, kind in FIGURES.items() if f"{kind.__name__}(" not in shown]
    assert not missing
