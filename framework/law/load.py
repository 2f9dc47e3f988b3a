"""Reading the law data from its folder, with every fault reported as ``file: place: what is wrong``."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from framework.errors import LawInvalid, LawRefused
from framework.law.conditions import facts_in, walk
from framework.law.data_checks import dead_rules, validity_faults
from framework.law.models import Condition, LawBook

LAW_DIR = Path(__file__).resolve().parents[2] / "data" / "law"

PARTS: dict[str, str] = {
    "sources": "source",
    "fines": "fine",
    "terms": "term",
    "facts": "fact",
    "roles": "role",
    "classes": "class",
    "obligations": "obligation",
    "ground_rules": "rule",
    "other_rules": "rule",
    "doubts": "doubt",
    "tick_lists": "tick_list",
    "assessment_reasons": "reason",
}
"""File (without .toml) to the name of its tables; ``law.toml`` holds version and as-of date."""


FORMAT = 1
"""Which format of the law data this program reads: ``format`` in ``law.toml``, 1 where it says nothing."""
FILES = ("law.toml", *(f"{name}.toml" for name in PARTS))


def load_law(folder: Path = LAW_DIR) -> LawBook:
    """The law data in ``folder``. Raises `LawInvalid` with all findings that can be told at once, and `LawRefused`."""
    files: dict[str, bytes] = {}
    for name in FILES:
        try:
            files[name] = (folder / name).read_bytes()
        except FileNotFoundError:
            continue
        except OSError:
            raise LawRefused(reason="cannot-read", where=str(folder / name)) from None
    return load_files(files)


def load_files(files: Mapping[str, bytes]) -> LawBook:
    """The law data in these files, by name. Raises `LawInvalid`, and `LawRefused` (``newer``)."""
    findings: list[str] = []
    refuse_newer(files)
    body = dict(_read(files, "law.toml", findings))
    body.pop("format", None)
    for name, table in PARTS.items():
        content = _read(files, f"{name}.toml", findings)
        findings += [f"{name}.toml: {key}: is not a known key; write [[{table}]]" for key in content if key != table]
        body[name] = content.get(table, [])
    if not findings:
        try:
            book = LawBook.model_validate(body)
        except ValidationError as error:
            findings += _sentences(body, error)
        else:
            findings += list(check_book(book))
            if not findings:
                return book
    raise LawInvalid(findings=tuple(findings))


def refuse_newer(files: Mapping[str, bytes]) -> None:
    """Raises `LawRefused` (``newer``) for a format of which this program knows nothing, the other files' included."""
    version = _read(files, "law.toml", []).get("format", FORMAT)
    if isinstance(version, int) and version > FORMAT:
        raise LawRefused(reason="newer", format=version, known=FORMAT)


@cache
def law_book() -> LawBook:
    """The law data in use, read once per process: what is installed in the data folder where that is newer and in order,
    else what comes with Kader. Raises `LawInvalid`."""
    from framework.law.installed.law_folder import newer_law  # it reads what it finds with this module

    built_in = load_law()
    return newer_law(built_in) or built_in


def _read(files: Mapping[str, bytes], name: str, findings: list[str]) -> dict[str, Any]:
    if name not in files:
        findings.append(f"{name}: is missing; restore the file")
        return {}
    try:
        return tomllib.loads(files[name].decode())
    except tomllib.TOMLDecodeError as error:
        findings.append(f"{name}: {error}")
    except UnicodeDecodeError:
        findings.append(f"{name}: is not UTF-8 text; save it as UTF-8")
    except (RecursionError, ValueError):  # nested too deeply, or a number of thousands of digits
        findings.append(f"{name}: cannot be read; it is not law data")
    return {}


def _sentences(body: Mapping[str, Any], error: ValidationError) -> Iterator[str]:
    for fault in error.errors(include_url=False, include_context=False, include_input=False):
        steps = list(fault["loc"])
        file = str(steps[0]) if steps and steps[0] in PARTS else "law"
        if file != "law":
            steps = steps[1:]
        if file != "law" and steps and isinstance(steps[0], int):
            item = cast("list[object]", body[file])[steps[0]]
            if isinstance(item, dict):
                steps[0] = str(cast("dict[str, object]", item).get("id", steps[0]))
        place = ".".join(str(step) for step in steps) or "file"
        said = {"missing": "is missing", "extra_forbidden": "is not a known key; check its spelling"}.get(
            fault["type"], fault["msg"].removeprefix("Value error, ")
        )
        yield f"{file}.toml: {place}: {said}"


# What holds between the parts ------------------------------------------------------------------------------------------


def check_book(book: LawBook) -> Iterator[str]:
    """Every fault in what the parts say about each other: unknown ids, doubles, circles, dead questions and rules, dates."""
    findings = list(_loose_ends(book))
    yield from findings
    if not findings:  # these run the rules, so the rest has to be in order
        yield from dead_rules(book)


def _loose_ends(book: LawBook) -> Iterator[str]:
    yield from _doubles(book)
    conditions = list(_conditions(book))
    known_terms = {term.id: term.when for term in book.terms}
    for place, condition, may_name_codes in conditions:
        yield from _condition_faults(book, place, condition, known_terms, may_name_codes=may_name_codes)
    circle = _circle(book, known_terms)
    if circle:
        yield f"terms.toml: {' → '.join(circle)}: go round in a circle"
        return
    yield from _unused(book, conditions, known_terms)
    yield from _references(book)
    yield from _tick_list_faults(book)
    yield from validity_faults(book)


def _doubles(book: LawBook) -> Iterator[str]:
    lists: dict[str, Iterable[str]] = {
        "sources": (item.id for item in book.sources),
        "fines": (item.id for item in book.fines),
        "terms": (item.id for item in book.terms),
        "facts": (item.id for item in book.all_facts),
        "roles": (item.id for item in book.roles),
        "classes": (item.id for item in book.classes),
        "obligations": (item.id for item in book.obligations),
        "ground_rules": (item.id for item in book.ground_rules),
        "other_rules": (item.id for item in book.other_rules),
        "doubts": (item.id for item in book.doubts),
        "tick_lists": (item.id for item in book.tick_lists),
        "assessment_reasons": (item.id for item in book.assessment_reasons),
    }
    for name, ids in lists.items():
        yield from (f"{name}.toml: {one}: the id stands twice" for one, count in Counter(ids).items() if count > 1)
    codes = Counter(rule.code for rule in book.classes)
    yield from (f"classes.toml: {code}: two rules have this code" for code, count in codes.items() if count > 1)
    if sum(rule.kind == "residual" for rule in book.classes) != 1:
        yield "classes.toml: file: has not exactly one residual class"


def _tick_list_faults(book: LawBook) -> Iterator[str]:
    lines = Counter(line.fact for tick_list in book.tick_lists for line in tick_list.line)
    yield from (f"tick_lists.toml: {fact}: stands in two lines" for fact, count in lines.items() if count > 1)
    for tick_list in book.tick_lists:
        place = f"tick_lists.toml: {tick_list.id}"
        known = {line.fact: book.fact(line.fact) for line in tick_list.line}
        yield from (f"{place}: there is no fact “{fact_id}”" for fact_id, fact in known.items() if fact is None)
        for line in tick_list.line:
            fact = known[line.fact]
            if fact is not None and line.unticked not in fact.answers:
                yield f"{place}: {line.fact}: “{line.unticked}” is not one of its answers"
        if len({fact.scope for fact in known.values() if fact is not None}) > 1:
            yield f"{place}: has lines that are asked of an activity and lines that are asked once"


def _conditions(book: LawBook) -> Iterator[tuple[str, Condition, bool]]:
    """Every condition with its place, and whether it may name class codes (they are looked at after the classes)."""
    found: list[tuple[str, Condition | None, bool]] = [(f"terms.toml: {one.id}", one.when, False) for one in book.terms]
    found += [(f"facts.toml: {one.id}: asked_when", one.asked_when, False) for one in book.facts]
    for rule in book.classes:
        place = f"classes.toml: {rule.id}"
        found += [(f"{place}: when", rule.when, False), (f"{place}: unless", rule.unless, False)]
        found += [(f"{place}: later", later.when, False) for later in rule.later]
    for ground in book.ground_rules:
        place = f"ground_rules.toml: {ground.id}"
        found.append((f"{place}: not_applicable_when", ground.not_applicable_when, False))
        found += [(f"{place}: failures", failure.when, False) for failure in ground.failures]
    found += [(f"roles.toml: {one.id}: when", one.when, True) for one in book.roles]
    found += [(f"obligations.toml: {one.id}: when", one.when, True) for one in book.obligations]
    found += [(f"other_rules.toml: {one.id}: when", one.when, True) for one in book.other_rules]
    found += [(f"doubts.toml: {one.id}: when", one.when, True) for one in book.doubts]
    found += [(f"assessment_reasons.toml: {one.id}: when", one.when, False) for one in book.assessment_reasons]
    yield from ((place, condition, codes) for place, condition, codes in found if condition is not None)


def _condition_faults(
    book: LawBook, place: str, condition: Condition, terms: Mapping[str, Condition], *, may_name_codes: bool
) -> Iterator[str]:
    codes = [rule.code for rule in book.classes]
    for part in walk(condition):
        if part.term is not None and part.term not in terms:
            yield f"{place}: there is no term “{part.term}”"
        if part.code is not None:
            if not may_name_codes:
                yield f"{place}: names a class code; only roles, obligations, other rules and doubts may"
            if not any(code.startswith(part.code) for code in codes):
                yield f"{place}: no class has a code that starts with “{part.code}”"
        if part.fact is not None:
            fact = book.fact(part.fact)
            if fact is None:
                yield f"{place}: there is no fact “{part.fact}”"
            else:
                yield from (
                    f"{place}: “{part.fact}” cannot be “{value}”"
                    for value in (*part.is_, *part.maybe)
                    if value not in fact.answers
                )


def _circle(book: LawBook, terms: Mapping[str, Condition]) -> tuple[str, ...]:
    """Terms or questions that need each other, as the way round; empty if there are none."""
    needs: dict[str, set[str]] = {f"term {name}": _needed(when) for name, when in terms.items()}
    for fact in book.facts:
        if fact.asked_when is not None:
            needs[f"fact {fact.id}"] = _needed(fact.asked_when)
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> tuple[str, ...]:
        if name in way:
            return (*way[way.index(name) :], name)
        if name in done:
            return ()
        for other in sorted(needs.get(name, ())):
            found = visit(other, (*way, name))
            if found:
                return found
        done.add(name)
        return ()

    for name in needs:
        found = visit(name, ())
        if found:
            return found
    return ()


def _needed(condition: Condition) -> set[str]:
    parts = list(walk(condition))
    return {f"term {part.term}" for part in parts if part.term} | {f"fact {part.fact}" for part in parts if part.fact}


def _unused(
    book: LawBook, conditions: list[tuple[str, Condition, bool]], terms: Mapping[str, Condition]
) -> Iterator[str]:
    """Questions that no rule looks at, terms and sources that nothing names."""
    used: set[str] = set()
    named: set[str] = set()
    for place, condition, _ in conditions:
        named |= {part.term for part in walk(condition) if part.term}
        if not place.startswith(("terms.toml", "facts.toml", "doubts.toml")):
            used |= facts_in(condition, terms)
    guards = {fact.id: fact.asked_when for fact in book.facts if fact.asked_when is not None}
    open_ones = list(used)
    while open_ones:
        guard = guards.get(open_ones.pop())
        if guard is not None:
            fresh = facts_in(guard, terms) - used
            used |= fresh
            open_ones += fresh
    yield from (f"facts.toml: {fact.id}: no rule looks at this question" for fact in book.facts if fact.id not in used)
    yield from (f"terms.toml: {term.id}: nothing names this term" for term in book.terms if term.id not in named)
    for rule in book.ground_rules:
        if rule.fact not in {fact for failure in rule.failures for fact in facts_in(failure.when, terms)}:
            yield f"ground_rules.toml: {rule.id}: no failure looks at its own answer “{rule.fact}”"


def _references(book: LawBook) -> Iterator[str]:
    sources = {source.id for source in book.sources}
    fines = {fine.id for fine in book.fines}
    lists = {
        "roles": book.roles,
        "classes": book.classes,
        "obligations": book.obligations,
        "ground_rules": book.ground_rules,
        "other_rules": book.other_rules,
        "doubts": book.doubts,
        "assessment_reasons": book.assessment_reasons,
    }
    for name, rules in lists.items():
        for rule in rules:
            yield from (
                f"{name}.toml: {rule.id}: there is no source “{one}”" for one in rule.sources if one not in sources
            )
    codes = [rule.code for rule in book.classes]
    for rule in book.ground_rules:
        if rule.fine is not None and rule.fine not in fines:
            yield f"ground_rules.toml: {rule.id}: there is no fine “{rule.fine}”"
    named = {rule.fine for rule in (*book.obligations, *book.ground_rules)}
    yield from (
        f"fines.toml: {fine.id}: no duty and no ground rule names this fine"
        for fine in book.fines
        if fine.id not in named
    )
    for duty in book.obligations:
        if duty.fine is not None and duty.fine not in fines:
            yield f"obligations.toml: {duty.id}: there is no fine “{duty.fine}”"
        for start in duty.codes:
            if start != "AI" and not any(code.startswith(start) for code in codes):
                yield f"obligations.toml: {duty.id}: no class has a code that starts with “{start}”"
        if "AI" in duty.codes and duty.valid_from is None:
            yield f"obligations.toml: {duty.id}: valid_from: is missing"
