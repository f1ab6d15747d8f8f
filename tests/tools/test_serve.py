"""Serving the book: this machine alone, the next free port, a clean end."""

import gzip
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request

import pytest

from tools.paths import ROOT
from tools.serve import PortError, open_server, serving, wanted_port

SERVE = """
import sys
from pathlib import Path
from tools.serve import serve
sys.exit(serve(Path({!r})))
"""
NO_SCREEN = {"DISPLAY": "", "WAYLAND_DISPLAY": ""}


@pytest.mark.parametrize(("text", "port"), [(None, 8000), ("", 8000), ("1", 1), ("65535", 65535)])
def test_a_port_is_read(text, port):
    assert wanted_port(text) == port


@pytest.mark.parametrize("text", ["0", "65536", "-1", "80a", "8000.0", " 8000", "٣", "1e3"])
def test_what_is_no_port_is_named(text):
    with pytest.raises(PortError, match="PORT must be a whole number from 1 to 65535") as caught:
        wanted_port(text)
    assert repr(text) in str(caught.value)


def test_a_port_in_use_gives_way_to_the_next_free_one(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with open_server(tmp_path, port) as server:
            assert port < server.server_address[1] < port + 50


def test_it_listens_on_this_machine_alone(tmp_path):
    with open_server(tmp_path, 8200) as server:
        assert server.server_address[0] == "127.0.0.1"


def test_ports_run_out_with_a_message(tmp_path, monkeypatch):
    monkeypatch.setattr("tools.serve.PORTS_TRIED", 1)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(PortError, match=r"no port from \d+ to \d+ can be used; choose one"):
            open_server(tmp_path, taken.getsockname()[1])


@pytest.fixture
def address(tmp_path):
    """A served folder with a text and a picture."""
    (tmp_path / "page.html").write_text("the book " * 100, encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"dots " * 100)
    (tmp_path / "program.wasm").write_bytes(b"code " * 100)
    (tmp_path / "worker.js").write_text("onmessage = null;" * 100, encoding="utf-8")
    with serving(tmp_path, 8400) as address:
        yield address


def ask(address, **headers):
    return urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=10)


@pytest.mark.parametrize(
    ("name", "kind"), [("page.html", "text/html"), ("program.wasm", "application/wasm")]
)
def test_texts_and_programs_are_compressed_for_those_who_take_it(address, name, kind):
    plain = ask(address + name).read()
    answer = ask(address + name, **{"Accept-Encoding": "gzip, deflate"})
    content = answer.read()
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Type"] == kind
    assert gzip.decompress(content) == plain
    assert int(answer.headers["Content-Length"]) == len(content) < len(plain)


def test_a_picture_is_sent_as_it_is(address):
    answer = ask(address + "picture.png", **{"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] is None
    assert answer.read() == b"dots " * 100


def test_a_page_is_alone_with_its_own_files(address):
    headers = ask(address + "page.html").headers
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize(
    "name", ["page.html", "picture.png", "program.wasm", "worker.js", "absent"]
)
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_file_is_what_it_is_sent_as(address, name, encoding):
    try:
        headers = ask(address + name, **{"Accept-Encoding": encoding}).headers
    except urllib.error.HTTPError as refused:
        headers = refused.headers
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["worker.js", "worker.js?0123456789ab"])
def test_a_worker_s_script_brings_the_policy_that_pages_have_in_them(address, name):
    policy = ask(address + name).headers["Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == rules["worker-src"] == "'self'"
    assert rules["script-src"] == "'self' 'wasm-unsafe-eval'"
    # a page's own scripts are allowed by hashes, which only the page has
    assert ask(address + "page.html").headers["Content-Security-Policy"] is None


def test_a_request_that_cannot_be_read_is_answered(address):
    host, port = address.removeprefix("http://").strip("/").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(b"GET / HTTP/9.9\r\n\r\n")
        assert b"505" in connection.makefile("rb").read()


def test_what_the_browser_has_kept_is_not_sent_again(address):
    changed = ask(address + "page.html", **{"Accept-Encoding": "gzip"}).headers["Last-Modified"]
    with pytest.raises(urllib.error.HTTPError, match="304"):
        ask(address + "page.html", **{"If-Modified-Since": changed})


def test_what_serves_a_block_ends_with_it_when_it_fails_too(tmp_path):
    threads, addresses = threading.enumerate(), []

    def fail():
        with serving(tmp_path, 8450) as address:
            addresses.append(urllib.parse.urlsplit(address))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert threading.enumerate() == threads
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((addresses[0].hostname, addresses[0].port), timeout=10)


def start(folder, port):
    """The command as `make book` runs it, over `folder`."""
    return subprocess.Popen(
        [sys.executable, "-c", SERVE.format(str(folder))],
        cwd=ROOT,
        env={**os.environ, **NO_SCREEN, "PORT": port, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def test_it_prints_its_address_serves_and_ends_cleanly_on_ctrl_c(tmp_path):
    (tmp_path / "index.html").write_text("the book", encoding="utf-8")
    run = start(tmp_path, "8300")
    try:
        line = run.stdout.readline()
        while "http" not in line:
            line = run.stdout.readline()
        address = next(word for word in line.split() if word.startswith("http"))
        assert urllib.request.urlopen(address, timeout=10).read() == b"the book"
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(address + "absent.html", timeout=10)
    finally:
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=20)
    assert (run.returncode, err) == (0, "")
    assert out.endswith("Stopped.\n")


def test_a_wrong_port_ends_with_one_line(tmp_path):
    run = start(tmp_path, "eighty")
    _, err = run.communicate(timeout=20)
    assert run.returncode == 2
    assert err == "PORT must be a whole number from 1 to 65535, got 'eighty'\n"
