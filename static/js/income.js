// The per-head figure while the survey is typed, step by step; what is stored is always the server's own figure.
"use strict";

document.querySelectorAll("form[data-income]").forEach((form) => {
  const place = form.querySelector("[data-live-figure]");
  const standards = JSON.parse(document.getElementById("standards").textContent);

  // Amounts in 分, so that no binary fraction comes into it; null for what is no amount.
  const fen = (text) => {
    const plain = text.normalize("NFKC").replace(/[,\s¥]|元$/g, "");
    if (plain === "") return 0;
    if (!/^\d+(\.\d{0,2})?$/.test(plain)) return null;
    const [whole, rest = ""] = plain.split(".");
    return Number(whole) * 100 + Number(rest.padEnd(2, "0"));
  };
  const yuan = (amount) => (amount / 100).toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  // To the 分, half away from zero, as the server rounds.
  const share = (amount, parts) => Math.sign(amount) * Math.floor((2 * Math.abs(amount) + parts) / (2 * parts));

  // Whole months from a first to a last day, the last one included; at least 1.
  const months = (start, end) => {
    const from = new Date(`${start}T00:00:00Z`);
    const after = new Date(`${end}T00:00:00Z`);
    if (Number.isNaN(from.getTime()) || Number.isNaN(after.getTime())) return 0;
    after.setUTCDate(after.getUTCDate() + 1);
    const whole = (after.getUTCFullYear() - from.getUTCFullYear()) * 12 + after.getUTCMonth() - from.getUTCMonth();
    return Math.max(whole - (after.getUTCDate() < from.getUTCDate() ? 1 : 0), 1);
  };
  const sum = (kind) => {
    let total = 0;
    for (const input of form.querySelectorAll(`[data-line=${kind}] input`)) {
      const amount = fen(input.value);
      if (amount === null) return null;
      total += amount;
    }
    return total;
  };

  const show = () => {
    const { period_start: start, period_end: end, persons } = form.elements;
    const income = sum("income");
    const rigid = sum("rigid");
    const heads = Number(persons.value);
    const period = start.value && end.value && start.value < end.value ? months(start.value, end.value) : 0;
    const nothing = [...form.querySelectorAll("[data-line] input")].every((input) => input.value === "");
    if (nothing || income === null || rigid === null || !(heads >= 1) || !period) {
      place.textContent = "填齐核算期、人口和金额后，这里显示月人均纯收入。";
      return;
    }
    const figure = share(income - rigid, heads * period);
    // The server's order: the nearest region first, each with its latest standard first.
    const standard = standards.find((row) => row.from <= end.value);
    const against = standard ? `；低保标准 ${standard.amount} 元，${figure < fen(standard.amount) ? "低于" : figure > fen(standard.amount) ? "高于" : "等于"}标准` : "；当地没有登记低保标准";
    const strong = document.createElement("strong");
    strong.textContent = `${yuan(figure)} 元/人·月`;
    place.replaceChildren(`(${yuan(income)} − ${yuan(rigid)}) ÷ ${heads} 人 ÷ ${period} 个月 = `, strong, against);
  };

  form.addEventListener("input", show);
  show();
});
