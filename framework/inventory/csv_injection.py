"""Words that a spreadsheet program would take for a formula, made harmless in a CSV file and put back when read.

A cell that begins with ``= + - @``, a tab or a line break gets an apostrophe before it. That alone is not enough: a
program that expects another separator splits the line elsewhere, so the same holds right after a separator inside the
words. Cells that have an apostrophe in such a place already get one more, so that every text comes back as it was:
what is taken off is exactly what was put on. Source: the OWASP notes on CSV injection, which name these characters.
"""

import re

_BEGINNINGS = "=+\\-@＝＋－＠"  # the wide forms are formulas to East Asian editions
_PLACE = rf"(\A|[,;|\t\r\n])(\"*)('{{}})([{_BEGINNINGS}])"
_FIRST = r"\A('{})([\t\r\n])"


def escape_formulas(words: str) -> str:
    """The words as they may stand in a CSV file."""
    words = re.sub(_PLACE.format("*"), r"\1\2'\3\4", words)
    return re.sub(_FIRST.format("*"), r"'\1\2", words)


def unescape_formulas(cell: str) -> str:
    """The words behind a cell of a CSV file; `escape_formulas` the other way round."""
    cell = re.sub(_FIRST.format("+"), lambda found: found[1][1:] + found[2], cell)
    return re.sub(_PLACE.format("+"), lambda found: found[1] + found[2] + found[3][1:] + found[4], cell)
