"""What a stored file must still say when it is opened: counts, votes, decisions and rules, short enough to read.

Works on what the models dump as JSON, so that the same lines describe what an older version wrote and what today's reads.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from framework.law import LawBook
from framework.law.classification import check

Body = Mapping[str, Any]


def of_workshop(state: Body) -> dict[str, Any]:
    """``state``: a dumped `WorkshopState`."""
    ballots, consents = state["ballots"], state.get("consents", ())
    room = state.get("room")
    return {
        "kind": state["workshop"]["kind"],
        "stage": state["workshop"]["stage"],
        "organisation": state["workshop"]["organisation"],
        "deck": of_deck(state["deck"]),
        "seats": len(state["seats"]),
        "left": sum(seat.get("left", False) for seat in state["seats"]),
        "activities": sorted(one["name"] for one in state["activities"] if not one["deleted"]),
        "votes": _counted(f"{one['scenario']}/{one['round']} {one['stance']}" for one in ballots),
        "ballots": len(ballots),
        "reasons": sum(bool(one["reason"]) for one in ballots),
        "hidden reasons": sum(one.get("hidden", False) for one in ballots),
        "strong objections": sum(one["objection"] for one in ballots),
        "rankings": len(state["rankings"]),
        "practices": len(state["practices"]),
        "consents": _counted(one["answer"] for one in consents),
        "harms": sorted(one["harm"] for one in consents if one["harm"]),
        "red line votes": _counted(f"{one['red_line']} {one['answer']}" for one in state.get("red_line_votes", ())),
        "words": sorted(one["word"] for one in state.get("words", ())),
        "notes": sorted(f"{one['kind']}: {one['text']}" for one in state.get("notes", ())),
        "decisions": {one["scenario"]: _decision(one) for one in state["decisions"] if not one["withdrawn"]},
        "red lines": {
            _words(one["wording"]): {
                "scenario": one["scenario"],
                "proposed": one.get("proposed", False),
                "withdrawn": one["withdrawn"],
                "objections": [one.get("objections"), one.get("voters")],
            }
            for one in state["red_lines"]
        },
        "room": None if room is None else {key: room[key] for key in ("step", "phase", "revealed", "kept_cards")},
        "kept at closing": _group(state.get("group")),
        "frameworks": [of_framework(one) for one in state["frameworks"]],
    }


def of_charter(archive: Body, law: LawBook | None) -> dict[str, Any]:
    """``archive``: a dumped `CharterArchive`, which holds ``law``, or a dumped `PublicArchive`."""
    if "page" in archive:
        return of_page(archive)
    return {
        "edition": archive["edition"],
        "as of": archive["as_of"],
        "deck": of_deck(archive["deck"]),
        "law": None if law is None else _law(law, archive["framework"], date.fromisoformat(archive["as_of"])),
        "framework": of_framework(archive["framework"]),
    }


def of_page(archive: Body) -> dict[str, Any]:
    page = archive["page"]
    return {
        "edition": archive["edition"],
        "as of": archive["as_of"],
        "version": page["version"],
        "adopted": page["adopted"],
        "organisation": page["organisation"],
        "uses": [_words(one) for one in page["uses"]],
        "rules": {str(one["number"]): _words(one["sentence"]) for one in page["rules"]},
        "checks": {str(one["number"]): _words(one["check"]) for one in page["rules"] if one["check"]},
        "red lines": [_words(one) for one in page["red_lines"]],
        "principles": [one["name"]["nl"] for one in page["principles"]],
        "promises": [_words(one["sentence"]) for one in page["promises"]],
        "something open": page["something_open"],
    }


def _law(law: LawBook, framework: Body, day: date) -> dict[str, Any]:
    """What it finds about each activity, as ``verdict: codes of the certain classes``."""
    found = {one["name"]: check(law, one["facts"], day) for one in framework["activities"]}
    return {
        "version": law.version,
        "sources": len(law.sources),
        "activities": {name: f"{one.verdict}: {', '.join(one.codes())}" for name, one in sorted(found.items())},
    }


def of_framework(framework: Body) -> dict[str, Any]:
    return {
        "version": framework["version"],
        "adopted": framework["adopted"],
        "deciders": list(framework["deciders"]),
        "organisation": framework["organisation"],
        "voices": framework["voices"],
        "principles": list(framework["principles"]),
        "activities": sorted(one["name"] for one in framework["activities"]),
        "rules": {str(one["number"]): _decision(one) for one in framework["rules"]},
        "red lines": sorted(_words(one["wording"]) for one in framework["red_lines"]),
        "open points": _counted(one["reason"] for one in framework["open_points"]),
        "stances": _counted(f"{one['scenario']} {one['stance']}" for one in framework["stances"]),
        "group": _group(framework.get("group")),
    }


def of_deck(deck: Body) -> dict[str, Any]:
    return {"id": deck["id"], "version": deck["version"]} | {
        part: len(deck[part]) for part in ("cards", "scenarios", "kinds")
    }


def _decision(one: Body) -> dict[str, Any]:
    """A decision or the rule that came of it."""
    return {
        "scenario": one["scenario"],
        "verb": one["verb"],
        "accepted": "".join(one["accepted"]),
        "behaviour": {lang: one["wording"][lang]["behaviour"] for lang in sorted(one["wording"])[-1:]},
        "owner": one["owner"],
        "dissent": one["dissent"],
        "agreed": one.get("agreed"),
        "closed": one.get("closed", True),
    } | _price(one)


def _price(one: Body) -> dict[str, Any]:
    """The team's own price and corrected marks, where there are any."""
    price = one.get("price", {})
    said = [price[part] for part in ("sentence", "hours_per_month", "euros_per_month", "reach") if price.get(part)]
    marks = [f"{each['row']} {each['stance']} {each['mark']}: {each['reason']}" for each in one.get("corrections", ())]
    return {"price": said, "corrections": marks} if said or marks else {}


def _group(group: Body | None) -> dict[str, Any] | None:
    if group is None:
        return None
    return {
        "people": group["people"],
        "cards": list(group["cards"]),
        "votes": {
            one["scenario"]: ["-".join(str(votes) for votes in each["votes"]) for each in one["rounds"]]
            for one in group["questions"]
        },
        "consents": [
            [f"{each['consents']} for, {each['objections']} against" for each in one["rounds"]]
            for one in group.get("consents", ())
        ],
    }


def _words(worded: Body) -> str:
    return worded["nl"] or worded["en"]


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))
