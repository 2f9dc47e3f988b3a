// Fits the page on paper. Plotly draws a chart as many pixels wide as its place on screen, and has no time to draw it again before
// the sheet is made: what is wider than the sheet would be cut off. So charts are shown smaller until that is done. Streamlit's
// dark theme would print light letters on white paper; index_page.py has the style that prevents it.
(() => {
  "use strict";
  const SHEET = 660; // pixels between the margins of A4, less the edges of a box around a chart
  // The element around a chart has its height.
  const charts = () => document.querySelectorAll("[data-testid=stElementContainer]:has([data-testid=stPlotlyChart])");
  addEventListener("beforeprint", () => {
    const app = document.querySelector(".stApp");
    const dark = app && getComputedStyle(app).colorScheme === "dark";
    document.documentElement.classList.toggle("dark-on-screen", Boolean(dark));
    for (const chart of charts()) {
      const drawn = chart.querySelector(".svg-container")?.offsetWidth ?? 0;
      if (drawn > SHEET) chart.style.zoom = SHEET / drawn;
    }
  });
  addEventListener("afterprint", () => {
    document.documentElement.classList.remove("dark-on-screen");
    for (const chart of charts()) chart.style.zoom = "";
  });
})();
