"""Shows a value as IPython does: what does not fit on a line is broken at its commas."""

WIDTH = 79
BRACKETS = {list: ("[", "]"), tuple: ("(", ")"), set: ("{", "}"), dict: ("{", "}")}


def pretty(value, indent=0, column=0, after=0):
    """Answer `value` as text.

    indent: where its further lines begin; column: where its first one does; after: how many
    characters follow on its last line.
    """
    brackets = BRACKETS.get(type(value))
    if brackets is None or not value:
        return repr(value).replace("\n", "\n" + " " * indent)
    line = repr(value)
    if "\n" not in line and column + len(line) + after <= WIDTH:
        return line
    opening, closing = brackets
    inner = indent + 1
    if isinstance(value, dict):
        shown = [pair(key, part, inner) for key, part in value.items()]
    else:
        shown = [pretty(part, inner, inner, after=1) for part in in_order(value)]
    comma = "," if isinstance(value, tuple) and len(value) == 1 else ""
    return opening + (",\n" + " " * inner).join(shown) + comma + closing


def in_order(value):
    """Answer the entries, those of a set sorted where they can be."""
    if isinstance(value, set):
        try:
            return sorted(value)
        except TypeError:
            return list(value)
    return value


def pair(key, value, indent):
    """Answer one entry of a dictionary."""
    said = f"{pretty(key, indent, indent)}: "
    return said + pretty(value, indent, indent + len(said), after=1)
