"""What people changed in the text of a charter's Word file since Kader wrote it, sentence by sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from framework.archive.word_text import WordText, edited
from framework.errors import ArchiveRefused
from framework.language import Translator

EditKind = Literal["changed", "added", "removed"]
_SAME_SENTENCE = 50
"""Percent of two paragraphs that has to agree for one to be the other, changed."""
_COST = 20_000_000_000
"""Characters before times characters after, in one stretch of changed text; beyond it, text counts as removed and added."""
_MAX_WORDS = 4_000
"""Words of a sentence before and after that are told apart; a longer one is marked as a whole."""
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    words: str
    changed: bool


@dataclass(frozen=True, slots=True)
class TextEdit:
    """``place``: the heading above it. ``before``, ``after``: empty where there was nothing, or nothing is left."""

    kind: EditKind
    place: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class WordEdits:
    """``comments``: what was written in the margin, as it stands there."""

    edits: tuple[TextEdit, ...]
    comments: tuple[str, ...]


def edits(data: bytes) -> WordEdits | None:
    """What was changed in a Word file; None for another file, and for one of which it cannot be told. Tracked changes count as
    accepted."""
    try:
        found = edited(data)
    except ArchiveRefused:  # the archive in it may be whole all the same
        return None
    return None if found is None else WordEdits(text_edits(found.written, found.now), found.comments)


def text_edits(written: WordText, now: WordText) -> tuple[TextEdit, ...]:
    """The differences in the order of the text."""
    from rapidfuzz.distance import Indel

    found: list[TextEdit] = []
    place, headings = "", sorted(written.headings)
    # LCS-based opcodes come one kind at a time; what lies between two equal stretches belongs together.
    blocks = Indel.opcodes(written.lines, now.lines)
    for same, run in groupby(blocks, key=lambda block: block.tag == "equal"):
        stretch = list(run)
        before = written.lines[stretch[0].src_start : stretch[-1].src_end]
        after = now.lines[stretch[0].dest_start : stretch[-1].dest_end]
        if not same:
            above = [at for at in headings if at < stretch[0].src_start]
            place = written.lines[above[-1]] if above else ""
            found += _stretch(place, before, after)
    return tuple(found)


def _stretch(place: str, before: Sequence[str], after: Sequence[str]) -> list[TextEdit]:
    """Pairs each old paragraph with the new one that it is most like, in order."""
    from rapidfuzz import fuzz

    found: list[TextEdit] = []
    next_ = 0
    comparable = sum(map(len, before)) * sum(map(len, after)) <= _COST
    for old in before:
        scores = [fuzz.ratio(old, new) for new in after[next_:]] if comparable else []
        best = max(range(len(scores)), key=scores.__getitem__, default=None)
        alone = len(before) == len(after) == 1  # a cell that was filled anew
        if best is None or (scores[best] < _SAME_SENTENCE and not alone):
            found.append(TextEdit("removed", place, (Piece(old, changed=True),), ()))
            continue
        found += [_added(place, new) for new in after[next_ : next_ + best]]
        found.append(TextEdit("changed", place, *_pieces(old, after[next_ + best])))
        next_ += best + 1
    return found + [_added(place, new) for new in after[next_:]]


def _added(place: str, words: str) -> TextEdit:
    return TextEdit("added", place, (), (Piece(words, changed=True),))


def _pieces(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both sentences, with the words that differ marked."""
    from rapidfuzz.distance import Indel

    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if len(before) + len(after) > _MAX_WORDS:
        return (Piece(old, changed=True),), (Piece(new, changed=True),)
    left: list[Piece] = []
    right: list[Piece] = []
    for block in Indel.opcodes(before, after):
        if block.src_end > block.src_start:
            left.append(Piece("".join(before[block.src_start : block.src_end]), block.tag != "equal"))
        if block.dest_end > block.dest_start:
            right.append(Piece("".join(after[block.dest_start : block.dest_end]), block.tag != "equal"))
    return _merged(left), _merged(right)


def _merged(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """A space between two changed words is changed with them, so that one mark goes over both."""
    marked = [
        Piece(
            one.words,
            one.changed
            or (one.words.isspace() and 0 < at < len(pieces) - 1 and pieces[at - 1].changed and pieces[at + 1].changed),
        )
        for at, one in enumerate(pieces)
    ]
    return tuple(
        Piece("".join(one.words for one in run), changed)
        for changed, run in groupby(marked, key=lambda one: one.changed)
    )


def summary(found: WordEdits, t: Translator) -> str:
    """What was changed, in two sentences."""
    kinds = [edit.kind for edit in found.edits]
    counts: list[str] = []
    if count := kinds.count("changed"):
        counts.append(t.plural("{count} passage changed", "{count} passages changed", count))
    if count := kinds.count("added"):
        counts.append(t.plural("{count} passage added", "{count} passages added", count))
    if count := kinds.count("removed"):
        counts.append(t.plural("{count} passage removed", "{count} passages removed", count))
    if found.comments:
        counts.append(t.plural("{count} comment in the margin", "{count} comments in the margin", len(found.comments)))
    if not counts:
        return t("The text of this Word file is as Kader wrote it.")
    return t(
        "This Word file was edited after Kader made it: {counts}. The framework inside did not change with it: decide on each "
        "change in the workshop, and make the document again.",
        counts=t.listing(counts),
    )
