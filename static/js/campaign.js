"use strict";
// The chart of a campaign's progress; its numbers stand in the table below it, for readers without script as well.
(() => {
  const place = document.querySelector("[data-campaign-chart]");
  const source = document.getElementById("campaign-chart");
  if (!place || !source || !window.echarts) return;
  const { days, lines } = JSON.parse(source.textContent);
  const looks = [
    { color: "#b5262b", type: "solid", symbol: "circle" },
    { color: "#1f6f54", type: "solid", symbol: "rect" },
    { color: "#5b6470", type: "dashed", symbol: "none" },
  ];
  // Ends that lie close to each other: their labels are moved apart, from the top down.
  const apart = 17;
  const ends = lines.map((line) => line.values.at(-1));
  const shifts = {};
  const narrow = window.matchMedia("(max-width: 767px)").matches;
  const tall = (narrow ? 260 : 320) - 64;
  let lowest = -Infinity;
  for (const row of [...ends.keys()].sort((one, other) => ends[other] - ends[one])) {
    const at = (1 - ends[row] / 100) * tall;
    lowest = Math.max(at, lowest + apart);
    shifts[row] = lowest - at;
  }
  place.hidden = false;
  const chart = window.echarts.init(place);
  chart.setOption({
    animation: false,
    grid: { left: 44, right: narrow ? 88 : 110, top: 30, bottom: 34 },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 14 },
    xAxis: { type: "category", data: days, boundaryGap: false, axisLabel: { hideOverlap: true, showMaxLabel: true, fontSize: 13, formatter: (day) => day.slice(5) } },
    yAxis: { type: "value", name: "%", min: 0, max: 100, axisLabel: { fontSize: 13 } },
    series: lines.map((line, place) => ({
      type: "line",
      name: line.name,
      data: line.values,
      showSymbol: days.length < 15,
      symbol: looks[place].symbol,
      symbolSize: 7,
      lineStyle: { width: 2.5, color: looks[place].color, type: looks[place].type },
      itemStyle: { color: looks[place].color },
      endLabel: {
        show: true,
        offset: [0, shifts[place]],
        color: looks[place].color,
        fontSize: narrow ? 12 : 14,
        formatter: (point) => `${line.name} ${point.value}`,
      },
    })),
  });
  window.chartValues(chart, place, { names: days, series: lines.map((line, row) => ({ ...line, color: looks[row].color })), unit: "%" });
  window.addEventListener("resize", () => chart.resize());
})();
