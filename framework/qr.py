"""A link as a picture that a phone can scan."""

import io

QUIET = 4
"""Modules of white around the code; with less, phones hesitate."""


def qr_svg(link: str) -> str:
    """The QR code as SVG text, black on white in any theme, since scanners expect it so.

    Middle error correction: a projector's glare may cover a seventh of it.
    """
    import segno

    written = io.BytesIO()
    segno.make(link, error="m", micro=False).save(
        written, kind="svg", scale=8, border=QUIET, dark="#000", light="#fff", xmldecl=False, omitsize=False
    )
    return written.getvalue().decode("utf-8")
