"""Every text that is read from a program or a file, or written, names its encoding.

Without one, Python takes that of the machine: under a Western Windows code page set-up failed on
the first curly quote that npm printed.
"""

import ast
import subprocess
import sys

import pytest

from tools.paths import ROOT

FOLDERS = ("dlbook", "tools", "book/_ext", "benchmarks", "tests", "web/python")
FOUND = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
FILES = ["setup.py", *sorted(path.relative_to(ROOT).as_posix() for path in FOUND)]
RUNS = {"run", "Popen", "check_output"}
READS = {"read_text": 0, "write_text": 1, "open": 2}
"""Methods of paths, and the place of `encoding` among their arguments."""


def faults(source):
    """The lines of `source` that read or write text in the machine's own encoding."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        if "encoding" in given or None in given:
            continue
        if name in RUNS and any(key in given for key in ("text", "universal_newlines")):
            yield node.lineno
        elif name in READS:
            method = isinstance(node.func, ast.Attribute)
            mode = given.get("mode") or next(iter(node.args[0 if method else 1 :]), None)
            binary = name == "open" and "b" in str(getattr(mode, "value", ""))
            opens = name != "open" or not method or ast.unparse(node.func) in ("io.open",)
            place = READS[name] if method else 3
            if opens and not binary and len(node.args) <= place:
                yield node.lineno


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("subprocess.run(c, text=True)", True),
        ("subprocess.run(c, text=True, encoding='utf-8')", False),
        ("subprocess.run(c, capture_output=True)", False),
        ("path.read_text()", True),
        ("path.read_text('utf-8')", False),
        ("path.write_text(text)", True),
        ("path.write_text(text, encoding='utf-8')", False),
        ("open(path)", True),
        ("open(path, 'rb')", False),
        ("open(path, encoding='utf-8')", False),
        ("np.load(path)", False),
    ],
)
def test_what_names_no_encoding_is_found(source, wrong):
    assert bool(list(faults(source))) == wrong


@pytest.mark.parametrize("name", FILES)
def test_every_text_names_its_encoding(name):
    lines = list(faults((ROOT / name).read_text(encoding="utf-8")))
    assert lines == [], f"{name}, lines {lines}"


def test_set_up_explains_what_an_installer_prints_in_any_language():
    says = "import sys; sys.stdout.buffer.write('„no” ŷ'.encode() + bytes([0x9d])); sys.exit(1)"
    installer = f"[sys.executable, '-X', 'utf8', '-c', {ascii_code(says)!a}]"
    program = (
        "import sys\nfrom tools import setup\n"
        f"try: setup.install('it', {installer})\n"
        "except setup.SetupError as error: print(ascii(str(error)))\n"
    )
    plain = {"PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, cwd=ROOT, env=plain, capture_output=True, encoding="utf-8")
    assert run.stderr == ""
    assert ascii("„no” ŷ")[1:-1] in run.stdout


def ascii_code(code):
    """Python code with letters beyond ASCII as escapes."""
    return code.encode("ascii", "backslashreplace").decode()
