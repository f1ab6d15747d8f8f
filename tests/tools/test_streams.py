"""What a cell printed is shown as it was printed, however the kernel cut it into pieces."""

import sys

from nbformat.v4 import new_output

from tools.paths import BOOK

sys.path.insert(0, str(BOOK / "_ext"))
import site_streams


def printed(*pieces, name="stdout"):
    return [new_output("stream", name=name, text=piece) for piece in pieces]


def test_a_line_cut_in_two_stays_one_line():
    (only,) = site_streams.joined(printed("threshold:", " [0. 1.]\n", "sigmoid\n"))
    assert only["text"] == "threshold: [0. 1.]\nsigmoid\n"


def test_streams_stay_apart_and_other_outputs_keep_their_place():
    result = new_output("execute_result", data={"text/plain": "1"}, execution_count=1)
    found = site_streams.joined(
        [*printed("a"), *printed("warned\n", name="stderr"), result, *printed("b\n")]
    )
    assert [output.get("text") for output in found] == ["ab\n", "warned\n", None]
    assert site_streams.joined([]) == []
