"""Findings of the deck check, each one sentence with file, place and remedy.

A finding has a code and parameters; `DeckFinding.sentence` words it in the reader's language. A deck with *errors* cannot be
opened; *warnings* name what a good deck has and this one lacks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from framework.language import N_, Translator

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class DeckFinding:
    """``file``: path inside the deck's folder, with forward slashes. ``place``: dotted keys down to the value, or empty."""

    code: str
    file: str
    place: str = ""
    params: Mapping[str, object] = field(default_factory=dict[str, object])

    @property
    def severity(self) -> Severity:
        return "warning" if self.code in WARNINGS else "error"

    def sentence(self, t: Translator) -> str:
        """``scenarios/S01.toml: stances.B.name: …``."""
        where = f"{self.file}: {self.place}" if self.place else self.file
        return f"{where}: {self.message(t)}"

    def message(self, t: Translator) -> str:
        """The sentence without file and place."""
        words = ERRORS.get(self.code) or WARNINGS[self.code]
        return t(words, **{name: _worded(value, t) for name, value in self.params.items()})


def _worded(value: object, t: Translator) -> object:
    if isinstance(value, tuple):
        return t.listing(str(item) for item in cast("tuple[Any, ...]", value))
    return t.format_number(value) if isinstance(value, float) else value


ERRORS: dict[str, str] = {
    # The file itself
    "head-missing": N_("this folder contains no deck. Point to the folder that contains deck.toml, or make one with “kader deck new”."),
    "toml": N_("cannot be read from line {line}, column {column} on. Look there for a missing quotation mark, or a key that appears twice."),
    "not-utf8": N_("is not UTF-8 text. Save it as UTF-8."),
    "too-large": N_(
        "is larger than {limit} kB, which is too large for a part of a deck. Remove what does not belong there."),
    # Shape
    "missing": N_("is missing. Add it."),
    "unknown-key": N_("is not a key that Kader knows. Check its spelling, or remove it."),
    "language-missing-nl": N_("has no Dutch text. Write it under “nl”."),
    "language-missing-en": N_("has no English text. Write it under “en”."),
    "text-empty": N_("is empty. Write the text, or take the whole part out if it is not required."),
    "text-markup": N_("contains angle brackets. Write them in words."),
    "text-link": N_("contains a link or picture. Remove it; put an address under “sources”."),
    "text-too-long": N_("has {length} characters; the limit is {limit}. Shorten it."),
    "not-text": N_("must be text between quotation marks."),
    "not-a-number": N_("must be a whole number, without quotation marks."),
    "not-true-or-false": N_("must be true or false, without quotation marks."),
    "not-a-list": N_("must be a list, between square brackets."),
    "not-a-table": N_("must be a table with keys of its own."),
    "not-a-choice": N_("is not one of the choices. Choose from: {choices}."),
    "weight-out-of-range": N_("a weight is -2, -1, 0, 1 or 2. Choose one of these."),
    "not-five-weights": N_("does not have exactly five values. Write one for each stance, from A to E."),
    "not-five-stances": N_("does not have exactly five stances. Write A, B, C, D and E."),
    "not-three-questions": N_("does not have exactly three questions. Write three."),
    "too-few": N_("has too few parts; at least {least} are needed. Add what is missing."),
    "too-many": N_("has too many parts; at most {most} are allowed. Remove some."),
    "bad-id": N_("is not an id: lower-case letters, digits and underscores, starting with a letter, at most 40. Example: own_choice."),
    "bad-scenario-id": N_("is not a dilemma id: one to four capitals and two or three digits. Example: S01."),
    "bad-address": N_("is not a complete https address. Copy it again from the browser."),
    "bad-version": N_("is not a version: digits, letters, dots and hyphens, at most 20, starting with a digit or letter. Example: 2026.1."),
    "bad-symbol": N_("is not the path of a drawing. Write the “d” of an SVG path: only command letters, numbers, spaces and commas."),
    "shape": N_("does not have the right form. Compare it with the same part in the deck that comes with Kader."),
    # What a part says about itself
    "condition-with-only-if": N_("“condition” and “only_if” belong together. Add the condition, or choose always or never."),
    "mark-without-reason": N_("is marked, so it needs “law” (why) and “articles” (where). Add both."),
    "unlawful-not-never": N_("is marked unlawful, so its rule can only be “never”. Word the rule as what you never do."),
    "supplier-not-needed": N_("uses {supplier} without needs = \"supplier\". Add that, so that it only shows where there is one."),
    "letters-out-of-order": N_("has its stances out of order. Write A, B, C, D, E, from permissive to strict."),
    "principle-weighed-twice": N_("has two rows of weights for one principle. Merge them."),
    "nothing-lawful": N_("has no lawful stance, so nothing can be agreed. At least one stance must be lawful."),
    # What parts say about each other
    "id-twice": N_("“{id}” is used by {file} too. Give one of the two another id."),
    "slug-twice": N_("“{slug}” is used by {file} too. Give one of the two another slug."),
    "file-name": N_("is “{id}”, and the file has another name. Name the file {id}.toml."),
    "card-without-file": N_("“{id}” has no file in principles/. Add the file, or remove the id from the list."),
    "card-not-listed": N_("is not in the list “cards” of deck.toml. Add “{id}” there, or remove the file."),
    "card-twice": N_("“{id}” is listed twice. Remove one of the two."),
    "no-such-card": N_("there is no principle “{id}” in this deck. Choose from: {known}."),
    "business-word": N_("“{id}” is the name of a business row, which no card can have. Give the card another id."),
    "tension-with-itself": N_("names the card itself. Remove it."),
    "no-such-kind": N_("there is no activity kind “{id}” in this deck. Choose from: {known}."),
    "spine-without-row": N_("there is no row of weights for “{id}”. Choose from: {known}."),
    "counterweight": N_("“{id}” is a counterweight and has no weights. Remove the row."),
    "no-such-fact": N_("the law data has no fact “{id}”. Look it up in data/law/facts.toml."),
    "no-such-value": N_("“{id}” cannot be “{value}”. Choose from: {known}."),
    "no-such-rule": N_("the law data has no rule “{id}”. Look it up in data/law/."),
    "no-such-place": N_("“{name}” is not filled in here. Remove it, or write it in words."),
    "place-after-preposition": N_("“{name}” follows “{word}”. Put it after a preposition (“with {name}”), so that any name fits."),
}  # fmt: skip
"""Sentences by code, each with what to do. A deck with one of these cannot be opened."""

WARNINGS: dict[str, str] = {
    # Files and languages
    "stray-file": N_("is not part of a deck and is not read. Remove it, or give it the place and name of a part."),
    "third-language-part": N_("Kader reads Dutch and English. “{lang}” is kept but not shown; {count} of {all} texts have it, {first} does not."),
    "third-language-whole": N_("Kader reads Dutch and English. All {all} texts also have “{lang}”; it is kept but not shown."),
    # What a good deck has
    "no-symbol": N_("no drawing yet for: {cards}. Add “symbol” to these cards, or leave them without one."),
    "no-source": N_("names no source. Add at least one."),
    "no-published-source": N_("has no published case, ruling, code or study among its sources. Find one and give it its “kind”."),
    "source-without-kind": N_("does not say what it is. Add kind = \"case\", \"ruling\", \"code\", \"study\", \"guidance\", \"law\" or \"article\"."),
    "source-twice": N_("names the same source twice. Remove one of the two."),
    "no-voice": N_("has no role to read aloud. Add [voice]: who speaks, a name, and two to four sentences."),
    "voice-too-long": N_("has {count} words; the limit for reading aloud is {limit}. Shorten it."),
    "voice-sentences": N_("has {count} sentences; two to four read well aloud."),
    "few-details": N_("says too little about the team’s own activity. Add [[details]]: one with needs = \"supplier\" and one with “when”."),
    "no-supplier-detail": N_("no line mentions the supplier. Add one with needs = \"supplier\"."),
    "no-fact-detail": N_("no line follows from what is recorded about the activity. Add one with “when”."),
    "no-detail-for-kind": N_("no line about the team’s own activity can appear for “{kind}”. Add one that fits it."),
    "no-rests-on": N_("is marked but names no rule of the law data. Add rests_on = [ … ]."),
    "rests-on-unmarked": N_("names a rule of the law data but is marked lawful. Mark it, or remove rests_on."),
    "ahead-of-the-law": N_("is marked unlawful, but the rules it rests on only apply from {date}. Mark it conditional, or mention that date in its law text."),
    "law-has-ended": N_("rests on “{rule}”, which applied until {date}. Name a rule that applies, or remove the mark."),
    "article-elsewhere": N_("rests on “{rule}” ({article}), but does not list that article. Add the article, or name another rule."),
    "kind-without-scenario": N_("no dilemma touches “{kind}”. Add it to the kinds of a dilemma that fits."),
    "activity-missing": N_("does not mention the team’s own activity. Use {name} once, after a preposition."),
    # Prices
    "price-missing": N_("does not say what {letters} wins and gives up. Add “gives” and “costs”, one sentence each."),
    "price-too-long": N_("has {count} words; a sentence on what a stance wins or gives up has at most {limit}. Shorten it."),
    "price-not-concrete": N_("names no person, hour, euro or wait, and nothing that is no longer possible. Say who pays what."),
    "no-usual": N_("does not say what the sector usually does. Add “usual” with a letter, by your estimate."),
    "number-in-rule": N_("states {numbers} as a fact. Write a number that you chose as {{fill:{first}}}; teams then fill in their own."),
    "unlawful-twice": N_("has {count} unlawful stances, so the choice is half made. Replace one by something lawful that tempts, or add law_is_topic = true."),
    "no-spine": N_("is a scale, but no principle shows it. Add “spine” with a principle whose row rises from A to E, or ordered = false."),
    "spine-without-scale": N_("belongs to stances that are a scale. Remove it, or the line ordered = false."),
    "spine-does-not-rise": N_("is the spine, so it may never fall from A to E and must end higher than it starts. Choose another, or ordered = false."),
    "step-without-change": N_("{letter} and {other} have the same marks. Look for what one wins and the other gives up."),
    "beaten-everywhere": N_("{letter} is nowhere better than {other}, money included, and somewhere worse. Look for who would choose it and why."),
    "costs-no-principle": N_("{letter} gives up no principle to any other stance. Look for what it costs."),
    "no-clash-of-principles": N_("no step from one letter to the next helps one principle and harms another. Look for the principle that pays."),
    "row-never-moves": N_("is the same for all stances that are allowed. Remove the row, or look for the difference."),
    "one-letter-best": N_("{letter} comes out best in {share}% of the dilemmas; at most {limit}%. Look for what it costs."),
    "one-letter-best-with-money": N_("with business, {letter} beats all others in {share}% of the dilemmas; at most {limit}%. Look for what it costs."),
    "principle-seldom-moves": N_("has an effect in {count} of {all} dilemmas; a deck of this size needs at least {least}. Weigh it in more of them."),
    # Language
    "dilemma-too-long": N_("has {count} words in {lang}, with title, situation, question and stances; at most {limit}. Shorten it."),
    "law-too-long": N_("has {count} words; a law note has at most {limit}. Shorten it."),
    "rule-too-long": N_("makes a rule of {count} words in {lang}; at most {limit}. Shorten it."),
    "situation-sentences": N_("has {count} sentences; at most five are allowed. Shorten it."),
    "hard-to-read": N_("is hard to read in {lang}: {score} on the {measure} scale, the minimum is {least}. Use shorter sentences and words."),
    "long-sentences": N_("has {count} words per sentence in {lang} on average; the limit is {limit}. Split sentences."),
    "numbers-differ": N_("the Dutch says {nl} and the English {en}. Say the same in both."),
    "length-differs": N_("the Dutch is {ratio} times as long as the English. Make both say the same."),
    "english-in-dutch": N_("has English words in the Dutch: {words}. Write them in Dutch."),
    "dutch-in-english": N_("has Dutch words in the English: {words}. Write them in English."),
    "quotation-marks": N_("has straight or unpaired quotation marks. Use “ and ”."),
    "rule-opening": N_("must start with “we”, because it follows “When” and “Als”."),
    "rule-brings-adverb": N_("has its own “{word}”; the verb of the rule already says that. Remove it."),
    "rule-capital": N_("starts with a capital or ends with a full stop, but it is part of a longer sentence. Start in lower case and remove the full stop."),
    "check-without-frequency": N_("does not say how often. Write every week, or every quarter."),
}  # fmt: skip
"""Sentences by code. A deck with warnings can be opened and used."""
