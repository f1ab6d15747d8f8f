"""Running pieces of the drawing side in Node."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tools import node

ROOT = Path(__file__).parents[2]
DRAWING = ROOT / "web" / "drawing"


def in_node(expression: str, given: object) -> object:
    """The JSON value of a JavaScript ``expression`` of ``given``."""
    script = f"""
      const given = JSON.parse(process.argv[1]);
      console.log(JSON.stringify({expression}));
    """
    command = [str(node.folder() / "node"), "--input-type=module", "-e", script, json.dumps(given)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=node.environment())
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
