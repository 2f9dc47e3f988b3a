"""A deck as one file comes back as it went in, and nothing hostile comes in with it."""

import io
import zipfile

import pytest

from framework.deck.load import FILES_LIMIT, PART_LIMIT, deck_from_files, read_parts
from framework.deck.zip_format import LIMIT_MB, pack, unpack
from framework.errors import DeckInvalid, DeckRefused
from framework.language import error_sentence, translator
from tests.support.faulty_decks import sound
from tests.support.linear_time import assert_linear


def a_zip(**files: bytes) -> bytes:
    return zipped(files)


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return packed.getvalue()


def test_it_comes_back_as_it_went_in() -> None:
    assert unpack(pack(sound())) == sound()


def test_the_same_deck_gives_the_same_bytes() -> None:
    files = sound()
    assert pack(files) == pack(dict(reversed(files.items())))


def test_what_is_no_part_of_a_deck_stays_out() -> None:
    assert unpack(pack({**sound(), "notes/secret.txt": b"x", ".git/config": b"x"})) == sound()


def test_a_deck_zipped_by_hand_opens_with_its_folder_around_it() -> None:
    around = {f"my deck/{name}": content for name, content in sound().items()}
    assert unpack(zipped({**around, "my deck/.DS_Store": b"x", "__MACOSX/my deck/._deck.toml": b"x"})) == sound()


def encrypted() -> bytes:
    """A zip whose first entry says that it is encrypted."""
    data = bytearray(a_zip(**{"deck.toml": b"id = 1"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


def said_twice() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("deck.toml", b"a")
        with pytest.warns(UserWarning, match="Duplicate name"):
            package.writestr("deck.toml", b"b")
    return packed.getvalue()


def broken_lzma() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as package:
        package.writestr("deck.toml", b"id = 1\n" * 50)
    data = bytearray(packed.getvalue())
    at = data.index(b"deck.toml") + len("deck.toml") + 4
    data[at : at + 12] = b"\xff" * 12
    return bytes(data)


HOSTILE = {
    "nothing": (b"", "not-a-deck"),
    "another kind of file": (b"%PDF-1.7", "not-a-deck"),
    "a zip of something else": (a_zip(**{"README.md": b"hi"}), "not-a-deck"),
    "cut short": (pack(sound())[:2000], "damaged"),
    "a path upward": (a_zip(**{"deck.toml": b"", "../evil.toml": b""}), "unsafe"),
    "a path upward inside": (a_zip(**{"deck.toml": b"", "scenarios/../../evil.toml": b""}), "unsafe"),
    "a path from the root": (a_zip(**{"deck.toml": b"", "/etc/passwd": b""}), "unsafe"),
    "a drive": (a_zip(**{"deck.toml": b"", "C:\\evil.toml": b""}), "unsafe"),
    "a program": (a_zip(**{"deck.toml": b"", "scenarios/run.py": b""}), "unsafe"),
    "one part too large": (a_zip(**{"deck.toml": b" " * (PART_LIMIT + 1)}), "too-large"),
    "a bomb": (zipped({"deck.toml": b"", **{f"scenarios/S{n:03}.toml": b" " * PART_LIMIT for n in range(90)}}), "too-large"),
    "too many files": (zipped({f"scenarios/S{n}.toml": b"" for n in range(FILES_LIMIT + 1)}), "too-large"),
    "a large file": (b"PK\x03\x04" + b" " * (LIMIT_MB * 1024 * 1024), "too-large"),
    "encrypted": (encrypted(), "damaged"),
    "one name twice": (said_twice(), "unsafe"),
    "a damaged LZMA part": (broken_lzma(), "damaged"),
    "a name that is cut short": (pack(sound()).replace(b"deck.toml", b"deck.\x00\xff\xff\xff", 1), "damaged"),
    "numbers without end": (zipped({"deck.toml": b"", **{f"scenarios/S{n}.toml": b"k=[" + b"1," * 120_000 + b"]" for n in range(9)}}), "too-large"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_anything_else_is_refused_with_its_reason(case: str) -> None:
    data, reason = HOSTILE[case]
    with pytest.raises(DeckRefused) as refusal:
        unpack(data)
    assert refusal.value.params["reason"] == reason


TRIGGERS = {
    "a dotted key": lambda n: b"a" + b".a" * (n // 2) + b" = 1",
    "a dotted header": lambda n: b"[a" + b".a" * (n // 2) + b"]",
    "a dotted key in a table": lambda n: b"k = {a" + b" . 'a'" * (n // 6) + b" = 1}",
    "one long word": lambda n: b"a" * n,
    "quotation marks": lambda n: b"\"'" * (n // 2),
    "dots": lambda n: b"." * n,
    "brackets": lambda n: b"k = " + b"[" * n,
    "tables": lambda n: b"".join(b"[t%d]\n" % at for at in range(n // 9)),
    "digits": lambda n: b"k = " + b"9" * n,
    "texts": lambda n: b"".join(b"[t%d]\nnl = 'a'\nen = 'a'\n" % at for at in range(n // 27)),
}


@pytest.mark.parametrize("what", TRIGGERS)
def test_no_part_keeps_the_server_busy_or_ends_in_another_error(what: str) -> None:
    assert_linear(TRIGGERS[what], lambda part: read_parts({"deck.toml": part}), size=PART_LIMIT)


@pytest.mark.parametrize(
    "part", [b"a" + b".a" * 2000 + b" = 1", b"k = " + b"9" * 5000, b"k = " + b"[" * 900 + b"1" + b"]" * 900]
)
def test_what_no_parser_can_take_is_a_finding(part: bytes) -> None:
    assert any(finding.code == "toml" for finding in read_parts({"deck.toml": part}).findings)


def test_a_deck_of_faults_is_refused_in_one_sentence() -> None:
    files = {**sound(), "deck.toml": sound()["deck.toml"] + b"".join(b"[t%d]\n" % at for at in range(25_000))}
    with pytest.raises(DeckInvalid) as refused:
        deck_from_files(files, "deck")
    assert len(error_sentence(refused.value, translator("en"))) <= 600
    assert len(refused.value.params["findings"]) < 200
