"""How a text is set: a minus sign before a number, and no line break between a number and %."""

import re

_MINUS = re.compile(r"(?<![\w-])-(?=\.?\d)")
_PERCENT = re.compile(r"(?<=\d)\s?%(?!\w)")


def typeset(text: str) -> str:
    """The text with a minus sign for the hyphen before a number, and U+00A0 before ``%``."""
    return _PERCENT.sub("\N{NO-BREAK SPACE}%", _MINUS.sub("\N{MINUS SIGN}", text))
