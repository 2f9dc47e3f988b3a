"""The slides as a file: six, with real titles, nothing small, nothing overflowing, and what is left off is said."""

import io
from functools import cache
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Emu

from framework.charter.document import Span, plain
from framework.exports.catalog import Source, export_file
from framework.exports.slides import fit
from framework.exports.slides.content import BODY_BOTTOM, HEIGHT, WIDTH
from framework.language import translator
from framework.law import law_book
from framework.text import LANGS, Lang, Worded
from framework.workshop.field_types import TeamPrice
from framework.workshop.models import Framework, FrameworkRedLine
from tests.support.kept_charter import AS_OF, demonstration_framework, kept_framework, kept_source
from tests.support.workshops import shipped_deck

LONG = "Een zin die maar niet ophoudt, met woordenlangerdaneenkolombreedis en van alles. " * 40


def made(framework: Framework, lang: Lang) -> Any:
    source = Source(framework, shipped_deck(), law_book(), AS_OF)
    return Presentation(io.BytesIO(export_file("slides", "pptx", source, translator(lang))))


@cache
def demo(lang: Lang) -> Any:
    return made(kept_framework(lang), lang)


@cache
def overfull(lang: Lang) -> Any:
    """Twenty of everything, in words without end."""
    kept = demonstration_framework(lang)
    price = TeamPrice(sentence=LONG[:300], hours_per_month=9)
    rule = kept.rules[0].model_copy(update={"dissent": LONG, "price": price, "owner": LONG[:120]})
    wording = {of: words.model_copy(update={"behaviour": LONG}) for of, words in rule.wording.items()}
    long = rule.model_copy(update={"wording": wording})
    return made(
        kept.model_copy(
            update={
                "organisation": LONG[:120],
                "rules": tuple(long.model_copy(update={"number": at, "decision": f"d{at}"}) for at in range(1, 21)),
                "red_lines": tuple(
                    FrameworkRedLine(
                        id=f"l{at}", scenario=None, wording=Worded.typed(lang, LONG), reason=Worded.typed(lang, LONG)
                    )
                    for at in range(20)
                ),
                "activities": tuple(
                    use.model_copy(update={"name": LONG[:110] + str(at), "owner": LONG[:120]})
                    for at, use in enumerate(kept.activities * 3)
                ),
            }
        ),
        lang,
    )


def words(slide: Any) -> str:
    found = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    found += [cell.text for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def runs(slide: Any) -> list[Any]:
    frames = [shape.text_frame for shape in slide.shapes if shape.has_text_frame and not shape.is_placeholder]
    frames += [
        cell.text_frame for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells
    ]
    return [run for frame in frames for paragraph in frame.paragraphs for run in paragraph.runs]


@pytest.mark.parametrize("lang", LANGS)
class TestTheFile:
    def test_has_six_slides_with_real_titles(self, lang: Lang) -> None:
        t = translator(lang)
        titles = [slide.shapes.title.text for slide in demo(lang).slides]
        assert titles[1:] == [
            t("What we never do"),
            t("What we agreed"),
            t("What it asks of us"),
            t("What is still open"),
            t("What comes next"),
        ]
        assert kept_framework(lang).organisation in titles[0]
        assert all(slide.shapes[0] is not None and slide.shapes[0].is_placeholder for slide in demo(lang).slides)

    def test_says_its_language_of_every_text(self, lang: Lang) -> None:
        locale = {"nl": "nl-NL", "en": "en-GB"}[lang]
        assert demo(lang).core_properties.language == locale
        languages = {run._r.rPr.get("lang") for slide in demo(lang).slides for run in runs(slide)}
        assert locale in languages
        assert None not in languages

    def test_has_properties_and_the_same_bytes_each_time(self, lang: Lang) -> None:
        properties = demo(lang).core_properties
        assert kept_framework(lang).organisation in properties.title
        assert (properties.author, properties.created.date()) == ("Kader", AS_OF)
        source, t = kept_source(lang), translator(lang)
        assert export_file("slides", "pptx", source, t) == export_file("slides", "pptx", source, t)

    def test_has_one_layout_of_its_own_width(self, lang: Lang) -> None:
        (layout,) = demo(lang).slide_layouts
        assert layout.name == "Title Only"
        assert demo(lang).slide_width == Emu(int(WIDTH * 914400))

    def test_names_the_sources_in_the_notes(self, lang: Lang) -> None:
        notes = [slide.notes_slide.notes_text_frame.text for slide in demo(lang).slides]
        assert all(notes)
        assert law_book().version in notes[0]
        for rule in kept_framework(lang).rules:
            assert f"R{rule.number}: " in notes[2]
            assert rule.scenario in notes[2]

    def test_says_what_was_decided_and_when_the_review_is_late(self, lang: Lang) -> None:
        t = translator(lang)
        assert t(
            "The review was due on {day}. This charter remains in force.",
            day=t.date(kept_framework(lang).rules[0].review_on),
        ) in words(demo(lang).slides[0])
        proposal = made(demonstration_framework(lang), lang)
        assert t("Decision asked:") in words(proposal.slides[0])
        assert demonstration_framework(lang).version in words(proposal.slides[0])

    def test_cuts_no_sentence_where_smaller_type_holds_it(self, lang: Lang) -> None:
        for place in (1, 2, 3):
            assert "…" not in words(demo(lang).slides[place])

    def test_leaves_out_a_use_that_was_stopped_but_counts_it(self, lang: Lang) -> None:
        framework = kept_framework(lang)
        told = words(demo(lang).slides[0])
        assert framework.activities[1].name not in told
        assert f"{len(framework.activities)}\n" in told


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("which", ["demo", "overfull"])
class TestRoom:
    def test_no_text_is_small(self, which: str, lang: Lang) -> None:
        deck = demo(lang) if which == "demo" else overfull(lang)
        for slide in deck.slides:
            sizes = [run.font.size.pt for run in runs(slide)]
            assert min(sizes) >= 12
            assert sizes.count(12) <= 2  # the foot, in two parts where it is cut
            assert {size for size in sizes if size < 14} <= {12}

    def test_everything_stands_on_the_slide(self, which: str, lang: Lang) -> None:
        deck = demo(lang) if which == "demo" else overfull(lang)
        for slide in deck.slides:
            for shape in slide.shapes:
                assert shape.left >= 0
                assert shape.left + shape.width <= Emu(int(WIDTH * 914400)) + 10
                assert shape.top + shape.height <= Emu(int(HEIGHT * 914400))

    def test_every_box_holds_its_text(self, which: str, lang: Lang) -> None:
        """By the estimate that is measured against the letters themselves below."""
        deck = demo(lang) if which == "demo" else overfull(lang)
        for slide in deck.slides:
            for shape in slide.shapes:
                if shape.has_table:
                    table = shape.table
                    assert (shape.top + sum(row.height for row in table.rows)) / 914400 <= BODY_BOTTOM + 0.01
                    for row in table.rows:
                        for column, cell in zip(table.columns, row.cells, strict=True):
                            inside = (column.width / 914400) - 2 * fit.CELL_MARGIN
                            needed = fit.height_of((Span(cell.text.replace("\v", "\n")),), inside, points_of(cell))
                            assert needed <= row.height / 914400 - fit.CELL_MARGIN + 0.01, cell.text
                elif shape.has_text_frame and shape.text_frame.text and not shape.is_placeholder:
                    width = shape.width / 914400 - (0.3 if shape.shape_type == 1 else 0)
                    needed = sum(
                        fit.height_of(
                            (Span(paragraph.text.replace("\v", "\n")),), width - 0.22, paragraph.runs[0].font.size.pt
                        )
                        for paragraph in shape.text_frame.paragraphs
                        if paragraph.runs
                    )
                    assert needed <= shape.height / 914400 + 0.05, shape.text_frame.text

    def test_what_is_left_off_is_counted(self, which: str, lang: Lang) -> None:
        t = translator(lang)
        if which == "overfull":
            deck = overfull(lang)
            for place, framework_has in ((1, 20), (2, 20)):
                slide = deck.slides[place]
                shown = (
                    sum(len(shape.table.rows) - 1 for shape in slide.shapes if shape.has_table)
                    if place == 2
                    else words(slide).count(" …") // 2
                )
                if place == 2:
                    message = t.plural(
                        "and {count} more rule, in the charter",
                        "and {count} more rules, in the charter",
                        framework_has - shown,
                    )
                    assert message in words(slide)
                assert 0 < shown < framework_has
            assert t("{what}, in the charter", what="").strip() in words(deck.slides[4])
        else:
            assert "20" not in words(demo(lang).slides[2]).split("\n")[0]


def points_of(cell: Any) -> float:
    sizes = [run.font.size.pt for paragraph in cell.text_frame.paragraphs for run in paragraph.runs]
    return max(sizes, default=14)


class TestFit:
    def test_a_line_breaks_between_words(self) -> None:
        assert fit.lines_needed("een twee drie", 10, 14) == 1
        assert fit.lines_needed("een twee drie", 0.5, 14) > 1
        assert fit.lines_needed("een\ntwee", 10, 14) == 2
        assert fit.lines_needed("x" * 100, 1, 14) >= 9

    def test_what_is_clipped_fits_and_ends_in_an_ellipsis(self) -> None:
        cut = fit.clipped((Span("start ", strong=True), Span(LONG)), 3, 16, 2)
        assert fit.lines_needed(plain(cut), 3, 16) <= 2
        assert plain(cut).endswith(" …")
        assert plain(cut).startswith("start Een zin")
        assert cut[0].strong

    def test_what_fits_is_not_clipped(self) -> None:
        text = (Span("kort"),)
        assert fit.clipped(text, 3, 16, 1) is text

    def test_a_single_endless_word_is_clipped_too(self) -> None:
        cut = fit.clipped((Span("x" * 4000),), 3, 16, 2)
        assert fit.lines_needed(plain(cut), 3, 16) <= 2

    @pytest.mark.parametrize(
        "text", [LONG[:200], "AI-TOEPASSINGEN IN WMWM 123 %", "illi ,.;: 'jl'", "Café ëïü “à” – €"]
    )
    def test_widths_are_never_less_than_those_of_the_letters(self, text: str) -> None:
        """Measured with Carlito, which has Calibri's widths; a machine without it skips."""
        from pathlib import Path

        from PIL import ImageFont

        found = [*Path("/usr/share/fonts").rglob("Carlito-Bold.ttf")]
        if not found:
            pytest.skip("the font Carlito is not installed (fonts-crosextra-carlito)")
        font = ImageFont.truetype(str(found[0]), 1000)
        assert fit.ems(text) >= font.getlength(text) / 1000
