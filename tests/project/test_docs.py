"""The Markdown files: what they point to exists, and what is generated is up to date."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from babel.messages.pofile import read_po

from framework.cli import settings_reference
from framework.language.catalog import LOCALE_DIR
from framework.settings import SETTINGS
from tests.project.test_house import kept_files, nodes, sources
from tests.support.server_process import ROOT

DOCS = sorted(path for path in kept_files() if path.suffix == ".md")
_FENCE = re.compile(r"^( *)```.*?^\1```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"!?\[[^]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
_NAMED = re.compile(r"^(?:app\.py|pyproject\.toml|(?:pages|framework|data|tests|docs|benchmarks|\.ci)/[\w./@-]*)$")


def prose(path: Path) -> str:
    return _FENCE.sub("", path.read_text(encoding="utf-8"))


def anchor(heading: str) -> str:
    """The fragment that a heading is reached by, as GitHub and GitLab make it."""
    words = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").strip().lower()
    return re.sub(r"[^\w\- ]", "", words).replace(" ", "-")


def links(path: Path) -> Iterator[tuple[Path, str]]:
    """Target and fragment of every link and picture of this repository. `path` itself where only a fragment is given."""
    for target in _LINK.findall(_CODE.sub("", prose(path))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, fragment = unquote(target).partition("#")
        yield (path.parent / name).resolve() if name else path, fragment


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
class TestWhatADocumentPointsTo:
    def test_every_link_and_picture_leads_somewhere(self, path: Path) -> None:
        for target, fragment in links(path):
            assert target.exists(), f"{path.name}: {target.relative_to(ROOT)}"
            if fragment:
                assert fragment in {anchor(one) for one in _HEADING.findall(prose(target))}, f"{path.name}: #{fragment}"

    def test_every_file_named_in_it_exists(self, path: Path) -> None:
        named = (name for name in _CODE.findall(prose(path)) if _NAMED.match(name))
        missing = [name for name in named if not (ROOT / name).exists()]
        assert not missing, f"{path.name} names {missing}"


def test_the_reference_of_the_settings_is_up_to_date() -> None:
    """Run ``python -m framework.cli.settings_reference`` after a change of ``framework/settings.py``."""
    assert settings_reference.FILE.read_text(encoding="utf-8") == settings_reference.page()


def test_no_environment_variable_is_read_past_the_table() -> None:
    code = [*sources("framework", "pages"), ROOT / "app.py"]
    named = {
        (path.relative_to(ROOT).as_posix(), node.value)
        for path in code
        for node in nodes(path)
        if isinstance(node, ast.Constant) and re.fullmatch(r"KADER_[A-Z_]+", str(node.value))
    }
    assert named == {("framework/settings.py", setting.variable) for setting in SETTINGS}


ENGLISH = ("facilitator", "self-assessment", "own-decks", "projector", "law-check")
DUTCH = ("begeleider", "zelfscan", "eigen-kaarten", "beamer", "wetscheck")


@pytest.mark.parametrize(("name", "lang"), [*((name, "en") for name in ENGLISH), *((name, "nl") for name in DUTCH)])
def test_a_text_on_screen_is_quoted_as_it_is(name: str, lang: str) -> None:
    """In these guides bold marks what a button, heading or field says. Put other emphasis in italics."""
    with (LOCALE_DIR / "nl.po").open("rb") as file:
        messages = [(entry.id, entry.string) for entry in read_po(file, locale="nl") if entry.id]
    words = (dutch if lang == "nl" else english for english, dutch in messages)
    labels = {_bare(form) for forms in words for form in ([forms] if isinstance(forms, str) else forms or ())}
    quoted = re.findall(r"\*\*([^*]+)\*\*", prose(ROOT / "docs" / f"{name}.md"))
    assert quoted
    assert [text for text in quoted if _bare(text) not in labels] == []


def _bare(text: str) -> str:
    return " ".join(text.replace("*", "").split()).strip(" .:")
