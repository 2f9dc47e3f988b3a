"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const box = at("timer");
  const was = {};
  let left = null;
  let end = null;
  let lost = 0;

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
  // Nobody can scroll a projector, so content that does not fit is made smaller.
  const fit = () => {
    const root = document.documentElement;
    let share = 1;
    root.style.setProperty("--fit", share);
    while (innerWidth > 700 && share > 0.6 && root.scrollHeight > innerHeight) root.style.setProperty("--fit", (share -= 0.04));
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
  const follow = () => {
    const source = new EventSource(document.body.dataset.events);
    source.addEventListener("screen", (event) => {
      clearTimeout(lost);
      lost = 0;
      at("lost").hidden = true;
      take(JSON.parse(event.data));
    });
    source.onerror = () => {
      if (!lost) lost = setTimeout(() => { at("lost").hidden = false; }, 4000);
      if (source.readyState === EventSource.CLOSED) setTimeout(follow, 2000);
    };
  };

  if ("left" in box.dataset) time(Number(box.dataset.left), "runs" in box.dataset);
  setInterval(tick, 250);
  addEventListener("resize", fit);
  fit();
  follow();

  document.querySelector(".tools").hidden = false;
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
