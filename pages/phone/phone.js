"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const doc = document, find = (css, from) => (from || doc).querySelector(css), all = (css, from) => [...(from || doc).querySelectorAll(css)];
  const id = doc.body.dataset.id;
  if (!id) return;
  const words = JSON.parse(doc.body.dataset.words), query = new URLSearchParams(location.search), step = query.get("step") || "";
  const draw = () => [...crypto.getRandomValues(new Uint8Array(9))].map(n => n.toString(16).padStart(2, "0")).join("");
  const tab = draw();
  const keep = (where, name, value) => { try { where.setItem("kader:" + name, JSON.stringify(value)); } catch { } };
  const kept = (where, name, other) => { try { return JSON.parse(where.getItem("kader:" + name)) ?? other; } catch { return other; } };
  let memory = [], drafts = kept(sessionStorage, id, {}), source, polling, heard = 0, sending = false, wait = 300, failed = 0, ends = null, counting, alarmed = 0;
  const queue = value => {
    if (value) { memory = value; keep(localStorage, id, value); return value; }
    return kept(localStorage, id, memory);
  };
  const main = () => find("main"), form = () => find("form[data-live]", main()), key = () => main().dataset.key;

  // --- what is shown ---
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
  const clock = () => {
    const box = find("#left");
    if (ends === null) { box.textContent = ""; return; }
    const left = Math.max(0, Math.round((ends - Date.now()) / 1000));
    box.textContent = Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
  };
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
    const left = main().dataset.left;
    ends = left ? Date.now() + left * 1000 : null;
    clearInterval(counting);
    clock();
    if (left && !main().dataset.halted) counting = setInterval(clock, 1000);
    if (!form()) return;
    const waiting = queue().find(entry => entry.a === key());
    if (drafts[key()]) { fill(drafts[key()]); say(waiting ? words.kept : words.unsaved); }
    else if (waiting) say(words.kept);
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
    // "Refused: it came too late" and the step that made it so arrive together.
    if (Date.now() - alarmed > 10000) alarm("");
    fresh.classList.add("new");
    const head = find("h1", fresh);
    find("#say").textContent = head ? head.textContent : "";
    if (inside && head) head.focus({ preventScroll: true });
    scrollTo(0, 0);
  };

  // --- what is sent: kept on this phone until the server has it ---
  const flush = async () => {
    const entry = queue()[0];
    if (sending || !entry) return;
    sending = true;
    let again = false;
    try {
      const answer = await fetch(entry.p, { method: "POST", body: entry.b, headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" } });
      if (answer.status >= 500) throw 0;
      const said = await answer.json();
      queue(queue().filter(other => other.k !== entry.k));
      failed = 0; wait = 300; again = true;
      if (!answer.ok) {
        alarm(said.error);
        if (entry.a === key()) say(drafts[key()] ? words.unsaved : "");
      } else if (entry.a === key() && form()) {
        if (entry.t) form().reset();
        if (entry.t || !drafts[key()] || JSON.stringify(values()) === entry.v) { delete drafts[key()]; say("", "saved"); }
        alarm("");
      } else delete drafts[entry.a];
      keep(sessionStorage, id, drafts);
      if (said.to) location.replace(said.to);
    } catch {
      failed++;
      if (failed > 1 && entry.a === key()) say(words.kept);
      setTimeout(flush, wait);
      wait = Math.min(wait * 2, 5000);
    }
    sending = false;
    if (again) flush();
  };
  addEventListener("submit", event => {
    const sent = event.target;
    if (!sent.dataset.live) return;
    event.preventDefault();
    const k = draw(), v = JSON.stringify(values()), t = sent.dataset.live === "again" ? 1 : 0;
    const b = new URLSearchParams(new FormData(sent));
    b.set("key", k);
    b.set("tab", tab);
    drafts[key()] = values();
    keep(sessionStorage, id, drafts);
    const entry = { k, v, t, p: sent.getAttribute("action"), b: b.toString(), a: key() };
    queue([...queue().filter((other, at) => t || other.a !== entry.a || (sending && at === 0)), entry]);
    alarm("");
    say(words.saving);
    flush();
  });
  addEventListener("input", event => {
    if (!form() || !form().contains(event.target)) return;
    drafts[key()] = values();
    keep(sessionStorage, id, drafts);
    say(words.unsaved);
  });

  // --- what comes in ---
  const asked = () => new URLSearchParams({ seen: main().dataset.v, lang: doc.documentElement.lang, tab, step });
  const fetched = async () => {
    try {
      const answer = await fetch(main().dataset.room + "/state?" + asked());
      if (answer.status === 401 || answer.status === 404 || answer.status === 410) return location.reload();
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
    // A browser opens six connections to one server. The sixth tab asks now and then, so that votes still get through.
    if (!window.EventSource || Object.keys(others).length > 3) return poll();
    others[tab] = Date.now();
    keep(localStorage, "streams", others);
    heard = Date.now();
    source = new EventSource(main().dataset.room + "/events?" + asked());
    const now = () => { heard = Date.now(); line(true); };
    source.onopen = () => { now(); flush(); };
    source.addEventListener("step", event => { now(); swap(event.data); });
    source.addEventListener("again", () => { now(); fetched(); });
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
  addEventListener("online", () => { wait = 300; open(); flush(); });
  dress();
  open();
  flush();
});
