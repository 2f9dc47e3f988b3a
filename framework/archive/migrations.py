"""Brings an archive of an older version up to the current one, a version at a time.

* 1: the first.
* 2: live workshops. Scenarios may have a voice and details, stances name the rules of law they rest on, sources have a
  kind and cards a symbol. All of these are optional, so an archive of version 1 is valid as version 2.
* 3: sources of the law have a title in each language.
* 4: facts of the law say which values contradict other answers, and the law has reasons for a DPIA; answers said once for the
  team or about a supplier, and what was arranged. All of these are optional, so an archive of version 3 is valid as version 4.
* 5: stances say what they give and cost, scenarios which stance is usual and which principle orders them, cards the starting points
  of a code, details the facts that hide them; a team's own prices and corrected marks; what a framework's activities have
  arranged, with who and when; whom a charter names, what is promised on keeping to it, training, and the log. All of these
  are optional, so an archive of version 4 is valid as version 5.

Steps work on parsed JSON that may hold anything. What they do not recognise they leave as it is; the models refuse it.
"""

from collections.abc import Callable, Mapping
from typing import Any, cast

from framework.archive.models import VERSION

Fields = dict[str, Any]


def migrate(fields: Fields, version: int) -> Fields:
    """The archive in the current version. ``version``: the one it has, from 1 to `VERSION`."""
    for older in range(version, VERSION):
        fields = STEPS[older](fields)
    return fields


def _from_1(fields: Fields) -> Fields:
    return {**fields, "version": 2}


def _from_2(fields: Fields) -> Fields:
    """Some archives of version 2 already have one of the two changes."""
    law = _as_object(fields.get("law"))
    if law is not None:
        law = {
            name: _map_list(part, _title_in_both_languages if name == "sources" else _rename_applies_from)
            for name, part in law.items()
        }
        fields = {**fields, "law": law}
    return {**fields, "version": 3}


def _from_3(fields: Fields) -> Fields:
    return {**fields, "version": 4}


def _from_4(fields: Fields) -> Fields:
    return {**fields, "version": 5}


def _rename_applies_from(rule: object) -> object:
    """Renames ``applies_from`` of a rule of law, and of its later versions, to ``valid_from``."""
    fields = _as_object(rule)
    if fields is None:
        return rule
    return {
        "valid_from" if name == "applies_from" else name: _map_list(value, _rename_applies_from)
        if name == "later"
        else value
        for name, value in fields.items()
    }


def _title_in_both_languages(source: object) -> object:
    """Gives a source of the law with one title that same title in both languages, for want of a translation."""
    fields = _as_object(source)
    title = None if fields is None else fields.get("title")
    return {**fields, "title": {"nl": title, "en": title}} if fields is not None and isinstance(title, str) else source


def _map_list(value: object, function: Callable[[object], object]) -> object:
    return [function(item) for item in cast("list[object]", value)] if isinstance(value, list) else value


def _as_object(value: object) -> Fields | None:
    return cast("Fields", value) if isinstance(value, dict) else None


STEPS: Mapping[int, Callable[[Fields], Fields]] = {1: _from_1, 2: _from_2, 3: _from_3, 4: _from_4}
"""The step from each older version to the next."""
