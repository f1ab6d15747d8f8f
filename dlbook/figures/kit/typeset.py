"""How a text is set: minus signs before numbers, and no line break beside % or =."""

import re

_MINUS = re.compile(r"(?<![\w-])-(?=\.?\d)")
_PERCENT = re.compile(r"(?<=\d)\s?%(?!\w)")


def typeset(text: str) -> str:
    """The text with a minus sign for the hyphen before a number, and U+00A0 before ``%``."""
    return _PERCENT.sub("\N{NO-BREAK SPACE}%", _MINUS.sub("\N{MINUS SIGN}", text))


def unbroken(text: str) -> str:
    """Text in which no line ends beside an equals sign or before a percent sign."""
    return re.sub("(?<==) | (?=[=%])", "\N{NO-BREAK SPACE}", text)
