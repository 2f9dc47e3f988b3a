"""Brings an archive of an older version up to the current one, a version at a time.

* 1: the first.
* 2: live workshops. Scenarios may have a voice and details, stances name the rules of law they rest on, sources have a
  kind and cards a symbol. All of these are optional, so an archive of version 1 is valid as version 2.
* 3: sources of the law have a title in each language.
* 4: facts of the law say which values contradict other answers, and the law has reasons for a DPIA; answers said once for the
  team or about a supplier, and what was arranged. All of these are optional, so an archive of version 3 is valid as version 4.
  Rules under a condition put *only* before the condition; those of before keep the words that were agreed to.
* 5: stances say what they give and cost, scenarios which stance is usual and which principle orders them, cards the starting points
  of a code, details the facts that hide them; a team's own prices and corrected marks; what a framework's activities have
  arranged, with who and when; whom a charter names, what is promised on keeping to it, training, the log, and what each
  adopted version changed. All of these are optional, so an archive of version 4 is valid as version 5. A file of the public
  edition holds its page and no framework.

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
    found = {**fields, "version": 4}
    framework = _as_object(fields.get("framework"))
    if framework is not None:
        found["framework"] = _map_part(framework, "rules", _keep_only_first)
    state = _as_object(fields.get("state"))
    if state is not None:
        state = _map_part(state, "decisions", _keep_only_first)
        found["state"] = _map_part(state, "frameworks", _keep_only_first_in_rules)
    return found


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


def _keep_only_first_in_rules(framework: object) -> object:
    fields = _as_object(framework)
    return framework if fields is None else _map_part(fields, "rules", _keep_only_first)


def _keep_only_first(rule: object) -> object:
    """Says of a rule under a condition, or of a closed decision, that its words put *only* before what is done."""
    fields = _as_object(rule)
    wording = None if fields is None else _as_object(fields.get("wording"))
    if fields is None or wording is None or fields.get("verb") != "only_if" or fields.get("closed") is False:
        return rule
    marked = {lang: _as_object(words) for lang, words in wording.items()}
    return {
        **fields,
        "wording": {
            lang: wording[lang] if words is None else {**words, "only_first": True} for lang, words in marked.items()
        },
    }


def _map_part(fields: Fields, name: str, function: Callable[[object], object]) -> Fields:
    return {**fields, name: _map_list(fields[name], function)} if name in fields else fields


def _map_list(value: object, function: Callable[[object], object]) -> object:
    return [function(item) for item in cast("list[object]", value)] if isinstance(value, list) else value


def _as_object(value: object) -> Fields | None:
    return cast("Fields", value) if isinstance(value, dict) else None


STEPS: Mapping[int, Callable[[Fields], Fields]] = {1: _from_1, 2: _from_2, 3: _from_3, 4: _from_4}
"""The step from each older version to the next."""
