"""Pieces of text that made a reader slow when somebody sent very many of them."""

TRIGGERS = {
    "combining marks": "a\u0301\u0323",
    "dots": ".",
    "script tags": "<script ",
    "merged cells": "<mergeCell ",
    "spaces": " ",
    "line ends": "\r\n",
    "brackets": "[",
    "NUL": "\x00",
    "percent signs": "%",
    "equals signs": "=",
    "semicolons": ";",
    "commas": ",",
    "colons": ":",
    "addresses": "www.a@b.c ",
    "backslashes": "\\",
}


def repeated(trigger: str, size: int) -> str:
    """``size`` bytes of it in UTF-8, or a little less."""
    return trigger * (size // len(trigger.encode()))
