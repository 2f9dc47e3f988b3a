"""The actions of one owner as a mail, and of all as plain text."""

from collections.abc import Iterable
from datetime import date

from framework.actions.models import Action
from framework.language import Translator


def mail(found: Iterable[Action], owner: str, organisation: str, today: date, t: Translator) -> str:
    """Subject and text: what this role has to do, the most pressing first. ``owner``: a role."""
    own = [one for one in found if not one.done and one.owner.casefold() == owner.casefold()]
    late = sum(one.overdue(today) for one in own)
    opening = t.plural(
        "This is on your list for our agreements on AI in marketing: {count} action.",
        "This is on your list for our agreements on AI in marketing: {count} actions.",
        len(own),
    )
    if late:
        opening += " " + t.plural("{count} is overdue.", "{count} are overdue.", late)
    return "\n".join(
        (
            t("Subject: Your actions for AI at {organisation}", organisation=organisation),
            "",
            t("Hello,"),
            "",
            opening,
            "",
            *(line for one in own for line in entry(one, today, t)),
            t("Is something done, or does it take longer? Let me know, and I will change it in the list."),
        )
    )


def entry(one: Action, today: date, t: Translator) -> list[str]:
    """One action as lines of plain text, with an empty one behind."""
    first = f"- {when(one, today, t)}: {one.what}"
    about = " · ".join(part for part in (one.use, f"R{one.rule}" if one.rule else "") if part)
    return [first, *(f"  {line}" for line in (about, one.why) if line), ""]


def when(one: Action, today: date, t: Translator) -> str:
    """When it is due, or that it is overdue or done, in a few words."""
    if one.done:
        return t("done on {day}", day=t.short_date(one.done_on)) if one.done_on else t("done")
    if one.due is None:
        return t("now") if one.urgent else t("no date yet")
    day = t.short_date(one.due)
    return t("overdue since {day}", day=day) if one.overdue(today) else t("by {day}", day=day)
