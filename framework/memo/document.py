"""A memo as a document: for one activity or for all of a team, with the sources at the end."""

from collections.abc import Sequence
from datetime import date

from framework.charter.document import (
    Block,
    Bullets,
    Callout,
    CharterDocument,
    Heading,
    LabelledList,
    LabelledText,
    Paragraph,
    Section,
    Status,
    TableBlock,
    Text,
)
from framework.charter.spans import bold, joined, normal, own_words, small
from framework.language import N_, Translator
from framework.law.models import LawBook
from framework.law.wording import ASSESSMENT_DONE, NO_ADVICE, READING_MEANINGS, READING_WORDS, READINGS
from framework.memo.findings import GROUP_WORDS, ActivityMemo, Group, MemoAnswer, MemoFinding
from framework.workshop.facts import arrangement_words

_AT_THE_END: tuple[Group, ...] = ("maybe_also", "in_order", "not_applicable")
_LEFT_OPEN = N_("The law itself leaves this open.")
_ANSWERED = N_("by the team, since {since}; who gave which answer, and on which day, is not recorded")
_CONTROLLER = N_("the organisation, as far as it decides purposes and means (GDPR 4(7))")
_PROCESSOR = N_("processor, joint or separate controller: not recorded; the agreement with it should say (GDPR 26, 28)")
_CATEGORIES = N_("recorded only as far as the table says; take the rest from the record of processing (GDPR 30)")
_QUESTIONS = 3
"""Questions and consequences named in one row."""


def memo_document(
    memos: Sequence[ActivityMemo],
    book: LawBook,
    as_of: date,
    t: Translator,
    *,
    team: str = "",
    since: date | None = None,
) -> CharterDocument:
    """The memo of these activities. ``team``: whose they are, as typed; empty where nobody said. ``since``: the first day on
    which the team may have answered."""
    kicker = t("Law check memo")
    day = t.date(as_of)
    version = t("Law version {version}, as of {day}.", version=book.version, day=t.date(book.as_of))
    meta = [
        LabelledText(t("Team"), own_words(team)) if team else None,
        LabelledText(t("Checked as of"), normal(day)),
        LabelledText(t("Answers"), normal(t(_ANSWERED, since=t.date(since)))) if since else None,
        LabelledText(t("Law data"), normal(version)),
    ]
    return CharterDocument(
        title=team or t("AI activities and the law"),
        lang=t.lang,
        kicker=kicker,
        subtitle=normal(t.plural("{count} activity", "{count} activities", len(memos))),
        status=Status("draft", t("Not legal advice")),
        meta=tuple(row for row in meta if row is not None),
        notices=(Callout("note", t("How to read this memo"), (Paragraph(normal(_how_to_read(t))), _verdicts(t))),),
        sections=(
            *([_overview(memos, t)] if len(memos) > 1 else []),
            *(_activity(memo, number, t) for number, memo in enumerate(memos, start=1)),
            _sources(memos, t),
        ),
        running=f"{kicker} · {day}",
        contents=t("Contents"),
        page=t("Page"),
        annex=t("Annex"),
        made_on=as_of.isoformat(),
        mark="",
        footer=normal(f"{version} {t(NO_ADVICE)}"),
    )


def _how_to_read(t: Translator) -> str:
    return t(
        "Kader compared the team’s own answers with the AI Act, the GDPR and Dutch marketing law; nobody checked the answers. "
        "Per activity, what is certain comes first: forbidden, broken, possibly forbidden, to do, not known. "
        "The answers it rests on, and who gave them, stand at the end of each activity; the sources at the end of the memo."
    )


def _verdicts(t: Translator) -> Bullets:
    rows = ((*bold(t(READING_WORDS[one])), *normal(f": {t(READING_MEANINGS[one])}")) for one in reversed(READINGS))
    return Bullets(tuple(rows))


def _overview(memos: Sequence[ActivityMemo], t: Translator) -> Section:
    rows = tuple(
        (own_words(memo.subject.name), normal(memo.title), normal(str(len(memo.open))) if memo.open else normal("–"))
        for memo in memos
    )
    header = (t("Activity"), t("Verdict"), t("Open questions"))
    return Section("overview", "", t("All activities"), (TableBlock(t("Verdicts"), header, rows, (5, 7, 3)),))


def _activity(memo: ActivityMemo, number: int, t: Translator) -> Section:
    blocks: list[Block] = [
        Callout(
            "warning" if any(one.group in ("forbidden", "broken") for one in memo.findings) else "note",
            memo.title,
            (Paragraph(normal(memo.sentence)), *_warnings(memo, t)),
        ),
        LabelledList(_about(memo, t)),
    ]
    for group, words in GROUP_WORDS.items():
        if group == "maybe":
            blocks += _assessment(memo, t)
        rows = [one for one in memo.findings if one.group == group]
        if rows and group == "maybe":
            blocks.append(_possible(t(words), rows, t))
        elif rows and group not in _AT_THE_END:
            blocks.append(_table(t(words), rows, memo, t))
    blocks += _open(memo, t)
    blocks += _processing(memo, t)
    blocks += [block for group in _AT_THE_END for block in _named(memo, group, t)]
    blocks += _arranged(memo, t)
    blocks += _doubts(memo, t)
    blocks += _answers(memo, t)
    return Section(f"activity-{number}", str(number), memo.subject.name, tuple(blocks))


def _assessment(memo: ActivityMemo, t: Translator) -> list[Block]:
    if not memo.assessment:
        return []
    first, *reasons = memo.assessment
    listed: list[Block] = [Bullets(tuple(map(normal, reasons)))] if reasons else []
    if memo.assessed:
        listed.append(Paragraph(normal(t(ASSESSMENT_DONE))))
    return [Heading(normal(t("Impact assessment (DPIA)"))), Paragraph(normal(first)), *listed]


def _warnings(memo: ActivityMemo, t: Translator) -> list[Paragraph]:
    lines = list(memo.contradictions)
    if memo.counsel:
        lines.append(t("Have a lawyer look at this, because {reasons}.", reasons=t.listing(memo.counsel)))
    assumed = sum(one.assumed for one in memo.answers)
    if assumed:
        lines.append(
            t(
                "{assumed} of the {all} answers are assumptions for this kind of activity, which nobody confirmed: check them first.",
                assumed=assumed,
                all=len(memo.answers),
            )
        )
    return [Paragraph(normal(line)) for line in lines]


def _about(memo: ActivityMemo, t: Translator) -> tuple[LabelledText, ...]:
    one, missing = memo.subject, small(t("not recorded"))
    return (
        *([LabelledText(t("Kind"), normal(one.kind))] if one.kind else []),
        LabelledText(t("Purpose"), own_words(one.purpose) or missing),
        LabelledText(t("Supplier"), own_words(one.supplier) or missing),
        LabelledText(t("Owner"), own_words(one.owner) or missing),
        *([LabelledText(t("Status"), normal(one.running))] if one.running else []),
        LabelledText(t("Role under the AI Act"), _listed(memo.roles, t)),
        LabelledText(t("What it is under the AI Act"), _listed(memo.classes, t)),
    )


def _processing(memo: ActivityMemo, t: Translator) -> list[Block]:
    """What a record of processing asks for, as far as it is on record."""
    if not memo.processing:
        return []
    supplier = memo.subject.supplier
    assumed = f" ({t('assumed')})"
    rows = tuple(
        (normal(one.question), (*normal(one.answer), *(small(assumed) if one.assumed else ())))
        for one in memo.processing
    )
    return [
        LabelledList(
            (
                LabelledText(t("Controller"), normal(t(_CONTROLLER))),
                *([LabelledText(t("The supplier under the GDPR"), normal(t(_PROCESSOR)))] if supplier else []),
                LabelledText(t("Categories of people and data"), normal(t(_CATEGORIES))),
            )
        ),
        TableBlock(t("Personal data, by the team’s own answers"), (t("Question"), t("Answer")), rows, (8, 6)),
    ]


def _listed(found: Sequence[MemoFinding], t: Translator) -> Text:
    """Roles or classes in a line each, what is only possible marked."""
    return normal("\n".join(_line(one, t) for one in found)) if found else small(t("not certain yet"))


def _line(one: MemoFinding, t: Translator) -> str:
    if one.group != "maybe":
        return f"{one.name} – {one.action} {one.article}, {one.when}"
    hangs = t("Depends on: {questions}", questions=one.questions[0]) if one.questions else t(_LEFT_OPEN)
    return f"{t('possibly')}: {one.name} ({one.article}). {hangs}"


def _table(caption: str, found: Sequence[MemoFinding], memo: ActivityMemo, t: Translator) -> TableBlock:
    header = (t("What, and what to do"), t("Who"), t("When"), t("Article and source"))
    return TableBlock(caption, header, tuple(_row(one, memo, t) for one in found), (7, 6, 3, 4))


def _row(one: MemoFinding, memo: ActivityMemo, t: Translator) -> tuple[Text, ...]:
    words = [*bold(one.name), *normal(f"\n{one.action}")]
    if one.because:
        words += small(f"\n{t('Because: {answers}', answers='; '.join(one.because[:_QUESTIONS]))}")
    if one.questions and one.group == "maybe_forbidden":
        asked = "; ".join(f"“{question}”" for question in one.questions[:_QUESTIONS])
        words += normal(f"\n{t('Depends on: {questions}', questions=asked)}")
    if one.fine:
        words += small(f"\n{t('Fine: {fine}', fine=one.fine)}")
    if one.arranged:
        words += bold(f"\n{one.arranged}")
    who = t.listing(one.who)
    owner = (*normal(f"\n{t('owner:')} "), *own_words(memo.subject.owner)) if memo.subject.owner else ()
    basis = (*normal(one.article), *small(f"\n[{', '.join(source.id for source in one.sources)}] {_sure(one, t)}"))
    return tuple(words), (*normal(who), *owner), normal(one.when), basis


def _possible(caption: str, found: Sequence[MemoFinding], t: Translator) -> TableBlock:
    """What may apply, by the question it hangs on: what to do about it is to answer that."""
    grouped: dict[str, list[MemoFinding]] = {}
    for one in found:
        grouped.setdefault(one.questions[0] if one.questions else t(_LEFT_OPEN), []).append(one)
    rows = tuple(
        (normal(asked), joined((_name_and_basis(one, t) for one in having), "\n")) for asked, having in grouped.items()
    )
    return TableBlock(caption, (t("Depends on"), t("What may apply, to whom and when")), rows, (5, 12))


def _name_and_basis(one: MemoFinding, t: Translator) -> Text:
    more = "; ".join(_more_questions(len(one.questions) - 1, t))
    basis = f" {one.article} [{', '.join(source.id for source in one.sources)}] {_sure(one, t)}"
    return (
        *bold(one.name),
        *normal(f" – {t.listing(one.who)}; {one.when}."),
        *small("; ".join(part for part in (basis, more) if part)),
    )


def _open(memo: ActivityMemo, t: Translator) -> list[Block]:
    if not memo.open:
        return []
    header = (t("Question"), t("Who usually knows"), t("What depends on it"))
    rows = tuple(
        (
            (
                *normal(one.question),
                *small(f" {' / '.join(one.choices)}" if one.choices else ""),
                *small(f"\n{t('answered: don’t know') if one.said else t('not answered yet')}"),
            ),
            normal(one.whom),
            normal("; ".join([*one.hangs[:_QUESTIONS], *_more(len(one.hangs), t)])),
        )
        for one in memo.open
    )
    later = t.plural(
        "{count} more question comes up only after one of these.",
        "{count} more questions come up only after one of these.",
        memo.later_questions,
    )
    table = TableBlock(t("Not known"), header, rows, (7, 4, 6))
    return [table, Paragraph(small(later))] if memo.later_questions else [table]


def _more(count: int, t: Translator) -> list[str]:
    rest = count - _QUESTIONS
    return [t.plural("{count} more", "{count} more", rest)] if rest > 0 else []


def _more_questions(rest: int, t: Translator) -> list[str]:
    return [t.plural("{count} more question", "{count} more questions", rest)] if rest > 0 else []


def _sure(one: MemoFinding, t: Translator) -> str:
    """How sure, in a word; the list of sources explains it."""
    return t("how sure: {word}", word=one.confidence.partition(":")[0])


def _named(memo: ActivityMemo, group: Group, t: Translator) -> list[Block]:
    """The ground rules of a group by name: nothing is to be done about them."""
    found = [one for one in memo.findings if one.group == group]
    if not found:
        return []
    items = tuple(normal(f"{one.name} ({one.article})") for one in found)
    return [Heading(normal(t(GROUP_WORDS[group]))), Bullets(items)]


def _arranged(memo: ActivityMemo, t: Translator) -> list[Block]:
    """What was said about rules that are no findings; the rest stands with its finding."""
    told = {one.id for one in memo.findings}
    rest = [one for one in memo.subject.arrangements if not one.withdrawn and one.rule not in told]
    if not rest:
        return []
    items = tuple(normal(f"{one.rule}: {arrangement_words(one, t)}") for one in rest)
    return [Heading(normal(t("Also marked, though it does not apply now"))), Bullets(items)]


def _doubts(memo: ActivityMemo, t: Translator) -> list[Block]:
    if not memo.doubts:
        return []
    return [Heading(normal(t("Where the law itself is still unclear"))), Bullets(tuple(map(normal, memo.doubts)))]


def _answers(memo: ActivityMemo, t: Translator) -> list[Block]:
    """By where they come from, what nobody confirmed first; those about personal data stand above."""
    told = {one.fact for one in memo.processing}
    by_origin: dict[str, list[MemoAnswer]] = {}
    for one in sorted(memo.answers, key=lambda one: not one.assumed):
        if one.fact not in told:
            by_origin.setdefault(one.origin, []).append(one)
    header = (t("Question"), t("Answer"))
    return [
        TableBlock(
            f"{t('The answers this rests on')}: {origin}",
            header,
            tuple((normal(one.question), normal(one.answer)) for one in answers),
            (8, 6),
        )
        for origin, answers in by_origin.items()
    ]


def _sources(memos: Sequence[ActivityMemo], t: Translator) -> Section:
    found = {source.id: source for memo in memos for source in memo.sources}
    rows = tuple(
        (
            normal(one.id),
            (*normal(one.title), *(small(f"\n{one.url}") if one.url else ())),
            normal(one.date),
            normal(one.confidence),
        )
        for one in sorted(found.values(), key=lambda one: (not one.id[1:].isdigit(), len(one.id), one.id))
    )
    header = (t("Mark"), t("Source"), t("Date"), t("How sure"))
    return Section(
        "sources", "", t("Sources"), (TableBlock(t("The sources behind the marks"), header, rows, (1, 8, 3, 5)),)
    )
