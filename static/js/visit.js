// The visit form: rows for difficulties, a draft of everything, one visit for each press, and patience with a bad network.
"use strict";

(() => {
  const form = document.querySelector("form[data-visit]");
  if (!form) return;
  const key = form.dataset.draft;
  const save = form.querySelector("[data-save]");
  const words = form.querySelector("[data-save-words]");
  const state = form.querySelector("[data-state]");
  const messages = form.querySelector("[data-messages]");
  const field = (name) => form.elements.namedItem(name);

  // Messages ---------------------------------------------------------------------------------------------------------
  function show(tone, text, { lines = [], button = null } = {}) {
    const note = document.createElement("div");
    note.className = `alert alert-${tone} hq-visit-alert`;
    note.setAttribute("role", tone === "danger" ? "alert" : "status");
    note.tabIndex = -1;
    note.append(Object.assign(document.createElement("strong"), { textContent: text }));
    if (button) note.append(button);
    if (lines.length) {
      const list = document.createElement("ul");
      list.append(...lines);
      note.append(list);
    }
    messages.replaceChildren(note);
    return note;
  }

  function link(text, href) {
    return Object.assign(document.createElement("a"), { className: "btn", href, textContent: text });
  }

  // Difficulties found: blank rows give way to a button ----------------------------------------------------------------
  const rows = form.querySelector("[data-rows]");
  const total = field("found-TOTAL_FORMS");
  const isBlank = (row) => [...row.querySelectorAll("select, textarea")].every((part) => !part.value.trim());

  function prepareRow(row) {
    const drop = row.querySelector("[data-drop]");
    drop.hidden = false;
    drop.addEventListener("click", () => {
      row.querySelectorAll("select, textarea").forEach((part) => (part.value = ""));
      row.hidden = true;
      keep();
    });
  }

  function addRow() {
    const place = Number(total.value);
    const holder = document.createElement("div");
    holder.innerHTML = form.querySelector("[data-row-template]").innerHTML.replaceAll("__prefix__", String(place));
    const row = holder.firstElementChild;
    rows.append(row);
    total.value = String(place + 1);
    prepareRow(row);
    return row;
  }

  function offerRow() {
    const row = [...rows.children].find((one) => one.hidden && isBlank(one)) || addRow();
    row.hidden = false;
    row.querySelector("select").focus();
  }

  [...rows.children].forEach((row) => {
    prepareRow(row);
    row.hidden = isBlank(row);
  });
  const add = form.querySelector("[data-add]");
  add.hidden = false;
  add.addEventListener("click", offerRow);

  // The next visit follows the day and the method, until somebody chooses it --------------------------------------------
  const next = field("next_visit_on");
  let chosen = false;
  next.addEventListener("input", () => (chosen = true));

  function suggestNext() {
    if (chosen || !field("on").value) return;
    const day = new Date(`${field("on").value}T00:00:00Z`);
    day.setUTCDate(day.getUTCDate() + Number(next.dataset.homeDays));
    const due = next.dataset.homeDue;
    const isHome = field("method").value === "home";
    next.value = !isHome && due > field("on").value ? due : day.toISOString().slice(0, 10);
  }
  form.addEventListener("change", (event) => {
    if (["on", "method"].includes(event.target.name)) suggestNext();
  });

  // The contents of a health kit show once there is one -----------------------------------------------------------------
  const kit = form.querySelector("[data-kit]");
  const showKit = () => (kit.hidden = !field("health_kit").checked);
  field("health_kit").addEventListener("change", showKit);

  // Photos -------------------------------------------------------------------------------------------------------------
  const photos = window.visitPhotos.take(form.querySelector("[data-photos]"), {
    onChange: (list) => {
      window.visitDraft.writePhotos(key, list);
      keep();
    },
    say: (text) => show("warning", text),
  });

  // Draft --------------------------------------------------------------------------------------------------------------
  const LEFT_OUT = ["csrfmiddlewaretoken", "photos", "found-INITIAL_FORMS", "found-MIN_NUM_FORMS", "found-MAX_NUM_FORMS"];
  let timer = 0;

  function answers() {
    return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !LEFT_OUT.includes(name));
  }

  function keep() {
    window.clearTimeout(timer);
    timer = window.setTimeout(keepNow, 300);
  }

  function keepNow() {
    window.clearTimeout(timer);
    if (saved) return;
    if (window.visitDraft.write(key, answers())) {
      state.textContent = `草稿已存于本机 ${new Date().toTimeString().slice(0, 5)}`;
    }
  }

  function fill(kept) {
    const count = Number((kept.find(([name]) => name === "found-TOTAL_FORMS") || ["", "0"])[1]);
    while (Number(total.value) < Math.min(count, 20)) addRow();
    form.querySelectorAll("input[type=checkbox], input[type=radio]").forEach((box) => (box.checked = false));
    kept.forEach(([name, value]) => {
      const controls = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
      const box = controls.find((one) => ["checkbox", "radio"].includes(one.type) && one.value === value);
      if (box) box.checked = true;
      else if (controls.length === 1 && name !== "found-TOTAL_FORMS") controls[0].value = value;
    });
    [...rows.children].forEach((row) => (row.hidden = isBlank(row)));
    chosen = true;
  }

  async function forget() {
    saved = true;
    await window.visitDraft.clear(key);
    window.location.reload();
  }

  async function restore() {
    const draft = form.hasAttribute("data-bound") ? null : window.visitDraft.read(key);
    if (!draft) return;
    fill(draft.answers);
    photos.restore(await window.visitDraft.readPhotos(key));
    showKit();
    const drop = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: "不要，重新填写" });
    drop.addEventListener("click", forget);
    show("info", `已恢复 ${new Date(draft.at).toLocaleString("zh-CN", { dateStyle: "short", timeStyle: "short" })} 未保存的内容。`, { button: drop });
  }

  // Sending ------------------------------------------------------------------------------------------------------------
  let sending = false;
  let saved = false;

  function busy(isBusy) {
    sending = isBusy;
    save.disabled = isBusy;
    words.textContent = isBusy ? "正在保存…" : "保存走访";
  }

  function showErrors(errors) {
    form.querySelectorAll("[data-script-error]").forEach((note) => note.remove());
    form.querySelectorAll("[aria-invalid]").forEach((control) => control.removeAttribute("aria-invalid"));
    const lines = errors.map(({ id, label, message }) => {
      const line = document.createElement("li");
      const control = id && document.getElementById(id);
      if (!control) {
        line.textContent = label ? `${label}：${message}` : message;
        return line;
      }
      control.closest("[data-row]")?.removeAttribute("hidden");
      if (control.matches("input, select, textarea")) control.setAttribute("aria-invalid", "true");
      const note = Object.assign(document.createElement("p"), { className: "hq-error", id: `${id}_error`, textContent: message });
      control.setAttribute("aria-describedby", note.id);
      note.dataset.scriptError = "";
      (control.matches("fieldset") ? control : control.closest("label") || control).after(note);
      const [named, said] = message.includes(label) ? [message, ""] : [label, `：${message}`];
      line.append(Object.assign(document.createElement("a"), { href: `#${id}`, textContent: named }), said);
      return line;
    });
    const note = show("danger", "尚未保存，请改正以下内容：", { lines });
    note.scrollIntoView({ block: "center" });
    goToFaults(note);
  }

  async function send() {
    await photos.ready();
    const data = new FormData(form);
    data.delete("photos");
    photos.list.forEach((blob, place) => data.append("photos", blob, blob.name || `photo-${place + 1}.jpg`));
    // After a new login in another window the token of this page is an old one.
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (token) data.set("csrfmiddlewaretoken", token[1]);
    return fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "manual" });
  }

  async function take(response) {
    if (response.type === "opaqueredirect") {
      show("warning", "登录已超时。填写的内容和照片已存于本机，重新登录后接着保存。", { button: link("重新登录", form.dataset.login) }).focus();
      return;
    }
    if (!response.headers.get("Content-Type")?.includes("application/json")) {
      show("danger", response.status === 403 ? "您现在不能为该户登记走访，内容已存于本机，请联系经办人员。" : "服务器没有收下，内容已存于本机，请稍后再保存。").focus();
      return;
    }
    const answer = await response.json();
    if (answer.errors) {
      showErrors(answer.errors);
      return;
    }
    saved = true;
    await window.visitDraft.clear(key);
    window.location.assign(answer.url);
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending || saved) return;
    busy(true);
    keepNow();
    try {
      await take(await send());
    } catch {
      show("warning", "网络不通，填写的内容和照片已存于本机。网络恢复后会自动再保存一次，也可以稍后自己点“保存走访”。").focus();
      window.addEventListener("online", () => form.requestSubmit(), { once: true });
    } finally {
      if (!saved) busy(false);
    }
  });

  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && timer) keepNow();
  });
  // Coming back with the back button must not show a form whose visit is saved already.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });

  // Each page sends its own number, so that a press twice is one visit; a restored draft brings its own.
  if (!form.hasAttribute("data-bound") && window.crypto.randomUUID) field("client_id").value = window.crypto.randomUUID();
  showKit();
  restore();
})();
