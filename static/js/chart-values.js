"use strict";
// The values of a chart by tap, pointer and arrow keys, in a line below it; the table beside it has them all.
window.chartValues = (() => {
  const isTouched = window.matchMedia("(pointer: coarse)").matches;
  const hint = isTouched ? "点图中一处看数字。" : "指向图中一处看数字，或用左右方向键逐项看。";
  const steps = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };
  let count = 0;

  const lineBelow = (place) => {
    const line = document.createElement("p");
    line.className = "hq-chart-value";
    line.id = `chart-value-${++count}`;
    line.setAttribute("aria-live", "polite");
    place.after(line);
    place.tabIndex = 0;
    place.setAttribute("role", "application");
    place.setAttribute("aria-roledescription", "图表");
    place.setAttribute("aria-describedby", line.id);
    return line;
  };

  const named = (series, words) => {
    const part = document.createElement("span");
    const swatch = document.createElement("i");
    swatch.style.background = series.color;
    part.append(swatch, words);
    return part;
  };

  // names: what stands along the axis; series: name, colour and values of each; lies: whether the names stand one below the other.
  return (chart, place, { names, series, unit = "", lies = false }) => {
    const line = lineBelow(place);
    const indexes = [...series.keys()];
    let at = -1;

    const figure = (value) => (value === null ? "—" : `${Number(value).toLocaleString("en-US")}${unit}`);
    const said = (one) => `${one.name} ${figure(one.values[at])}`.trim();
    const tell = (next) => {
      const row = Math.min(Math.max(next, 0), names.length - 1);
      if (row === at || Number.isNaN(row)) return;
      chart.dispatchAction({ type: "downplay", seriesIndex: indexes });
      at = row;
      chart.dispatchAction({ type: "highlight", seriesIndex: indexes, dataIndex: at });
      const name = document.createElement("strong");
      name.textContent = `${names[at]}：`;
      line.replaceChildren(name, ...series.map((one) => named(one, said(one))));
    };
    const point = (event) => {
      const box = place.getBoundingClientRect();
      const found = chart.convertFromPixel({ gridIndex: 0 }, [event.clientX - box.left, event.clientY - box.top]);
      if (found) tell(Math.round(found[lies ? 1 : 0]));
    };

    const legend = series.length > 1 ? series.map((one) => named(one, one.name)) : [];
    line.replaceChildren(...legend, hint);
    place.addEventListener("click", point);
    place.addEventListener("pointermove", (event) => event.pointerType === "mouse" && point(event));
    place.addEventListener("focus", () => at < 0 && place.matches(":focus-visible") && tell(lies ? 0 : names.length - 1));
    place.addEventListener("keydown", (event) => {
      const ends = { Home: 0, End: names.length - 1 };
      if (!(event.key in steps) && !(event.key in ends)) return;
      event.preventDefault();
      tell(ends[event.key] ?? at + steps[event.key]);
    });
  };
})();
