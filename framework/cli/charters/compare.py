"""``kader compare``: what changed from one charter to another, and why."""

import argparse
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framework.cli.exit_codes import Exit, UsageRefused, read_input, say
from framework.cli.parser import Parser
from framework.language import Translator, translator
from framework.settings import Settings

if TYPE_CHECKING:
    from framework.text import Lang
    from framework.workshop.governance.history import VersionChanges


@dataclass(frozen=True)
class Comparison:
    """Two versions of a charter. ``changes``: part by part, with the reasons that the later one holds. ``sentences``: the same
    in words."""

    same: bool
    changes: "VersionChanges"
    sentences: tuple[str, ...]


def add_options(parser: Parser, t: Translator) -> None:
    parser.usage = t("kader compare OLD NEW [options]")
    parser.epilog = t(
        "OLD and NEW are charter archives, or a PDF, Word file or web page of a charter, or\n"
        "workshop archives: of those, the last version saved. “-” reads one from standard input.\n"
        "A public edition holds too little to compare.\n"
        "Exit codes: 0 nothing differs; 1 something differs; 2 a file cannot be compared, and\n"
        "the message says why."
    )
    parser.options.add_argument("old", metavar=t("OLD"), nargs="?", help=t("The earlier charter."))
    parser.options.add_argument("new", metavar=t("NEW"), nargs="?", help=t("The later charter."))
    parser.options.add_argument("--json", action="store_true", help=t("Output what changed as JSON."))


def run(found: argparse.Namespace, _: Settings, t: Translator) -> Exit:
    """Prints what changed. Raises `UsageRefused`, `ArchiveRefused`, `LawInvalid`."""
    if not (found.old and found.new):
        raise UsageRefused(t("Give both charters: kader compare OLD NEW."))
    (old_name, old), (new_name, new) = read_input(found.old, t), read_input(found.new, t)
    told = compared(old, old_name, new, new_name, found.lang or t.lang)
    if found.json:
        body = {"same": told.same, **told.changes.model_dump(mode="json"), "sentences": told.sentences}
        say(json.dumps(body, ensure_ascii=False, indent=1))
    else:
        say("\n".join(told.sentences))
    return Exit.DONE if told.same else Exit.DIFFERENT


def compared(old: bytes, old_name: str, new: bytes, new_name: str, lang: "Lang | None") -> Comparison:
    """The charters in two files. ``lang``: of the sentences; None for the later team's own. Raises `ArchiveRefused`,
    `LawInvalid`."""
    from framework.archive.models import CharterArchive
    from framework.charter.document import plain
    from framework.charter.sections.changes import side_by_side
    from framework.charter.sections.context import CharterContext
    from framework.cli.export import charter_in
    from framework.workshop.governance.versions import compared_versions

    before, after = charter_in(old, old_name, "internal"), charter_in(new, new_name, "internal")
    assert isinstance(before, CharterArchive)
    assert isinstance(after, CharterArchive)
    changes = compared_versions(before.framework, after.framework)
    t = translator(lang or after.framework.lang)
    context = CharterContext(after.framework, after.deck, t, after.edition, after.as_of)
    head, *details = (plain(text) for text in side_by_side(context, changes))
    return Comparison(not changes.differ, changes, (head, *(f"- {words}" for words in details)))
