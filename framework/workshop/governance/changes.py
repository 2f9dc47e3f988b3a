"""Compares two versions of a framework: what is new, changed, withdrawn or the same, part by part. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from framework.text import LANGS, Lang, Worded
from framework.workshop.governance.history import (
    PLANNED,
    Change,
    Difference,
    Kind,
    Part,
    PartChange,
    RulePart,
    Status,
    VersionChanges,
)
from framework.workshop.governance.promises import catalogue, sentence
from framework.workshop.governance.records import Promise
from framework.workshop.models import Framework, FrameworkActivity, FrameworkRedLine, Rule
from framework.workshop.rule_grammar import never_sentence, quoted_names, rule_sentence


def compare(before: Framework | None, after: Framework, reasons: Mapping[str, str] | None = None) -> VersionChanges:
    """What ``after`` changes against ``before``. ``reasons``: why, by the id of the decision or red line."""
    said = reasons or {}
    changes = (*_compared(_rules(before), _rules(after), said), *_compared(_lines(before), _lines(after), said))
    return VersionChanges(
        version=after.version,
        before=before.version if before else None,
        on=after.made_on,
        adopted=after.adopted,
        deciders=after.deciders,
        changes=changes,
        others=tuple(_others(before, after)) if before else (),
    )


def status_of(change: Iterable[PartChange]) -> Status:
    """*changed* where more differs than what moves with every review."""
    return "changed" if any(one.part not in PLANNED for one in change) else "same"


def same_rule(before: Rule, after: Rule) -> bool:
    """Whether a rule stands in the same words, about the same uses, with the same check, owner and role."""
    return status_of(_differing(_rule_item(before, {}), _rule_item(after, {}))) == "same"


def line_number(line: FrameworkRedLine, place: int) -> int:
    """The number of a red line; before release 0.2 its place in the list, from 1."""
    return line.number or place


# Rules and red lines


class _Item(NamedTuple):
    kind: Kind
    id: str
    number: int
    sentence: Worded
    parts: Mapping[RulePart, Worded | None]
    uses: frozenset[str] = frozenset()
    """Ids, which say whether a rule is about the same uses; their names are in the parts."""


def _rules(framework: Framework | None) -> dict[str, _Item]:
    names = {one.id: one.name for one in framework.activities} if framework else {}
    return {rule.decision: _rule_item(rule, names) for rule in (framework.rules if framework else ())}


def _rule_item(rule: Rule, names: Mapping[str, str]) -> _Item:
    uses = [names.get(one, one) for one in rule.activities]
    words = Worded(
        **{lang: rule_sentence(said, rule.verb, rule.exception_role, lang) for lang, said in rule.wording.items()}
    )
    parts: dict[RulePart, Worded | None] = {
        "sentence": words,
        "activities": Worded(nl=quoted_names(uses, "nl"), en=quoted_names(uses, "en")) if uses else None,
        "check": rule.check,
        "owner": _as_typed(rule.owner),
        "accepted": _as_typed(", ".join(rule.accepted)),
        "review_on": _as_typed(rule.review_on.isoformat()),
    }
    return _Item("rule", rule.decision, rule.number, words, parts, frozenset(rule.activities))


def _lines(framework: Framework | None) -> dict[str, _Item]:
    found: dict[str, _Item] = {}
    for place, line in enumerate(framework.red_lines if framework else (), start=1):
        words = Worded(**{lang: never_sentence(text, lang) for lang in LANGS if (text := _said(line.wording, lang))})
        found[line.id] = _Item("red_line", line.id, line_number(line, place), words, {"sentence": words})
    return found


def _compared(before: Mapping[str, _Item], after: Mapping[str, _Item], reasons: Mapping[str, str]) -> Iterator[Change]:
    for item in sorted(
        (*after.values(), *(b for b in before.values() if b.id not in after)), key=lambda one: one.number
    ):
        was, now = before.get(item.id), after.get(item.id)
        parts = _differing(was, now) if was and now else ()
        status: Status = "new" if was is None else "withdrawn" if now is None else status_of(parts)
        yield Change(
            kind=item.kind,
            id=item.id,
            number=item.number,
            status=status,
            sentence=None if status == "same" else item.sentence,
            parts=parts,
            reason=reasons.get(item.id, "") if status in ("changed", "withdrawn") else "",
        )


def _differing(before: _Item, after: _Item) -> tuple[PartChange, ...]:
    return tuple(
        PartChange(part=part, old=before.parts[part], new=new)
        for part, new in after.parts.items()
        if (before.uses != after.uses if part == "activities" else not _equal(before.parts[part], new))
    )


def _equal(before: Worded | None, after: Worded | None) -> bool:
    """Whether two texts say the same. A translation that was added or dropped changes nothing in the language they share."""
    if before is None or after is None:
        return before is after
    shared = [(old, new) for lang in LANGS if (old := _said(before, lang)) and (new := _said(after, lang))]
    return before == after if not shared else all(old == new for old, new in shared)


def _said(words: Worded, lang: Lang) -> str | None:
    return words.nl if lang == "nl" else words.en


def _as_typed(text: str) -> Worded | None:
    """A name, role, code or date, which no language changes; None where there is none."""
    return Worded(nl=text, en=text) if text else None


# Everything else


def _others(before: Framework, after: Framework) -> Iterator[Difference]:
    yield from _fields("principles", _listed(before.principles), _listed(after.principles))
    yield from _fields("people", _people(before), _people(after))
    yield from _fields("texts", _texts(before), _texts(after))
    yield from _promises(before, after)
    yield from _uses(before, after)
    yield from _fields("law", {"version": _as_typed(before.law_version)}, {"version": _as_typed(after.law_version)})
    yield from _fields("deck", {"version": _as_typed(_deck(before))}, {"version": _as_typed(_deck(after))})


def _fields(
    part: Part, old: Mapping[str, Worded | None], new: Mapping[str, Worded | None], about: str = "", name: str = ""
) -> Iterator[Difference]:
    for field, now in new.items():
        if not _equal(old[field], now):
            yield Difference(part=part, field=field, about=about, name=name, old=old[field], new=now)


def _listed(cards: Iterable[str]) -> dict[str, Worded | None]:
    return {"order": _as_typed(", ".join(cards))}


def _people(framework: Framework) -> dict[str, Worded | None]:
    texts = framework.texts
    council = texts.works_council
    return {
        name: _as_typed(value)
        for name, value in {
            "sponsor": ", ".join(part for part in (texts.sponsor.name, texts.sponsor.function) if part),
            "board": texts.board,
            "owner": texts.owner,
            "deputy": texts.deputy,
            "stop_role": texts.stop_role,
            "incident_contact": texts.incident_contact,
            "contact": texts.contact,
            "complaints_role": texts.complaints_role,
            "privacy": ", ".join(part for part in (texts.privacy.role, texts.privacy.contact) if part),
            "works_council": council.state or "",
        }.items()
    }


def _texts(framework: Framework) -> dict[str, Worded | None]:
    return {"why": framework.texts.why, "scope": framework.texts.scope, "suppliers": framework.texts.suppliers}


def _promises(before: Framework, after: Framework) -> Iterator[Difference]:
    old, new = _made(before), _made(after)
    for about in dict.fromkeys((*old, *new)):
        was, now = old.get(about), new.get(about)
        if not _equal(was, now):
            yield Difference(part="promises", about=about, old=was, new=now)


def _made(framework: Framework) -> dict[str, Worded]:
    """The sentence of each promise that was made."""
    return {
        one.id: words for one in framework.promises if one.answer == "made" and (words := _promised(one, framework))
    }


def _promised(promise: Promise, framework: Framework) -> Worded | None:
    """None where the catalogue no longer has it and it has no words of its own."""
    if promise.wording is not None:
        return promise.wording
    text = catalogue().promise(promise.id)
    if text is None:
        return None
    return Worded(**{lang: sentence(text, promise, framework.texts, lang)[0] for lang in LANGS})


def _uses(before: Framework, after: Framework) -> Iterator[Difference]:
    old, new = ({use.id: use for use in one.activities} for one in (before, after))
    for use in after.activities:
        if use.id not in old:
            yield Difference(part="uses", about=use.id, name=use.name, new=_as_typed(use.name))
        else:
            yield from _fields("uses", _use(old[use.id]), _use(use), use.id, use.name)
    for use in before.activities:
        if use.id not in new:
            yield Difference(part="uses", about=use.id, name=use.name, old=_as_typed(use.name))


def _use(use: FrameworkActivity) -> dict[str, Worded | None]:
    return {
        "name": _as_typed(use.name),
        "supplier": _as_typed(use.supplier),
        "owner": _as_typed(use.owner),
        "purpose": _as_typed(use.purpose),
        "running": _as_typed(use.running),
        "stopped_on": _as_typed(use.stopped_on.isoformat() if use.stopped_on else ""),
    }


def _deck(framework: Framework) -> str:
    return f"{framework.deck_id} {framework.deck_version}"
