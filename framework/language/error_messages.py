"""The sentence for each error: what happened, and what to do next."""

from collections.abc import Sequence
from typing import Protocol, cast, runtime_checkable

from framework.errors import KaderError
from framework.language.catalog import Translator
from framework.language.field_names import FIELD_NAMES
from framework.translatable import N_


@runtime_checkable
class SelfWording(Protocol):
    """An error parameter that has a sentence of its own, such as a finding of the deck check."""

    def sentence(self, t: Translator) -> str: ...


SENTENCES: dict[str, str] = {
    "kader": N_("Something went wrong. Reload the page; your saved answers are still there."),
    "content": N_("A file that comes with Kader cannot be read. Restore the file or install Kader again."),
    "deck-invalid": N_("The deck “{deck}” has errors and was not opened. Fix these and try again: {findings}"),
    "deck-not-found": N_("There is no deck “{deck}” here. Choose one of: {known}."),
    "deck-refused:not-a-deck": N_("This file is not a deck. Choose a .kader-deck file that Kader packed."),
    "deck-refused:damaged": N_(
        "This deck file is damaged or incomplete and was not opened. Download it again, or pack it again."
    ),
    "deck-refused:too-large": N_(
        "This deck is larger than {limit_mb} MB, which is too large for a deck. Remove what does not belong in it."
    ),
    "deck-refused:unsafe": N_(
        "This deck file contains something that does not belong in a deck ({name}) and was not opened. Pack it again with Kader."
    ),
    "deck-refused:same-version": N_(
        "There is already a different deck “{deck}” with version {version} here. Give this one a higher version in deck.toml."
    ),
    "deck-refused:no-deck-there": N_(
        "There is no deck in {where}: it has no deck.toml. Point to a deck’s folder or file, or make one with “kader deck new”."
    ),
    "deck-refused:unreadable-part": N_(
        "The file {where} cannot be read, so nothing was changed. Fix it in a text editor first; the check says where."
    ),
    "deck-refused:exists": N_("There is already a deck “{deck}” here. Choose another id."),
    "deck-refused:not-empty": N_("The folder {where} is not empty, so nothing was written. Choose a new folder."),
    "deck-refused:cannot-write": N_("{where} cannot be written to. Choose another place, or make it writable."),
    "deck-refused:cannot-read": N_(
        "{where} cannot be read. Give your account the rights to it, or choose another place with --data."
    ),
    "law-invalid": N_("The law data has errors and was not opened. Fix these and try again: {findings}"),
    "law-refused:no-law-there": N_(
        "There is no law data in {where}: it has no law.toml. Point to the folder or zip file that you were given."
    ),
    "law-refused:newer": N_(
        "This law data is of format {format}, and this version of Kader reads up to {known}. Update Kader first."
    ),
    "law-refused:not-signed": N_(
        "This law data was not signed off: it has no manifest.toml. Ask whoever made it, or check it yourself and run “kader law sign-off”."
    ),
    "law-refused:changed": N_(
        "This law data is not what was signed off; these files differ: {files}. Get it again from whoever made it."
    ),
    "law-refused:version-unclear": N_(
        "The version “{version}” is not a date with a number, such as 2026-12-02.1. Change it in law.toml."
    ),
    "law-refused:not-newer": N_(
        "Version {version} is not newer than {built_in}, which comes with Kader, so it would not be used. Nothing was installed."
    ),
    "law-refused:older": N_(
        "Version {installed} is installed, and {version} is not newer. Nothing was changed; add --force to go back."
    ),
    "law-refused:too-large": N_(
        "This is larger than {limit_mb} MB, which is too large for law data. Remove what does not belong in it."
    ),
    "law-refused:damaged": N_("This zip file is damaged or incomplete. Download it again."),
    "law-refused:unsafe": N_(
        "This contains something that is not law data ({name}), so it was not opened. Take it out and try again."
    ),
    "law-refused:cannot-read": N_(
        "{where} cannot be read. Give your account the rights to it, or choose another place."
    ),
    "law-refused:cannot-write": N_("{where} cannot be written to. Choose another place, or make it writable."),
    "input-refused": N_("That cannot be saved as it is. Change it and try again."),
    "text-missing": N_("Fill in: {field}."),
    "text-too-long": N_(
        "The text for “{field}” has {length} characters; the limit is {limit}. Shorten it and save again. Nothing has been saved yet."
    ),
    "text-unreadable": N_(
        "The text for “{field}” has invisible control characters that no document can show. Type it again, or paste it as plain text."
    ),
    "choice-unknown": N_("“{value}” is not one of the choices for “{field}”. Choose from the list."),
    "choices-refused:number": N_(
        "Give {least} to {limit} answers, each on a line of its own, or ask for one word each."
    ),
    "choices-refused:twice": N_("Two answers are the same. Change one of them."),
    "hand-over-refused:not-downloaded": N_(
        "Download the workshop archive first, and give it to the organisation. Nothing was deleted."
    ),
    "hand-over-refused:changed-since": N_(
        "The workshop has changed since your download. Download it again and give that file to the organisation. Nothing was deleted."
    ),
    "ranking-refused:too-many": N_("Choose at most {limit} cards. Remove one first."),
    "ranking-refused:twice": N_("A card can be in your order only once. Remove one of the two."),
    "ranking-refused:unknown-card": N_("That card is not in this deck. Choose from the cards on the page."),
    "date-refused:not-yet": N_("That day is still to come. Fill in the day on which it was really stopped."),
    "date-refused:too-far": N_(
        "The {field} is more than two years away. Choose an earlier day, so that the rule is reviewed in time."
    ),
    "rule-refused:unlawful-stance": N_(
        "Stance {stance} is closed by the law, so it cannot become a rule. You can record it as “we never”, or choose another stance."
    ),
    "rule-refused:law-has-no-exceptions": N_(
        "The law forbids this, so nobody can allow an exception. Leave that field empty."
    ),
    "rule-refused:incomplete": N_("This is not a rule yet. Still missing: {missing}."),
    "rule-refused:dissent-unworded": N_(
        "Put the dissent into words, or mark that nobody voiced any. Then you can close the decision."
    ),
    "rule-refused:no-exceptions": N_(
        "This rule has no exceptions: it names no role that may allow one. Change the rule first, with those who decide."
    ),
    "rule-refused:exception-without-end": N_(
        "An exception needs an end date that is not before it begins. Fill in until when it holds."
    ),
    "rule-refused:exception-too-long": N_(
        "You agreed that an exception holds for {days} days at most. Choose an earlier end; it can be asked for again."
    ),
    "rule-refused:too-many-red-lines": N_(
        "There are already {limit} red lines; nobody remembers more than that. Remove one first."
    ),
    "rule-refused:too-few-to-leave-out": N_(
        "These seats voted in a result that was already shown. Leave out at least {limit} that voted at once: a smaller difference would show who voted what."
    ),
    "rule-refused:dam-not-reached": N_(
        "This does not become a red line: {dam} people would have to say “never”, and {objections} did. Let it go, or make it a rule."
    ),
    "rule-refused:not-agreed": N_(
        "The group has not agreed to this rule yet. Put it to the room first, then close the decision."
    ),
    "rule-refused:objections-stand": N_(
        "There was an objection in the last round. Change the rule and put it to the room again."
    ),
    "rule-refused:consent-first": N_(
        "Ask for objections first. This is possible after {times} rounds with objections."
    ),
    "rule-refused:changed-since-asked": N_(
        "The rule was changed after it was put to the room. Put it to the room again."
    ),
    "move-refused:unknown-step": N_("That step is no longer in the plan. Choose one from the list."),
    "move-refused:not-now": N_("That step is not possible now. Reload the page to see where the room is."),
    "move-refused:round-open": N_("People are answering now. Reveal this round first, then ask your question."),
    "move-refused:paused": N_("The workshop is paused. Continue first, then move."),
    "move-refused:nothing-to-undo": N_("There is nothing to undo here."),
    "move-refused:seen": N_(
        "This result has already been shown, so the round stays closed. Hold a second round if people want to vote again."
    ),
    "move-refused:asked-already": N_(
        "The step “{step}” has been voted on and shown, so it stays in the plan. You can move it or skip what follows."
    ),
    "move-refused:wrong-stage": N_("This cannot be done at this stage of the workshop. Reload the page."),
    "join-refused:unknown-code": N_("There is no room with this code. Check the code on the screen and type it again."),
    "join-refused:locked": N_("The room is locked for new people. Ask the facilitator to open it for you."),
    "join-refused:full": N_("This room is full ({limit} people). Share a phone with somebody."),
    "join-refused:over": N_("This workshop is over. Ask the facilitator for the charter."),
    "join-refused:too-many-tries": N_(
        "Many wrong codes were tried from your network. Wait a few seconds and try again."
    ),
    "join-refused:too-many-joins": N_(
        "Very many people are joining from your network right now. Wait a few seconds and tap again."
    ),
    "answer-refused:revealed": N_(
        "Too late: the result has already been shown, so this answer does not count. You can vote in the next round."
    ),
    "answer-refused:closed": N_("Too late: this question takes no more answers. What you saved before counts."),
    "answer-refused:not-asked": N_("This is not the question right now. Look at the screen to see where the room is."),
    "answer-refused:paused": N_(
        "The workshop is paused. Your answers are saved; we continue when the facilitator does."
    ),
    "answer-refused:left": N_("This seat was freed. Join again with the code on the screen."),
    "answer-refused:too-fast": N_(
        "That was a lot of answers in a short time. Your last one is not saved yet: wait a few seconds and save it again."
    ),
    "answer-refused:too-many": N_("There are already {limit}; more is too much. Tell the facilitator."),
    "rule-refused:nobody-named": N_("Say who decided. Without that, a charter stays a proposal."),
    "rule-refused:change-without-reason": N_(
        "Say in one sentence why: {which}. Whoever reads the charter wants to know."
    ),
    "rule-refused:not-an-amendment": N_(
        "More than one rule is different, so this is no amendment. Adopt it as the next whole version."
    ),
    "rule-refused:other-deciders": N_(
        "An amendment is decided by the same people as the version it amends: {deciders}. Name them, or adopt the next whole version."
    ),
    "rule-refused:dpo-decides": N_(
        "A DPO advises and does not decide (GDPR 38(6)). Choose who decides; the DPO advises."
    ),
    "adoption-refused": N_("Not ready to adopt yet. {obstacles}"),
    "rule-refused:nothing-decided": N_("There is no finished rule or red line yet. Close at least one decision first."),
    "not-found:workshop": N_(
        "There is no workshop at this address on this machine. Check the link, or open it from the start page."
    ),
    "not-found:activity": N_(
        "That activity is no longer there. It may have been deleted in another window; reload the page."
    ),
    "not-found:scenario": N_("That dilemma is not in this deck. Choose one from the list."),
    "not-found:decision": N_("That decision is no longer there. Reload the page."),
    "not-found:red-line": N_("That red line is no longer there. Reload the page."),
    "not-found:code": N_("There is no room with this code. Check the code on the screen and type it again."),
    "not-found:note": N_("That note is no longer there. Reload the page."),
    "not-found:action": N_("That is no longer on the list of actions. Reload the page."),
    "not-found:ballot": N_("That vote is no longer there. Reload the page."),
    "not-found:room": N_("This is not a live workshop, so it has no room. Open it from the start page."),
    "not-found:framework": N_("There is no adopted framework with that number yet."),
    "edit-conflict": N_("Somebody changed this in another window. Both texts are shown; choose which one to keep."),
    "not-allowed": N_("You cannot do this here. Ask whoever leads this workshop."),
    "workshop-closed": N_("This workshop is closed and can no longer be changed. Copy it to continue."),
    "archive-refused:not-an-archive": N_(
        "This file is not a Kader archive. Choose a .json archive or a charter exported by Kader."
    ),
    "archive-refused:damaged": N_(
        "This archive is damaged or incomplete and was not opened. Download it again, or use another copy."
    ),
    "archive-refused:too-large": N_(
        "This file is larger than {limit_mb} MB, which is too large for an archive. Choose the archive itself."
    ),
    "archive-refused:newer": N_(
        "This archive was made by a newer version of Kader (format {version}; this one reads up to {known}). Update Kader and open it again."
    ),
    "archive-refused:other-program": N_(
        "This file was made by another program. Choose an archive or charter exported by Kader."
    ),
    "archive-refused:no-archive-inside": N_(
        "This document contains no archive. It may have been printed or saved by another program; use the original export."
    ),
    "archive-refused:inconsistent": N_(
        "This archive contradicts itself ({detail}) and was not opened. Use another copy."
    ),
    "archive-refused:public-edition": N_(
        "This is a public edition, which does not hold the internal one. Choose the internal edition’s file."
    ),
    "publication-refused:not-adopted": N_(
        "This charter has not been adopted, so it promises nobody anything yet. Adopt it first; until then there is only a draft."
    ),
    "publication-refused:nothing-ticked": N_(
        "Nothing is ticked for the public page yet. Tick at least one rule or red line."
    ),
    "publication-refused:no-contact": N_(
        "Where can a customer turn? Fill that in under “How we keep to it”, and adopt the charter with it."
    ),
    "publication-refused:law-stop": N_(
        "{rule} is about “{use}”, and that is not allowed. Stop it and give the date, or untick {rule}."
    ),
    "publication-refused:known-breach": N_(
        "You promise this and do not do it yet: {rule}. With “{use}”, this is not in order: {broken}. Put it right first, or untick {rule}."
    ),
    "publication-refused:number-open": N_(
        "{rule} has a number that nobody has chosen. Choose one in the decision, or untick {rule}."
    ),
    "publication-refused:names-supplier": N_(
        "A supplier is named, {supplier}: “{sentence}” Untick that, or say it in other words."
    ),
    "publication-refused:too-long": N_(
        "The page has {words} words, and {limit} fit on one A4. Leave off, for instance: {pieces}."
    ),
    "cell-refused:missing": N_("This cell is empty, and an activity cannot do without it. Fill it in."),
    "cell-refused:too-long": N_("This text has {length} characters; the limit is {limit}. Shorten it."),
    "cell-refused:unreadable": N_(
        "This text has invisible control characters that no document can show. Type it again, or paste it as plain text."
    ),
    "cell-refused:unknown-choice": N_("“{value}” is not one of the choices. Choose one of these: {choices}."),
    "cell-refused:unknown-choice-close": N_("“{value}” is not one of the choices. Did you mean “{close}”?"),
    "cell-refused:formula": N_("This cell contains a formula. Copy the cell and paste it as a value."),
    "cell-refused:date": N_(
        "This cell contains a date or a time ({value}). Set the cell format to text and type the words again."
    ),
    "cell-refused:error-value": N_("This cell shows a spreadsheet error ({value}). Fix or empty the cell."),
    "cell-refused:merged": N_("This cell is merged with others ({cells}). Unmerge them and fill in each row."),
    "cell-refused:not-text": N_(
        "There is a list or a group here where one value belongs. Write one value between quotation marks."
    ),
    "cell-refused:id-twice": N_(
        "Row {row} is about the same activity. Keep one of the two, or empty this cell for a new activity."
    ),
    "cell-refused:question-unknown": N_(
        "Kader does not ask this question any more, or the last column was changed. Make a new list if it is still open."
    ),
    "cell-refused:question-twice": N_("This question was already answered in row {row}. Keep one of the two rows."),
    "cell-refused:too-many-cells": N_(
        "This row has more cells than there are headings. Most likely a text contains a separator; put that text between quotation marks."
    ),
    "sheet-refused:empty": N_("This file is empty. Choose the file with your activities."),
    "sheet-refused:too-large": N_(
        "This file is larger than {limit_mb} MB, which is too large for an inventory. Remove pictures and other sheets, and try again."
    ),
    "sheet-refused:too-many-rows": N_(
        "This file has more than {limit} rows. Split it into several files and import them one by one."
    ),
    "sheet-refused:foreign": N_(
        "This is not a file with a table. Choose an Excel workbook (.xlsx), a CSV file or a JSON file."
    ),
    "sheet-refused:damaged": N_(
        "This workbook is damaged or incomplete and was not opened. Open it in Excel, save it again as .xlsx and try that file."
    ),
    "sheet-refused:old-excel": N_(
        "This is an older Excel workbook (.xls). Open it, save it as .xlsx and choose that file."
    ),
    "sheet-refused:binary-workbook": N_(
        "This is a binary workbook (.xlsb). Open it, save it as .xlsx and choose that file."
    ),
    "sheet-refused:opendocument": N_(
        "This is an OpenDocument spreadsheet. Open it, save it as .xlsx or CSV and choose that file."
    ),
    "sheet-refused:encrypted": N_("This workbook has a password. Remove the password, save it and choose it again."),
    "sheet-refused:macros": N_(
        "This workbook contains macros. Save it as .xlsx, without macros, and choose that file."
    ),
    "sheet-refused:unpacked-too-large": N_(
        "This workbook is larger than {limit_mb} MB once unpacked, which is too large for an inventory. Copy only the table to a new workbook."
    ),
    "sheet-refused:too-many-elements": N_(
        "This workbook contains far more cells, formats or merged cells than an inventory needs. Copy only the table to a new workbook."
    ),
    "sheet-refused:unsafe": N_(
        "This workbook contains XML declarations that only attackers use. It was not opened; ask the sender for another file."
    ),
    "sheet-refused:no-visible-sheet": N_(
        "All sheets of this workbook are hidden. Make the sheet with the activities visible and save it."
    ),
    "sheet-refused:unreadable-text": N_(
        "The text in this file cannot be read. Save it again as “CSV UTF-8” and choose that file."
    ),
    "sheet-refused:unclosed-quote": N_(
        "In or just after row {row}, a quotation mark is left open or is in the middle of a text. Fix it, or "
        "save the file from Excel as “CSV UTF-8”."
    ),
    "sheet-refused:cell-too-long": N_(
        "A cell in row {row} is far too long; perhaps a quotation mark was left open. Fix it and try again."
    ),
    "sheet-refused:no-headings": N_(
        "No heading shows which column holds the names of the activities. Call that column “{name}”, or start with the template."
    ),
    "sheet-refused:columns-twice": N_(
        "Two columns are about “{column}”. Remove or rename one of them, so that it is clear which one counts."
    ),
    "sheet-refused:no-rows": N_("This file has headings but no activities below them. Fill in at least one row."),
    "sheet-refused:json-damaged": N_("This JSON file is damaged or incomplete. Download or export it again."),
    "sheet-refused:json-other-program": N_(
        "This JSON file is not an inventory. Choose an inventory exported by Kader, or a list of activities with “name” and “kind”."
    ),
    "sheet-refused:json-newer": N_(
        "This inventory was made by a newer version of Kader (format {version}; this one reads up to {known}). Update Kader and open it again."
    ),
    "votes-refused:no-headings": N_(
        "The first row has no headings that Kader knows. Write participant, question, round, stance for votes, or participant, "
        "card, place for rankings."
    ),
    "votes-refused:no-votes-inside": N_(
        "A charter archive holds no single votes. Choose the workshop archive, or a CSV file with votes."
    ),
    "votes-refused:no-rows": N_("There are headings but no rows below them. Add a row per vote."),
    "votes-refused:too-large": N_("This file is larger than {limit_mb} MB. Keep only the columns that are needed."),
    "votes-refused:too-many-rows": N_("There are more than {limit} rows. Split them by question, not by round."),
    "votes-refused:missing": N_("Row {row} has nothing under {column}. Fill it in, or remove the row."),
    "votes-refused:too-long": N_("Row {row} has more than {limit} characters under {column}. Shorten them."),
    "votes-refused:unreadable": N_("Row {row} has characters under {column} that cannot be shown. Type it again."),
    "votes-refused:not-a-number": N_("Row {row} has “{value}” under {column}. Write a whole number from 1."),
    "votes-refused:unknown-stance": N_(
        "Row {row}: “{value}” is not a stance. Write A, B, C, D or E, or leave it empty for an abstention."
    ),
    "votes-refused:voted-twice": N_(
        "Row {row}: “{value}” already voted on this question in this round, in row {first}. Remove one of the two rows."
    ),
    "votes-refused:ranked-twice": N_(
        "Row {row}: “{value}” already gave this card or this place, in row {first}. Remove or change one of the two rows."
    ),
    "address-refused:in-use": N_("Port {port} at {host} is in use by another program. Choose another port."),
    "address-refused:not-ours": N_(
        "{host} is no longer an address of this machine. Check your network connection and choose again."
    ),
    "address-refused:not-allowed": N_("You are not allowed to use port {port}. Choose one above 1023."),
    "facilitator-key-refused": N_(
        "The facilitator key in {variable} is too short. Make it {minimum} characters or longer, or leave it out to have one made."
    ),
    "store-unavailable:locked": N_(
        "The database is in use by another program, so this was not saved. Close programs that have the file open and try again."
    ),
    "store-unavailable:read-only": N_(
        "The database file is read-only, so nothing can be saved. Make {where} writable, or start Kader with --data and another folder."
    ),
    "store-unavailable:moved": N_(
        "The database file {where} was moved or deleted while Kader was running, so this was not saved. Put it back, or restart Kader."
    ),
    "store-unavailable:full": N_("The disk is full, so this was not saved. Free some space and try again."),
    "store-unavailable:unreachable": N_(
        "The database cannot be reached, so this was not saved. Check that it is running and that KADER_DATABASE_URL is right ({where})."
    ),
    "store-unavailable:no-server": N_("Kader does not answer at {where}. Start it, or give its address with --url."),
    "store-unavailable:driver-missing": N_(
        "KADER_DATABASE_URL names a PostgreSQL database, but its driver is not installed. Install it with: pip install -e '.[postgresql]'"
    ),
    "store-unavailable:newer-schema": N_(
        "The database was made by a newer version of Kader. Update Kader, or start it with --data and another folder."
    ),
    "store-unavailable:damaged": N_(
        "The file {where} is not a Kader database, or is damaged. Restore a copy, or start Kader with --data and another folder."
    ),
}
"""Sentence by error code, or by ``code:reason`` (``code:what`` for `NotFound`) where one code has several."""


MAX_LENGTH = 600
"""Maximum number of characters of an error sentence, because errors quote files, which can contain anything."""
_MAX_PARAM, _MAX_ITEMS, _MAX_LIST = 200, 40, 540


def error_sentence(error: KaderError, t: Translator) -> str:
    """The sentence of an error in the reader's language: what happened and what to do next. At most `MAX_LENGTH`
    characters.
    """
    cause = error.params.get("reason") or error.params.get("what")
    sentence = SENTENCES.get(f"{error.code}:{cause}") or SENTENCES.get(error.code) or SENTENCES["kader"]
    words = {name: _param_words(name, value, t) for name, value in error.params.items()}
    return _clipped(t(sentence, **words), MAX_LENGTH)


def _param_words(name: str, value: object, t: Translator) -> object:
    if isinstance(value, str):
        return t(FIELD_NAMES.get(value, value)) if name == "field" else _clipped(value, _MAX_PARAM)
    if isinstance(value, tuple | list):
        items = [
            item.sentence(t) if isinstance(item, SelfWording) else str(item)
            for item in cast("Sequence[object]", value)[:_MAX_ITEMS]
        ]
        if name == "missing":
            return _clipped(t.listing(t(FIELD_NAMES.get(item, item)) for item in items), _MAX_LIST)
        between = " " if name == "obstacles" else "; "  # those are sentences
        return _clipped(between.join(items), _MAX_LIST)
    return value


def _clipped(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
