"""Printed text is joined just as it was printed.

A kernel sends what a cell prints in pieces that may end in the middle of a line; myst-nb's own
joining ends every piece with a new line, so a busy machine would build another page.
"""

from myst_nb.core import render


def setup(app):
    """Let myst-nb join a cell's streams with `joined`."""
    render.coalesce_streams = joined


def joined(outputs):
    """Answer `outputs` with all pieces of one stream put into its first piece, unchanged."""
    kept, streams = [], {}
    for output in outputs or []:
        if output["output_type"] == "stream" and output["name"] in streams:
            streams[output["name"]]["text"] += output["text"]
            continue
        if output["output_type"] == "stream":
            streams[output["name"]] = output
        kept.append(output)
    return kept
