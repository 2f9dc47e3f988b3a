// Puts the cursor into the field that the address names (`at`: the key of a widget, which Streamlit makes a class), once per
// press that led there. Fields appear while a page is drawn, so it waits a while for this one.
(() => {
  "use strict";
  const PATIENCE = 15000; // milliseconds
  const named = () => new URLSearchParams(location.search).get("at");
  let current = named();
  let waiting = null;

  function land(at) {
    const place = document.querySelector(`.st-key-${CSS.escape(at.replace(/[^a-zA-Z0-9_-]/g, "-"))}`);
    if (!place) return false;
    place.scrollIntoView({ block: "center" });
    const inside = place.querySelector("input:not([type=hidden]),textarea,button,[tabindex='0']");
    (inside ?? place).focus({ preventScroll: true });
    return true;
  }

  // The page goes on being drawn, and a field that is drawn anew loses the cursor.
  function stay(at) {
    for (const later of [400, 1200, 2500]) setTimeout(() => document.activeElement === document.body && land(at), later);
    return true;
  }

  function seek(at) {
    waiting?.disconnect();
    if (!at || (land(at) && stay(at))) return;
    const observer = (waiting = new MutationObserver(() => land(at) && stay(at) && observer.disconnect()));
    observer.observe(document.documentElement, { subtree: true, childList: true });
    setTimeout(() => observer.disconnect(), PATIENCE);
  }

  for (const name of ["pushState", "replaceState"]) {
    const change = history[name];
    history[name] = (...given) => {
      change.apply(history, given);
      const at = named();
      if (at && at !== current) seek(at);
      current = at;
    };
  }
  seek(current);
})();
