"""The words that Streamlit's own scripts bring along, in the language of the page and about Kader.

They are few, but some are all that somebody hears who does not see the screen, and others all that anybody reads when the
server has stopped.
"""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.live.rewriting import Rewriting

_DUTCH = "/[?&]lang=nl/.test(location.search)"
_SAVED = (
    "Alles wat was opgeslagen, staat er nog. Start Kader opnieuw; deze pagina gaat dan vanzelf verder.",
    "Everything that was saved is still there. Start Kader again; this page then goes on by itself.",
)


def _said(there: str, dutch: str, english: str = "", *, before: str = "", after: str = "") -> tuple[bytes, bytes]:
    """What stands in a script, and what is to stand there; ``before`` and ``after`` tell it from others like it.

    All are JavaScript strings without their quotes. ``english``: where Streamlit's own says what is not true here.
    """
    either = f"({_DUTCH}?`{dutch}`:`{english or there}`)"
    return f"{before}`{there}`{after}".encode(), f"{before}{either}{after}".encode()


_LABEL = '"aria-label":'
STREAMLIT_WORDS: dict[str, tuple[tuple[bytes, bytes], ...]] = {
    "index.": (
        _said("Skip to main content", "Naar de inhoud", before="children:"),
        _said("Sidebar", "Menu", before=_LABEL),
        _said("Collapse sidebar", "Menu inklappen", before=_LABEL),
        _said("Expand sidebar", "Menu uitklappen", before=_LABEL),
        _said("Shortcut ${l}", "Sneltoets ${l}", before=_LABEL),
        _said("Close", "Sluiten", before=_LABEL, after=",type"),
        # `kader` opens the browser at the address, not the name, of this machine.
        (b".hostname===`localhost`?g({", b".hostname.match(/^(localhost|127[.])/)?g({"),
        _said("Connection error", "Geen verbinding met Kader", "No connection to Kader", before="showError("),
        _said(
            "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:",
            f"Kader is gestopt. {_SAVED[0]}",
            f"Kader has stopped. {_SAVED[1]}",
        ),
        _said("streamlit run yourscript.py", "kader", "kader", before="codeBlock:"),
        _said(
            "Streamlit server is not responding. Are you connected to the internet?",
            "Kader is niet te bereiken. Kijk of dit apparaat nog met het netwerk verbonden is. Alles wat was opgeslagen, "
            "staat er nog; is de verbinding er weer, dan gaat deze pagina vanzelf verder.",
            "Kader cannot be reached. See whether this device is still connected to the network. Everything that was "
            "saved is still there; once the connection is back, this page goes on by itself.",
        ),
        _said("Page not found", "Die pagina is er niet", "There is no such page", before="showError("),
        _said(
            "${t}. Running the app's main page.",
            "Controleer het adres. Hieronder staat de startpagina.",
            "Check the address. Below is the start page.",
        ),
        _said("Connecting", "Verbinden", before="_O="),
        _said("Connecting to Streamlit server", "Er wordt verbinding gemaakt met Kader", "Connecting to Kader"),
        _said("Unable to connect to Streamlit server", "Kader is niet te bereiken", "Kader cannot be reached"),
    ),
    "StreamlitMarkdown.": (
        _said("Link to heading", "Link naar deze kop", before=_LABEL),
        _said("Help", "Uitleg", before="return m(t)?"),
        _said("Help for ${t.replaceAll(/\\s+/g,` `)}", "Uitleg bij ${t.replaceAll(/\\s+/g,` `)}"),
    ),
    "DynamicIcon.": (_said("${n} icon", "pictogram", before="n?"),),
    "Toolbar.": (
        _said("Fullscreen", "Volledig scherm", before="label:"),
        _said("Close fullscreen", "Volledig scherm sluiten", before="label:"),
    ),
    "useCopyToClipboard.": (
        _said("Copied", "Gekopieerd", before="label:t?"),
        _said("Copy to clipboard", "Kopiëren"),
    ),
    "Selectbox.": (
        _said("Clear value", "Keuze wissen", before=_LABEL),
        _said("Open", "Lijst openen", before=_LABEL),
        _said("No results", "Niets gevonden", before="children:"),
    ),
    "Multiselect.": (
        _said("Clear all", "Alles wissen", before=_LABEL),
        _said("Open", "Lijst openen", before=_LABEL),
        _said("No results", "Niets gevonden", before="return"),
    ),
    "NumberInput.": (_said("Clear value", "Getal wissen", before=_LABEL),),
    "useFloatingOverlay.": (_said("Dismiss", "Sluiten"),),
    "InputInstructions.": (
        _said("Press ${r()?`⌘`:`Ctrl`}+Enter to ${e}", "${r()?`⌘`:`Ctrl`}+Enter: opslaan"),
        _said("Press Enter to ${e}", "Enter: opslaan"),
    ),
    "FileUploader.": (
        (b" per file`", f" ${{{_DUTCH}?`per bestand`:`per file`}}`".encode()),
        _said("Upload", "Kies een bestand", before=":", after="})"),
    ),
    "utils.": (_said("file upload", "bestand kiezen", before=_LABEL),),
}
"""By the beginning of a script's name: what stands there, and what stands there in the language of the address. A test finds
each of them in the Streamlit that is installed."""


class StreamlitWords:
    """Lets Streamlit's own words follow the language of the page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = scope["path"].rpartition("/")[2] if scope["type"] == "http" else ""
        words = next((found for start, found in STREAMLIT_WORDS.items() if name.startswith(start)), ())
        if not words or not name.endswith(".js"):
            return await self.app(scope, receive, send)

        def in_language(text: bytes, _: MutableHeaders) -> bytes:
            for english, either in words:
                text = text.replace(english, either)
            return text

        return await self.app(scope, receive, Rewriting(send, "javascript", in_language))
