"""How many questions a team answers in the law check: ``.venv/bin/python -m benchmarks.law_questions``.

Counted for seven kinds of activity with four suppliers, and for three of them with two, in a team that complies and knows
every answer. A tick list counts as one question per five lines, and a follow-up to it (which age, which messages) as one more.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from benchmarks.measuring import Finding, report
from framework.deck import ActivityKind, DeckLibrary
from framework.law import LawBook, LawQuestion, check, conversation, law_book
from framework.law.fact_models import FactScope
from framework.law.models import UNKNOWN
from framework.law.questions import TickedQuestions, grouped
from tests.support.law_cases import case_data

DAY = date(2026, 11, 30)
SUPPLIERS = ("OpenAI", "Meta", "Google", "Mailchimp")
LINES_PER_QUESTION = 5
PER_ACTIVITY = 9
"""Eight for five of the seven kinds. Insights and copy from a language model take one more: how it works and what it writes about
cannot be read off anything else."""
ONCE, PER_SUPPLIER = 12, 3
IN_ALL = {7: 80, 3: 42}


@dataclass
class Team:
    """What was answered so far, and how many questions that took."""

    book: LawBook
    sensible: Mapping[str, str]
    once: dict[str, str] = field(default_factory=dict)
    by_supplier: dict[str, dict[str, str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def answer(self, kind: ActivityKind, supplier: str) -> int:
        """Answers everything about one activity; how many questions were its own."""
        own: dict[str, str] = {}
        asked = 0
        while True:
            known = {**kind.facts, **self.once, **self.by_supplier.get(supplier, {})}
            questions = self._open(known, own)
            if not questions:
                return asked
            group = questions[0]
            ticked = isinstance(group, TickedQuestions)
            lines = [(line.fact, line.unticked) for line, _ in group.open] if ticked else [(group.fact.id, "no")]
            facts = [fact for fact, _ in lines]
            scope = self._scope(facts[0])
            into = {"activity": own, "team": self.once, "supplier": self.by_supplier.setdefault(supplier, {})}[scope]
            for fact in facts:
                into[fact] = self._sensible(fact)
            extra = -(-len(lines) // LINES_PER_QUESTION) - 1
            extra += sum(1 for fact, unticked in lines if unticked != "no" and into[fact] != unticked)
            name = {"activity": kind.id, "team": "team", "supplier": supplier}[scope]
            self.counts[name] = self.counts.get(name, 0) + 1 + extra
            asked += (1 + extra) if scope == "activity" else 0

    def _open(
        self, known: Mapping[str, str], own: Mapping[str, str]
    ) -> list[LawQuestion | TickedQuestions[LawQuestion]]:
        facts = {**known, **own}
        asked = list(conversation(self.book, known, own))
        for finding in check(self.book, facts, DAY).ground_rules:
            fact = self.book.fact(finding.rule.fact)
            if fact is not None and finding.status != "not_applicable":
                asked.append(LawQuestion(fact, facts.get(fact.id, UNKNOWN), "answered" if fact.id in facts else "open"))
        groups = grouped(self.book, [one for one in asked if one.origin == "open"])
        return list(groups)

    def _scope(self, fact_id: str) -> FactScope:
        fact = self.book.fact(fact_id)
        assert fact is not None
        return fact.scope

    def _sensible(self, fact_id: str) -> str:
        fact = self.book.fact(fact_id)
        assert fact is not None
        return self.sensible.get(fact_id) or ("yes" if fact.topic == "ground_rule" else fact.answers[0])


def main() -> int:
    book, deck = law_book(), DeckLibrary(law=law_book).deck("marketing-ai")
    kinds = [kind for kind in deck.kinds if kind.from_article]
    rows: list[Finding] = []
    for count, suppliers in ((7, SUPPLIERS), (3, SUPPLIERS[:2])):
        team = Team(book, case_data()["quiet"])
        for number, kind in enumerate(kinds[:count]):
            asked = team.answer(kind, suppliers[number % len(suppliers)])
            if count == len(kinds):
                rows.append(Finding(kind.id, [float(asked)], [], "questions", maximum=float(PER_ACTIVITY)))
        shared = sum(number for name, number in team.counts.items() if name == "team" or name in suppliers)
        rows.append(
            Finding(
                f"team and {len(suppliers)} suppliers",
                [float(shared)],
                [],
                "questions",
                maximum=float(ONCE + PER_SUPPLIER * len(suppliers)),
            )
        )
        rows.append(
            Finding(
                f"{count} activities in all",
                [float(sum(team.counts.values()))],
                [],
                "questions",
                maximum=float(IN_ALL[count]),
            )
        )
    return report("Questions of the law check", rows)


if __name__ == "__main__":
    sys.exit(main())
