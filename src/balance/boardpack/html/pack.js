"use strict";
// Brings up the sentence of the point that is nearest to the pointer, or the next one on an arrow key.
(() => {
  const tip = document.querySelector(".tip");
  let shown = null;
  const points = (chart) => [...chart.querySelectorAll("[data-say]")];
  const centre = (mark) => { const m = mark.getScreenCTM(); return [m.e, m.f]; };
  const mark = (chart, chosen) => { for (const point of points(chart)) point.classList.toggle("on", point === chosen); };
  const show = (chart, chosen) => {
    const [x, y] = centre(chosen);
    mark(chart, chosen);
    shown = [chart, chosen];
    tip.textContent = chosen.dataset.say;
    tip.hidden = false;
    const left = Math.min(x + 14, innerWidth - tip.offsetWidth - 8), top = y - tip.offsetHeight - 12;
    Object.assign(tip.style, { left: `${Math.max(left, 8)}px`, top: `${top < 8 ? y + 16 : top}px` });
  };
  const hide = (chart) => { mark(chart, null); shown = null; tip.hidden = true; };
  const nearest = (chart, x, y) => {
    let best = null, least = 40;
    for (const point of points(chart)) {
      const [a, b] = centre(point), far = Math.hypot(a - x, b - y);
      if (far <= least) [best, least] = [point, far];
    }
    return best;
  };
  for (const chart of document.querySelectorAll("figure svg")) {
    let at = -1;
    chart.addEventListener("pointermove", (event) => {
      const found = nearest(chart, event.clientX, event.clientY);
      if (found) show(chart, found); else hide(chart);
    });
    chart.addEventListener("pointerleave", () => hide(chart));
    chart.addEventListener("blur", () => hide(chart));
    chart.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key], all = points(chart);
      if (event.key === "Escape") hide(chart);
      if (!step || !all.length) return;
      event.preventDefault();
      at = (at + step + all.length) % all.length;
      show(chart, all[at]);
    });
  }
  // Levers: the sliders stop at computed positions, and the numbers are read from the row of the table that was computed.
  const levers = document.querySelector("#levers");
  if (levers) {
    const sliders = [...levers.querySelectorAll("input")], numbers = [...levers.querySelectorAll(".number")];
    const rows = new Map([...levers.querySelectorAll("tr[data-at]")].map((row) => [row.dataset.at, row]));
    const move = () => {
      for (const slider of sliders) {
        const stops = [...slider.parentElement.querySelectorAll("label > span > span")];
        stops.forEach((stop, at) => { stop.hidden = at !== Number(slider.value); });
        slider.setAttribute("aria-valuetext", stops[Number(slider.value)].textContent);
      }
      const row = rows.get(sliders.map((slider) => slider.value).join(" "));
      [...row.querySelectorAll("td")].forEach((cell, at) => {
        const [value, moved] = cell.querySelectorAll("span"), likely = numbers[at].querySelector(".likely");
        numbers[at].querySelector(".value").textContent = value.textContent;
        likely.textContent = moved.textContent;
        likely.className = moved.className.replace("rest", "likely");
      });
    };
    for (const slider of sliders) slider.addEventListener("input", move);
    levers.querySelector(".sliders").hidden = false;
    levers.querySelector(".positions").open = false;
    move();
  }
  addEventListener("scroll", () => { if (shown) show(...shown); }, { passive: true });
})();
