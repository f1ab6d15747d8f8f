"""Serve the built site on this machine alone. Usage: PORT=8000 python -m tools.serve"""

import gzip
import io
import os
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO, ClassVar

from tools.command_line import no_arguments
from tools.paths import SITE
from tools.policy import policy

HOST = "127.0.0.1"
FIRST_PORT = 8000
PORTS_TRIED = 50
COMPRESSED = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".wasm", ".txt", ".inv", ".ipynb"}
SCRIPTS = {".js", ".mjs"}
SCRIPT_POLICY = policy()
"""A page's policy stands in the page (book/_ext/site_policy.py). A worker has not that one, but
what its own script was sent with."""


class PortError(ValueError):
    """The port asked for is no port, or there is none free; the message says which."""


@lru_cache(maxsize=256)
def compressed(path: Path, _changed: int) -> bytes:
    """Answer the file compressed; worked out once for each state of it."""
    return gzip.compress(path.read_bytes(), 6)


class Server(ThreadingHTTPServer):
    """A server that never takes over a port that another program still listens on."""

    allow_reuse_address = os.name == "posix"
    daemon_threads = True


class Handler(SimpleHTTPRequestHandler):
    """Serves files quietly and compressed, and asks the browser to look again after each build."""

    path = ""  # until a request has been read
    extensions_map: ClassVar[dict[str, str]] = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".ipynb": "application/x-ipynb+json",
        ".webp": "image/webp",
        ".woff2": "font/woff2",
    }

    def send_head(self) -> BinaryIO | None:
        """Send the headers; a text, or a program, that the browser takes compressed is sent so."""
        name = self.translate_path(self.path)
        path = Path(name)
        is_wanted = "gzip" in self.headers.get("Accept-Encoding", "")
        may_be_kept = "If-Modified-Since" in self.headers  # the stock handler sees to that
        is_text = path.suffix in COMPRESSED and path.is_file() and not name.endswith("/")
        if not is_wanted or may_be_kept or not is_text:
            return super().send_head()
        content = compressed(path, path.stat().st_mtime_ns)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Last-Modified", self.date_time_string(path.stat().st_mtime))
        self.end_headers()
        return io.BytesIO(content)

    def end_headers(self) -> None:
        """Add the headers that keep a rebuilt page from being hidden by a stored one; by which the
        page is alone with its own files, so that Python in it can be interrupted; and by which a
        file is what it is sent as, and a worker may do what a page may."""
        self.send_header("Cache-Control", "no-cache")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        # a closed frame, or one on another site, may hold a page: its files are foreign there
        self.send_header("Cross-Origin-Resource-Policy", "cross-origin")
        self.send_header("X-Content-Type-Options", "nosniff")
        if Path(self.path.partition("?")[0]).suffix in SCRIPTS:
            self.send_header("Content-Security-Policy", SCRIPT_POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Keep the terminal free for the address."""


def wanted_port(text: str | None) -> int:
    """Read the port from `text` (1 to 65535; empty or None: 8000), or raise PortError."""
    if not text:
        return FIRST_PORT
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise PortError(f"PORT must be a whole number from 1 to 65535, got {text!r}")
    return int(text)


def open_server(folder: Path, port: int) -> Server:
    """Answer a server for `folder` on `port`, or on the next free one after it."""
    handler = partial(Handler, directory=str(folder))
    last = min(port + PORTS_TRIED, 65536)
    for candidate in range(port, last):
        try:
            return Server((HOST, candidate), handler)
        except OSError:
            continue
    raise PortError(
        f"no port from {port} to {last - 1} can be used; choose one: make book PORT=..."
    )


@contextmanager
def serving(folder: Path, port: int) -> Iterator[str]:
    """Serve `folder` while the block lasts, on `port` or the next free one; give the address."""
    with open_server(folder, port) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://{HOST}:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


def serve(folder: Path = SITE) -> int:
    """Serve `folder` until Ctrl-C; answer the exit status."""
    try:
        wanted = wanted_port(os.environ.get("PORT"))
        server = open_server(folder, wanted)
    except PortError as error:
        print(error, file=sys.stderr)
        return 2
    with server:
        try:
            announce(server.server_address[1], wanted)
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            print("\nStopped.")
    return 0


def announce(port: int, wanted: int) -> None:
    """Print the address, say so when it is not the port that was asked for, and open it."""
    address = f"http://{HOST}:{port}/"
    if port != wanted:
        print(f"Port {wanted} is in use; taking {port}.")
    print(f"The book is at {address} (Ctrl-C ends it)", flush=True)
    threading.Thread(target=open_browser, args=(address,), daemon=True).start()


def open_browser(address: str) -> None:
    """Show `address` in a browser where there is a screen for one."""
    headless = sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if not headless:
        webbrowser.open(address)


if __name__ == "__main__":
    no_arguments(__doc__)
    sys.exit(serve())
