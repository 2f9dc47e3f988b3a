"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const doc = document, find = (css, from) => (from || doc).querySelector(css), all = (css, from) => [...(from || doc).querySelectorAll(css)];
  const id = doc.body.dataset.id;
  if (!id) return;
  const words = JSON.parse(doc.body.dataset.words), query = new URLSearchParams(location.search), step = query.get("step") || "";
  const draw = () => [...crypto.getRandomValues(new Uint8Array(9))].map(n => n.toString(16).padStart(2, "0")).join("");
  const tab = draw(), TRIES = 6;
  const keep = (where, name, value) => { try { where.setItem("kader:" + name, JSON.stringify(value)); } catch { } };
  const kept = (where, name, other) => { try { return JSON.parse(where.getItem("kader:" + name)) ?? other; } catch { return other; } };
  let memory = [], drafts = kept(sessionStorage, id, {}), source, polling, heard = 0, sending = "", wait = 300, failed = 0, broken = 0, alarmed = 0;
  const queue = value => {
    if (value) { memory = value; keep(localStorage, id, value); return value; }
    return kept(localStorage, id, memory);
  };
  const main = () => find("main"), form = () => find("form[data-live]", main()), key = () => main().dataset.key;

  // --- showing ---
  const say = (text, kind) => {
    const note = form() && find("[role=status]", form());
    if (!note) return;
    note.dataset.saved ??= note.textContent;
    note.hidden = !text && kind !== "saved";
    note.className = kind || "said waits";
    note.textContent = kind === "saved" ? note.dataset.saved : text;
  };
  const alarm = text => { const box = find("#notice"); box.textContent = text; box.hidden = !text; if (text) alarmed = Date.now(); if (text) box.scrollIntoView({ block: "nearest" }); };
  const line = there => { find("#line").hidden = there; };
  const values = () => { const found = {}; new FormData(form()).forEach((value, name) => { found[name] = value; }); return found; };
  const fill = draft => all("input,select,textarea", form()).forEach(field => {
    if (field.type === "hidden") return;
    if (field.type === "radio" || field.type === "checkbox") field.checked = draft[field.name] === field.value;
    else field.value = draft[field.name] ?? "";
  });
  const cards = () => {
    const places = all("select[name^=card]", form()), order = find(".order", form());
    if (!order) return;
    const paint = () => {
      const chosen = places.map(place => place.value).filter(Boolean);
      all("[data-card]", form()).forEach(button => {
        const at = chosen.indexOf(button.dataset.card);
        button.setAttribute("aria-pressed", at >= 0);
        find("i", button).textContent = at >= 0 ? at + 1 : "";
      });
      order.textContent = chosen.map((card, at) => at + 1 + " " + find("[data-card=" + card + "] b", form()).textContent).join(" · ") || order.dataset.empty;
    };
    all("[data-card]", form()).forEach(button => button.onclick = () => {
      let chosen = places.map(place => place.value).filter(Boolean);
      const card = button.dataset.card;
      if (chosen.includes(card)) chosen = chosen.filter(one => one !== card);
      else if (chosen.length < places.length) chosen.push(card);
      else return;
      places.forEach((place, at) => { place.value = chosen[at] || ""; });
      paint();
      places[0].dispatchEvent(new Event("input", { bubbles: true }));
    });
    paint();
  };
  const dress = () => {
    all(".js", main()).forEach(one => { one.hidden = false; });
    all(".nojs", main()).forEach(one => { one.hidden = true; });
    if (!form()) return;
    const waiting = queue().find(entry => entry.a === key());
    const held = waiting && (waiting.f ? words.here : words.kept);
    if (drafts[key()]) { fill(drafts[key()]); say(held || words.unsaved); }
    else if (held) say(held);
    cards();
  };
  const swap = markup => {
    const box = doc.createElement("template"), old = main(), was = key(), active = doc.activeElement, inside = old.contains(active);
    box.innerHTML = markup;
    const fresh = box.content.firstElementChild, same = fresh.dataset.key === was, from = inside && active.selectionStart, to = inside && active.selectionEnd;
    const opened = same && all("details", old).map(one => one.open);
    old.replaceWith(fresh);
    if (location.pathname !== fresh.dataset.room) history.replaceState(null, "", fresh.dataset.room + location.search);
    dress();
    if (same) {
      all("details", fresh).forEach((one, at) => { one.open = opened[at] || false; });
      const named = inside && active.name && all(active.tagName, fresh).find(one => one.name === active.name && (one.type !== "radio" || one.value === active.value));
      const back = named || (inside && active.dataset.card && find("[data-card=" + active.dataset.card + "]", fresh));
      if (back) { back.focus({ preventScroll: true }); if (typeof from === "number") try { back.setSelectionRange(from, to); } catch { } }
      return;
    }
    // The refusal "it came too late" arrives together with the step that caused it, so a recent notice stays.
    if (Date.now() - alarmed > 10000) hold();
    fresh.classList.add("new");
    const head = find("h1", fresh);
    find("#say").textContent = [head?.textContent.replace(/[^.?!…]$/, "$&."), fresh.dataset.say].filter(Boolean).join(" ");
    if (inside && head) head.focus({ preventScroll: true });
    scrollTo(0, 0);
  };

  // --- sending: answers are stored on this phone until the server has them ---
  // Answers that the server failed to store ("f") wait until somebody retries or the page reconnects.
  const hold = () => {
    if (!queue().some(entry => entry.f)) return alarm("");
    const button = doc.createElement("button");
    button.type = "button";
    button.textContent = words.retry;
    button.onclick = () => {
      alarm("");
      if (form()) say(words.saving);
      find("h1", main())?.focus();
      flush(true);
    };
    alarm(words.stuck);
    find("#notice").append(button);
  };
  const flush = async anew => {
    if (anew && queue().some(entry => entry.f)) queue(queue().map(entry => ({ ...entry, f: 0 })));
    const entry = queue().find(one => !one.f);
    if (sending || !entry) return;
    sending = entry.k;
    // Any tab may send what another one has queued; the server tells all tabs but the one that sent it.
    const body = new URLSearchParams(entry.b);
    body.set("tab", tab);
    let again = false, status = 0;
    try {
      const answer = await fetch(entry.p, { method: "POST", body: body.toString(), headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" } });
      status = answer.status;
      const said = await answer.json().catch(() => ({}));
      // A hotel's sign-in page also answers with 200.
      if (status >= 500 || (answer.ok && !said.saved)) throw 0;
      queue(queue().filter(other => other.k !== entry.k));
      failed = broken = 0; wait = 300; again = true;
      if (!answer.ok) {
        alarm(said.error || words.refused);
        if (entry.a === key()) say(drafts[key()] ? words.unsaved : "");
      } else if (entry.a === key() && form()) {
        if (entry.t) form().reset();
        if (entry.t || !drafts[key()] || JSON.stringify(values()) === entry.v) { delete drafts[key()]; say("", "saved"); }
      } else delete drafts[entry.a];
      if (answer.ok && find("#notice button")) hold();
      keep(sessionStorage, id, drafts);
      if (said.to) location.replace(said.to);
    } catch {
      failed++;
      // Without a connection it keeps trying. A server that responds with errors is not asked forever.
      if (status >= 500 && ++broken === TRIES) {
        failed = broken = 0; wait = 300; again = true;
        queue(queue().map(other => other.k === entry.k ? { ...other, f: 1 } : other));
        if (entry.a === key()) say(words.here);
        hold();
      } else {
        if (failed > 1 && entry.a === key()) say(status ? words.busy : words.kept);
        setTimeout(flush, wait);
        wait = Math.min(wait * 2, 5000);
      }
    }
    sending = "";
    if (again) flush();
  };
  addEventListener("submit", event => {
    const sent = event.target;
    if (!sent.dataset.live) return;
    event.preventDefault();
    const k = draw(), v = JSON.stringify(values()), t = sent.dataset.live === "again" ? 1 : 0;
    const b = new URLSearchParams(new FormData(sent));
    b.set("key", k);
    drafts[key()] = values();
    keep(sessionStorage, id, drafts);
    const entry = { k, v, t, p: sent.getAttribute("action"), b: b.toString(), a: key() };
    queue([...queue().filter(other => t || other.a !== entry.a || other.k === sending), entry]);
    hold();
    say(words.saving);
    flush();
  });
  addEventListener("input", event => {
    if (!form() || !form().contains(event.target)) return;
    drafts[key()] = values();
    keep(sessionStorage, id, drafts);
    say(words.unsaved);
  });

  // --- receiving ---
  const asked = (seen = main().dataset.v) => new URLSearchParams({ seen, lang: doc.documentElement.lang, tab, step });
  const out = () => { close(); location.replace(main().dataset.room + "?out"); };
  const fetched = async seen => {
    try {
      const answer = await fetch(main().dataset.room + "/state?" + asked(seen));
      if (answer.status === 401) return out();
      if (answer.status === 404 || answer.status === 410) return location.reload();
      if (answer.status === 200) swap(await answer.text());
      if (answer.status < 500) { line(true); flush(); return true; }
    } catch { }
    line(false);
  };
  const streams = () => { const found = kept(localStorage, "streams", {}), now = Date.now(); Object.keys(found).forEach(one => { if (now - found[one] > 9000) delete found[one]; }); return found; };
  const close = () => {
    if (source) source.close();
    source = null;
    clearTimeout(polling);
    const others = streams();
    delete others[tab];
    keep(localStorage, "streams", others);
  };
  const poll = async () => { await fetched(); polling = setTimeout(open, 2000); };
  const open = () => {
    close();
    if (doc.hidden) return;
    const others = streams();
    // A browser opens at most six connections to one server. Further tabs poll, so that votes still get through.
    if (!window.EventSource || Object.keys(others).length > 3) return poll();
    others[tab] = Date.now();
    keep(localStorage, "streams", others);
    heard = Date.now();
    source = new EventSource(main().dataset.room + "/events?" + asked());
    const now = () => { heard = Date.now(); line(true); };
    source.onopen = () => { now(); flush(true); };
    source.addEventListener("step", event => { now(); swap(event.data); });
    source.addEventListener("again", () => { now(); fetched(); });
    source.addEventListener("out", out);
    source.addEventListener("k", now);
    source.onerror = () => { line(false); if (source && source.readyState === 2) { close(); polling = setTimeout(async () => { await fetched(); open(); }, 1000 + Math.random() * 1000); } };
  };
  setInterval(() => {
    if (!source) return;
    const others = streams();
    others[tab] = Date.now();
    keep(localStorage, "streams", others);
    if (Date.now() - heard > 40000 || (source.readyState === 0 && Date.now() - heard > 4000)) { heard = Date.now(); fetched().then(open); }
  }, 3000);
  doc.addEventListener("visibilitychange", () => { if (doc.hidden) close(); else { open(); flush(); } });
  addEventListener("pagehide", close);
  addEventListener("pageshow", event => { if (event.persisted) open(); });
  // Another tab has sent an answer: perhaps this tab's, and this tab may have had no stream to hear of it.
  addEventListener("storage", event => {
    if (event.key !== "kader:" + id) return;
    const waiting = queue().map(entry => entry.k), sent = JSON.parse(event.oldValue || "[]").filter(entry => !waiting.includes(entry.k));
    sent.forEach(entry => { if (JSON.stringify(drafts[entry.a]) === entry.v) delete drafts[entry.a]; });
    keep(sessionStorage, id, drafts);
    if (sent.length) fetched("");
  });
  addEventListener("online", () => { wait = 300; open(); flush(true); });
  dress();
  open();
  flush(true);
});
