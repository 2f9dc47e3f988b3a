"""The law data loads, and every fault in it is told with its place."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from framework.errors import LawInvalid
from framework.law import LAW_DIR, law_book, load_law
from framework.law.models import Condition
from tests.framework.law.citations import REFERENCE, citations


@pytest.fixture
def spoil(tmp_path: Path) -> Callable[..., tuple[str, ...]]:
    """Changes one file of a copy of the law data and gives the findings (none if it still loads)."""

    def change(file: str, old: str, new: str, count: int = -1) -> tuple[str, ...]:
        folder = tmp_path / "law"
        shutil.copytree(LAW_DIR, folder)
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, count), encoding="utf-8")
        try:
            load_law(folder)
        except LawInvalid as error:
            findings = error.params["findings"]
            assert isinstance(findings, tuple)
            return findings
        return ()

    return change


def test_the_law_data_has_no_faults() -> None:
    book = law_book()
    assert book.version
    assert book is law_book()


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("terms.toml", 'fact = "deceives"', 'fact = "deceit"', "terms.toml: pressure: there is no fact “deceit”"),
        (
            "terms.toml",
            'fact = "exploits", is = ["yes"]',
            'fact = "exploits", is = ["often"]',
            "“exploits” cannot be “often”",
        ),
        (
            "roles.toml",
            '{ term = "provider" }',
            '{ term = "maker" }',
            "roles.toml: R_provider: when: there is no term “maker”",
        ),
        ("roles.toml", 'code = "HR:"', 'code = "XX:"', "no class has a code that starts with “XX:”"),
        ("classes.toml", 'id = "OUT"', 'id = "NOT_AI"', "classes.toml: NOT_AI: the id stands twice"),
        ("classes.toml", 'code = "OUT"', 'code = "NOT_AI"', "classes.toml: NOT_AI: two rules have this code"),
        ("classes.toml", 'kind = "residual"', 'kind = "regular"', "has no 'when' exactly when it is residual"),
        ("facts.toml", 'question.en = "Whose system is it?"\n', "", "facts.toml: maker.question.en: is missing"),
        (
            "facts.toml",
            'question.nl = "Van wie is het systeem?"',
            'question.nl = " "',
            "facts.toml: maker.question.nl: is empty",
        ),
        (
            "facts.toml",
            "Whose system is it?",
            "Whose <b>system</b> is it?",
            "facts.toml: maker.question.en: has '<' or '>'",
        ),
        ("facts.toml", 'topic = "use"', 'topc = "use"', "facts.toml: works_by.topc: is not a known key"),
        ("facts.toml", 'id = "confidential"', 'id = "privy"', "facts.toml: privy: no rule looks at this question"),
        ("facts.toml", "measure.dynamic.", "measure.often.", "pricing: has a measure for “often”"),
        (
            "obligations.toml",
            'sources = ["S1", "S2", "S21"]',
            'sources = ["S99"]',
            "obligations.toml: O1: there is no source “S99”",
        ),
        ("obligations.toml", 'fine = "tier_5"', 'fine = "prison"', "obligations.toml: O2: there is no fine “prison”"),
        ("obligations.toml", 'basis = "AI Act 4"\n', "", "obligations.toml: O1.basis: is missing"),
        ("obligations.toml", "valid_from = 2025-02-02\n", "", "obligations.toml: O1: valid_from: is missing"),
        ("obligations.toml", 'codes = ["GPAI"]', 'codes = ["GAPI"]', "starts with “GAPI”"),
        ("ground_rules.toml", 'article = "GDPR 5(1)(c), 25"\n', "", "ground_rules.toml: G1.article: is missing"),
        ("ground_rules.toml", 'fact = "g7_retention", is = ["no"] } },', 'code = "T1" } },', "names a class code"),
        ("other_rules.toml", "effect = ", "effekt = ", "is not a known key"),
        ("law.toml", "as_of = 2026-11-30", "", "law.toml: as_of: is missing"),
        ("law.toml", "as_of = 2026-11-30", "as_of = 2026-13-30", "law.toml: "),
        ("doubts.toml", "[[doubt]]", "[[doubts]]", "doubts.toml: doubts: is not a known key"),
        (
            "terms.toml",
            'when = { not = { term = "nobody" } }',
            'when = { term = "no_profiling" }',
            "go round in a circle",
        ),
        (
            "terms.toml",
            'id = "people"',
            'id = "people"\nwhen = { fact = "tracks", is = ["no"] }\n[[term]]\nid = "idle"',
            "nothing names this term",
        ),
    ],
)
def test_a_fault_is_told_with_its_place(
    spoil: Callable[..., tuple[str, ...]], file: str, old: str, new: str, told: str
) -> None:
    findings = spoil(file, old, new)
    assert any(told in finding for finding in findings), findings


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "classes.toml",
            'when = { fact = "unfair_score", is = ["detrimental"] }',
            'when = { all = [{ fact = "unfair_score", is = ["detrimental"] }, { fact = "unfair_score", is = ["none"] }] }',
            "classes.toml: P_c: no activity can have this class",
        ),
        (  # a prohibition that always comes with it hides it
            "classes.toml",
            'when = { fact = "gpai", is = ["yes"] }',
            'when = { all = [{ fact = "gpai", is = ["yes"] }, { fact = "unfair_score", is = ["detrimental"] }] }',
            "classes.toml: GPAI: no activity can have this class",
        ),
        (  # outside the Act it has no class
            "classes.toml",
            'when = { fact = "gpai", is = ["yes"] }',
            'when = { all = [{ fact = "gpai", is = ["yes"] }, { fact = "use_context", is = ["lab"] }] }',
            "classes.toml: GPAI: no activity can have this class",
        ),
        (
            "classes.toml",
            'unless = { fact = "human_sends", is = ["yes"] }',
            'unless = { all = [{ fact = "human_sends", is = ["yes"] }, { fact = "interacts", is = ["no"] }] }',
            "classes.toml: T1: unless: can never take the class away",
        ),
        (
            "classes.toml",
            'when = { fact = "legacy_system", is = ["yes"] }, valid_from',
            'when = { all = [{ fact = "legacy_system", is = ["yes"] }, { fact = "maker", is = ["resold"] }] }, valid_from',
            "classes.toml: T2: later: 2026-12-02 can never be the day",
        ),
        (
            "roles.toml",
            'when = { fact = "maker", is = ["imported"] }',
            'when = { all = [{ fact = "maker", is = ["imported"] }, { code = "GPAI" }] }',
            "roles.toml: R_importer: can never hold",
        ),
        (
            "obligations.toml",
            'id = "O9"\ncodes = ["T2"]\nholders = ["provider"]',
            'id = "O9"\ncodes = ["T2"]\nholders = ["distributor"]',
            "obligations.toml: O9: with its class and its holder: can never hold",
        ),
        (
            "ground_rules.toml",
            '{ status = "stop", when = { fact = "g2_consent", is = ["no"] } }',
            '{ status = "stop", when = { all = [{ fact = "g2_consent", is = ["no"] }, { fact = "basis_kind", is = ["contract"] }] } }',
            "ground_rules.toml: G2c: failure 1: can never count",
        ),
        (
            "other_rules.toml",
            'when = { fact = "green_claims", is = ["yes"] }',
            'when = { all = [{ fact = "green_claims", is = ["yes"] }, { not = { fact = "green_claims", is = ["yes"] } }] }',
            "other_rules.toml: green: can never hold",
        ),
        (
            "doubts.toml",
            'when = { fact = "gpai", is = ["yes"] }',
            'when = { all = [{ fact = "gpai", is = ["yes"] }, { fact = "maker", is = ["bought"] }] }',
            "doubts.toml: D12c: can never hold",
        ),
        (
            "facts.toml",
            'asked_when = { fact = "interacts", is = ["yes"] }',
            'asked_when = { all = [{ fact = "interacts", is = ["yes"] }, { fact = "interacts", is = ["no"] }] }',
            "facts.toml: human_sends: asked_when: can never hold",
        ),
        (
            "terms.toml",
            'when = { fact = "audience", is = ["teens", "children"] }',
            'when = { all = [{ fact = "audience", is = ["teens"] }, { fact = "audience", is = ["children"] }] }',
            "terms.toml: minors: can never hold",
        ),
        (
            "classes.toml",
            "valid_from = 2026-12-02 }]",
            "valid_from = 2026-08-02 }]",
            "classes.toml: T2: later: 2026-08-02 is not after 2026-08-02",
        ),
        (
            "other_rules.toml",
            "valid_from = 2025-10-10\n",
            "valid_from = 2025-10-10\nvalid_to = 2025-10-09\n",
            "other_rules.toml: political: valid_to: 2025-10-09 is before valid_from 2025-10-10",
        ),
        (
            "other_rules.toml",
            "{ valid_from = 2021-07-01, valid_to = 2026-06-30, text",
            "{ valid_from = 2021-07-01, valid_to = 2021-06-30, text",
            "other_rules.toml: phone: earlier: valid_to 2021-06-30 is before valid_from 2021-07-01",
        ),
        (
            "other_rules.toml",
            "{ valid_from = 2021-07-01, valid_to = 2026-06-30, text",
            "{ valid_from = 2022-07-01, valid_to = 2026-06-30, text",
            "other_rules.toml: phone: earlier: the first wording has to begin on valid_from",
        ),
        (
            "obligations.toml",
            "earlier = [{",
            "valid_to = 2026-07-01\nearlier = [{",
            "obligations.toml: O1: earlier: 2026-07-26 overlaps the end of the rule, 2026-07-01",
        ),
        (
            "obligations.toml",
            'text.en = "Ensure that everyone who works with AI for you knows enough about it." }',
            'text.en = "Ensure it." }, { valid_from = 2026-07-01, valid_to = 2026-08-01, text = { nl = "a", en = "a" } }',
            "obligations.toml: O1: earlier: 2026-07-01 overlaps the wording that ends on 2026-07-26",
        ),
        (
            "obligations.toml",
            'text.en = "Ensure that everyone who works with AI for you knows enough about it." }',
            'text.en = "Ensure it." }, { valid_from = 2026-08-01, valid_to = 2026-09-01, text = { nl = "a", en = "a" } }',
            "obligations.toml: O1: earlier: nothing is said between 2026-07-26 and 2026-08-01",
        ),
        (
            "obligations.toml",
            ', text.en = "Ensure that everyone who works with AI for you knows enough about it."',
            "",
            "obligations.toml: O1.earlier.0.text.en: is missing",
        ),
        (
            "facts.toml",
            'measure.consent.nl = "Vraag vrije en aparte toestemming, en stop als iemand die intrekt."\n',
            "",
            "facts.toml: basis_kind.measure.consent.nl: is missing",
        ),
        ("doubts.toml", 'sources = ["S2"]', 'sources = ["S98"]', "doubts.toml: D1: there is no source “S98”"),
        (
            "ground_rules.toml",
            'fine = "gdpr_duties"',
            'fine = "gdpr"',
            "ground_rules.toml: G5: there is no fine “gdpr”",
        ),
        ("fines.toml", 'id = "unclear"', 'id = "unheard"', "fines.toml: unheard: no duty and no ground rule names"),
        ("classes.toml", 'code = "HR:I"\nheavy = true', 'code = "HR:I"\nheavy = "very"', "classes.toml: HR_I.heavy"),
        (
            "classes.toml",
            'kind = "residual"',
            'kind = "residual"\nheavy = true',
            "is heavy; only a regular class can be",
        ),
    ],
)
def test_what_can_never_hold_or_does_not_fit_in_time_is_told(
    spoil: Callable[..., tuple[str, ...]], file: str, old: str, new: str, told: str
) -> None:
    findings = spoil(file, old, new)
    assert any(told in finding for finding in findings), findings


def test_all_faults_are_told_at_once(spoil: Callable[..., tuple[str, ...]]) -> None:
    findings = spoil("facts.toml", 'question.en = "', 'vraag.en = "', count=3)
    assert sum("question.en: is missing" in finding for finding in findings) == 3


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(LawInvalid) as caught:
        load_law(tmp_path / "nowhere")
    assert "law.toml: is missing" in str(caught.value)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"fact": "a"},
        {"fact": "a", "is": ["yes"], "term": "b"},
        {"all": []},
        {"is": ["yes"], "term": "b"},
        {"fact": "a", "is": ["yes"], "maybe": ["yes"]},
    ],
)
def test_a_condition_has_exactly_one_form(form: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        Condition.model_validate(form)


def cited() -> set[tuple[str, str]]:
    book = law_book()
    rules = (*book.classes, *book.roles, *book.ground_rules, *book.other_rules)
    bases = [*(duty.basis for duty in book.obligations), *(fine.basis for fine in book.fines)]
    return {one for article in (*(rule.article for rule in rules), *bases) for one in citations(article)}


def test_every_article_cited_stands_in_the_reference_and_none_is_left_over() -> None:
    known = {(law, article) for law, articles in REFERENCE.items() for article in articles}
    assert cited() - known == set()
    assert known - cited() == set()


def test_citations_are_taken_apart_as_they_are_read() -> None:
    assert citations("GDPR 6(1)(a), (b), 7; UAVG 5") == [
        ("GDPR", "6(1)(a)"),
        ("GDPR", "6(1)(b)"),
        ("GDPR", "7"),
        ("UAVG", "5"),
    ]
    assert citations("GDPR 35(1), (3), 36")[1] == ("GDPR", "35(3)")
    assert citations("Auteurswet") == [("Auteurswet", "")]
    with pytest.raises(ValueError, match="no law of the reference"):
        citations("Wetboek van Niets 1")


def test_the_dates_are_those_of_the_reference() -> None:
    book = law_book()
    dates = {rule.code: rule.valid_from.isoformat() for rule in book.classes}
    assert {day.isoformat() for rule in book.classes for day in (one.valid_from for one in rule.later)} == {
        "2026-12-02",
        "2027-08-02",
    }
    for letter in "abcdefgh":
        assert dates[f"P:5.1.{letter}"] == "2025-02-02"
    assert dates["P:5.1.ba"] == dates["P:5.1.bb"] == "2026-12-02"
    assert {date for code, date in dates.items() if code.startswith(("HR:III", "HR-X"))} == {"2027-12-02"}
    assert dates["HR:I"] == "2028-08-02"
    assert {dates[code] for code in ("T1", "T2", "T3", "T4D", "T4T")} == {"2026-08-02"}
    assert dates["GPAI"] == "2025-08-02"


def test_no_text_of_a_question_uses_a_legal_term() -> None:
    """Questions are asked in marketers' words."""
    legal = re.compile(
        r"\b(verwerk\w*|betrokkene\w*|grondslagen|deployer|provider|processing|data subject|natural person|Annex|Bijlage)\b",
        re.I,
    )
    for fact in law_book().facts:
        assert not legal.search(fact.question.nl), fact.id
        assert not legal.search(fact.question.en), fact.id
