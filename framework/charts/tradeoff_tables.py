"""The tables behind the trade-offs. ``docs/trade-offs.md`` says how each column follows from the marks in the first table."""

from collections.abc import Mapping, Sequence

from framework.analysis.choices import Choice, PriceRow
from framework.analysis.frontier import Frontier
from framework.analysis.price import direction, mark_rows, own_effect, reference_of
from framework.analysis.priorities import Finding, Pair
from framework.charts.effects import DIRECTION_WORDS
from framework.charts.table_files import Table
from framework.charts.tradeoff_words import business_words, principle_names, row_name
from framework.deck import LETTERS, Deck
from framework.language import N_, Translator

REFERENCE_WORDS = {"today": N_("what we do now"), "usual": N_("usual in the sector, our estimate")}
FINDING_WORDS: dict[Finding, str] = {
    "contradicts": N_("the lower one won more often"),
    "fits": N_("the higher one won more often"),
    "even": N_("as often"),
    "not_ranked": N_("neither was put first"),
}


def marks_table(choices: Sequence[Choice], deck: Deck, t: Translator) -> Table:
    """A line per choice and row: the marks of all five stances, and how the choice compares. All else follows from it."""
    rows: list[tuple[str | int | None, ...]] = []
    for choice in choices:
        base = reference_of(choice.scenario, choice.practice)
        for row in mark_rows(choice.scenario, choice.corrections):
            unchanged = base is None or choice.accepted == (base[0],)
            said = None if unchanged else own_effect(row, choice.own)
            rows.append(
                (
                    choice.id,
                    choice.scenario.title[t.lang],
                    ", ".join(choice.accepted),
                    base[0] if base else None,
                    t(REFERENCE_WORDS[base[1]]) if base else None,
                    row_name(deck, row.row, t),
                    *row.marks,
                    ", ".join(
                        [
                            *(letter for letter in LETTERS if letter in row.corrected),
                            *([t("our own estimate")] if said else []),
                        ]
                    )
                    or None,
                    t(DIRECTION_WORDS[said or direction(row, choice.accepted, base[0])]) if base else None,
                    ", ".join(stance.letter for stance in choice.scenario.stances if stance.legal == "unlawful")
                    or None,
                )
            )
    return Table(
        t("Marks and comparison"),
        (
            t("Decision"),
            t("Dilemma"),
            t("Chosen"),
            t("Compared with"),
            t("Why that one"),
            t("Row"),
            *LETTERS,
            t("Own marks"),
            t("Comparison"),
            t("Not lawful"),
        ),
        tuple(rows),
    )


def prices_table(rows: Sequence[PriceRow], deck: Deck, t: Translator) -> Table:
    """A line per choice, dearest first."""
    lines: list[tuple[str | int | None, ...]] = []
    for row in rows:
        choice, reference = row.choice, row.price.reference
        unchanged = row.price.unchanged
        lines.append(
            (
                choice.scenario.title[t.lang],
                ", ".join(choice.accepted),
                choice.team.hours_per_month,
                choice.team.euros_per_month,
                choice.team.sentence or None,
                reference.stance if reference else choice.accepted[0] if unchanged else None,
                t(REFERENCE_WORDS[reference.kind])
                if reference and reference.kind in REFERENCE_WORDS
                else t(REFERENCE_WORDS[unchanged])
                if unchanged
                else None,
                *(
                    (
                        t.listing(principle_names(reference.better, deck, t)) or None,
                        t.listing(principle_names(reference.worse, deck, t)) or None,
                        t.listing(principle_names(reference.depends, deck, t)) or None,
                        business_words(reference, t) or None,
                    )
                    if reference
                    else (None, None, None, None)
                ),
            )
        )
    return Table(
        t("Prices"),
        (
            t("Dilemma"),
            t("Chosen"),
            t("Hours a month"),
            t("Euros a month"),
            t("In our words"),
            t("Compared with"),
            t("Why that one"),
            t("Better for"),
            t("Worse for"),
            t("Depends"),
            t("Business"),
        ),
        tuple(lines),
    )


def pairs_table(pairs: Sequence[Pair], titles: Mapping[str, str], deck: Deck, t: Translator) -> Table:
    """A line per pair that pulled apart. ``titles``: the dilemma by id of the decision."""

    def named(decisions: Sequence[str]) -> str | None:
        return "; ".join(titles[decision] for decision in decisions) or None

    return Table(
        t("Said and chosen"),
        (
            t("Principle"),
            t("Its place"),
            t("The other"),
            t("Its place"),
            t("Clashed"),
            t("Principle won"),
            t("The other won"),
            t("In between"),
            t("Outcome"),
            t("Decisions that the principle won"),
            t("Decisions that the other won"),
        ),
        tuple(
            (
                row_name(deck, pair.first, t),
                pair.first_rank,
                row_name(deck, pair.second, t),
                pair.second_rank,
                len(pair.apart),
                len(pair.first_won),
                len(pair.second_won),
                len(pair.apart) - len(pair.first_won) - len(pair.second_won),
                t(FINDING_WORDS[pair.finding]),
                named(pair.first_won),
                named(pair.second_won),
            )
            for pair in pairs
        ),
    )


def frontier_table(
    found: Frontier, rows: tuple[str, str], choices: Sequence[Choice], deck: Deck, t: Translator
) -> Table:
    """Where the team stands, then a line per place on the frontier with the stance of each decision."""
    counted = [choice for choice in choices if reference_of(choice.scenario, choice.practice)]
    names = [row_name(deck, row, t) for row in rows]
    lines: list[tuple[str | int | None, ...]] = [
        (
            t("where we stand"),
            *(value for count in (found.first, found.second) for value in (count.better, count.worse, count.place)),
            None,
            *(", ".join(choice.accepted) for choice in counted),
        )
    ]
    for point in found.points:
        to = {change.decision: change.to for change in point.changes}
        lines.append(
            (
                t("the best we could do"),
                *(value for count in (point.first, point.second) for value in (count.better, count.worse, count.place)),
                len(point.changes),
                *(to.get(choice.id) or ", ".join(choice.accepted) for choice in counted),
            )
        )
    return Table(
        t("The best we could do"),
        (
            t("Place"),
            *(
                words
                for name in names
                for words in (
                    t("{row}: better", row=name),
                    t("{row}: worse", row=name),
                    t("{row}: better less worse", row=name),
                )
            ),
            t("Other choices"),
            *(choice.scenario.title[t.lang] for choice in counted),
        ),
        tuple(lines),
    )
