"""The fixed grammar of a rule, in both languages.

    When [situation], we [always / never] [behaviour], unless [role] agrees beforehand in writing.
    When [situation], we [behaviour] only if [condition], unless …
    Als [situatie], [werkwoord] we [altijd / nooit] [rest], tenzij [rol] vooraf schriftelijk akkoord geeft.
    Als [situatie], [werkwoord] we [rest] alleen als [voorwaarde], tenzij …

``only`` belongs to the condition and stands right before it: "we only use customer data if …" would also mean that nothing
but customer data is used.

Dutch puts the finite verb before "we" after an opening clause, so a behaviour is written in the we-form with its finite
verb first ("laten een collega elke tekst lezen") and its first word is taken as that verb. Source: the charter blueprint
of the method, section 5.2.
"""

from collections.abc import Sequence

from framework.deck import Scenario, Verb
from framework.text import Lang, Worded
from framework.workshop.models import Decision, RuleWording

_ADVERBS: dict[Lang, dict[Verb, str]] = {
    "nl": {"always": "altijd", "never": "nooit"},
    "en": {"always": "always", "never": "never"},
}
_SEPARABLE = {"aan", "af", "bij", "door", "in", "mee", "na", "op", "over", "terug", "toe", "uit", "voor", "zien"}
"""Last words of a Dutch behaviour that are part of its verb ("schakelen iemand in"): *alleen* goes before them."""
PLACE = "{activity}"


def rule_sentence(wording: RuleWording, verb: Verb, exception_role: str, lang: Lang) -> str:
    """The rule as one sentence. Parts that are still empty are left out, so an unfinished rule can be previewed."""
    trigger = _bare(wording.trigger)
    behaviour = _bare(wording.behaviour)
    condition = _bare(wording.condition) if verb == "only_if" else ""
    adverb = _ADVERBS[lang].get(verb, "")
    role = exception_role.strip()
    if lang == "nl":
        finite, _, rest = behaviour.partition(" ")
        if verb == "only_if":
            rest = _with_only(rest, condition)
        start = (finite, "we") if trigger else ("we", finite)
        core = " ".join(part for part in (*start, adverb, rest) if part)
        opening = f"Als {trigger}, " if trigger else ""
        exception = f", tenzij {role} vooraf schriftelijk akkoord geeft" if role else ""
    else:
        tail = f"only if {condition or '…'}" if verb == "only_if" else ""
        core = " ".join(part for part in ("we", adverb, behaviour, tail) if part)
        opening = f"When {trigger}, " if trigger else ""
        exception = f", unless {role} agrees beforehand in writing" if role else ""
    return _sentence(f"{opening}{core}{exception}")


def _with_only(rest: str, condition: str) -> str:
    """What follows the finite verb, with *alleen* and the condition: ``een collega alleen in als …``."""
    words = rest.split()
    end = words[-1:] if words[-1:] and words[-1] in _SEPARABLE else []
    return " ".join((*words[: len(words) - len(end)], "alleen", *end, "als", condition or "…"))


def never_sentence(behaviour: str, lang: Lang) -> str:
    """A red line: ``We never …`` / ``We … nooit …``, from a behaviour in the we-form."""
    bare = _bare(behaviour)
    if lang == "en":
        return _sentence(f"we never {bare}".rstrip())
    finite, _, rest = bare.partition(" ")
    return _sentence(" ".join(part for part in ("we", finite, "nooit", rest) if part))


def proposed_wording(scenario: Scenario, decision_stance: str, names: Sequence[str]) -> dict[Lang, RuleWording]:
    """The deck's rule for a stance, in both languages, about the activities named."""
    rule = next(stance.rule for stance in scenario.stances if stance.letter == decision_stance)
    return {
        lang: RuleWording(
            trigger=with_activities(rule.trigger[lang], names, lang),
            behaviour=with_activities(rule.behaviour[lang], names, lang),
            condition=with_activities(rule.condition[lang], names, lang) if rule.condition else "",
        )
        for lang in ("nl", "en")
    }


def with_activities(text: str, names: Sequence[str], lang: Lang) -> str:
    """``text`` with the activities' names, in quotation marks, in place of ``{activity}``.

    Only that placeholder is filled in: a brace in a name or in a text is left alone.
    """
    return text.replace(PLACE, quoted_names(names, lang))


def quoted_names(names: Sequence[str], lang: Lang) -> str:
    quoted = [f"“{name}”" for name in names]
    if len(quoted) <= 1:
        return "".join(quoted) or ("deze activiteit" if lang == "nl" else "this activity")
    joint = " en " if lang == "nl" else " and "
    return ", ".join(quoted[:-1]) + joint + quoted[-1]


def decision_sentence(decision: Decision, lang: Lang) -> tuple[str, Lang]:
    """The decision's rule for a reader of ``lang``, and the language the words are really in."""
    used: Lang = lang if lang in decision.wording else next(iter(decision.wording))
    return rule_sentence(decision.wording[used], decision.verb, decision.exception_role, used), used


def red_line_sentence(wording: Worded, lang: Lang) -> tuple[str, Lang]:
    behaviour, used = wording.in_lang(lang)
    return never_sentence(behaviour, used), used


def _bare(text: str) -> str:
    return text.strip().rstrip(".").strip()


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    end = "" if text.endswith("…") else "."
    return text[:1].upper() + text[1:] + end if text else ""
