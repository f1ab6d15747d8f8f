"""Runs a reader's code as a notebook runs a cell: streams, the last value, errors in a few lines.

`send(kind, **content)` gets what there is to show. Nothing here knows of a page.
"""

import ast
import itertools
import linecache
import re
import symtable
import sys
import traceback

MOST_CHARACTERS = 20_000
MOST_FRAMES = 6
CELLS = "cell:"
FILE = re.compile(CELLS + r"(.*?)#\d+")  # a cell's name, and which of its runs it was
IN_FILE = re.compile(r'^  File "(.*)", line (\d+)$', re.MULTILINE)
RUNS = itertools.count(1)


class Stream:
    """Stands for sys.stdout or sys.stderr during a cell: sends what is written, up to a limit."""

    def __init__(self, name, send):
        self.name, self.send = name, send
        self.waiting, self.sent, self.left_out = [], 0, 0

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        room = max(0, MOST_CHARACTERS - self.sent)
        if room:
            self.waiting.append(text[:room])
            self.sent += min(room, len(text))
        self.left_out += max(0, len(text) - room)
        if "\n" in text:  # at once: what follows may never end
            self.flush()
        return len(text)

    def flush(self):
        if self.waiting:
            self.send("stream", name=self.name, text="".join(self.waiting))
            self.waiting.clear()

    def close(self):
        """Send the rest, and how much was left out."""
        self.flush()
        if self.left_out:
            text = f"\n… and {self.left_out:,} more characters, which are left out\n"
            self.send("stream", name=self.name, text=text)

    def isatty(self):
        return False

    def writable(self):
        return True

    encoding, errors = "utf-8", "strict"


def run(code, name, namespace, send, *, pretty=repr, after=lambda value: value, waiting=()):
    """Run `code`, which errors call `name`, in `namespace`; say whether it ended without an error.

    `after` gets the last value, or None; what it returns is shown. `waiting`: the codes of cells
    that have not run, one of which may give a name that is missing here.
    """
    streams = Stream("stdout", send), Stream("stderr", send)
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = streams
    error = None
    try:
        # a name of its own for each run: a function that an earlier one defined keeps its lines
        value = after(execute(code, f"{CELLS}{name}#{next(RUNS)}", namespace))
        for stream in streams:
            stream.flush()
        if value is not None:
            namespace["_"] = value
            send("result", text=shortened(pretty(value)), **markdown_of(value), **solved_by(value))
    except BaseException as caught:  # SystemExit and KeyboardInterrupt too end the cell alone
        error = caught
    finally:
        sys.stdout, sys.stderr = before
        for stream in streams:
            stream.close()
    if error is not None:
        send("error", text=describe(error), **giver_of(error, waiting))
    return error is None


def execute(code, filename, namespace):
    """Answer the value of the code's last expression; None where there is none, or after a `;`."""
    lines = code.splitlines(keepends=True)
    linecache.cache[filename] = (len(code), None, lines, filename)
    tree = ast.parse(code, filename)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, filename, "exec"), namespace)
    if last is None:
        return None
    value = eval(compile(ast.Expression(last.value), filename, "eval"), namespace)
    return None if is_silent(lines, last) else value


def markdown_of(value):
    """Answer the words of an exercise as Jupyter shows them; of other values nothing."""
    is_ours = type(value).__module__.startswith("dlbook.exercises.")
    show = getattr(value, "_repr_markdown_", None) if is_ours else None
    return {"markdown": shortened(show())} if show else {}


def giver_of(error, waiting):
    """Answer the name that `error` misses, and which code among `waiting` gives it, if one does."""
    if type(error) is not NameError:
        return {}
    for place, code in enumerate(waiting):
        if error.name in names_given(code):
            return {"missing": error.name, "giver": place}
    return {}


def names_given(code):
    """Answer the names that `code` gives a value; none where it cannot be read."""
    try:
        symbols = symtable.symtable(code, "", "exec").get_symbols()
    except SyntaxError:
        return set()
    return {one.get_name() for one in symbols if one.is_assigned() or one.is_imported()}


def solved_by(value):
    """Answer which exercise the answer `value` says is solved, if it is one that does."""
    solves = value.solves if type(value).__module__ == "dlbook.exercises.checking" else ""
    return {"solves": solves} if solves else {}


def is_silent(lines, last):
    """Say whether a `;` follows the last expression."""
    line = lines[last.end_lineno - 1].encode()[last.end_col_offset :]
    return line.lstrip().startswith(b";")


def shortened(text):
    """Answer `text`, or its beginning with how much is left out."""
    left_out = len(text) - MOST_CHARACTERS
    if left_out <= 0:
        return text
    return f"{text[:MOST_CHARACTERS]}\n… and {left_out:,} more characters, which are left out"


def describe(error):
    """Answer an error as a reader needs it: what it says, and the reader's own lines."""
    if isinstance(error, KeyboardInterrupt):
        return "Stopped."
    if isinstance(error, SystemExit):
        return "The cell ended itself (SystemExit); Python goes on."
    told = traceback.TracebackException.from_exception(error, compact=True)
    parts = []
    while told is not None and len(parts) < 3:
        parts.append(one(told))
        cause = told.__cause__ or (None if told.__suppress_context__ else told.__context__)
        told = cause
    return shortened("\n\nThis came while another error was dealt with:\n\n".join(parts))


def one(told):
    """Answer a single error: the reader's own lines, then the error's name and message."""
    own = [frame for frame in told.stack if frame.filename.startswith(CELLS)]
    lines, left_out = [], len(own) - MOST_FRAMES
    if left_out > 0:
        own = own[: MOST_FRAMES // 2] + own[-MOST_FRAMES // 2 :]
    for number, frame in enumerate(own):
        if left_out > 0 and number == MOST_FRAMES // 2:
            lines.append(f"… {left_out:,} more calls like these …")
        where = "" if frame.name == "<module>" else f", in {frame.name}"
        cell = FILE.sub(r"\1", frame.filename)
        lines.append(f"{cell}, line {frame.lineno}{where}:")
        lines.append(f"    {frame.line}")
    said = FILE.sub(r"\1", "".join(told.format_exception_only()).rstrip())
    return "\n".join([*lines, IN_FILE.sub(r"\1, line \2:", said)])
