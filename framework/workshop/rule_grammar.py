"""The fixed grammar of a rule, in both languages.

    When [situation], we [always / never] [behaviour], unless [role] agrees beforehand in writing.
    When [situation], we [behaviour] only if [condition], unless …
    Als [situatie], [werkwoord] we [altijd / nooit] [rest], tenzij [rol] vooraf schriftelijk akkoord geeft.
    Als [situatie], [werkwoord] we [rest] alleen als [voorwaarde], tenzij …

"Only" directly precedes the condition: "we only use customer data if …" could also mean that nothing else is used.

After an opening clause Dutch puts the finite verb before "we". So a Dutch behaviour is written in the we-form with the finite
verb first ("laten een collega elke tekst lezen"), and its first word is taken as the verb. Source: the method's charter
blueprint, section 5.2.
"""

from collections.abc import Sequence

from framework.deck import Letter, Scenario, Verb
from framework.deck.numbers_to_fill import with_markers
from framework.text import LANGS, Lang, LocalizedText, Worded
from framework.workshop.field_types import AskedRule, RuleWording
from framework.workshop.models import Decision, RedLine

_ADVERBS: dict[Lang, dict[Verb, str]] = {
    "nl": {"always": "altijd", "never": "nooit"},
    "en": {"always": "always", "never": "never"},
}
_SEPARABLE = {"aan", "af", "bij", "door", "in", "mee", "na", "op", "over", "terug", "toe", "uit", "voor", "zien"}
"""Separable prefixes at the end of a Dutch behaviour ("schakelen iemand in"); *alleen* goes before them."""
ACTIVITY_PLACEHOLDER = "{activity}"
_ROLE = "\ufffc"
"""Stands for the role (the object replacement character, which nobody types)."""


def rule_sentence(wording: RuleWording, verb: Verb, exception_role: str, lang: Lang) -> str:
    """The rule as one sentence. Empty parts are left out, so that an unfinished rule can be previewed."""
    trigger = _without_full_stop(wording.trigger)
    behaviour = _without_full_stop(wording.behaviour)
    condition = _without_full_stop(wording.condition) if verb == "only_if" else ""
    adverb = _ADVERBS[lang].get(verb, "")
    role = exception_role.strip()
    if lang == "nl":
        finite, _, rest = behaviour.partition(" ")
        if verb == "only_if":
            rest = _with_only_first(rest, condition) if wording.only_first else _with_only(rest, condition)
        start = (finite, "we") if trigger else ("we", finite)
        core = " ".join(part for part in (*start, adverb, rest) if part)
        opening = f"Als {trigger}, " if trigger else ""
        exception = f", tenzij {role} vooraf schriftelijk akkoord geeft" if role else ""
    else:
        tail = f"only if {condition or '…'}" if verb == "only_if" else ""
        if verb == "only_if" and wording.only_first:
            adverb, tail = "only", f"if {condition}" if condition else ""
        core = " ".join(part for part in ("we", adverb, behaviour, tail) if part)
        opening = f"When {trigger}, " if trigger else ""
        exception = f", unless {role} agrees beforehand in writing" if role else ""
    return _as_sentence(f"{opening}{core}{exception}")


def around_role(wording: RuleWording, verb: Verb, lang: Lang) -> tuple[str, str]:
    """The rule's sentence before and after the role that may allow an exception: documents say that role in their language,
    or mark it with its own."""
    before, _, after = rule_sentence(wording, verb, _ROLE, lang).partition(_ROLE)
    return before, after


def _with_only(rest: str, condition: str) -> str:
    """The Dutch words after the finite verb, with *alleen* and the condition: ``een collega alleen in als …``."""
    words = rest.split()
    end = words[-1:] if words[-1:] and words[-1] in _SEPARABLE else []
    return " ".join((*words[: len(words) - len(end)], "alleen", *end, "als", condition or "…"))


def _with_only_first(rest: str, condition: str) -> str:
    """As release 0.1 put it, for rules that were agreed to in those words."""
    return " ".join(part for part in ("alleen", rest, f"als {condition}" if condition else "") if part)


def never_sentence(behaviour: str, lang: Lang) -> str:
    """A red line from a behaviour in the we-form: ``We never …`` / ``We … nooit …``."""
    bare = _without_full_stop(behaviour)
    if lang == "en":
        return _as_sentence(f"we never {bare}".rstrip())
    finite, _, rest = bare.partition(" ")
    return _as_sentence(" ".join(part for part in ("we", finite, "nooit", rest) if part))


def proposed_wording(scenario: Scenario, decision_stance: str, names: Sequence[str]) -> dict[Lang, RuleWording]:
    """The deck's rule for a stance in both languages, with the names of the activities filled in and its numbers marked."""
    rule = next(stance.rule for stance in scenario.stances if stance.letter == decision_stance)

    def filled(text: LocalizedText | None, lang: Lang) -> str:
        return "" if text is None else fill_activity_names(with_markers(text[lang], lang), names, lang)

    return {
        lang: RuleWording(
            trigger=filled(rule.trigger, lang),
            behaviour=filled(rule.behaviour, lang),
            condition=filled(rule.condition, lang),
        )
        for lang in LANGS
    }


def proposed_check(scenario: Scenario, decision_stance: Letter) -> Worded:
    """How the deck proposes to check its rule for a stance, with its numbers marked."""
    check = scenario.stance(decision_stance).rule.check
    return Worded(nl=with_markers(check.nl, "nl"), en=with_markers(check.en, "en"))


def fill_activity_names(text: str, names: Sequence[str], lang: Lang) -> str:
    """``text`` with the quoted names in place of ``{activity}``. Other braces are left alone."""
    return text.replace(ACTIVITY_PLACEHOLDER, quoted_names(names, lang))


def quoted_names(names: Sequence[str], lang: Lang) -> str:
    quoted = [f"“{name}”" for name in names]
    if len(quoted) <= 1:
        return "".join(quoted) or ("deze activiteit" if lang == "nl" else "this activity")
    joint = " en " if lang == "nl" else " and "
    return ", ".join(quoted[:-1]) + joint + quoted[-1]


def decision_sentence(decision: Decision | AskedRule, lang: Lang) -> tuple[str, Lang]:
    """The decision's rule for a reader of ``lang``, and the language it is actually worded in."""
    used: Lang = lang if lang in decision.wording else next(iter(decision.wording))
    return rule_sentence(decision.wording[used], decision.verb, decision.exception_role, used), used


def red_line_sentence(wording: Worded, lang: Lang) -> tuple[str, Lang]:
    behaviour, used = wording.in_lang(lang)
    return never_sentence(behaviour, used), used


def practice_words(line: RedLine, lang: Lang) -> tuple[str, Lang]:
    """What a room is asked about a red line, without "never", and the language it is in.

    From a deck without such a phrase, and in a group's own words, the wording as ``We …``.
    """
    if line.practice is not None:
        words, used = line.practice.in_lang(lang)
        return _capitalised(words), used
    words, used = line.wording.in_lang(lang)
    return _as_sentence(f"we {_without_full_stop(words)}"), used


def _without_full_stop(text: str) -> str:
    return text.strip().rstrip(".").strip()


def _as_sentence(text: str) -> str:
    text = " ".join(text.split())
    end = "" if text.endswith("…") else "."
    return _capitalised(text) + end if text else ""


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
