"""Escapes text in CSV files that a spreadsheet program would run as a formula, and reverses it on import.

A cell that begins with ``= + - @``, a tab or a line break gets an apostrophe in front. The same is done after a separator inside
a cell, because a program that expects that separator splits the cell there. An apostrophe that is already in such a place gets
a second one, so that unescaping restores every text exactly. Source: OWASP, CSV injection.
"""

import re

_BEGINNINGS = "=+\\-@＝＋－＠"  # the wide forms are formulas to East Asian editions
_PLACE = rf"(\A|[,;|\t\r\n])(\"*)('{{}})([{_BEGINNINGS}])"
_FIRST = r"\A('{})([\t\r\n])"


def escape_formulas(words: str) -> str:
    """The text of a cell, escaped for a CSV file."""
    words = re.sub(_PLACE.format("*"), r"\1\2'\3\4", words)
    return re.sub(_FIRST.format("*"), r"'\1\2", words)


def unescape_formulas(cell: str) -> str:
    """The original text of a cell; the inverse of `escape_formulas`."""
    cell = re.sub(_FIRST.format("+"), lambda found: found[1][1:] + found[2], cell)
    return re.sub(_PLACE.format("+"), lambda found: found[1] + found[2] + found[3][1:] + found[4], cell)
