"use strict";
// How the year's money is burnt; its numbers stand in the table below it, for readers without script as well.
(() => {
  const place = document.querySelector("[data-burn-chart]");
  const source = document.getElementById("burn-chart");
  if (!place || !source || !window.echarts) return;
  const { months, burnt, gone } = JSON.parse(source.textContent);
  const narrow = window.matchMedia("(max-width: 767px)").matches;
  const line = (name, values, color, type) => ({
    type: "line",
    name,
    data: values,
    symbolSize: 7,
    lineStyle: { width: 2.5, color, type },
    itemStyle: { color },
    endLabel: { show: true, color, fontSize: narrow ? 12 : 14, formatter: (point) => `${name} ${point.value}` },
  });
  place.hidden = false;
  const chart = window.echarts.init(place);
  chart.setOption({
    animation: false,
    grid: { left: 44, right: narrow ? 96 : 120, top: 30, bottom: 34 },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 14 },
    xAxis: { type: "category", data: months, boundaryGap: false, axisLabel: { hideOverlap: true, fontSize: 13 } },
    yAxis: { type: "value", name: "%", min: 0, max: (value) => Math.max(100, Math.ceil(value.max / 10) * 10), axisLabel: { fontSize: 13 } },
    series: [line("支出进度", burnt, "#b5262b", "solid"), line("时间进度", gone, "#5b6470", "dashed")],
  });
  window.chartValues(chart, place, {
    names: months,
    series: [
      { name: "支出进度", values: burnt, color: "#b5262b" },
      { name: "时间进度", values: gone, color: "#5b6470" },
    ],
    unit: "%",
  });
  window.addEventListener("resize", () => chart.resize());
})();
