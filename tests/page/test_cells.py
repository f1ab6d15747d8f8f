"""What a page's Python makes of a reader's code, tried outside a page."""

import sys
from textwrap import dedent

import numpy as np
import pytest
from IPython.lib.pretty import pretty as ipython_pretty

from tools.paths import WEB

sys.path.insert(0, str(WEB / "python"))

from page_session import cell
from page_session.pretty import pretty


@pytest.fixture
def run():
    """`run(code)`, as a cell of one session: whether it was well, and what was sent."""
    namespace = {"__name__": "__main__"}

    def run_one(code, **more):
        sent = []
        code = dedent(code).strip()
        well = cell.run(
            code,
            "cell 7",
            namespace,
            lambda kind, **content: sent.append({"kind": kind, **content}),
            **more,
        )
        return well, sent

    return run_one


def error_of(answer):
    well, sent = answer
    assert not well
    return next(one["text"] for one in sent if one["kind"] == "error")


def test_what_is_printed_comes_before_the_last_value_and_names_stay(run):
    well, sent = run("x = 20\nprint('a', x)\nx + 1")
    assert well
    assert sent == [
        {"kind": "stream", "name": "stdout", "text": "a 20\n"},
        {"kind": "result", "text": "21"},
    ]
    assert run("_ + x")[1] == [{"kind": "result", "text": "41"}]


def test_a_line_is_sent_as_soon_as_it_ends(run):
    _, sent = run("print('a', end='')\nprint('b')\nprint('c')")
    assert [one["text"] for one in sent] == ["ab\n", "c\n"]


@pytest.mark.parametrize("code", ["5;", "x = 5", "None", "# nothing", "", "'é'; 5 ;  # silent"])
def test_no_value_is_shown(run, code):
    assert run(code) == (True, [])


def test_a_semicolon_inside_a_comment_silences_nothing(run):
    assert run("5  # a; b")[1] == [{"kind": "result", "text": "5"}]


def test_an_error_shows_the_readers_own_lines_alone(run):
    run("import numpy as np\ndef product(a, b):\n    return np.linalg.solve(a, b)")
    text = error_of(run("y = 1\nprint(product(np.zeros((2, 2)), np.ones(2)))"))
    assert text == (
        "cell 7, line 2:\n    print(product(np.zeros((2, 2)), np.ones(2)))\n"
        "cell 7, line 3, in product:\n    return np.linalg.solve(a, b)\n"
        "numpy.linalg.LinAlgError: Singular matrix"
    )


def test_code_that_cannot_be_read_is_shown_with_its_place(run):
    text = error_of(run("x = 1\ny = (2"))
    assert text == ("cell 7, line 2:\n    y = (2\n        ^\nSyntaxError: '(' was never closed")


def test_recursion_without_end_is_told_in_few_lines(run):
    text = error_of(run("def f(n):\n    return f(n + 1)\nf(0)"))
    assert "RecursionError" in text
    assert "more calls like these" in text
    assert len(text.splitlines()) < 20
    assert run("1 + 1")[0]


def test_a_missing_name_is_said_to_come_from_the_cell_that_gives_it(run):
    waiting = ["absent.x", "half-written (", "import os as absent", "absent = 2"]
    _, sent = run("absent + 1", waiting=waiting)
    assert sent[-1]["missing"] == "absent"
    assert sent[-1]["giver"] == 2
    _, sent = run("absent + 1", waiting=waiting[:2])
    assert "giver" not in sent[-1]
    _, sent = run("import absent_package", waiting=["absent_package = 1"])
    assert "giver" not in sent[-1]


def test_the_words_of_an_exercise_are_sent_as_markdown_too(run):
    code = "from dlbook.exercises import check, hint\n"
    _, sent = run(code + "hint('perceptron')")
    assert sent[-1]["markdown"].startswith("**Hint 1.** ")
    _, sent = run(code + "check('perceptron', 3)")
    assert "`my_perceptron`" in sent[-1]["markdown"]
    assert "markdown" not in run("'**text**'")[1][-1]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("raise SystemExit", "The cell ended itself (SystemExit); Python goes on."),
        ("raise KeyboardInterrupt", "Stopped."),
        ("[0] * 10**18", "MemoryError"),
    ],
)
def test_nothing_ends_python(run, code, said):
    assert said in error_of(run(code))
    assert run("2 + 2")[1] == [{"kind": "result", "text": "4"}]


def test_a_flood_is_cut_and_its_length_is_told(run):
    well, sent = run("for k in range(30_000):\n    print('a' * 99)")
    assert well
    assert sum(len(one["text"]) for one in sent) < cell.MOST_CHARACTERS + 100
    assert "and 2,980,000 more characters, which are left out" in sent[-1]["text"]


def test_a_long_value_is_cut(run):
    (shown,) = run("'x' * 100_000")[1]
    assert len(shown["text"]) < cell.MOST_CHARACTERS + 100
    assert shown["text"].endswith("and 80,002 more characters, which are left out")


def test_the_streams_are_given_back(run):
    before = sys.stdout, sys.stderr
    run("import sys\nprint('x', file=sys.stderr)\n1 / 0")
    assert (sys.stdout, sys.stderr) == before


VALUES = [
    1.5,
    "text",
    (),
    [],
    {},
    (1,),
    {3, 1, 2},
    list(range(60)),
    tuple(range(60)),
    {f"name {k}": k / 7 for k in range(9)},
    {"a": list(range(40)), "b": (1, 2)},
    [np.float64(0.1), np.arange(3)],
    {"W": np.arange(12).reshape(3, 4), "b": np.zeros(3)},
    (np.eye(2), np.ones((2, 2))),
    ["word " * 10, "word " * 8, ["inner " * 6, "more " * 7]],
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_values_are_shown_as_a_notebook_shows_them(value):
    assert pretty(value) == ipython_pretty(value)


def test_a_solved_exercise_is_told_by_its_name_and_no_other_is(run):
    run("from dlbook.exercises import check, solved")
    told = run('check("perceptron", solved("perceptron"))')[1][-1]
    assert told["text"].startswith("Right")
    assert told["solves"] == "perceptron"
    assert "solves" not in run('check("perceptron", lambda X, w, b: X)')[1][-1]
