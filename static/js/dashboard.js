"use strict";
// The charts of the dashboard; the numbers of each stand in the table below it, for readers without script as well.
(() => {
  const source = document.currentScript.dataset.echarts;
  const colours = ["#a3222a", "#5b6470"];
  const narrow = window.matchMedia("(max-width: 900px)").matches;
  const font = getComputedStyle(document.body).fontFamily;
  const labels = { fontSize: 12, color: "#5b6472" };
  const comma = (value) => Number(value).toLocaleString("en-US");

  const axes = {
    line: (drawn) => ({
      xAxis: { type: "category", data: drawn.names, boundaryGap: false, axisLabel: { ...labels, hideOverlap: true } },
      yAxis: { type: "value", min: 0, axisLabel: { ...labels, formatter: comma } },
      grid: { left: 56, right: drawn.series.length > 1 ? 56 : 24, top: 28, bottom: 30 },
    }),
    columns: (drawn) => ({
      xAxis: { type: "category", data: drawn.names, axisLabel: { ...labels, hideOverlap: true } },
      yAxis: { type: "value", axisLabel: { ...labels, formatter: comma } },
      grid: { left: 56, right: 16, top: 40, bottom: 30 },
    }),
    bars: (drawn) => ({
      xAxis: { type: "value", show: false },
      yAxis: { type: "category", inverse: true, data: drawn.names, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { ...labels, color: "#1d2430", width: narrow ? 120 : 170, overflow: "truncate" } },
      grid: { left: narrow ? 130 : 180, right: 64, top: 8, bottom: 8 },
    }),
  };

  const series = (drawn) =>
    drawn.series.map((one, place) => ({
      type: drawn.kind === "line" ? "line" : "bar",
      name: one.name,
      data: one.values,
      color: one.color ?? colours[place],
      barMaxWidth: 22,
      showSymbol: drawn.names.length < 15,
      endLabel: { show: drawn.kind === "line" && drawn.series.length > 1, formatter: "{a}", fontSize: 12, color: one.color },
      labelLayout: drawn.kind === "line" ? { moveOverlap: "shiftY" } : undefined,
      lineStyle: { width: 2.5 },
      areaStyle: drawn.kind === "line" ? { opacity: 0.06 } : undefined,
      label: { show: drawn.kind === "bars", position: "right", fontSize: 12, formatter: (point) => comma(point.value) },
    }));

  const draw = (place) => {
    const drawn = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    place.hidden = false;
    const chart = window.echarts.init(place);
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: font },
      legend: { show: drawn.series.length > 1, top: 4, right: 8, itemHeight: 10 },
      ...axes[drawn.kind](drawn),
      series: series(drawn),
    });
    window.chartValues(chart, place, {
      names: drawn.names,
      series: drawn.series.map((one, row) => ({ ...one, color: one.color ?? colours[row] })),
      lies: drawn.kind === "bars",
    });
    window.addEventListener("resize", () => chart.resize());
  };

  // Folded away a chart has no size: it is drawn when it is unfolded. What draws it is heavier than all the rest of the
  // page, and comes with the first chart that is open: on a phone perhaps none is.
  let drawer;
  const withDrawer = () =>
    (drawer ??= new Promise((resolve) => {
      const script = document.createElement("script");
      script.src = source;
      script.addEventListener("load", resolve);
      document.head.append(script);
    }));
  for (const place of document.querySelectorAll("[data-chart]")) {
    const part = place.closest("details");
    const see = async () => {
      if (part && !part.open) return;
      await withDrawer();
      if (place.hidden) draw(place);
      else window.echarts.getInstanceByDom(place).resize();
    };
    see();
    part?.addEventListener("toggle", see);
  }
})();
