"""What a facilitator is given to say, and what a revealed result is called: words, never a coefficient."""

import re
from typing import get_args

import pytest

from framework.analysis.group_results import proposed_stance, round_result
from framework.analysis.result_text import label_words, median_words, movement_words, outcome_of, ranking_words
from framework.deck import Deck
from framework.language import translator
from framework.text import LANGS, Lang
from framework.workshop.facilitator_script import OUTCOMES, after_reveal, step_script
from framework.workshop.models import GroupResult, Measures, QuestionResult, RoundResult
from framework.workshop.room import PHASES, PlannedStep
from framework.workshop.session_plan import insert_step, shift_step


def votes(*counts: int, measures: Measures | None = None) -> QuestionResult:
    return QuestionResult(
        scenario="S03",
        activity="a",
        rounds=(RoundResult(votes=counts, measures=measures),),  # type: ignore[arg-type]
    )


class TestWords:
    @pytest.mark.parametrize("lang", LANGS)
    def test_every_phase_has_something_to_say_in_both_languages(self, lang: Lang) -> None:
        said = [step_script(kind, phase).say[lang] for kind, phases in PHASES.items() for phase in phases]
        assert len(set(said)) == len(said), "nothing is said twice"
        assert all(40 < len(text) < 420 for text in said), "one breath, and never empty"

    @pytest.mark.parametrize("lang", LANGS)
    @pytest.mark.parametrize("how", OUTCOMES)
    def test_every_outcome_has_advice(self, lang: Lang, how: str) -> None:
        assert after_reveal(how).advice[lang]
        assert after_reveal(how).room[lang]

    @pytest.mark.parametrize("lang", LANGS)
    def test_nobody_is_asked_to_come_forward_or_to_skip_the_talk_beside_an_objection(self, lang: Lang) -> None:
        texts = {how: after_reveal(how).room[lang] + after_reveal(how).advice[lang] for how in OUTCOMES}
        assert not [
            how for how, words in texts.items() if re.search(r"uiteinde|uiterste|two ends|skip|sla .* over", words)
        ]
        assert outcome_of(round_of("CCCCCC").model_copy(update={"objections": 1})) == "objection"

    def test_every_label_has_its_advice(self) -> None:
        assert set(get_args(Measures.model_fields["label"].annotation)) | {"few", "unordered", "objection"} == set(
            OUTCOMES
        )


class TestTelling:
    @pytest.mark.parametrize("lang", LANGS)
    @pytest.mark.parametrize(
        ("letters", "label"),
        [("BBCCC", "aligned"), ("AABEE", "divided"), ("ABCCD", "spread"), ("BBBBBBE", "lone_voice")],
    )
    def test_words_carry_no_decimals_and_no_coefficient(self, lang: Lang, letters: str, label: str) -> None:
        result = round_of(letters)
        assert outcome_of(result) == label
        words = f"{label_words(result, translator(lang))} {median_words(result, translator(lang))}"
        assert not re.search(r"\d", words), words

    def test_two_middle_votes_are_a_pair(self) -> None:
        assert median_words(round_of("ABCDEE"), translator("en")) == "The middle votes are C and D."

    @pytest.mark.parametrize("lang", LANGS)
    @pytest.mark.parametrize("letters", ["CCCCC", "BCCCCC", "ABCCD", "AABEE", "ABCDEABCDE"])
    def test_letters_have_an_order_and_no_distances(self, lang: Lang, letters: str) -> None:
        words = median_words(round_of(letters), translator(lang))
        assert not re.search(r"average|step|gemiddeld|stap", words), words

    def test_nothing_is_said_below_five(self) -> None:
        result, t = round_of("ABEE"), translator("en")
        assert (label_words(result, t), median_words(result, t), outcome_of(result)) == ("", "", "few")

    def test_movement_says_how_many_and_where_to(self) -> None:
        t, still = translator("en"), votes(1, 1, 1, 1, 1)
        moved = [still.model_copy(update={"moved": pair}) for pair in ((0, 0, 6), (0, 2, 6), (1, 1, 6))]
        assert [movement_words(each, t) for each in (still, *moved)] == [
            "",
            "Nobody changed their vote between the rounds.",
            "2 of 6 changed their vote, toward E.",
            "2 of 6 changed their vote: 1 toward A, 1 toward E.",
        ]

    def test_movement_among_letters_without_an_order_has_no_direction(self) -> None:
        moved = votes(1, 1, 1, 1, 1).model_copy(update={"moved": (0, 0, 6), "sideways": 2})
        assert movement_words(moved, translator("en")) == "2 of 6 changed their vote."

    @pytest.mark.parametrize("lang", LANGS)
    def test_how_alike_rankings_are_is_said_in_words(self, lang: Lang) -> None:
        t = translator(lang)
        bands = [GroupResult(people=6, kendall_w=w) for w in ("0", "1/10", "3/10", "1/2", "7/10", "1")]
        said = [ranking_words(result, t) for result in bands]
        assert len(set(said)) == 4
        assert not re.search(r"\d|Kendall", " ".join(said))
        assert ranking_words(GroupResult(people=6), t) == ""


def round_of(letters: str) -> RoundResult:
    from framework.workshop.models import Ballot

    ballots = [
        Ballot.model_validate({"seat": f"s{at}", "scenario": "S03", "activity": "a", "stance": letter})
        for at, letter in enumerate(letters)
    ]
    return round_result(ballots, ordered=True)


class TestProposedStance:
    @pytest.mark.parametrize(
        ("counts", "letter"),
        [
            ((0, 2, 3, 1, 0), "C"),
            ((0, 3, 0, 3, 0), "pair"),
            ((0, 4, 0, 3, 1), "pair"),
            ((5, 0, 0, 0, 0), "unlawful"),
            ((0, 0, 2, 2, 0), "few"),
        ],
    )
    def test_is_the_middle_vote(self, real_deck: Deck, counts: tuple[int, ...], letter: str) -> None:
        scenario = real_deck.scenario("S03")
        assert scenario is not None
        assert proposed_stance(scenario, votes(*counts)) == letter

    def test_without_an_order_there_is_no_middle(self, real_deck: Deck) -> None:
        scenario = real_deck.scenario("S03")
        assert scenario is not None
        unordered = scenario.model_copy(update={"ordered": False})
        assert proposed_stance(unordered, votes(0, 3, 1, 1, 2)) == "unordered"

    def test_is_that_of_the_last_round(self, real_deck: Deck) -> None:
        scenario = real_deck.scenario("S03")
        assert scenario is not None
        first, second = votes(0, 0, 5, 0, 0), votes(0, 0, 0, 5, 0)
        both = first.model_copy(update={"rounds": (*first.rounds, *second.rounds)})
        assert proposed_stance(scenario, both) == "D"


class TestPlan:
    PLAN = tuple(
        PlannedStep(id=name, kind=name, minutes=5)  # type: ignore[arg-type]
        for name in ("welcome", "principles", "red_lines", "checkout")
    )

    def test_the_first_dilemma_comes_before_the_red_lines_and_the_next_after_it(self) -> None:
        steps = self.PLAN
        for name in ("S03", "S07", "S03"):
            steps = insert_step(steps, PlannedStep(id=name, kind="scenario", minutes=12, scenario=name, activity="a"))
        assert [step.id for step in steps] == ["welcome", "principles", "S03", "S07", "red_lines", "checkout"]

    def test_anything_else_comes_before_the_check_out_under_an_id_of_its_own(self) -> None:
        steps = self.PLAN
        for _ in range(2):
            steps = insert_step(steps, PlannedStep(id="break", kind="break", minutes=15))
        assert [step.id for step in steps][-3:] == ["break", "break-2", "checkout"]

    def test_a_step_moves_within_the_plan_and_no_further(self) -> None:
        up = shift_step(self.PLAN, "principles", -1)
        assert [step.id for step in shift_step(up, "principles", -1)] == [
            "principles",
            "welcome",
            "red_lines",
            "checkout",
        ]
        assert [step.id for step in shift_step(self.PLAN, "checkout", 1)] == [step.id for step in self.PLAN]
        assert shift_step(self.PLAN, "gone", 1) == self.PLAN
