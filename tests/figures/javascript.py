"""Running pieces of the drawing side in Node."""

from __future__ import annotations

import json
import subprocess

from tools import node
from tools.paths import WEB

DRAWING = WEB / "drawing"


def in_node(expression: str, given: object, imports: str = "") -> object:
    """The JSON value of a JavaScript ``expression`` of ``given``, after the ``imports``."""
    script = f"""
      {imports}
      const given = JSON.parse(process.argv[1]);
      console.log(JSON.stringify({expression}));
    """
    command = [str(node.folder() / "node"), "--input-type=module", "-e", script, json.dumps(given)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=node.environment())
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
