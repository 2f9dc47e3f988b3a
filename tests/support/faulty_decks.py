"""Every kind of fault that a deck can have, as a change to a sound deck.

Each fault is made in a part of its own (a copy under another id), so that one deck can hold them all at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from framework.deck.template import template_files

Files = dict[str, bytes]
Where = Literal["scenario", "card", "kind", "head"]


@dataclass(frozen=True)
class Fault:
    """``code`` is what the check must say at ``place`` once ``old`` in a part has become ``new``. ``{id}`` in the place
    is filled in with the copy's id."""

    code: str
    where: Where
    place: str
    old: str
    new: str


def sound() -> Files:
    return template_files("faulty_deck")


_A_RULE = 'trigger.nl = "we met {activity} klanten schrijven"\ntrigger.en = "we write to customers with {activity}"\nverb = "always"\nbehaviour.nl = "onderzoeken'
_FIVE = "Eerste zin. Tweede zin. Derde zin. Vierde zin. Vijfde zin. Zesde zin."

FAULTS: tuple[Fault, ...] = (
    # Shape
    Fault("toml", "scenario", "", 'slug = "', "slug = "),
    Fault("not-utf8", "scenario", "", 'title.nl = "Wie', 'title.nl = "\udcff'),
    Fault("too-large", "card", "", "[examples]", "#" * 300_000 + "\n[examples]"),
    Fault("missing", "scenario", "turning_question", "turning_question.", "turning_qestion."),
    Fault("unknown-key", "scenario", "turning_qestion", "turning_question.", "turning_qestion."),
    Fault("language-missing-nl", "scenario", "title", 'title.nl = "Wie leest er mee?"\n', ""),
    Fault("language-missing-en", "card", "essence", 'essence.en = "', 'essence.de = "'),
    Fault("text-empty", "card", "name.en", 'name.en = "Respect for the customer"', 'name.en = " "'),
    Fault("text-markup", "scenario", "voice.name.en", "A customer who", "<b>A customer</b> who"),
    Fault("text-link", "scenario", "voice.text.en", "I felt like a liar.", "![I felt](https://example.org/x.png) like a liar."),
    Fault("bad-address", "scenario", "sources.1.url", 'kind = "code"', 'kind = "code"\nurl = "javascript:alert(1)"'),
    Fault("text-too-long", "scenario", "law.en", "Data about customers", "Data about customers " * 250),
    Fault("not-text", "card", "name.en", 'name.en = "Respect for the customer"', "name.en = 5"),
    Fault("not-a-number", "kind", "order", "order = 1", 'order = "first"'),
    Fault("not-true-or-false", "card", "scored", "scored = true", 'scored = "maybe"'),
    Fault("not-a-list", "scenario", "kinds", 'kinds = ["newsletter", "helpdesk_bot"]', 'kinds = "newsletter"'),
    Fault("not-a-table", "scenario", "title", 'title.nl = "Wie leest er mee?"\ntitle.en = "Who reads along?"', 'title = "Who?"'),
    Fault("not-a-choice", "scenario", "stances.B.legal", 'the customer has read it too."\nlegal = "lawful"', 'the customer has read it too."\nlegal = "fine"'),
    Fault("not-a-choice", "scenario", "usual", 'usual = "B"', 'usual = "F"'),
    Fault("not-a-choice", "scenario", "voice.who", 'who = "customer"', 'who = "neighbour"'),
    Fault("weight-out-of-range", "scenario", "weights.quality.values.1", "[-2, 0, 1, 2, 1]", "[-3, 0, 1, 2, 1]"),
    Fault("not-five-weights", "scenario", "weights.quality.values", "[-2, 0, 1, 2, 1]", "[-2, 0, 1, 2]"),
    Fault("not-five-weights", "scenario", "commercial.reach", "reach = [2, 2, 1, -1, -2]", "reach = [2, 2, 1, -1, -2, 0]"),
    Fault("not-three-questions", "card", "questions", '[[questions]]\nnl = "Wie merkt het als we te ver gaan?"\nen = "Who notices when we go too far?"', ""),
    Fault("too-few", "scenario", "kinds", 'kinds = ["newsletter", "helpdesk_bot"]', "kinds = []"),
    Fault("too-many", "scenario", "details", '[[details]]\nwhen', '[[details]]\ntext.nl = "A"\ntext.en = "A"\n' * 3 + "[[details]]\nwhen"),
    Fault("bad-id", "card", "tension_with.1", 'tension_with = ["result"]', 'tension_with = ["Result!"]'),
    Fault("bad-scenario-id", "scenario", "id", 'id = "{id}"', 'id = "one"'),
    Fault("bad-symbol", "card", "symbol.1", 'symbol = ["M24 40', 'symbol = ["url(http'),
    # What a part says about itself
    Fault("condition-with-only-if", "scenario", "stances.D.rule", 'verb = "only_if"', 'verb = "always"'),
    Fault("mark-without-reason", "scenario", "stances.A", 'articles = ["GDPR 5(1)(d)"]', "articles = []"),
    Fault("unlawful-not-never", "scenario", "stances.A", 'legal = "conditional"', 'legal = "unlawful"'),
    Fault("supplier-not-needed", "scenario", "details.1", 'needs = "supplier"\nunless = { maker = ["own"] }\ntext', "text"),
    Fault("letters-out-of-order", "scenario", "", 'letter = "B"', 'letter = "C"'),
    Fault("principle-weighed-twice", "scenario", "", 'principle = "openness"', 'principle = "respect"'),
    Fault("nothing-lawful", "scenario", "stances", 'legal = "lawful"', 'legal = "conditional"\nlaw.nl = "Kan."\nlaw.en = "Can."\narticles = ["GDPR 5"]'),
    # What parts say about each other
    Fault("file-name", "card", "id", 'id = "{id}"', 'id = "{id}_too"'),
    Fault("tension-with-itself", "card", "tension_with", 'tension_with = ["result"]', 'tension_with = ["{id}"]'),
    Fault("no-such-card", "card", "tension_with", 'tension_with = ["result"]', 'tension_with = ["profit"]'),
    Fault("no-such-card", "scenario", "weights.silence", 'principle = "openness"', 'principle = "silence"'),
    Fault("no-such-kind", "scenario", "kinds", 'kinds = ["newsletter",', 'kinds = ["billboard",'),
    Fault("no-such-kind", "card", "examples.billboard", "newsletter.", "billboard."),
    Fault("spine-without-row", "scenario", "spine", 'spine = "respect"', 'spine = "result"'),
    Fault("no-such-place", "scenario", "stances.B.behaviour.en", "a fixed sample afterwards.", "a sample of {fill:25} afterwards."),
    Fault("counterweight", "scenario", "weights.result", 'principle = "openness"', 'principle = "result"'),
    Fault("no-such-fact", "kind", "facts.weather", 'works_by = "learns"', 'weather = "rain"'),
    Fault("no-such-fact", "scenario", "details.2.when.weather", "personal_data =", "weather ="),
    Fault("no-such-value", "scenario", "details.1.unless.maker", 'unless = { maker = ["own"] }', 'unless = { maker = ["nobody"] }'),
    Fault("no-such-value", "scenario", "details.2.when.personal_data", 'personal_data = ["yes"]', 'personal_data = ["often"]'),
    Fault("no-such-rule", "scenario", "stances.A.rests_on", 'rests_on = ["G8f"]', 'rests_on = ["G99"]'),
    Fault("no-such-place", "scenario", "situation.en", "A system writes", "With {activity} a system writes"),
    Fault("no-such-place", "scenario", "why.en", "With {activity}, messages", "With {supplier} and {activity}, messages"),
    Fault("no-such-place", "scenario", "question.en", "How much do", "How much {do"),
    Fault("place-after-preposition", "scenario", "question.nl", "Hoeveel lezen mensen mee bij {activity}?", "Leest {activity} mee?"),
    Fault("slug-twice", "scenario", "slug", 'slug = "{slug}"', 'slug = "read_along"'),
    # Warnings
    Fault("no-source", "card", "sources", 'tension_with = ["result"]', 'tension_with = ["result"]\nsources = []'),
    Fault("no-published-source", "scenario", "sources", 'kind = "code"', 'kind = "article"'),
    Fault("source-without-kind", "scenario", "sources.1", 'kind = "code"\n', ""),
    Fault("source-twice", "scenario", "sources.2.title", "[[sources]]", '[[sources]]\ntitle = "EU High-Level Expert Group on AI: Ethics Guidelines for Trustworthy AI, 2019"\nkind = "code"\n\n[[sources]]'),
    Fault("bad-address", "scenario", "sources.1.url", 'kind = "code"', 'kind = "code"\nurl = "www.example.org/a page"'),
    Fault("no-voice", "scenario", "voice", "[voice]", "[voiceless]"),
    Fault("voice-too-long", "scenario", "voice.text.en", "I felt like a liar.", "I felt like a liar " + "and a fool " * 20 + "."),
    Fault("voice-sentences", "scenario", "voice.text.nl", "De prijs klopte niet, zei de verkoper. Ik", "Ja. Nee. Toch. De prijs klopte niet. Ik"),
    Fault("few-details", "scenario", "details", '[[details]]\nneeds = "supplier"\nunless = { maker = ["own"] }\ntext.nl = "Jullie krijgen de teksten van {supplier}; wat daar verandert, merk je pas achteraf."\ntext.en = "You get the texts from {supplier}; what changes there you notice only afterwards."\n', ""),
    Fault("no-fact-detail", "scenario", "details", 'when = { personal_data = ["yes"] }\n', ""),
    Fault("no-supplier-detail", "scenario", "details", 'needs = "supplier"\nunless = { maker = ["own"] }\ntext.nl = "Jullie krijgen de teksten van {supplier}; wat daar verandert, merk je pas achteraf."\ntext.en = "You get the texts from {supplier}; what changes there you notice only afterwards."', 'text.nl = "Bij {activity} merk je het pas later."\ntext.en = "With {activity} you notice it only later."'),
    Fault("no-rests-on", "scenario", "stances.A", 'rests_on = ["G8f"]\n', ""),
    Fault("rests-on-unmarked", "scenario", "stances.B.rests_on", 'legal = "lawful"\n[stances.rule]\ntrigger.nl = "we met {activity} klanten schrijven"\ntrigger.en = "we write to customers with {activity}"\nverb = "always"\nbehaviour.nl = "lezen', 'legal = "lawful"\nrests_on = ["G8f"]\n[stances.rule]\ntrigger.nl = "we met {activity} klanten schrijven"\ntrigger.en = "we write to customers with {activity}"\nverb = "always"\nbehaviour.nl = "lezen'),
    Fault("article-elsewhere", "scenario", "stances.A.rests_on", 'rests_on = ["G8f"]', 'rests_on = ["P_a"]'),
    Fault("activity-missing", "scenario", "why.en", "With {activity}, messages", "Messages"),
    Fault("price-missing", "scenario", "stances", 'costs.nl = "Tegen de tijd dat iemand de fout leest, heeft de klant hem ook gelezen."\ncosts.en = "By the time someone reads the mistake, the customer has read it too."\n', ""),
    Fault("price-too-long", "scenario", "stances.A.gives.en", "No colleague spends an hour on it.", "No colleague spends an hour on it" + ", or on that" * 8 + "."),
    Fault("price-not-concrete", "scenario", "stances.A.gives.en", "No colleague spends an hour on it.", "More efficient."),
    Fault("no-usual", "scenario", "", 'usual = "B"\n', ""),
    Fault("number-in-rule", "scenario", "stances.D.rule.check", "{fill:20} berichten", "20 berichten"),
    Fault("unlawful-twice", "scenario", "stances", 'spine = "respect"', 'spine = "respect"'),
    Fault("no-spine", "scenario", "", 'spine = "respect"\n', ""),
    Fault("spine-without-scale", "scenario", "spine", "ordered = true", "ordered = false"),
    Fault("spine-does-not-rise", "scenario", "weights.craft", 'spine = "respect"', 'spine = "craft"'),
    Fault("step-without-change", "scenario", "weights", 'spine = "respect"', 'spine = "respect"'),
    Fault("beaten-everywhere", "scenario", "weights", 'spine = "respect"', 'spine = "respect"'),
    Fault("costs-no-principle", "scenario", "weights", 'spine = "respect"', 'spine = "respect"'),
    Fault("no-clash-of-principles", "scenario", "weights", 'spine = "respect"', 'spine = "respect"'),
    Fault("row-never-moves", "scenario", "weights.respect", "[-1, 0, 1, 1, 1]", "[1, 1, 1, 1, 1]"),
    Fault("dilemma-too-long", "scenario", "", "A system writes messages to customers.", "A system writes messages to customers, and again" + " and again" * 60 + "."),
    Fault("law-too-long", "scenario", "law.en", "Data about customers must be accurate", "Data about customers must" + " really" * 80 + " be accurate"),
    Fault("rule-too-long", "scenario", "stances.B.rule", "read a fixed sample afterwards", "read a fixed sample" + " and one more" * 8 + " afterwards"),
    Fault("situation-sentences", "scenario", "situation.nl", "Een systeem schrijft berichten aan klanten.", _FIVE),
    Fault("hard-to-read", "scenario", "", "Alles nalezen kost een collega twee dagen per week.", "Organisatorische verantwoordelijkheidsverdelingen compliceren communicatieprocedures. " * 12),
    Fault("long-sentences", "scenario", "", "A system writes messages to customers.", "A system writes " + "to one and to two and to ten and " * 70 + "to all."),
    Fault("numbers-differ", "scenario", "stances.B.rule.check", "Read {fill:25} messages every week", "Read {fill:35} messages every week"),
    Fault("length-differs", "scenario", "red_line_reason", "You must be able to stop a mistake before everyone has read it.", "Stop it."),
    Fault("english-in-dutch", "scenario", "situation.nl", "berichten aan klanten.", "berichten aan customers."),
    Fault("dutch-in-english", "scenario", "situation.en", "messages to customers.", "messages to klanten."),
    Fault("quotation-marks", "scenario", "situation.en", "a wrong price.", "a “wrong price."),
    Fault("rule-opening", "scenario", "stances.A.rule.trigger.nl", _A_RULE, _A_RULE.replace("we met", "met")),
    Fault("rule-brings-adverb", "scenario", "stances.A.rule.behaviour.en", "look into every complaint", "always look into every complaint"),
    Fault("rule-capital", "scenario", "red_line.en", "let a system send messages that nobody can stop", "Let a system send messages that nobody can stop."),
    Fault("check-without-frequency", "scenario", "stances.A.rule.check.en", "Count every month how many", "Count how many"),
)  # fmt: skip


_UNLAWFUL = (
    'legal = "unlawful"\nlaw.nl = "Mag niet."\nlaw.en = "Not allowed."\narticles = ["GDPR 5(1)(d)"]\nrests_on = ["G8f"]'
)


def _rows(*rows: tuple[int, ...]) -> Callable[[str], str]:
    """Other marks in the four rows of principles."""

    def change(text: str) -> str:
        for old, new in zip(
            ("[-1, 0, 1, 1, 1]", "[0, 1, 1, 0, 1]", "[-2, 0, 1, 2, 1]", "[-1, 0, 1, -2, 2]"), rows, strict=True
        ):
            text = text.replace(f"values = {old}", f"values = {list(new)}")
        return text

    return change


def _money(text: str, row: tuple[int, ...]) -> str:
    """One row of marks for reach, conversion and cost alike."""
    for name, old in (
        ("reach", "[2, 2, 1, -1, -2]"),
        ("conversion", "[1, 1, 1, 0, -1]"),
        ("cost", "[2, 1, 0, -1, -2]"),
    ):
        text = text.replace(f"{name} = {old}", f"{name} = {list(row)}")
    return text


ALSO: dict[str, Callable[[str], str]] = {
    "no-source": lambda text: text[: text.index("# Its sources")],
    "costs-no-principle": _rows((-2, 0, 1, 2, 2), (-2, 0, 1, 1, 2), (-2, 0, 1, 2, 2), (-2, 0, 1, 1, 2)),
    "no-clash-of-principles": _rows((-2, 0, 1, 2, 2), (-2, 0, 1, 1, 2), (-2, 0, 1, 2, 2), (-2, 0, 1, 1, 2)),
    "beaten-everywhere": lambda text: _money(
        _rows((-2, -1, 0, 1, 2), (-2, -1, 0, 2, 0), (0, -1, 0, 2, 0), (0, -1, 0, 2, 0))(text), (0, 0, 0, 0, 0)
    ),
    "step-without-change": lambda text: _money(
        _rows((-2, 0, 0, 1, 2), (0, 1, 1, 0, 1), (-2, 0, 0, 2, 1), (-1, 1, 1, -2, 2))(text), (2, 1, 1, -1, -2)
    ),
    "unlawful-twice": lambda text: (
        text.replace('legal = "lawful"', _UNLAWFUL, 1)
        .replace('legal = "conditional"', 'legal = "unlawful"')
        .replace('verb = "always"', 'verb = "never"', 2)
    ),
    "no-voice": lambda text: text[: text.index("[voiceless]")] + text[text.index("# Lines about") :],
}
"""Further changes that a fault needs."""

SOURCE = {
    "scenario": "scenarios/S01.toml",
    "card": "principles/respect.toml",
    "kind": "activities/newsletter.toml",
    "head": "deck.toml",
}
FOLDER = {"scenario": "scenarios", "card": "principles", "kind": "activities"}


def with_fault(files: Files, fault: Fault, number: int = 0) -> tuple[str, str]:
    """Puts a fault into a part of its own; gives the file and the place at which it must be told."""
    text = files[SOURCE[fault.where]].decode()
    own = {"scenario": f"S{number + 10}", "card": f"card_{number}", "kind": f"kind_{number}"}[fault.where]
    first = {"scenario": "S01", "card": "respect", "kind": "newsletter"}[fault.where]
    text = text.replace(f'id = "{first}"', f'id = "{own}"', 1).replace('slug = "read_along"', f'slug = "slug_{number}"')
    old, new = (words.replace("{id}", own).replace("{slug}", f"slug_{number}") for words in (fault.old, fault.new))
    assert old in text, (fault.code, old)
    text = ALSO.get(fault.code, lambda same: same)(text.replace(old, new))
    file = f"{FOLDER[fault.where]}/{own}.toml"
    files[file] = text.encode("utf-8", "surrogateescape")
    if fault.where == "card":
        files["deck.toml"] = files["deck.toml"].replace(b'"result"]', f'"result", "{own}"]'.encode())
    return file, fault.place.replace("{id}", own)


def with_every_fault() -> tuple[Files, list[tuple[str, str, str]]]:
    """One deck with all faults, and code, file and place of each."""
    files = sound()
    told = [(fault.code, *with_fault(files, fault, number)) for number, fault in enumerate(FAULTS)]
    return files, told
