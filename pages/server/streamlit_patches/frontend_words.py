"""The words that Streamlit's own scripts bring along, in the language of the page and about Kader.

They are few, but some are all that somebody hears who does not see the screen, and others all that anybody reads when the
server has stopped.
"""

import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.server.streamlit_patches.response_rewriter import ResponseRewriter

_DUTCH = "/[?&]lang=nl/.test(location.search)"
_SAVED = (
    "Alles wat was opgeslagen, staat er nog. Start Kader opnieuw, net als de vorige keer; deze pagina gaat dan vanzelf verder.",
    "Everything that was saved is still there. Start Kader again as you did before; this page then continues automatically.",
)


def _said(there: str, dutch: str, english: str = "", *, before: str = "", after: str = "") -> tuple[bytes, bytes]:
    """What stands in a script, and what is to stand there; ``before`` and ``after`` tell it from others like it.

    All are JavaScript strings without their quotes. ``english``: where Streamlit's own says what is not true here.
    """
    either = f"({_DUTCH}?`{dutch}`:`{english or there}`)"
    return f"{before}`{there}`{after}".encode(), f"{before}{either}{after}".encode()


def _status(dutch: tuple[str, str], english: tuple[str, str]) -> bytes:
    """A state of the connection: its name, and what is said when somebody points at it."""
    name, more = (f"({_DUTCH}?`{nl}`:`{en}`)" for nl, en in zip(dutch, english, strict=True))
    return f"label:{name},tooltip:{more}}}".encode()


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
        (b".hostname===`localhost`?g({", rb".hostname.match(/^(localhost|127[.]|\[::1\])/)?g({"),
        _said("Connection error", "Geen verbinding met Kader", "No connection to Kader", before="showError("),
        _said(
            "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:",
            f"Kader is gestopt. {_SAVED[0]}",
            f"Kader has stopped. {_SAVED[1]}",
        ),
        (b",codeBlock:`streamlit run yourscript.py`", b""),  # how it is started depends on where it was put
        _said(
            "Streamlit server is not responding. Are you connected to the internet?",
            "Kader is niet te bereiken. Kijk of dit apparaat nog met het netwerk verbonden is. Alles wat was opgeslagen, "
            "staat er nog; is de verbinding er weer, dan gaat deze pagina vanzelf verder.",
            "Kader cannot be reached. Check that this device is still connected to the network. Everything that was "
            "saved is still there; once the connection is back, this page continues automatically.",
        ),
        _said("Page not found", "Die pagina is er niet", "There is no page here", before="showError("),
        _said(
            "${t}. Running the app's main page.",
            "Controleer het adres. Achter dit bericht staat de startpagina.",
            "Check the address. The start page is behind this message.",
        ),
        _said(
            "Connection timed out.",
            "Kader antwoordt niet. Zodra het weer kan, gaat deze pagina vanzelf verder.",
            "Kader is not responding. Once it does, this page continues automatically.",
            before="message:",
        ),
        _said(
            "Connection failed with status ${r}${s?`, and response:`:`.`}",
            "Kader antwoordt niet (${r}). Zodra het weer kan, gaat deze pagina vanzelf verder.",
            "Kader is not responding (${r}). Once it does, this page continues automatically.",
        ),
        # Where they are used: what a script works out while it is read keeps the language of that moment.
        (
            b"label:_O,tooltip:vO}",
            _status(("Verbinden", "Er wordt verbinding gemaakt met Kader"), ("Connecting", "Connecting to Kader")),
        ),
        (b"label:bO,tooltip:xO}", _status(("Fout", "Kader is niet te bereiken"), ("Error", "Kader cannot be reached"))),
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
        _said("Selected values", "Gekozen", before=_LABEL),
        _said("Remove ${e}", "${e} weghalen", before=_LABEL),
        _said(
            "You can only select up to ${t.maxSelections} ${e}. Remove an option first.",
            "Je kunt er hooguit ${t.maxSelections} kiezen. Haal er eerst een weg.",
        ),
    ),
    "NumberInput.": (
        _said("Clear value", "Getal wissen", before=_LABEL),
        _said("Increment", "Hoger", before=_LABEL),
        _said("Decrement", "Lager", before=_LABEL),
        _said(
            "Number is outside the allowed range. Please enter a value between ${n} and ${r}.",
            "Dit getal kan hier niet. Kies er een van ${n} tot en met ${r}.",
        ),
        _said(
            "Number is below the allowed range. Please enter a value greater than or equal to ${n}.",
            "Dit getal is te laag. Kies er een vanaf ${n}.",
        ),
        _said("Number is below the allowed range.", "Dit getal is te laag."),
        _said(
            "Number is above the allowed range. Please enter a value less than or equal to ${r}.",
            "Dit getal is te hoog. Kies er hooguit ${r}.",
        ),
        _said("Number is above the allowed range.", "Dit getal is te hoog."),
    ),
    "DateInput.": (
        _said("Choose date", "Kies een datum"),
        _said(
            "Use arrow keys to navigate dates. Enter to select. Escape to close.",
            "Met de pijltjes ga je door de data. Enter kiest, Escape sluit.",
        ),
    ),
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


class FrontendWords:
    """Lets Streamlit's own words follow the language of the page.

    Streamlit tells browsers to keep its scripts for a year without asking, by names that know nothing of what was changed
    here. So a browser asks each time whether one with other words is still right, and mostly hears that it is.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._marks: dict[str, str] = {}
        """What each script with other words is known by, by its path."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = scope["path"].rpartition("/")[2] if scope["type"] == "http" else ""
        words = next((found for start, found in STREAMLIT_WORDS.items() if name.startswith(start)), ())
        if not words or not name.endswith(".js"):
            return await self.app(scope, receive, send)
        mark = self._marks.get(scope["path"])
        if mark is not None and mark in Headers(scope=scope).get("if-none-match", ""):
            return await Response(status_code=304, headers={"etag": mark, **_ASK_AGAIN})(scope, receive, send)

        def in_language(text: bytes, headers: MutableHeaders) -> bytes:
            said = text
            for english, either in words:
                said = said.replace(english, either)
            if said != text:
                mark = self._marks[scope["path"]] = f'"{hashlib.sha256(said).hexdigest()[:16]}"'
                headers.update({"etag": mark, **_ASK_AGAIN})
            return said

        return await self.app(scope, receive, ResponseRewriter(send, "javascript", in_language))


_ASK_AGAIN = {"cache-control": "no-cache"}
