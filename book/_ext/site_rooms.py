"""The rooms that live figures take, as tools/rooms.py measured them, which their first pictures keep:
each page has those of its own figures."""

import json
import re
from pathlib import Path

ROOMS = Path(__file__).parents[2] / "dlbook" / "figures" / "kit" / "rooms.json"
FIRST = re.compile(r'<div class="dlb-card dlb-first" data-figure="([\w-]+)">')


def sheet(body):
    """Answer the style element for the figures in the HTML `body`; nothing where it has none."""
    rooms = json.loads(ROOMS.read_text(encoding="utf-8"))
    names = dict.fromkeys(FIRST.findall(body))
    lines = [line for name in names for line in rules(name, rooms.get(name, []))]
    return "<style>\n{}\n</style>\n".format("\n".join(lines)) if lines else ""


def rules(name, pieces):
    """Yield the rules for a figure's room, each for places as wide as its piece says, and wider."""
    for k, (width, height, growth) in enumerate(pieces):
        tall = f"calc({height}px + {growth} * (100cqw - {width}px))" if growth else f"{height}px"
        rule = f'.dlb-first[data-figure="{name}"] .dlb-room{{height:{tall}}}'
        yield f"@container (min-width:{width}px){{{rule}}}" if k else rule
