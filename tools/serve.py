"""Serve the built site on this machine alone. Usage: PORT=8000 python -m tools.serve"""

import os
import sys
import threading
import webbrowser
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

from tools.paths import SITE

HOST = "127.0.0.1"
FIRST_PORT = 8000
PORTS_TRIED = 50


class PortError(ValueError):
    """The port asked for is no port, or there is none free; the message says which."""


class Server(ThreadingHTTPServer):
    """A server that never takes over a port that another program still listens on."""

    allow_reuse_address = os.name == "posix"
    daemon_threads = True


class Handler(SimpleHTTPRequestHandler):
    """Serves files quietly, and asks the browser to look again after each build."""

    extensions_map: ClassVar[dict[str, str]] = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".ipynb": "application/x-ipynb+json",
    }

    def end_headers(self) -> None:
        """Add the header that keeps a rebuilt page from being hidden by a stored one."""
        self.send_header("Cache-Control", "no-cache")
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
    sys.exit(serve())
