"""The HTML document around the screen. Its only further request is the event stream."""

from functools import cache
from pathlib import Path

from framework.content_policy import SELF, content_policy, source_hash
from framework.html import DOCTYPE, Html, tag
from framework.language import Translator

HERE = Path(__file__).resolve().parent
THEMES = ("dark", "light")


def document(parts: dict[str, Html], clock: Html, t: Translator, *, title: str, events: str, theme: str) -> bytes:
    """The whole page. ``parts``: ``head``, ``stage`` and ``foot``; ``events``: the stream's address."""
    style, script = _inline()
    page = tag(
        "html",
        tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("title", f"{title} · Kader"),
            tag("meta", name="viewport", content="width=device-width,initial-scale=1"),
            tag("meta", name="robots", content="noindex"),
            tag("link", rel="icon", href="data:,"),
            tag("noscript", tag("meta", http_equiv="refresh", content="5")),
            tag("style", Html(style)),
        ),
        tag(
            "body",
            tag("header", tag("div", parts["head"], id="head"), clock),
            tag("main", parts["stage"], id="stage", aria_live="polite"),
            tag(
                "footer",
                tag("div", parts["foot"], id="foot"),
                tag(
                    "p",
                    tag("button", t("Dark or light"), type="button", id="shade"),
                    tag("button", t("Full screen"), type="button", id="full"),
                    class_="tools",
                    hidden=True,
                ),
            ),
            tag("p", t("No connection. Retrying automatically."), id="lost", role="status", hidden=True),
            tag("script", Html(script)),
            data_events=events,
        ),
        lang=t.lang,
        data_theme=theme if theme in THEMES else None,
    )
    return (DOCTYPE + page).encode()


def message(words: str, t: Translator) -> bytes:
    """A page with one sentence."""
    style, _ = _inline()
    page = tag(
        "html",
        tag("head", tag("meta", charset="utf-8"), tag("title", "Kader"), tag("style", Html(style))),
        tag("body", tag("main", tag("h1", words), id="stage")),
        lang=t.lang,
    )
    return (DOCTYPE + page).encode()


@cache
def policy() -> str:
    style, script = _inline()
    return content_policy(
        style_src=source_hash(style), script_src=source_hash(script), connect_src=SELF, img_src="data:"
    )


@cache
def _inline() -> tuple[str, str]:
    style, script = (_minified((HERE / name).read_text("utf-8")) for name in ("screen.css", "screen.js"))
    return style, script


def _minified(source: str) -> str:
    """Removes indentation and empty lines, which do not matter in these files."""
    return "\n".join(line.strip() for line in source.splitlines() if line.strip())
