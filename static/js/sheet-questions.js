// The questions of a sheet: which are shown by the answers before them, what is wrong with a number, what is still to be
// answered in each part. The conditions stand in the page as data.
"use strict";

window.sheetQuestions = (() => {
  const form = document.querySelector("form[data-sheet]");
  if (!form) return null;
  const questions = [...form.querySelectorAll("[data-question]")];
  const MOST = 1e8;

  const boxes = (question) => [...question.querySelectorAll("input, textarea")];
  const given = (question) => boxes(question).filter((box) => (box.type === "radio" || box.type === "checkbox" ? box.checked : box.value.trim())).map((box) => box.value.trim());

  // One that is hidden hides what hangs on it.
  function show() {
    const hidden = new Set();
    const answers = new Map(questions.map((question) => [question.dataset.question, given(question)]));
    questions.forEach((question) => {
      const conditions = JSON.parse(question.dataset.shownIf || "[]");
      const isShown = conditions.every(([code, wanted]) => !hidden.has(code) && (answers.get(code) || []).some((answer) => wanted.includes(answer)));
      question.hidden = !isShown;
      if (!isShown) hidden.add(question.dataset.question);
    });
    form.querySelectorAll("[data-less]").forEach((row) => {
      const chosen = row.closest("[data-item]").querySelector("input[type=radio]:checked");
      row.hidden = !chosen || chosen.value !== row.dataset.less;
    });
  }

  function figure(text) {
    const plain = text.replace(/[,，\s]/g, "").replace(/[０-９．]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) - 0xfee0));
    return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
  }

  function faultOf(box) {
    if (!box.dataset.kind || !box.value.trim()) return "";
    const number = figure(box.value);
    const isMoney = box.dataset.kind === "money";
    if (Number.isNaN(number)) return isMoney ? "请填写金额，如 1200 或 1200.50。" : "请填写整数。";
    if (!isMoney && !Number.isInteger(number)) return "请填写整数。";
    if (isMoney && Math.abs(Math.round(number * 100) - number * 100) > 1e-6) return "金额最多两位小数。";
    const lowest = Number(box.dataset.lowest || 0);
    const highest = Number(box.dataset.highest || MOST);
    return number < lowest || number > highest ? `应在 ${lowest.toLocaleString("en-US")} 至 ${highest.toLocaleString("en-US")} 之间。` : "";
  }

  function say(question, words) {
    const note = question.querySelector(":scope > [data-error]");
    if (note.textContent !== words) note.textContent = words;
    boxes(question).filter((box) => box.dataset.kind || box.tagName === "TEXTAREA").forEach((box) => box.toggleAttribute("aria-invalid", Boolean(words)));
  }

  function faultsOf(question) {
    return boxes(question).filter((box) => !box.closest("[hidden]")).map(faultOf).find(Boolean) || "";
  }

  function isOpen(question) {
    if (question.hidden || !("required" in question.dataset)) return false;
    if (!("list" in question.dataset)) return !given(question).length;
    const items = [...question.querySelectorAll("[data-item]")];
    return items.some((item) => {
      const sum = item.querySelector("[data-less]:not([hidden]) input");
      return !item.querySelector("input:checked") || (sum && !sum.value.trim());
    });
  }

  function count() {
    // Only what is whole is asked about before it goes: the rest comes back with what is missing.
    const submit = document.querySelector("[data-submit]");
    if (submit && questions.some(isOpen)) delete submit.dataset.confirm;
    else if (submit) submit.dataset.confirm = submit.dataset.whole;
    form.querySelectorAll("[data-part]").forEach((part) => {
      const own = [...part.querySelectorAll("[data-question]")];
      const left = own.filter(isOpen).length;
      const link = document.querySelector(`[data-part-link="${part.dataset.part}"]`);
      const wrong = own.some((question) => !question.hidden && question.querySelector(":scope > [data-error]").textContent);
      link.querySelector("[data-part-left]").textContent = left ? `${left} 题未答` : "";
      link.toggleAttribute("data-done", !left && own.some((question) => "required" in question.dataset && !question.hidden));
      link.toggleAttribute("data-wrong", wrong);
      const sum = part.querySelector("[data-sum]");
      if (!sum) return;
      const total = own.flatMap(boxes).map((box) => figure(box.value)).filter((number) => number > 0).reduce((all, number) => all + number, 0);
      sum.hidden = !total;
      sum.querySelector("b").textContent = total.toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    });
  }

  function refresh() {
    show();
    count();
  }

  // What was wrong goes as soon as it is mended, while one types. What is wrong is said a moment after one has left the
  // box: a line that comes or goes under a finger on its way down would move the next button away from it.
  form.addEventListener("input", (event) => {
    const question = event.target.closest("[data-question]");
    if (question && question.querySelector(":scope > [data-error]").textContent && !faultsOf(question)) say(question, "");
    refresh();
  });
  form.addEventListener("change", (event) => {
    const question = event.target.closest("[data-question]");
    if (question && faultsOf(question)) window.setTimeout(() => (say(question, faultsOf(question)), count()), 300);
  });
  refresh();

  // The index goes along: the part that one is reading is marked, and in sight.
  const seen = new IntersectionObserver(
    (parts) =>
      parts
        .filter((part) => part.isIntersecting)
        .forEach((part) => {
          const links = [...document.querySelectorAll("[data-part-link]")];
          const here = links.find((link) => link.dataset.partLink === part.target.dataset.part);
          links.forEach((link) => link.removeAttribute("aria-current"));
          here.setAttribute("aria-current", "true");
          here.parentElement.scrollTo({ left: here.offsetLeft - 12 });
        }),
    { rootMargin: "-130px 0px -60% 0px" },
  );
  form.querySelectorAll("[data-part]").forEach((part) => seen.observe(part));

  return {
    refresh,
    // Takes the lines of what was answered since out of the list; returns how many are left.
    prune(list) {
      questions.filter((question) => !question.querySelector(":scope > [data-error]").textContent).forEach((question) => list.querySelector(`[data-line="${question.dataset.question}"]`)?.remove());
      return list.childElementCount;
    },
    // Says at each question what is wrong with it; returns a line for each with a jump to it.
    showWrong(wrong) {
      questions.forEach((question) => say(question, wrong[question.dataset.question] || ""));
      refresh();
      return questions
        .filter((question) => wrong[question.dataset.question])
        .map((question) => {
          const line = document.createElement("li");
          line.dataset.line = question.dataset.question;
          const text = (question.querySelector("legend, .hq-question-text")?.firstChild.textContent || "").trim();
          line.append(Object.assign(document.createElement("a"), { href: `#${question.id}`, textContent: text }), `：${wrong[question.dataset.question]}`);
          return line;
        });
    },
  };
})();
