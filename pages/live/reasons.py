"""The reasons and objections of a revealed round as a room reads them: without names, equal ones once with their number."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from framework.deck import LETTERS, Letter
from framework.language import Translator
from framework.text import after_if
from framework.workshop.models import Ballot, Consent

SHORT = 100
"""Characters of a reason on the projector."""
OBJECTIONS_SHOWN = 2
"""Reasons behind a strong objection that the projector shows; of further ones only the number."""


@dataclass(frozen=True, slots=True)
class Reason:
    """``words`` as most of its ``people`` wrote it. ``objects``: they strongly object to what is done now or planned."""

    letter: Letter
    words: str
    people: int
    objects: bool


def merged_reasons(ballots: Iterable[Ballot]) -> tuple[Reason, ...]:
    """Every reason that is not hidden, by stance, the most common first.

    The order does not tell who answered when. Reasons are equal where only case, spaces and final punctuation differ.
    """
    found: dict[tuple[Letter, str, bool], list[str]] = {}
    for ballot in ballots:
        if ballot.stance is not None and ballot.reason and not ballot.hidden:
            found.setdefault((ballot.stance, _plain(ballot.reason), ballot.objection), []).append(ballot.reason)
    merged = (Reason(letter, _most_common(same), len(same), objects) for (letter, _, objects), same in found.items())
    return tuple(sorted(merged, key=lambda one: (one.letter, -one.people, one.words, one.objects)))


@dataclass(frozen=True, slots=True)
class Objection:
    """To one sentence, as most of its ``people`` wrote it."""

    harm: str
    safe_if: str
    people: int

    def lines(self, t: Translator) -> tuple[str, ...]:
        """What it would harm and, where somebody said so, what would make it safe enough."""
        said = [t("It would harm: {harm}", harm=self.harm)]
        if self.safe_if:
            said.append(t("Safe enough if: {safe_if}", safe_if=after_if(self.safe_if)))
        if self.people > 1:
            said[-1] += f" ({self.people}×)"
        return tuple(said)


def merged_objections(objections: Iterable[Consent]) -> tuple[Objection, ...]:
    """Those of `objections_to`, the most common first; equal like `merged_reasons`."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for one in objections:
        found.setdefault((_plain(one.harm), _plain(one.safe_if)), []).append((one.harm, one.safe_if))
    merged = (
        Objection(_most_common(harm for harm, _ in same), _most_common(safe_if for _, safe_if in same), len(same))
        for same in found.values()
    )
    return tuple(sorted(merged, key=lambda one: (-one.people, one.harm, one.safe_if)))


def _plain(words: str) -> str:
    return " ".join(words.casefold().split()).rstrip(" .,;:!…")


def _most_common(words: Iterable[str]) -> str:
    counts = Counter(words)
    return min(counts, key=lambda one: (-counts[one], one))


def first_reasons(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """What the projector keeps whatever the space: two behind strong objections, of the outermost stances that have any, and
    one for each other stance."""
    objecting = [one for one in reasons if one.objects]
    ends = [*objecting[:1], *[one for one in objecting if one.letter != objecting[0].letter][-1:]]
    kept = ends if len(ends) == OBJECTIONS_SHOWN else objecting[:OBJECTIONS_SHOWN]
    covered = {one.letter for one in kept}
    for letter in LETTERS:
        if letter not in covered:
            kept += sorted((one for one in reasons if one.letter == letter), key=lambda one: one.objects)[:1]
    return tuple(one for one in reasons if one in kept)


def shortened(words: str, limit: int = SHORT) -> str:
    """At most ``limit`` characters, cut after a word where that leaves half of them."""
    if len(words) <= limit:
        return words
    head = words[: limit - 1]
    end = head.rfind(" ")
    return f"{(head[:end] if end > limit // 2 else head).rstrip(' .,;:')}…"
