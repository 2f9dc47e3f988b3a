"""The reference page of the settings: ``python -m framework.cli.settings_reference`` writes ``docs/settings.md``."""

from pathlib import Path

from framework.settings import SETTINGS, Setting

FILE = Path(__file__).resolve().parents[2] / "docs" / "settings.md"

_HEAD = """\
<!-- Written by `python -m framework.cli.settings_reference` from framework/settings.py; do not edit. -->

# Settings

Kader reads these environment variables. An option of `kader` that sets the same overrides its variable. An empty variable
counts as not set. How to use them: [deploying.md](deploying.md), and [hosting.md](hosting.md) for several processes.
"""


def page() -> str:
    """The whole page, in Markdown."""
    return "\n".join((_HEAD, *map(_section, SETTINGS)))


def _section(setting: Setting) -> str:
    option = f"- Option: `{setting.option}`\n" if setting.option else ""
    return (
        f"## `{setting.variable}`\n\n{setting.help}\n\n- Kind: {setting.kind}\n{option}- Default: {setting.default}\n"
    )


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
