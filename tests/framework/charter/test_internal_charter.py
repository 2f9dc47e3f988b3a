"""The internal charter against its blueprint, on the demonstration, on a rehearsal, and on a team that decided nearly nothing."""

import io
import re
from datetime import date, timedelta

import docx as python_docx
import pypdf
import pytest

from framework.charter.compose import compose
from framework.charter.document import (
    RuleBlock,
    TableBlock,
    plain,
)
from framework.charter.public_page import ENOUGH, LIMIT, word_count
from framework.charter.renderers import docx, pdf
from framework.charter.sections.law_annex import WORDS_PER_USE, checks
from framework.language import translator
from framework.law import law_book
from framework.law.wording import READINGS, reading
from framework.text import LANGS, Lang, Worded
from framework.workshop.field_types import TeamPrice
from framework.workshop.governance.promises import catalogue, made, sentence
from framework.workshop.governance.records import Arrangement, PrivacyAdvice, Sponsor, WorksCouncil
from framework.workshop.models import Framework, Promise
from tests.support.whole_charters import KINDS, charter_of, composed, document, per_use, said, section, words_of

CASES = [(kind, lang) for kind in KINDS for lang in LANGS]


def changed(framework: Framework, **texts: object) -> Framework:
    return framework.model_copy(update={"texts": framework.texts.model_copy(update=texts)})


class TestTheTenTests:
    """Of the blueprint, section 9; those on adoption and on numbers are with what they are about."""

    @pytest.mark.parametrize(("kind", "lang"), CASES)
    def test_no_promise_stands_in_it_that_was_not_ticked(self, kind: str, lang: Lang) -> None:
        framework, deck = charter_of(kind, lang)
        everything = said(composed(kind, lang))
        ticked = {text.id for text, _ in made(framework.promises)}
        for text in catalogue().promises:
            words = sentence(text, None, framework.texts, lang)[0]
            assert (words in everything) == (text.id in ticked), text.id
        stories = [
            words[lang] for one in deck.scenarios for its in one.stances for words in (its.gives, its.costs) if words
        ]
        examples = [words[lang] for card in deck.cards for words in (*card.examples.values(), *card.questions)]
        assert not [words for words in (*stories, *examples) if words in everything]

    @pytest.mark.parametrize("lang", LANGS)
    def test_the_day_after_the_review_it_remains_in_force(self, lang: Lang) -> None:
        framework, deck = charter_of("demonstration", lang)
        framework = changed(framework, review_on=framework.made_on).model_copy(update={"adopted": True})
        late = document(framework, deck, lang, framework.made_on + timedelta(days=1))
        assert {"nl": "Dit charter blijft gelden.", "en": "This charter remains in force."}[lang] in said(
            late, "summary"
        )
        assert late.status.kind == "overdue"
        assert not re.search(r"\b(verlopen|vervallen|expired|lapsed)\b", said(late) + late.running, re.IGNORECASE)

    def test_a_supplier_that_does_not_turns_only_with_into_every_new_contract(self) -> None:
        framework, deck = charter_of("demonstration", "nl")
        framework = framework.model_copy(update={"promises": (Promise(id="no_training", answer="made"),)})
        assert "We werken alleen met leveranciers die dit doen" in said(document(framework, deck, "nl"), "suppliers")
        for answer in ("no", "unknown"):
            first, *rest = framework.activities
            facts = {**first.facts, "g6_no_reuse": answer}
            short = framework.model_copy(update={"activities": (first.model_copy(update={"facts": facts}), *rest)})
            words = said(document(short, deck, "nl"), "suppliers")
            assert "alleen met" not in words
            assert (
                "In elk nieuw contract vragen we dit vanaf de vaststelling. Nog niet aangetoond: bij 1 leverancier"
                in words
            )

    def test_what_nothing_shows_is_never_said_to_be_met(self) -> None:
        framework, deck = charter_of("demonstration", "nl")
        framework = framework.model_copy(update={"promises": (Promise(id="verify", answer="made"),)})
        assert "alleen met" not in said(document(framework, deck, "nl"), "suppliers")

    @pytest.mark.parametrize("lang", LANGS)
    def test_whom_it_binds_stands_there_whatever_the_team_writes(self, lang: Lang) -> None:
        framework, deck = charter_of("demonstration", lang)
        scope = {"nl": "Dit charter geldt voor iedereen die voor", "en": "This charter binds everyone who"}[lang]
        own = framework.texts.why
        assert own is not None
        for why in (own, None):
            words = said(document(changed(framework, why=why), deck, lang), "why")
            assert scope in words
            assert (own.text(lang) in words) == (why is not None)

    @pytest.mark.parametrize(("kind", "lang"), CASES)
    def test_rights_routes_and_hours_are_in_every_charter(self, kind: str, lang: Lang) -> None:
        everything = said(composed(kind, lang))
        month = {"nl": "binnen een maand", "en": "within a month"}[lang]
        names = {"nl": ("Autoriteit Persoonsgegevens", "Reclame Code Commissie"), "en": ("(AP)", "(RCC)")}[lang]
        for part in ({"nl": "72 uur", "en": "72 hours"}[lang], *names, "ACM ConsuWijzer", month):
            assert part in everything
        for article in (15, 16, 21, 22):
            assert re.search(rf"(art\. |GDPR |\(){article}\b", said(composed(kind, lang), "customers")), article

    def test_nothing_is_said_to_be_open_only_where_nothing_is(self) -> None:
        framework, deck = charter_of("demonstration", "en")
        settled = tuple(Promise(id=one.id, answer="made") for one in catalogue().promises if one.settles)
        rule = framework.rules[0].model_copy(
            update={
                "activities": tuple(one.id for one in framework.activities),
                "price": TeamPrice(sentence="An hour a day"),
            }
        )
        told = {"open_points": (), "rules": (rule,), "promises": settled}
        whole = changed(framework, privacy=PrivacyAdvice(kind="none")).model_copy(update=told)

        def claims(one: Framework) -> bool:
            charter = compose(one, deck, None, translator("en"), edition="internal", as_of=one.made_on)
            return "Nothing is open." in said(charter)

        assert claims(whole)
        for empty in (
            {"owner": ""},
            {"contact": ""},
            {"incident_contact": ""},
            {"sponsor": Sponsor()},
            {"privacy": PrivacyAdvice()},
        ):
            assert not claims(changed(whole, **empty)), empty
        for part in ("supplier", "owner"):
            first, *rest = whole.activities
            assert not claims(whole.model_copy(update={"activities": (first.model_copy(update={part: ""}), *rest)})), (
                part
            )
        assert not claims(whole.model_copy(update={"rules": ()}))


class TestLengths:
    """`python -m benchmarks.charter_words` prints them."""

    @pytest.mark.parametrize(("kind", "lang"), CASES)
    def test_each_part_keeps_to_its_words(self, kind: str, lang: Lang) -> None:
        charter = composed(kind, lang)
        assert len(said(charter, "summary").split()) <= 300
        core = [one.id for one in charter.sections if not one.annex and one.id != "summary"]
        assert len(said(charter, *core).split()) <= 3000
        for block in section(charter, "rules").blocks:
            assert not isinstance(block, RuleBlock) or len(words_of(block).split()) <= 90
        for name, blocks in per_use(section(charter, "law")).items():
            if any(name == one.name for one in charter_of(kind, lang)[0].activities):
                assert len(words_of(*blocks).split()) <= WORDS_PER_USE, name

    @pytest.mark.parametrize("lang", LANGS)
    def test_no_use_of_any_kind_takes_more_room_in_annex_c(self, lang: Lang) -> None:
        """Nothing known, everything known to be in order, and everything known to be broken."""
        framework, deck = charter_of("demonstration", lang)
        for answer in (None, "yes", "no"):
            uses = []
            for number, kind in enumerate(deck.kinds):
                facts = dict(kind.facts)
                if answer:
                    facts |= {
                        "personal_data": "yes",
                        "special_data": answer,
                        **{rule.fact: answer for rule in law_book().ground_rules},
                    }
                told = {"id": f"use-{number}", "name": f"Use {number}", "kind": kind.id, "facts": facts}
                uses.append(framework.activities[0].model_copy(update=told))
            charter = document(framework.model_copy(update={"activities": tuple(uses)}), deck, lang)
            found = per_use(section(charter, "law"))
            longest = max(uses, key=lambda one: len(words_of(*found[one.name]).split()))
            assert len(words_of(*found[longest.name]).split()) <= WORDS_PER_USE, (longest.kind, answer)

    @pytest.mark.parametrize("lang", LANGS)
    def test_a_dilemmas_law_is_short(self, lang: Lang) -> None:
        _, deck = charter_of("demonstration", lang)
        assert not [(one.id, len(one.law[lang].split())) for one in deck.scenarios if len(one.law[lang].split()) > 80]


class TestWords:
    @pytest.mark.parametrize(("kind", "lang"), CASES)
    def test_a_reader_needs_no_codes(self, kind: str, lang: Lang) -> None:
        charter = composed(kind, lang)
        sources = "|".join(re.escape(one.id) for one in law_book().sources)
        codes = "|".join(re.escape(one.code) for one in law_book().classes if len(one.code) < 4 or ":" in one.code)
        assert not re.findall(
            rf"\((?:{codes})\)|\[(?:{sources})\]|\b(?:EK|MIN|GPAI|HR:\S+|P:\d\S*)(?=\W)", said(charter)
        )
        elsewhere = [one.id for one in charter.sections if one.id != "origins"]
        framework, deck = charter_of(kind, lang)
        for key in (*(rule.decision for rule in framework.rules), *(one.id for one in deck.scenarios)):
            assert not re.search(rf"\b{key}\b", said(charter, *elsewhere)), key

    @pytest.mark.parametrize(("kind", "lang"), CASES)
    def test_uses_come_the_gravest_first(self, kind: str, lang: Lang) -> None:
        framework, _ = charter_of(kind, lang)
        outcomes = checks(framework, law_book(), framework.made_on)
        gravity = {one.name: READINGS.index(reading(outcomes[one.id])) for one in framework.activities}
        named = [name for name in per_use(section(composed(kind, lang), "law")) if name in gravity]
        assert sorted(named) == sorted(gravity)
        assert [gravity[name] for name in named] == sorted(gravity.values(), reverse=True)

    def test_what_nobody_has_a_reason_to_think_of_is_not_in_the_law_annex(self) -> None:
        """Of a summary of phone calls nobody answered who owns the system: that does not make it about children."""
        assert "seksueel materiaal" not in said(composed("rehearsal", "nl"), "law")
        assert "Verboden: manipuleren" in said(composed("rehearsal", "nl"), "law"), "its own question is open"

    @pytest.mark.parametrize(("kind", "lang"), CASES)
    def test_what_is_only_possible_never_reads_as_forbidden(self, kind: str, lang: Lang) -> None:
        framework, _ = charter_of(kind, lang)
        outcomes = checks(framework, law_book(), framework.made_on)
        found = per_use(section(composed(kind, lang), "law"))
        for use in framework.activities:
            words = words_of(*found[use.name])
            for rule in (
                one
                for one in law_book().classes
                if one.kind == "prohibition" and one.code not in outcomes[use.id].codes()
            ):
                possibly = {"nl": "Mogelijk – ", "en": "Possibly – "}[lang]
                assert words.count(rule.name[lang]) == words.count(possibly + rule.name[lang]), (use.name, rule.code)

    def test_a_stance_or_practice_against_the_law_is_marked_wherever_it_stands(self) -> None:
        framework, deck = charter_of("demonstration", "en")
        scenario = deck.scenario("S04")
        assert scenario is not None
        unlawful = scenario.stance("A")
        assert unlawful.legal == "unlawful"
        first, *rest = framework.stances
        taken = first.model_copy(update={"scenario": "S04", "stance": "C", "practice": "A"})
        wish = first.model_copy(update={"scenario": "S05", "stance": "A", "practice": "unknown"})
        rule = framework.rules[0].model_copy(
            update={"scenario": "S04", "based_on": "C", "accepted": ("C",), "verb": "only_if"}
        )
        told = framework.model_copy(update={"stances": (taken, wish, *rest), "rules": (rule,)})
        everything = said(document(told, deck)).replace("practice", "")
        for name in (unlawful.name.en, deck.scenario("S05").stance("A").name.en):  # type: ignore[union-attr]
            assert name in everything
            assert everything.count(name) == everything.count(f"{name} (not allowed by the law)"), name
        assert "what we do now is not allowed by the law" in everything, "beside what the rule wins"

    def test_a_rule_on_a_stance_that_the_law_forbids_says_so(self) -> None:
        framework, deck = charter_of("demonstration", "en")
        rule = framework.rules[0].model_copy(update={"scenario": "S04", "based_on": "A", "verb": "always"})
        for verb, words in (("always", "so it cannot be adopted"), ("never", "The law already forbids this")):
            one = rule.model_copy(update={"verb": verb})
            assert words in said(document(framework.model_copy(update={"rules": (one,)}), deck), "rules")


class TestRedLines:
    def test_what_the_law_forbids_stands_apart_with_its_article(self) -> None:
        framework, deck = charter_of("demonstration", "nl")
        blocks = section(document(framework, deck, "nl"), "red_lines").blocks
        law, first, ours, second = blocks
        assert [words_of(law), words_of(ours)] == ["Omdat de wet het verbiedt", "Omdat wij het niet willen"]
        assert "AVG 9(1)" in words_of(first)
        assert words_of(first).startswith("L1 We spelen nooit in op een zwangerschap")
        assert words_of(second).startswith("L2 ")

    def test_a_line_in_the_teams_own_words_is_the_teams_own(self) -> None:
        framework, deck = charter_of("demonstration", "nl")
        lines = tuple(
            one.model_copy(update={"wording": Worded(nl="liegen over wie er schrijft")}) for one in framework.red_lines
        )
        words = said(document(framework.model_copy(update={"red_lines": lines}), deck, "nl"), "red_lines")
        assert "Omdat de wet" not in words
        assert "AVG" not in words

    @pytest.mark.parametrize("lang", LANGS)
    def test_without_any_the_law_still_forbids(self, lang: Lang) -> None:
        stays = {"nl": "Wat de wet verbiedt, blijft verboden.", "en": "What the law forbids stays forbidden."}[lang]
        assert stays in said(composed("nearly_nothing", lang), "red_lines")


class TestSummary:
    def test_it_asks_for_a_decision_until_there_is_one(self) -> None:
        framework, deck = charter_of("demonstration", "en")
        assert "Decision asked: adopt this draft (0.1) as version 1.0." in said(document(framework, deck), "summary")
        done = framework.model_copy(update={"adopted": True, "version": "1.0"})
        assert "by Noor de Wit (managing director)." in said(document(done, deck), "summary")

    def test_every_use_has_its_line_and_the_first_three_things_have_a_role(self) -> None:
        framework, deck = charter_of("demonstration", "en")
        words = said(document(framework, deck), "summary")
        assert all(one.name in words for one in framework.activities)
        assert "Head of CRM: put right “Data minimisation” for “Personal offers in e-mail and app”" in words

    @pytest.mark.parametrize("lang", LANGS)
    def test_it_is_page_1_and_can_be_printed_alone(self, lang: Lang) -> None:
        charter = composed("demonstration", lang)
        first, second, *_ = (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.render(charter))).pages)
        assert section(charter, "summary").title in first
        assert "(section 11)." in first or "(sectie 11)." in first, "to its end"
        assert section(charter, "why").title not in first
        assert section(charter, "why").title in second
        word = python_docx.Document(io.BytesIO(docx.render(charter)))
        heading = next(one for one in word.paragraphs if one.text.endswith(section(charter, "why").title))
        assert heading.paragraph_format.page_break_before

    def test_what_was_planned_has_its_date_and_role(self) -> None:
        framework, deck = charter_of("demonstration", "en")
        first, *rest = framework.activities
        plan = Arrangement(
            id="a1",
            activity=first.id,
            rule="G1",
            status="planned",
            said_on=date(2026, 11, 1),
            owner="HR",
            due=date(2027, 2, 1),
        )
        told = framework.model_copy(update={"activities": (first.model_copy(update={"arrangements": (plan,)}), *rest)})
        charter = document(told, deck)
        assert (
            "HR: put right “Data minimisation” for “Personal offers in e-mail and app” – before 1 February 2027."
            in said(charter, "summary")
        )
        assert "Planned: HR, before 1 February 2027." in said(charter, "law")

    def test_what_was_stopped_asks_nothing_any_more(self) -> None:
        framework, deck = charter_of("demonstration", "en")
        first, *rest = framework.activities
        stopped = first.model_copy(update={"stopped_on": date(2026, 11, 20)})
        charter = document(framework.model_copy(update={"activities": (*rest, stopped)}), deck)
        assert "Stopped on 20 November 2026" in said(charter, "summary")
        assert "put right “Data minimisation”" not in said(charter, "summary")
        assert words_of(*per_use(section(charter, "law"))[first.name]) == "Stopped on 20 November 2026."

    def test_prices_stand_as_they_were_typed(self) -> None:
        framework, deck = charter_of("demonstration", "nl")
        words = said(document(framework, deck, "nl"), "summary")
        typed = [rule.price.sentence for rule in framework.rules if rule.price.sentence]
        assert sum(one in words for one in typed) == 3
        assert "De prijs van" not in words
        bare = framework.model_copy(
            update={"rules": tuple(one.model_copy(update={"price": TeamPrice()}) for one in framework.rules)}
        )
        assert "De prijs van 6 van de 6 regels is nog niet opgeschreven." in said(document(bare, deck, "nl"), "summary")


class TestPeople:
    def test_a_data_protection_officer_advises_and_signs_nothing(self) -> None:
        framework, deck = charter_of("demonstration", "nl")
        advice = PrivacyAdvice(
            kind="dpo", role="FG", advised_on=date(2026, 11, 2), advice="Doe eerst een DPIA.", followed="Gepland."
        )
        charter = document(changed(framework, privacy=advice), deck, "nl")
        assert "De FG adviseert en houdt toezicht, en beslist niet" in said(charter, "people")
        assert "Doe eerst een DPIA." in said(charter, "law")
        table = next(block for block in section(charter, "review").blocks if isinstance(block, TableBlock))
        row = next(row for row in table.rows if plain(row[0]) == "FG")
        assert [plain(cell) for cell in row[1:]] == ["adviseerde op 2 november 2026 (bijlage C)", "–"]

    def test_the_works_council_is_named_with_its_state(self) -> None:
        framework, deck = charter_of("demonstration", "en")
        charter = document(changed(framework, works_council=WorksCouncil(state="to_ask")), deck)
        for key in ("people", "review"):
            assert "The works council still has to be asked" in said(charter, key)

    def test_the_table_says_only_what_is_on_record(self) -> None:
        nobody = said(composed("nearly_nothing", "en"), "roles")
        assert nobody.count("not decided yet") >= 7
        assert "Any colleague" not in nobody
        assert "Any colleague" in said(composed("demonstration", "en"), "roles")

    def test_not_every_use_is_said_to_have_an_owner_where_one_has_none(self) -> None:
        assert "Every use and every rule has an owner" in said(composed("demonstration", "en"), "people")
        assert "Not every use has an owner yet" in said(composed("nearly_nothing", "en"), "people")


def test_a_breach_of_a_supplier_stands_there_instead_of_the_law() -> None:
    framework, deck = charter_of("demonstration", "en")
    in_order = "Anyone who processes personal data for us has a data processing agreement"
    first, *rest = framework.activities
    uses = [one for one in (first, *rest) if one.name != "Service bot Cress"]
    assert in_order not in said(document(framework, deck), "suppliers"), "the bot keeps data without a limit"
    known = tuple(
        one.model_copy(
            update={"facts": {**one.facts, **{f: "yes" for f in ("g5_transfer", "g7_retention") if f in one.facts}}}
        )
        for one in uses
    )
    assert in_order in said(document(framework.model_copy(update={"activities": known}), deck), "suppliers")
    broken = uses[0].model_copy(update={"facts": {**uses[0].facts, "g5_agreements": "no"}})
    words = said(document(framework.model_copy(update={"activities": (broken, *uses[1:])}), deck), "suppliers")
    assert in_order not in words
    assert "Sign a data processing agreement" in words


def test_customers_hear_of_ai_only_where_no_breach_of_that_is_known() -> None:
    framework, deck = charter_of("demonstration", "en")
    bot = next(one for one in framework.activities if one.kind == "chatbot")
    promise = "If AI answers or calls, you hear so at once"
    assert promise in said(document(framework.model_copy(update={"activities": (bot,)}), deck), "customers")
    planned = bot.model_copy(update={"running": "planned"})
    assert promise not in said(document(framework.model_copy(update={"activities": (planned,)}), deck), "customers")


class TestReadByOthers:
    """What a board member and a data protection officer stumbled over."""

    def test_an_officer_without_another_name_is_named_once(self) -> None:
        assert "(FG): FG" not in said(composed("demonstration", "nl"), "people")
        framework, deck = charter_of("demonstration", "nl")
        outside = PrivacyAdvice(kind="dpo", role="FG van de koepel", contact="fg@example.org")
        named = said(document(changed(framework, privacy=outside), deck, "nl"), "people")
        assert "Functionaris gegevensbescherming (FG): FG van de koepel · fg@example.org." in named

    def test_a_number_of_further_findings_says_of_what(self) -> None:
        assert "Dataminimalisatie, en nog 1 regel van de wet" in said(composed("demonstration", "nl"), "open")
        assert re.search(r"”, and \d+ more questions", said(composed("rehearsal", "en"), "open"))

    @pytest.mark.parametrize("lang", LANGS)
    def test_what_customers_hear_by_law_is_in_the_law_check_too(self, lang: Lang) -> None:
        framework, deck = charter_of("demonstration", lang)
        bot = framework.model_copy(
            update={"activities": tuple(one for one in framework.activities if one.kind == "chatbot")}
        )
        charter = document(bot, deck, lang)
        assert "50" in said(charter, "customers")
        assert "50(1)" in said(charter, "law")

    def test_literacy_promises_no_level_that_the_law_does_not_ask(self) -> None:
        assert "we help those who work with AI" in said(composed("nearly_nothing", "en"), "knowledge")

    def test_the_law_on_suppliers_stands_there_beside_a_breach(self) -> None:
        words = said(composed("demonstration", "en"), "suppliers")
        assert words.startswith("The law asks a data processing agreement")
        assert "Not in order yet" in words

    def test_who_adopted_is_said_in_one_way(self) -> None:
        framework, deck = charter_of("rehearsal", "nl")
        charter = document(framework, deck, "nl")
        adopted = next(plain(row.text) for row in charter.meta if row.label == "Vastgesteld")
        assert "door Robin Jansen (directeur); besloten door het marketingteam" in adopted
        assert "door Robin Jansen (directeur)" in said(charter, "summary")

    def test_nothing_is_said_of_rules_and_views_that_are_not_there(self) -> None:
        bare = composed("nearly_nothing", "en")
        assert "Every rule has an owner" not in said(bare, "people")
        assert "minority view" not in said(bare, "summary")

    def test_a_log_that_is_promised_is_there_without_entries(self) -> None:
        assert said(composed("demonstration", "en"), "log") == "Nothing has been written down here yet."
        assert composed("nearly_nothing", "en").section("log") is None

    @pytest.mark.parametrize("lang", LANGS)
    def test_the_demonstration_fits_on_a_public_page(self, lang: Lang) -> None:
        framework, deck = charter_of("demonstration", lang)
        adopted = framework.model_copy(update={"adopted": True})
        page = compose(adopted, deck, law_book(), translator(lang), edition="public", as_of=framework.made_on)
        assert ENOUGH <= word_count(page) <= LIMIT
