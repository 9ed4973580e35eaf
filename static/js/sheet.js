// A sheet keeps itself: every change is sent a moment later; what could not be sent stays on this machine and is sent again.
"use strict";

(() => {
  const form = document.querySelector("form[data-sheet]");
  if (!form) return;
  const key = form.dataset.draft;
  const state = document.querySelector("[data-state]");
  const messages = document.querySelector("[data-messages]");
  const buttons = document.querySelectorAll("[data-save], [data-submit]");
  const version = form.elements.namedItem("version");
  const WAIT = 1200;
  const AGAIN = [3000, 8000, 20000, 60000];

  let dirty = false; // something was typed that the server has not taken
  let sending = null;
  let timer = 0;
  let failures = 0;
  let stopped = false; // nothing is sent by itself any more: another window was first, or the errand is no longer ours

  const typed = () => [...new FormData(form)].filter(([name]) => name.startsWith("q-"));

  function tell(words, tone = "") {
    state.textContent = words;
    state.dataset.tone = tone;
  }

  function show(tone, text, { lines = [], acts = [] } = {}) {
    const note = document.createElement("div");
    note.className = `alert alert-${tone} hq-visit-alert`;
    note.setAttribute("role", "alert");
    note.tabIndex = -1;
    note.append(Object.assign(document.createElement("strong"), { textContent: text }));
    acts.forEach(([words, act]) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: words });
      button.addEventListener("click", act);
      note.append(button);
    });
    if (lines.length) {
      const list = document.createElement("ul");
      list.append(...lines);
      note.append(list);
    }
    messages.replaceChildren(note);
    note.scrollIntoView({ block: "center" });
    note.focus();
  }

  const missing = (count) => (count ? `有 ${count} 题未答或填写有误，已保存，尚未提交：` : "已全部作答，可以提交了。");

  function prune() {
    const list = messages.querySelector("ul:has([data-line])");
    if (!list) return;
    const left = window.sheetQuestions.prune(list);
    messages.querySelector("strong").textContent = missing(left);
    if (left) return;
    list.remove();
    messages.querySelector(".alert").className = "alert alert-success hq-visit-alert";
  }

  // The draft on this machine -----------------------------------------------------------------------------------------
  const keepHere = () => window.visitDraft.write(key, { version: version.value, typed: typed() });

  function fill(kept) {
    form.querySelectorAll("input[type=radio], input[type=checkbox]").forEach((box) => (box.checked = false));
    form.querySelectorAll("input[data-kind], textarea").forEach((box) => (box.value = ""));
    kept.forEach(([name, value]) => {
      const boxes = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
      const box = boxes.find((one) => ["checkbox", "radio"].includes(one.type) && one.value === value);
      if (box) box.checked = true;
      else if (boxes.length === 1) boxes[0].value = value;
    });
    window.sheetQuestions.refresh();
  }

  // Sending -----------------------------------------------------------------------------------------------------------
  function changed() {
    dirty = true;
    keepHere();
    if (stopped) return;
    tell("未保存");
    plan(WAIT);
  }

  function plan(wait) {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => save(), wait);
  }

  function post(act) {
    const data = new FormData(form);
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/); // after a new login that of this page is an old one
    if (token) data.set("csrfmiddlewaretoken", token[1]);
    data.set("act", act);
    const end = AbortSignal.timeout ? AbortSignal.timeout(20000) : undefined;
    return fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "manual", keepalive: true, signal: end });
  }

  // One request at a time; what is typed meanwhile goes with the next.
  async function save(act = "save") {
    window.clearTimeout(timer);
    if (sending) {
      await sending;
      if (!dirty && act === "save") return;
    }
    dirty = false;
    tell(act === "save" ? "正在保存…" : "正在提交…");
    sending = post(act).then(take, notSent);
    await sending;
    sending = null;
  }

  function notSent() {
    dirty = true;
    const kept = keepHere();
    const wait = AGAIN[Math.min(failures, AGAIN.length - 1)];
    failures += 1;
    tell(kept ? "未保存：网络不通，已存于本机，恢复后自动保存" : "未保存：网络不通，请不要关闭本页", "bad");
    plan(wait);
  }

  async function take(response) {
    if (response.type === "opaqueredirect") return stop("登录已超时。填写的内容已存于本机，重新登录后接着保存。", [["重新登录", () => window.location.assign(form.dataset.login)]]);
    if (!response.headers.get("Content-Type")?.includes("application/json")) {
      if (response.status >= 500) return notSent();
      return stop("该户已不在您的任务中，内容没有保存。", [["我的核查任务", () => window.location.assign(form.dataset.home)]]);
    }
    return heard(await response.json());
  }

  async function heard(answer) {
    failures = 0;
    if (answer.url) {
      stopped = true;
      await window.visitDraft.clear(key);
      window.location.assign(answer.url);
    } else if (answer.conflict) {
      clash(answer);
    } else if (answer.refused) {
      stop(answer.refused, []);
    } else {
      version.value = answer.version;
      if (!dirty) await window.visitDraft.clear(key);
      if (answer.wrong) {
        const lines = window.sheetQuestions.showWrong(answer.wrong);
        tell("已保存，尚未提交", "good");
        show("danger", missing(lines.length), { lines });
      } else {
        tell(dirty ? "未保存" : `已保存 ${answer.at}`, dirty ? "" : "good");
      }
    }
  }

  function stop(words, acts) {
    dirty = true;
    stopped = true;
    keepHere();
    tell("未保存", "bad");
    show("warning", words, { acts });
  }

  function clash(answer) {
    stop(answer.conflict, [
      ["以本窗口为准，覆盖保存", () => again(answer.version)],
      ["放弃本窗口，载入已保存的", reload],
    ]);
  }

  function again(present) {
    version.value = present;
    stopped = false;
    messages.replaceChildren();
    save();
  }

  async function reload() {
    dirty = false;
    await window.visitDraft.clear(key);
    window.location.reload();
  }

  form.addEventListener("input", () => {
    changed();
    prune();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (event.submitter?.dataset.confirm && !form.dataset.confirmed) return; // app.js asks, and submits once more
    const act = event.submitter?.value === "submit" ? "submit" : "save";
    if (stopped) return;
    buttons.forEach((button) => (button.disabled = true));
    try {
      if (act === "submit") await window.sheetPhotos?.ready();
      // Once handed in, an interview takes no photo any more.
      if (act === "submit" && window.sheetPhotos?.waiting()) show("warning", "还有照片或签字没有传上去。网络恢复后会自动上传，传完再提交。");
      else await save(act);
    } finally {
      buttons.forEach((button) => (button.disabled = false));
    }
  });
  window.addEventListener("online", () => dirty && !stopped && save());
  document.addEventListener("visibilitychange", () => document.hidden && dirty && !stopped && save());
  window.addEventListener("beforeunload", (event) => {
    if (dirty || sending || window.sheetPhotos?.waiting()) event.preventDefault();
  });

  // What an earlier page could not send -------------------------------------------------------------------------------
  const draft = form.hasAttribute("data-bound") ? null : window.visitDraft.read(key);
  if (draft?.answers?.typed && JSON.stringify(draft.answers.typed) !== JSON.stringify(typed())) {
    const kept = draft.answers;
    if (kept.version === version.value) {
      fill(kept.typed);
      changed();
      tell("已恢复本机未保存的内容，正在保存…");
    } else {
      stopped = true;
      show("warning", "本机有一份未保存的填写，而问卷后来已在别处保存过。", {
        acts: [
          ["用本机的填写，覆盖保存", () => (fill(kept.typed), again(version.value))],
          ["不要本机的", reload],
        ],
      });
    }
  } else if (draft) {
    window.visitDraft.clear(key);
  }
})();
