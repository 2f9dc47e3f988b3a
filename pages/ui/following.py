"""Tells this page at once that its workshop moved, by the events of ``/live/<workshop id>/events``.

A component without a face: it listens in the browser and makes the fragment it stands in run again. Where there is no such
stream, nothing happens here, and the fragment's own clock does the work, only slower.
"""

from functools import cache

from streamlit.components.v2 import component
from streamlit.components.v2.types import ComponentRenderer

_LISTEN = """
export default function ({ data, setTriggerValue }) {
  const REST = 80; // milliseconds between two runs while votes stream in
  let seen = null, ran = 0, later = 0;
  const run = () => { later = 0; ran = performance.now(); setTriggerValue("moved", seen); };
  const source = new EventSource(new URL(`live/${data.workshop}/events`, window.location.href));
  source.addEventListener("room", (message) => {
    const now = JSON.parse(message.data).revision;
    if (now === seen) return;
    seen = now;
    if (!later) later = setTimeout(run, Math.max(0, ran + REST - performance.now()));
  });
  return () => { clearTimeout(later); source.close(); };
}
"""


@cache
def _component() -> ComponentRenderer:
    return component("kader.following", js=_LISTEN)


def follow(workshop_id: str) -> None:
    """Call it in the fragment that is to run when the workshop moves."""
    _component()(data={"workshop": workshop_id}, key=f"follow.{workshop_id}", on_moved_change=_moved)


def _moved() -> None:
    """The fragment runs; there is nothing else to do."""
