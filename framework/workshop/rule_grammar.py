"""The fixed grammar of a rule, in both languages.

    When [situation], we [always / never / only] [behaviour] [if condition], unless [role] agrees beforehand in writing.
    Als [situatie], [werkwoord] we [altijd / nooit / alleen] [rest] [als voorwaarde], tenzij [rol] vooraf schriftelijk
    akkoord geeft.

Dutch puts the finite verb before "we" after an opening clause, so a behaviour is written in the we-form with its finite
verb first ("laten een collega elke tekst lezen") and its first word is taken as that verb. Source: the charter blueprint
of the method, section 5.2.
"""

from collections.abc import Sequence

from framework.deck import Scenario, Verb
from framework.text import Lang, Worded
from framework.workshop.models import Decision, RuleWording

_ADVERBS: dict[Lang, dict[Verb, str]] = {
    "nl": {"always": "altijd", "never": "nooit", "only_if": "alleen"},
    "en": {"always": "always", "never": "never", "only_if": "only"},
}
PLACE = "{activity}"


def rule_sentence(wording: RuleWording, verb: Verb, exception_role: str, lang: Lang) -> str:
    """The rule as one sentence. Parts that are still empty are left out, so an unfinished rule can be previewed."""
    trigger = _bare(wording.trigger)
    behaviour = _bare(wording.behaviour)
    condition = _bare(wording.condition)
    adverb = _ADVERBS[lang][verb]
    if lang == "nl":
        finite, _, rest = behaviour.partition(" ")
        core = " ".join(part for part in (finite, "we", adverb, rest) if part)
        opening = f"Als {trigger}, " if trigger else ""
        if not trigger:
            core = " ".join(part for part in ("we", finite, adverb, rest) if part)
        tail = f" als {condition}" if verb == "only_if" and condition else ""
        exception = (
            f", tenzij {exception_role.strip()} vooraf schriftelijk akkoord geeft" if exception_role.strip() else ""
        )
    else:
        core = f"we {adverb} {behaviour}".rstrip()
        opening = f"When {trigger}, " if trigger else ""
        tail = f" if {condition}" if verb == "only_if" and condition else ""
        exception = f", unless {exception_role.strip()} agrees beforehand in writing" if exception_role.strip() else ""
    return _sentence(f"{opening}{core}{tail}{exception}")


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
    return text[:1].upper() + text[1:] + "." if text else ""
