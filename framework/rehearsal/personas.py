"""Scripted participants: who they are, and what they answer to what the room asks.

Everything follows from the seed, the player's number and the name of what is asked, never from the order in which people
come or from ids. So a player answers the same on a phone and on the use cases.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from framework.deck import LETTERS, Letter
from framework.rehearsal.script import RehearsalScript
from framework.text import Lang, other
from framework.workshop.answer_rules import CARDS_TO_ORDER, Answer
from framework.workshop.models import (
    CONFIDENCES,
    Ballot,
    CheckoutWord,
    Consent,
    ObjectionAnswer,
    Ranking,
    RedLineVote,
)
from framework.workshop.room import ROLES, QuestionKind

ME = "me"
"""Stands for the seat in an answer until somebody sits on one."""
_TAKES_FIRST = 8
"""A card may be taken from so many that are left, so that a group's orders are alike but not the same."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the room asks of one person now. ``key``: its step, round and phase.

    ``choices``: the cards, or the ids of rules or red lines that are put to the room, in the order shown.
    """

    key: str
    kind: QuestionKind
    scenario: str = ""
    activity: str = ""
    round: int = 1
    about: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Persona:
    """A person with a leaning. ``comes_at`` and ``leaves_at`` count questions; ``leaves_at`` -1: stays.

    Who leaves comes back at the next question, as somebody new. ``insists``: tries to vote again after the reveal, which
    must be refused.
    """

    number: int
    seed: int
    lang: Lang
    role: str
    leaning: int
    """The stance that suits this person most, from 0 (A) to 4 (E)."""
    comes_at: int = 0
    leaves_at: int = -1
    insists: bool = False
    proposes: bool = False
    """Thinks of an activity that is missing."""

    def dice(self, about: str) -> random.Random:
        return random.Random(f"{self.seed}/{self.number}/{about}")  # noqa: S311 - a role in a play, no secret

    def answers(
        self, asked: Prompt, script: RehearsalScript, known: frozenset[str] = frozenset()
    ) -> tuple[Answer, ...]:
        """``known``: rules that this person was asked about at an earlier step."""
        match asked.kind:
            case "ballot":
                return (self._ballot(asked, script),)
            case "ranking":
                return (Ranking(seat=ME, cards=self._cards(asked.choices)),)
            case "consent":
                return tuple(self._consent(asked, at, rule, script, known) for at, rule in enumerate(asked.choices))
            case "red_line":
                return tuple(
                    RedLineVote(seat=ME, red_line=line, answer=self._objection(at))
                    for at, line in enumerate(asked.choices)
                )
            case "word":
                return (CheckoutWord(seat=ME, word=self.dice("word").choice(script.words[self.lang])),)

    def proposal(self, kinds: Sequence[str], script: RehearsalScript) -> tuple[str, str]:
        """The kind and name of an activity that nobody listed."""
        dice = self.dice("inventory")
        return dice.choice(list(kinds)), dice.choice(script.proposed[self.lang])

    def stance(self, scenario: str, round_: int) -> Letter | None:
        """None: abstains. In a second round some move a step toward the middle, having heard the others."""
        dice = self.dice(f"stance/{scenario}")
        if dice.random() < 0.06:
            return None
        at = min(4, max(0, self.leaning + dice.choice((-1, 0, 0, 0, 1))))
        moves = dice.random() < 0.35
        if round_ == 2 and moves and at != 2:
            at += 1 if at < 2 else -1
        return LETTERS[at]

    def _ballot(self, asked: Prompt, script: RehearsalScript) -> Ballot:
        dice = self.dice(f"words/{asked.scenario}/{asked.round}")
        stance = self.stance(asked.scenario, asked.round)
        says_why = dice.random() < 0.7
        return Ballot(
            seat=ME,
            scenario=asked.scenario,
            activity=asked.activity,
            round=2 if asked.round == 2 else 1,
            stance=stance,
            abstained=stance is None,
            confidence=dice.choice(CONFIDENCES),
            reason=dice.choice(script.reasons[stance][self.lang]) if stance is not None and says_why else "",
            objection=dice.random() < 0.08,
        )

    def _cards(self, cards: Sequence[str]) -> tuple[str, ...]:
        dice = self.dice("cards")
        left = list(cards)
        return tuple(
            left.pop(dice.randrange(min(_TAKES_FIRST, len(left)))) for _ in range(min(CARDS_TO_ORDER, len(left)))
        )

    def _consent(self, asked: Prompt, at: int, rule: str, script: RehearsalScript, known: frozenset[str]) -> Consent:
        """Fewer object the second time; nobody objects in the end to what the session agreed to."""
        _, _, attempt = asked.about.rpartition("/")
        # The share that objects goes by the first attempt's dice, so that a second attempt loses objections and wins none.
        share = 0.0 if rule in known else {"1": 0.12, "2": 0.05}.get(attempt, 0.0)
        dice = self.dice(f"consent/{asked.key.partition('/')[0]}/{at}")
        thrown = dice.random()
        if thrown >= share:
            return Consent(seat=ME, round=asked.about, decision=rule, answer="abstain" if thrown > 0.95 else "consent")
        return Consent(
            seat=ME,
            round=asked.about,
            decision=rule,
            answer="objection",
            harm=dice.choice(script.harms[self.lang]),
            safe_if=dice.choice(script.safe_ifs[self.lang]),
        )

    def _objection(self, at: int) -> ObjectionAnswer:
        thrown = self.dice(f"red line/{at}").random()
        strict = 0.1 + 0.12 * self.leaning
        return "object" if thrown < strict else "unknown" if thrown > 0.93 else "no_objection"


def cast(participants: int, seed: int, lang: Lang) -> tuple[Persona, ...]:
    """So many players. From five on one is late, one leaves and comes back, one insists; one in six reads the other
    language."""
    dice = random.Random(f"cast/{seed}")  # noqa: S311 - as above
    players: list[Persona] = []
    for number in range(participants):
        many = participants >= 5
        players.append(
            Persona(
                number=number,
                seed=seed,
                lang=other(lang) if dice.random() < 1 / 6 else lang,
                role=ROLES[number % len(ROLES)],
                leaning=dice.choices(range(5), weights=(1, 2, 3, 2, 1))[0],
                comes_at=2 if many and number == participants - 1 else 0,
                leaves_at=2 if many and number == participants - 2 else -1,
                insists=number == 0,
                proposes=number == 1,
            )
        )
    return tuple(players)
