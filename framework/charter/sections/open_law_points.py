"""What the law check leaves open, by what is open: what is forbidden, what is broken, what nobody knows."""

from collections.abc import Iterable, Mapping

from framework.charter.document import Span, Text
from framework.charter.sections.context import CharterContext
from framework.charter.spans import joined
from framework.language import Translator
from framework.law.first_steps import open_points
from framework.law.models import LawBook, LawCheck
from framework.law.wording import READINGS, known_breaches, reading
from framework.workshop.models import FrameworkActivity

_NAMED = 3


def law_points(context: CharterContext, law: LawBook, found: Mapping[str, LawCheck]) -> tuple[Text, ...]:
    """A text per different finding, the gravest first, with the activities it is about."""
    by_words: dict[str, list[FrameworkActivity]] = {}
    order = sorted(context.framework.activities, key=lambda one: -READINGS.index(reading(found[one.id])))
    for activity in order:
        words = _words(law, found[activity.id], activity, context.t)
        if words:
            by_words.setdefault(words, []).append(activity)
    return tuple(
        (*joined(((Span(one.name, strong=True, own=True),) for one in activities), ", "), Span(f": {words}"))
        for words, activities in by_words.items()
    )


def _words(law: LawBook, outcome: LawCheck, activity: FrameworkActivity, t: Translator) -> str:
    """Empty where nothing is open."""
    read = reading(outcome)
    broken = [one.rule.name[t.lang] for one in known_breaches(outcome)]
    if read == "stop":
        banned = [one.rule.name[t.lang] for one in outcome.classes if one.rule.kind == "prohibition"]
        return t("forbidden as it is described ({rules})", rules=_some([*banned, *broken], t))
    if read == "not_like_this":
        return t("broken, fix first: {rules}", rules=_some(broken, t))
    if read == "ask_first":
        points = open_points(law, outcome, activity.facts)
        asked = [f"“{point.fact.question[t.lang]}”" for point in points]
        unsettled = [one.rule.name[t.lang] for one in outcome.unsure if not one.open_facts]
        return t("not known yet: {questions}", questions=_some(asked or unsettled, t))
    return ""


def _some(names: Iterable[str], t: Translator) -> str:
    """The first few, and how many more."""
    found = list(dict.fromkeys(names))
    rest = len(found) - _NAMED
    more = [t.plural("{count} more", "{count} more", rest)] if rest > 0 else []
    return "; ".join([*found[:_NAMED], *more])
