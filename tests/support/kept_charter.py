"""A charter that has been in use for a while: the demonstration, adopted, with things on record since."""

from datetime import date
from functools import cache

from framework.exports.catalog import Source
from framework.law import law_book
from framework.rehearsal.demonstration import demonstration_script
from framework.text import Lang
from framework.workshop.governance.records import Arrangement, LogEntry, Promise, Training
from framework.workshop.models import Framework
from tests.support.workshops import played_today, shipped_deck

AS_OF = date(2026, 11, 30)
FORMULA = '=HYPERLINK("http://example.org","x")'


@cache
def demonstration_framework(lang: Lang) -> Framework:
    """As a proposal of this day, before anything is on record."""
    framework = played_today(demonstration_script(), lang).frameworks[-1]
    return framework.model_copy(update={"made_on": date(2026, 9, 1), "training": (), "log": ()})


def an_entry(kind: str, on: date, **given: object) -> LogEntry:
    fields = {"id": f"{kind}-{on:%m%d}", "kind": kind, "on": on, "text": f"what happened on {on:%d %m}", "role": "CRM"}
    return LogEntry.model_validate({**fields, **given})


def kept_framework(lang: Lang) -> Framework:
    """Adopted; a plan past its date for the first use, an exception past its end, incidents, complaints and a stop."""
    proposal = demonstration_framework(lang)
    first, second, *rest = proposal.activities
    plan = Arrangement(
        id="plan-1",
        activity=first.id,
        rule="G1",
        status="planned",
        by="hoofd CRM",
        said_on=date(2026, 9, 1),
        owner="data-engineer",
        due=date(2026, 11, 1),
        note=FORMULA,
    )
    return proposal.model_copy(
        update={
            "version": "1.0",
            "adopted": True,
            "deciders": ("directie",),
            "activities": (
                first.model_copy(update={"arrangements": (plan,), "purpose": FORMULA}),
                second.model_copy(update={"stopped_on": date(2026, 11, 20)}),
                *rest,
            ),
            "rules": (
                proposal.rules[0].model_copy(update={"review_on": date(2026, 11, 15)}),
                *(rule.model_copy(update={"review_on": date(2027, 9, 1)}) for rule in proposal.rules[1:]),
            ),
            "promises": (Promise(id="complaint_answer", answer="made", numbers={"days": 5}),),
            "training": (
                Training(id="t1", group="marketing", what="prompts", done_on=date(2026, 10, 5)),
                Training(id="t2", group="bureau", what="labels", due=date(2026, 11, 1)),
            ),
            "log": (
                an_entry("exception", date(2026, 10, 1), until=date(2026, 11, 1), decision=proposal.rules[0].decision),
                an_entry("incident", date(2026, 11, 3), severity=3, activity=first.id, text=FORMULA),
                an_entry("incident", date(2026, 11, 4), severity=1, closed_on=date(2026, 11, 5)),
                an_entry("incident", date(2026, 8, 4), severity=2),
                an_entry("complaint", date(2026, 11, 2), closed_on=date(2026, 11, 6)),
                an_entry("complaint", date(2026, 11, 9), closed_on=date(2026, 11, 27)),
                an_entry("complaint", date(2026, 11, 10)),
                an_entry("check", date(2026, 11, 12), decision=proposal.rules[1].decision, outcome="in orde"),
                an_entry("stop", date(2026, 11, 20), activity=second.id),
                an_entry("stop", date(2026, 11, 21), withdrawn=True),
            ),
        }
    )


def kept_source(lang: Lang) -> Source:
    return Source(kept_framework(lang), shipped_deck(), law_book(), AS_OF)
