"""Timer, participants and votes of a room, drawn by the browser from the events of ``/live/<workshop id>/events``.

A vote changes two numbers; running a Streamlit script for that would cost more than storing the vote. So the fragment
reruns only when shared state has changed. Without events the numbers are those of the last run.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from streamlit.components.v2 import component

from framework.language import Translator
from framework.workshop.session_plan import Schedule

_HTML = """
<div class="gauges">
  <div><span class="label" data-part="timer-word"></span><span class="value" data-part="timer" role="timer"></span></div>
  <div data-part="clock">
    <span class="label" data-part="session-word"></span><span class="value" data-part="now"></span>
    <span class="small" data-part="schedule"></span>
  </div>
  <div><span class="label" data-part="people-word"></span><span class="value" data-part="people"></span></div>
  <div data-part="answered">
    <span class="label" data-part="voted-word"></span><span class="value" data-part="voted"></span>
    <progress data-part="share" max="1" value="0"></progress>
    <span class="everybody" data-part="everybody" role="status"></span>
  </div>
</div>
"""
_CSS = """
.gauges { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 0.75rem 1.5rem; }
.gauges [hidden] { display: none; }
.label, .value, .everybody, .small { display: block; color: var(--st-text-color); font-family: var(--st-font); }
.label { font-size: 0.875rem; }
.value { font-size: 2.25rem; line-height: 1.3; font-variant-numeric: tabular-nums; }
.everybody, .small { font-size: 0.875rem; min-height: 1.3em; }
progress { display: block; width: 100%; height: 0.5rem; margin: 0.35rem 0 0.2rem; border: 0; border-radius: 0.25rem;
  overflow: hidden; appearance: none; background: var(--st-secondary-background-color); }
progress::-webkit-progress-bar { background: var(--st-secondary-background-color); }
progress::-webkit-progress-value { background: var(--st-primary-color); }
progress::-moz-progress-bar { background: var(--st-primary-color); }
"""
_JS = """
export default function ({ data, parentElement, setTriggerValue }) {
  const PATIENCE = 120; // milliseconds: what was clicked here is drawn by itself a moment later
  const QUIET = 5000; // everybody has answered and nobody corrects anything any more
  // Called anew whenever the numbers of a run differ, and told to stop only when it goes. So what lasts is kept with the
  // place it is drawn in: with a stream per call the browser, which opens six connections to a server, soon loaded nothing.
  const kept = (parentElement.gauges ??= { later: 0, ticking: 0, source: null, workshop: "" });
  const words = data.words;
  const part = (name) => parentElement.querySelector(`[data-part="${name}"]`);
  const put = (name, text) => { const at = part(name); if (at.textContent !== text) at.textContent = text; };
  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  let left = data.left, since = performance.now();
  const hour = (at) => new Date(at).toLocaleTimeString(words.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const session = () => {
    const plan = data.schedule, at = Date.now();
    part("clock").hidden = !plan;
    if (!plan) return;
    const early = Math.ceil((plan.from - at) / 60000), late = Math.floor((at - plan.until) / 60000);
    const pace = early > 0 ? words.ahead.replace("{count}", early) : late > 0 ? words.behind.replace("{count}", late) : words.pace;
    put("now", hour(at));
    put("schedule", `${hour(plan.began)}–${hour(plan.ends)} · ${pace}`);
  };
  const tick = () => {
    session();
    const seconds = data.ticking ? left - Math.floor((performance.now() - since) / 1000) : left;
    put("timer", seconds >= 0 ? clock(seconds) : words.over.replace("{time}", clock(-seconds)));
  };
  const show = (people, voted, asked) => {
    put("people", String(people));
    part("answered").hidden = voted === null;
    if (voted === null) return;
    put("voted", words.of.replace("{count}", voted).replace("{all}", asked));
    part("share").value = asked ? Math.min(voted / asked, 1) : 0;
    put("everybody", asked && voted >= asked ? words.everybody : "");
  };
  const take = (now) => {
    if (now.shared_revision !== data.seen) {
      if (!kept.later) kept.later = setTimeout(() => setTriggerValue("moved", now.shared_revision), PATIENCE);
      return;
    }
    show(now.seats, data.voted === null ? null : now.voters, now.asked);
    clearTimeout(kept.quiet);
    if (data.closes && now.asked && now.voters + data.away >= now.asked)
      kept.quiet = setTimeout(() => setTriggerValue("complete", now.revision), QUIET);
    if (data.ticking && now.seconds !== null) { left = now.seconds; since = performance.now(); tick(); }
  };
  const end = () => {
    clearTimeout(kept.later);
    clearInterval(kept.ticking);
    clearTimeout(kept.quiet);
    kept.later = 0;
  };
  end();
  put("timer-word", words.timer);
  put("session-word", words.session);
  put("people-word", words.people);
  put("voted-word", words.voted);
  // What the room needs now stands at the top; the page keeps its place where nothing but a number changed.
  if (kept.place !== undefined && kept.place !== data.place) document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  kept.place = data.place;
  part("share").setAttribute("aria-label", words.voted);
  show(data.people, data.voted, data.asked);
  tick();
  if (data.ticking || data.schedule) kept.ticking = setInterval(tick, 250);
  kept.take = take;
  if (kept.workshop !== data.workshop || !kept.source || kept.source.readyState === EventSource.CLOSED) {
    kept.source?.close();
    kept.workshop = data.workshop;
    kept.last = null;
    kept.source = new EventSource(new URL(`live/${data.workshop}/events`, window.location.href));
    kept.source.addEventListener("room", (message) => {
      kept.last = JSON.parse(message.data);
      kept.take(kept.last);
    });
  } else if (kept.last?.shared_revision >= data.seen) take(kept.last); // it came while this run was under way
  return () => { end(); kept.source?.close(); kept.source = null; };
}
"""


@cache
def _component() -> Callable[..., object]:
    return component("kader.gauges", html=_HTML, css=_CSS, js=_JS)


def status_numbers(
    workshop_id: str,
    t: Translator,
    *,
    seen: int,
    place: str,
    people: int,
    voted: int | None,
    asked: int,
    left: int,
    ticking: bool,
    closes: bool,
    away: int,
    plan: Schedule | None = None,
) -> int | None:
    """Draws the numbers; call it in the fragment that reruns when the room changes.

    ``seen``: the shared revision that this page shows. ``place``: the step and phase; where it changes, the page is scrolled to
    its top. ``voted``: number of answers among ``asked``, the people who are here or have answered and left; None where nothing
    is asked. ``left``: seconds on the timer, negative after its end. ``plan``: the session's times; the browser's clock says
    what time it is.

    ``closes``: the round closes by itself once everybody has answered but those ``away``. Returns the workshop's revision at
    which that has been so for some seconds, in the run that this causes.
    """
    words = {
        "timer": t("Timer"),
        "over": t("{time} over", time="{time}"),
        "people": t("In the room"),
        "voted": t("Answered"),
        "of": t("{count} of {all}", count="{count}", all="{all}"),
        "everybody": t("Everybody has answered."),
        "session": t("Session"),
        "pace": t("on schedule"),
        "ahead": t("{count} min ahead", count="{count}"),
        "behind": t("{count} min behind", count="{count}"),
        "lang": t.lang,
    }
    said: Any = _component()(
        data={
            "workshop": workshop_id,
            "seen": seen,
            "place": place,
            "people": people,
            "voted": voted,
            "asked": asked,
            "left": left,
            "ticking": ticking,
            "closes": closes,
            "away": away,
            "schedule": None
            if plan is None
            else {
                "began": _milliseconds(plan.began_at),
                "ends": _milliseconds(plan.ends_at),
                "from": _milliseconds(plan.step_from),
                "until": _milliseconds(plan.step_until),
            },
            "words": words,
        },
        key=f"gauges.{workshop_id}",
        on_moved_change=_moved,
        on_complete_change=_moved,
    )
    return said.complete


def _milliseconds(at: datetime) -> int:
    """Since 1970, as JavaScript counts."""
    return round(at.timestamp() * 1000)


def _moved() -> None:
    """The callback of a change; the rerun of the fragment is all that is needed."""
