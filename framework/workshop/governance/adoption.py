"""What has to be in place before a charter is adopted, and what a team should know before it does.

A proposal needs none of it. The conditions are those of the blueprint (`docs` name them B1 to B10), and that somebody may stop a
use. "Running" never means a use that was stopped.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from framework.deck import Deck
from framework.deck.numbers_to_fill import unconfirmed
from framework.errors import RuleRefused
from framework.law.models import LawCheck
from framework.law.wording import known_breaches
from framework.workshop.governance.adoption_findings import Caution, Obstacle, Place
from framework.workshop.governance.data_protection_officer import is_dpo, may_be_dpo
from framework.workshop.governance.promises import catalogue, made, open_topics
from framework.workshop.models import Framework, FrameworkActivity, Rule
from framework.workshop.rule_checks import check_lawful

STOPPING, TRAINING = "stopping", "training"
"""Topics of the step "How we keep to it"."""
FEW_VOICES = 5
_ABOUT_STAFF = frozenset({"works_council", "works_council_not_asked"})
"""Ids of the rules of law on the works council: one holds for a use that touches the team's own people."""
_AWAY_FROM_CUSTOMERS: Mapping[str, str] = {
    "interacts": "no",
    "makes": "none",
    "sends_messages": "none",
    "platform_ads": "no",
    "pricing": "none",
    "profiles": "no",
    "tracks": "no",
    "significant_decision": "no",
}
"""The recorded facts with which a use reaches no customer; unless all are known, it does."""


def obstacles(framework: Framework, deck: Deck, checks: Mapping[str, LawCheck], today: date) -> tuple[Obstacle, ...]:
    """What holds adoption, what the law says first. ``framework``: as it would be saved; ``checks``: by activity id."""
    return (
        *_nothing_decided(framework),
        *_uses_and_the_law(framework, checks, today),
        *_rules_and_the_law(framework, deck),
        *_deciding_dpo(framework),
        *_unowned_uses(framework),
        *_unfinished_rules(framework),
        *_people(framework),
        *_works_council(framework, checks),
        *_contacts(framework),
        *_training(framework),
    )


def cautions(framework: Framework, deck: Deck) -> tuple[Caution, ...]:
    """What does not hold adoption, and stands open all the same."""
    texts, rules = framework.texts, framework.rules
    ruled = {activity for rule in rules for activity in rule.activities}
    unsupplied = [one for one in framework.activities if not one.supplier]
    unruled = [one for one in framework.activities if one.id not in ruled]
    unpriced = [rule for rule in rules if not rule.price.sentence]
    found: list[Caution] = []
    if unsupplied:
        uses = tuple(one.name for one in unsupplied)
        found.append(Caution("supplier-unknown", Place("inventory", unsupplied[0].id, "supplier"), {"uses": uses}))
    if unruled:
        uses = tuple(one.name for one in unruled)
        found.append(Caution("use-without-rule", Place("decisions"), {"uses": uses}))
    if unpriced:
        where = Place("decisions", unpriced[0].decision, "price")
        found.append(Caution("price-missing", where, {"open": len(unpriced), "count": len(rules)}))
    found += [
        Caution("condition-missing", Place("decisions", rule.decision, "condition"), {"number": rule.number})
        for rule in rules
        if _lacks_its_condition(rule, deck)
    ]
    if not framework.red_lines:
        found.append(Caution("no-red-line", Place("decisions")))
    if len(rules) > 1 and len({rule.review_on for rule in rules}) == 1:
        where = Place("decisions", rules[0].decision, "review")
        found.append(Caution("one-review-date", where, {"day": rules[0].review_on}))
    if not texts.deputy:
        found.append(Caution("no-deputy", Place("promises", "people", "deputy")))
    if texts.privacy.kind is None:
        found.append(Caution("privacy-unknown", Place("promises", "people", "privacy.kind")))
    found += [
        Caution("topic-open", Place("promises", topic.id), {"what": topic.open})
        for topic in open_topics(framework.promises)
        if topic.open is not None and topic.id != STOPPING
    ]
    if framework.voices < FEW_VOICES:
        found.append(Caution("few-voices", Place("decisions")))
    return tuple(found)


def reaches_customers(activity: FrameworkActivity) -> bool:
    """Whether a use reaches people outside, or may: it does not only where that is on record."""
    return any(activity.facts.get(fact) != value for fact, value in _AWAY_FROM_CUSTOMERS.items())


def _nothing_decided(framework: Framework) -> Iterator[Obstacle]:
    if not framework.rules and not framework.red_lines:
        yield Obstacle("nothing-decided", Place("decisions"))


def _uses_and_the_law(framework: Framework, checks: Mapping[str, LawCheck], today: date) -> Iterator[Obstacle]:
    """A plan with a date leaves a breach a breach, but lets the charter be adopted; what is forbidden has to stop."""
    for activity in framework.activities:
        check = checks.get(activity.id)
        if check is None or not activity.is_running:
            continue
        if check.verdict == "stop":
            yield Obstacle("use-forbidden", Place("inventory", activity.id, "stopped_on"), {"use": activity.name})
            continue
        planned = {one.rule: one for one in activity.arrangements if one.status == "planned" and not one.withdrawn}
        for breach in known_breaches(check):
            plan = planned.get(breach.id)
            where = Place("law_check", activity.id, breach.id)
            what = {"use": activity.name, "rule": breach.rule.name}
            if plan is None or not plan.owner or plan.due is None:
                yield Obstacle("breach-unplanned", where, what)
            elif plan.due < today:
                yield Obstacle("breach-overdue", where, {**what, "day": plan.due})


def _rules_and_the_law(framework: Framework, deck: Deck) -> Iterator[Obstacle]:
    for rule in framework.rules:
        try:
            check_lawful(deck, rule)
        except RuleRefused as refused:
            exception = refused.reason == "law-has-no-exceptions"
            where = Place("decisions", rule.decision, "exception" if exception else "verb")
            yield Obstacle("exception-to-law" if exception else "unlawful-rule", where, {"number": rule.number})


def _deciding_roles(framework: Framework) -> Iterator[tuple[Place, str, str]]:
    """Every role that decides: where it was typed, the field's name for an error, and the role."""
    texts = framework.texts
    people = Place("promises", "people", "sponsor.function")
    yield people, "sponsor", texts.sponsor.function
    yield Place("promises", "people", "sponsor.name"), "sponsor", texts.sponsor.name
    yield Place("promises", "people", "owner"), "charter_owner", texts.owner
    yield Place("promises", "people", "deputy"), "deputy", texts.deputy
    for text, said in made(framework.promises):
        if text.decides:
            yield Place("promises", text.topic, f"adjust.{text.id}"), "decider", said.role
    for activity in framework.activities:
        yield Place("inventory", activity.id, "owner"), "owner", activity.owner
    for rule in framework.rules:
        yield Place("decisions", rule.decision, "exception"), "exception_role", rule.exception_role
        yield Place("decisions", rule.decision, "decider"), "decider", rule.decider


def _deciding_dpo(framework: Framework) -> Iterator[Obstacle]:
    privacy = framework.texts.privacy
    unclear = ""
    for where, part, role in _deciding_roles(framework):
        if is_dpo(role, privacy):
            yield Obstacle("dpo-decides", where, {"role": role, "part": part})
        elif not unclear and may_be_dpo(role, privacy):
            unclear = role
    if unclear:
        yield Obstacle("privacy-unclear", Place("promises", "people", "privacy.kind"), {"role": unclear})


def _unowned_uses(framework: Framework) -> Iterator[Obstacle]:
    for activity in framework.activities:
        if activity.is_running and not activity.owner:
            yield Obstacle("use-without-owner", Place("inventory", activity.id, "owner"), {"use": activity.name})


def _unfinished_rules(framework: Framework) -> Iterator[Obstacle]:
    for rule in framework.rules:
        if not rule.owner:
            where = Place("decisions", rule.decision, "owner")
            yield Obstacle("rule-incomplete", where, {"number": rule.number, "part": "owner"})
        if numbers := unconfirmed_in(rule):
            where = Place("decisions", rule.decision, "numbers")
            yield Obstacle("number-unconfirmed", where, {"number": rule.number, "numbers": numbers})


def unconfirmed_in(rule: Rule) -> tuple[str, ...]:
    """The deck's numbers in a rule or its check that nobody took over or replaced, in whatever language it is worded."""
    texts = [part for words in rule.wording.values() for part in (words.trigger, words.behaviour, words.condition)]
    texts += [text for text in (rule.check.nl, rule.check.en) if text]
    return tuple(dict.fromkeys(number for text in texts for number in unconfirmed(text)))


def _people(framework: Framework) -> Iterator[Obstacle]:
    texts = framework.texts
    if not texts.sponsor.name or not texts.sponsor.function:
        part = "function" if texts.sponsor.name else "name"
        yield Obstacle("no-sponsor", Place("promises", "people", f"sponsor.{part}"))
    if not texts.owner:
        yield Obstacle("no-owner", Place("promises", "people", "owner"))
    if not texts.stop_role and any(topic.id == STOPPING for topic in open_topics(framework.promises)):
        yield Obstacle("no-stop-role", Place("promises", STOPPING))


def _works_council(framework: Framework, checks: Mapping[str, LawCheck]) -> Iterator[Obstacle]:
    if framework.texts.works_council.state is not None:
        return
    uses = tuple(one.name for one in framework.activities if one.id in checks and touches_staff(checks[one.id]))
    if uses:
        yield Obstacle("works-council", Place("promises", "people", "council.state"), {"uses": uses})


def touches_staff(check: LawCheck) -> bool:
    """Whether the law on works councils certainly bears on a use."""
    return any(one.id in _ABOUT_STAFF and one.certainty == "certain" for one in check.other_rules)


def _contacts(framework: Framework) -> Iterator[Obstacle]:
    texts = framework.texts
    if not texts.incident_contact:
        yield Obstacle("no-incident-contact", Place("promises", "people", "incident"))
    if not texts.contact and any(one.is_running and reaches_customers(one) for one in framework.activities):
        yield Obstacle("no-customer-contact", Place("promises", "people", "contact"))


def _training(framework: Framework) -> Iterator[Obstacle]:
    """Something that was done, or will be: by whom and when."""
    if not any(one.done_on or (one.owner and one.due) for one in framework.training):
        yield Obstacle("no-training", Place("promises", TRAINING))


def _lacks_its_condition(rule: Rule, deck: Deck) -> bool:
    scenario = deck.scenario(rule.scenario)
    if scenario is None or rule.verb == "never" or scenario.stance(rule.based_on).legal != "conditional":
        return False
    return not all(words.condition for words in rule.wording.values())


def decides(promise_id: str) -> bool:
    """Whether the role of a promise decides something."""
    text = catalogue().promise(promise_id)
    return text is not None and text.decides
