"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const box = at("timer");
  const was = {};
  let left = null;
  let end = null;
  let lost = 0;
  let source = null;
  let heard = 0;
  const SILENCE = 40000; // the server says something every fifteen seconds

  // Counts down from the server's number on a monotonic clock, so this machine's time of day does not matter.
  const tick = () => {
    box.hidden = left === null;
    if (left === null) return;
    const seconds = end === null ? left : Math.round((end - performance.now()) / 1000);
    const whole = Math.abs(seconds);
    box.classList.toggle("over", seconds < 0);
    box.firstElementChild.textContent = (seconds < 0 ? "+" : "") + Math.floor(whole / 60) + ":" + String(whole % 60).padStart(2, "0");
  };
  const time = (seconds, runs) => {
    left = seconds;
    end = seconds !== null && runs ? performance.now() + seconds * 1000 : null;
    tick();
  };
  // Nobody can scroll a projector and nobody reads small type from the back of a room. Where a step does not fit, spare rows
  // go first; then texts are cut short; then what is larger than the text shrinks, and what is not needed goes (the QR code, not the address); then
  // reasons take one line each, and some texts go; and at last rows that should stay.
  const fit = () => {
    const root = document.documentElement, stage = at("stage"), rest = at("rest");
    const over = () => innerWidth > 700 && root.scrollHeight > innerHeight;
    const rank = (row) => Number(row.dataset.shed);
    const rows = [...stage.querySelectorAll("[data-shed]")];
    const lists = stage.querySelectorAll(".stances, .rules");
    let gone = 0;
    const count = () => {
      if (!rest) return;
      const number = Number(rest.dataset.count) + gone;
      rest.hidden = !number;
      rest.textContent = number === 1 ? rest.dataset.one : number ? rest.dataset.many.replace("#", number) : "";
    };
    const shed = (least) => {
      const spare = rows.filter((row) => rank(row) >= least && !row.hidden).sort((one, other) => rank(one) - rank(other));
      while (over() && spare.length) {
        spare.pop().hidden = true;
        gone += 1;
        count();
      }
    };
    const size = (share) => root.style.setProperty("--fit", share);
    for (const row of rows) row.hidden = false;
    const shorten = (how) => { if (over()) for (const list of lists) list.classList.add(how); };
    for (const list of lists) list.classList.remove("brief", "slim", "terse");
    document.body.classList.remove("tight");
    size(1);
    count();
    shed(2);
    shorten("brief");
    for (let share = 0.95; share >= 0.7 && over(); share -= 0.05) size(share);
    if (over()) document.body.classList.add("tight");
    shorten("slim");
    shorten("terse");
    shed(1);
  };
  const take = (screen) => {
    let changed = false;
    for (const part of ["head", "stage", "foot"]) {
      if (was[part] === screen[part]) continue;
      at(part).innerHTML = was[part] = screen[part];
      changed = true;
    }
    if (changed) fit();
    time(screen.seconds, screen.runs);
  };
  const alive = () => {
    heard = performance.now();
    clearTimeout(lost);
    lost = 0;
    at("lost").hidden = true;
  };
  const silent = (patience) => { if (!lost) lost = setTimeout(() => { at("lost").hidden = false; }, patience); };
  const follow = () => {
    if (source) source.close();
    heard = performance.now();
    source = new EventSource(document.body.dataset.events);
    source.addEventListener("screen", (event) => { alive(); take(JSON.parse(event.data)); });
    source.addEventListener("k", alive);
    source.onerror = () => {
      silent(4000);
      if (source.readyState === EventSource.CLOSED) setTimeout(follow, 2000);
    };
  };
  // After a laptop slept or changed networks a connection can stay open and say nothing for ever.
  const listen = () => {
    if (performance.now() - heard < SILENCE) return;
    silent(0);
    follow();
  };

  if ("left" in box.dataset) time(Number(box.dataset.left), "runs" in box.dataset);
  setInterval(tick, 250);
  setInterval(listen, 3000);
  addEventListener("online", follow);
  addEventListener("pageshow", (event) => { if (event.persisted) follow(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) listen(); });
  addEventListener("resize", fit);
  document.querySelector(".tools").hidden = false;
  fit();
  follow();

  at("shade").onclick = () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    const here = new URL(location.href);
    here.searchParams.set("theme", root.dataset.theme);
    history.replaceState(null, "", here);
  };
  at("full").onclick = () => document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
})();
