"""Hostile files: first those that somebody thought of, then good files changed at random."""

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress

TRIGGERS: tuple[bytes, ...] = (
    "a\u0301\u0323".encode(),
    b".",
    b" ",
    b"\t",
    b"\n",
    b"\x00",
    b"[",
    b"{",
    b'{"a":',
    b"(",
    b'"',
    b"'",
    b"\\",
    b"a.",
    b"=",
    b",",
    b";",
    b"9",
    b"-",
    b"<",
    b"&",
    b"&#x",
    b"%PDF-",
    b"<<",
    b"<script ",
    b'<script id="kader-archive">',
    b"<mergeCell ",
    b"<kader-archive ",
    b"<!ENTITY a 'a'>",
    b"\\ud800",
    "\u202e".encode(),
    "\ufeff".encode(),
    b"\xff",
    b"\xc3",
)
_SIZES = (1, 7, 300, 60_000)
_VALUES = (b"null", b"-1", b"1e999", b"9" * 5_000, b'""', b"[]", b"{}", b"true", b'"\\ud800"', b"NaN", b"2147483648")
_VALUE = re.compile(rb'(?<=[:=,\[] )[\w".+-]{1,40}|(?<=[:=,\[])[\w".+-]{1,40}')


def directed(seed: bytes, *, packed: bool) -> Iterator[bytes]:
    """Each trigger alone, at the start, in the middle and at the end of a good file, and inside each part of a package."""
    yield from (b"", seed[: len(seed) // 2], seed[:-1], seed + seed)
    for trigger in TRIGGERS:
        many = trigger * (1_000_000 // len(trigger))
        yield from (many, seed + many, seed[: len(seed) // 2] + many + seed[len(seed) // 2 :])
    if packed:
        for name in _names(seed)[:12]:
            for trigger in TRIGGERS[::4]:
                many = trigger * (200_000 // len(trigger))
                yield _with_part(
                    seed, name, lambda part, many=many: part[: len(part) // 2] + many + part[len(part) // 2 :]
                )


def mutated(seed: bytes, chance: random.Random, *, packed: bool) -> bytes:
    """The file with one to four random changes; in a package mostly inside a part, so that it still unpacks."""
    if packed and chance.random() < 0.8:
        with suppress(Exception):
            name = chance.choice(_names(seed))
            return _with_part(seed, name, lambda part: _changed(part, chance))
    return _changed(seed, chance)


def _changed(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 4)):
        data = chance.choice(_CHANGES)(data, chance)
    return data


def _flip(data: bytes, chance: random.Random) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    start, length = _slice(data, chance)
    return data[:start] + data[start + length :]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    start, length = _slice(data, chance)
    return data[:start] + data[start : start + length] * chance.randint(2, 50) + data[start + length :]


def _insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + chance.choice(TRIGGERS) * chance.choice(_SIZES) + data[at:]


def _replace_value(data: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(data))
    found = _VALUE.search(data, at) or _VALUE.search(data)
    return data if found is None else data[: found.start()] + chance.choice(_VALUES) + data[found.end() :]


def _truncate(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randint(0, len(data))]


def _slice(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randint(0, len(data))
    return start, chance.randint(0, min(1_000, len(data) - start))


_CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip,
    _flip,
    _cut,
    _repeat,
    _insert,
    _replace_value,
    _replace_value,
    _truncate,
)


def _names(package: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        return file.namelist()


def _with_part(package: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            new.writestr(one, change(old.read(one)) if one == name else old.read(one))
    return out.getvalue()
