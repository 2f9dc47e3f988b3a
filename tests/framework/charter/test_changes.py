"""The annex on changes: what each version changed and why, in both languages, for the internal edition only."""

from datetime import date
from typing import Any

import pytest

from framework.charter.compose import compose
from framework.charter.document import block_texts, plain
from framework.charter.sections.changes import since_last
from framework.charter.sections.context import CharterContext
from framework.language import translator
from framework.text import Lang, Worded
from framework.workshop.governance.records import CharterTexts, Sponsor
from framework.workshop.governance.versions import adopted_version, with_history
from framework.workshop.models import Framework, FrameworkRedLine
from tests.support.builders import a_framework, a_rule
from tests.support.charter_builders import AS_OF, EDITIONS, a_rich_deck

LINE = FrameworkRedLine(id="line", number=1, scenario=None, wording=Worded(nl="liegen", en="lie"), reason=None)
RULES = tuple(a_rule(decision=f"d{number}", number=number, check=Worded(nl="Elk kwartaal")) for number in range(1, 6))
MONTHLY = RULES[3].model_copy(update={"check": Worded(nl="Elke maand")})
WHY = {"d4": "Na incident 2026-3", "d5": "Dat doen we niet meer.", "line": "Te ruim"}


def versions(**last: Any) -> Framework:
    """2.0, which changed R4, withdrew R5 and L1, and has R6."""
    first = a_framework(
        version="1.0", adopted=True, made_on=date(2027, 3, 1), deciders=("Ada Vos",), rules=RULES, red_lines=(LINE,)
    )
    first = adopted_version(first, (), {})
    given = {"rules": (*RULES[:3], MONTHLY, a_rule(decision="d6", number=6)), "red_lines": (), **last}
    second = first.model_copy(update={"version": "2.0", "made_on": date(2027, 9, 1), **given})
    return adopted_version(second, (first,), WHY)


def annex(framework: Framework, lang: Lang = "nl") -> list[str]:
    document = compose(framework, a_rich_deck(), None, translator(lang), edition="internal", as_of=AS_OF)
    section = document.section("changes")
    assert section is not None
    assert section.annex
    return [plain(text) for block in section.blocks for text in block_texts(block)]


def test_the_newest_version_comes_first_with_its_rules_in_lists() -> None:
    said = annex(versions())
    assert said[0] == (
        "2.0, 1 september 2027, vastgesteld door Ada Vos. Nieuw: R6. Gewijzigd: R4. Vervallen: R5, L1. Ongewijzigd: R1–R3."
    )
    assert said[-1] == "1.0, 1 maart 2027, vastgesteld door Ada Vos. De eerste versie: R1–R5, L1."


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("nl", "R4 gewijzigd: Na incident 2026-3. Controle: nu “Elke maand”, eerst “Elk kwartaal”."),
        (
            "en",
            "R4 changed: Na incident 2026-3 (typed in Dutch). Check: now “Elke maand (typed in Dutch)”, "
            "before “Elk kwartaal (typed in Dutch)”.",
        ),
    ],
)
def test_a_change_says_why_and_only_what_differs(lang: Lang, expected: str) -> None:
    (changed,) = [words for words in annex(versions(), lang) if words.startswith("R4 ")]
    assert changed == expected


def test_what_was_withdrawn_says_why_and_what_it_said() -> None:
    said = annex(versions(), "en")
    assert [words for words in said if words.startswith(("R5", "L1"))] == [
        "R5 withdrawn in 2.0: Dat doen we niet meer. (typed in Dutch) It said: When we work on Chatbot Bo, we always have a "
        "colleague read along.",
        "L1 withdrawn in 2.0: Te ruim (typed in Dutch). It said: We never lie.",
    ]


def test_other_differences_are_sentences_too() -> None:
    said = annex(versions(law_version="2027-08", texts=CharterTexts(sponsor=Sponsor(name="Bo Smit")), activities=()))
    assert "Wie het vaststelt: nu “Bo Smit”." in said
    assert "Staat er niet meer in: “Chatbot Bo”." in said
    assert "Versie van de wet: nu 2027-08, eerst 2026-01." in said


def test_an_amendment_says_that_the_other_rules_stand() -> None:
    first = versions()
    changed = first.model_copy(
        update={
            "version": "2.1",
            "rules": (*first.rules[:3], MONTHLY.model_copy(update={"owner": "Bo"}), first.rules[4]),
        }
    )
    amended = adopted_version(changed, (first,), {"d4": "Ada is weg."}, amendment=True)
    assert annex(amended)[0].endswith("aangepast door Ada Vos. Gewijzigd: R4. Overige regels ongewijzigd.")


def test_a_draft_says_what_it_would_change_and_a_reason_is_not_made_up() -> None:
    adopted = versions()
    draft = adopted.model_copy(update={"version": "2.1", "adopted": False, "deciders": (), "rules": adopted.rules[1:]})
    said = annex(with_history(draft, (adopted,)))
    assert said[0].startswith("2.1, 1 september 2027, concept. Vervallen: R1.")
    assert said[1].startswith("R1 vervalt: de reden is nog niet gegeven. Er stond: Als we work on")


def test_the_summary_has_it_in_one_line() -> None:
    def line(framework: Framework, lang: Lang) -> str:
        return plain(since_last(CharterContext(framework, a_rich_deck(), translator(lang), "internal", AS_OF)))

    assert line(versions(), "nl") == "Sinds versie 1.0: nieuw R6; gewijzigd R4; vervallen R5, L1."
    assert line(versions(), "en") == "Since version 1.0: new R6; changed R4; withdrawn R5, L1."
    same = versions(rules=RULES, red_lines=(LINE,))
    assert line(same, "en") == "Since version 1.0: no rule or red line changed."
    assert line(a_framework(), "en") == ""
    document = compose(versions(), a_rich_deck(), None, translator("en"), edition="internal", as_of=AS_OF)
    first = document.section("summary")
    assert first is not None
    assert line(versions(), "en") in [plain(text) for block in first.blocks for text in block_texts(block)]


def test_an_owner_is_said_in_the_documents_language_where_the_list_of_roles_has_it() -> None:
    owners = ("hoofd marketing", "de kat")
    rules = (RULES[0].model_copy(update={"owner": owners[0]}), RULES[1].model_copy(update={"owner": owners[1]}))
    first = adopted_version(versions().model_copy(update={"version": "1.0", "rules": RULES[:2]}), (), {})
    made = adopted_version(
        first.model_copy(update={"version": "2.0", "rules": rules}), (first,), {"d1": "x", "d2": "x"}
    )
    said = " ".join(annex(made, "en"))
    assert "Owner: now “head of marketing”" in said
    assert "Owner: now “de kat (typed in Dutch)”" in said


def test_a_red_line_has_its_number_inside() -> None:
    framework = a_framework(red_lines=(LINE.model_copy(update={"number": 4}),))
    found = {
        edition: [
            plain(text)
            for section in compose(
                framework, a_rich_deck(), None, translator("en"), edition=edition, as_of=AS_OF
            ).sections
            for block in section.blocks
            for text in block_texts(block)
        ]
        for edition in EDITIONS
    }
    assert "L4 We never lie." in found["internal"]
    assert not any("L4" in words for words in found["public"])


def test_nothing_of_it_is_public() -> None:
    document = compose(versions(), a_rich_deck(), None, translator("nl"), edition="public", as_of=AS_OF)
    assert document.section("changes") is None
    assert "Na incident" not in str(document)
