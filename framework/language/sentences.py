"""The sentence for each error: what happened, and what to do next."""

from typing import cast

from framework.errors import KaderError
from framework.language.catalog import N_, Translator

FIELD_NAMES: dict[str, str] = {
    "organisation": N_("organisation"),
    "team": N_("team"),
    "name": N_("name"),
    "supplier": N_("supplier"),
    "owner": N_("owner"),
    "purpose": N_("purpose"),
    "reason": N_("reason"),
    "trigger": N_("situation"),
    "behaviour": N_("behaviour"),
    "condition": N_("condition"),
    "exception_role": N_("who may make an exception"),
    "check": N_("check"),
    "objector": N_("who would object"),
    "dissent": N_("dissent"),
    "why": N_("why we have this framework"),
    "contact": N_("contact for customers"),
    "stop_role": N_("who may stop"),
    "scope": N_("scope"),
    "fact": N_("this question"),
    "kind": N_("kind of activity"),
    "stance": N_("stance"),
    "suppliers": N_("what we ask of suppliers"),
    "deciders": N_("who decided"),
    "review_on": N_("review date"),
    "red_line": N_("red line"),
    "activities": N_("activities"),
    "verb": N_("always, never or only if"),
    "talking_point": N_("talking point"),
}
"""Field ids that errors name, in words."""

SENTENCES: dict[str, str] = {
    "kader": N_("Something went wrong. Reload the page; your saved answers are still there."),
    "content": N_("A file that comes with Kader cannot be read. Restore the file or install Kader again."),
    "deck-invalid": N_("The deck “{deck}” has faults and was not opened. Mend these and try again: {findings}"),
    "deck-not-found": N_("There is no deck “{deck}” here. Choose one of: {known}."),
    "law-invalid": N_("The law data has faults and was not opened. Mend these and try again: {findings}"),
    "input-refused": N_("That cannot be saved as it is. Change it and try again."),
    "text-missing": N_("Fill in: {field}."),
    "text-too-long": N_(
        "The text for “{field}” has {length} characters; {limit} is the most. Shorten it and save again. Nothing was saved yet."
    ),
    "text-unreadable": N_(
        "The text for “{field}” has invisible control characters that no document can show. Type it again, or paste it as plain text."
    ),
    "choice-unknown": N_("“{value}” is not one of the choices for “{field}”. Choose from the list."),
    "ranking-refused:too-many": N_("Choose at most {limit} cards. Take one out first."),
    "ranking-refused:twice": N_("A card can stand in your order only once. Take one of the two out."),
    "ranking-refused:unknown-card": N_("That card is not in this deck. Choose from the cards on the page."),
    "date-refused:past": N_("The {field} lies in the past. Choose a later day."),
    "date-refused:too-far": N_(
        "The {field} is more than two years away. Choose an earlier day, so that the rule is looked at in time."
    ),
    "rule-refused:unlawful-stance": N_(
        "Stance {stance} is probably not lawful, so it cannot become a rule. You can record it as “we never”, or choose another stance."
    ),
    "rule-refused:law-has-no-exceptions": N_(
        "The law forbids this, so nobody can agree to an exception. Leave that field empty."
    ),
    "rule-refused:incomplete": N_("This is not a rule yet. Still missing: {missing}."),
    "rule-refused:dissent-unworded": N_(
        "Word the dissent, or mark that nobody voiced any. Then the decision can be closed."
    ),
    "rule-refused:too-many-red-lines": N_(
        "There are already {limit} red lines; more than that and nobody remembers them. Take one out first."
    ),
    "rule-refused:nobody-named": N_("Name who decided. A charter without deciders stays a proposal."),
    "rule-refused:nothing-decided": N_("There is no finished rule or red line yet. Close at least one decision first."),
    "not-found:workshop": N_(
        "There is no workshop at this address on this machine. Check the link, or open it from the start page."
    ),
    "not-found:activity": N_(
        "That activity is no longer there. It may have been deleted in another window; reload the page."
    ),
    "not-found:scenario": N_("That scenario is not in this deck. Choose one from the list."),
    "not-found:decision": N_("That decision is no longer there. Reload the page."),
    "not-found:red-line": N_("That red line is no longer there. Reload the page."),
    "not-found:framework": N_("There is no adopted framework with that number yet."),
    "edit-conflict": N_("Somebody changed this in another window. Both texts are shown; choose which one to keep."),
    "workshop-closed": N_("This workshop is closed and cannot be changed any more. Copy it to go on."),
    "archive-refused:not-an-archive": N_(
        "This file is not a Kader archive. Choose a .json archive or a charter exported by Kader."
    ),
    "archive-refused:damaged": N_(
        "This archive is damaged or cut short and was not opened. Download it again, or use another copy."
    ),
    "archive-refused:too-large": N_(
        "This file is larger than {limit_mb} MB; no archive is. Choose the archive itself."
    ),
    "archive-refused:newer": N_(
        "This archive was made by a newer Kader (format {version}; this one reads up to {known}). Update Kader and open it again."
    ),
    "archive-refused:other-program": N_(
        "This file was made by another program. Choose an archive or charter exported by Kader."
    ),
    "archive-refused:no-archive-inside": N_(
        "This document carries no archive. It may have been printed or saved again by another program; use the original export."
    ),
    "archive-refused:inconsistent": N_(
        "This archive contradicts itself ({detail}) and was not opened. Use another copy."
    ),
    "store-unavailable:locked": N_(
        "The database is in use by another program, so this was not saved. Close programs that have the file open and try again."
    ),
    "store-unavailable:read-only": N_(
        "The database file is read-only, so nothing can be saved. Make {where} writable, or start Kader with --data and another folder."
    ),
    "store-unavailable:full": N_("The disk is full, so this was not saved. Free some space and try again."),
    "store-unavailable:unreachable": N_(
        "The database cannot be reached, so this was not saved. Check that it runs and that KADER_DATABASE_URL is right ({where})."
    ),
    "store-unavailable:driver-missing": N_(
        "KADER_DATABASE_URL names a PostgreSQL database, but its driver is not installed. Install it with: pip install -e '.[postgresql]'"
    ),
    "store-unavailable:newer-schema": N_(
        "The database was made by a newer Kader. Update Kader, or start it with --data and another folder."
    ),
    "store-unavailable:damaged": N_(
        "The file {where} is not a Kader database or is damaged. Put back a copy, or start Kader with --data and another folder."
    ),
}
"""Sentence by error code, or by ``code:reason`` where one code has several."""


def error_sentence(error: KaderError, t: Translator) -> str:
    """What to tell the person, in their language: what happened and what to do next."""
    for key in (
        f"{error.code}:{error.params.get('reason') or error.params.get('what')}",
        error.code,
        "kader",
    ):
        sentence = SENTENCES.get(key)
        if sentence is not None:
            return t(sentence, **{name: _worded(name, value, t) for name, value in error.params.items()})
    raise AssertionError("unreachable: the last key always has a sentence")


def _worded(name: str, value: object, t: Translator) -> object:
    if name == "field" and isinstance(value, str):
        return t(FIELD_NAMES.get(value, value))
    if isinstance(value, tuple | list):
        items = [str(item) for item in cast("tuple[object, ...]", value)]
        return t.listing(t(FIELD_NAMES.get(item, item)) for item in items) if name == "missing" else "; ".join(items)
    return value
