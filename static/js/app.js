// What every page does: the search key, row clicks, confirmation in words, one submit per press, kept drafts, selections.
"use strict";

// "/" puts the cursor into the search, unless somebody is typing.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    const search = document.getElementById("search");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }
});

// The navigation is long: the page one is on stands in sight, and the list stays where it was while one works in it.
const sidebar = document.querySelector(".hq-sidebar");
if (sidebar) {
  sidebar.scrollTop = Number(sessionStorage.getItem("sidebar"));
  const here = sidebar.querySelector("[aria-current]");
  const top = here ? here.offsetTop - sidebar.scrollTop : 0;
  if (here && (top < 0 || top > sidebar.clientHeight - 48)) sidebar.scrollTop = here.offsetTop - sidebar.clientHeight / 3;
  window.addEventListener("pagehide", () => sessionStorage.setItem("sidebar", sidebar.scrollTop));
}

// A line of filters is longer than a phone is wide: after a choice it stands where it stood.
const filters = document.querySelector(".hq-filters[data-auto]");
if (filters) {
  const place = `filters ${window.location.pathname}`;
  filters.scrollLeft = Number(sessionStorage.getItem(place));
  window.addEventListener("pagehide", () => sessionStorage.setItem(place, filters.scrollLeft));
}

// A page that is a paper: <button data-print>
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// A row with data-href opens on click, except where the row has its own controls; beside the box one means the box.
document.addEventListener("click", (event) => {
  if (event.target.matches("td.hq-pick")) {
    event.target.querySelector("input")?.click();
    return;
  }
  const row = event.target.closest("tr[data-href]");
  if (!row || event.target.closest("a, button, input, label, select, summary")) return;
  if (window.getSelection().toString()) return;
  if (event.ctrlKey || event.metaKey) window.open(row.dataset.href);
  else window.location.assign(row.dataset.href);
});

// <dialog id> opened by [data-open=id], closed by [data-close].
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.open).showModal();
  }
  const closer = event.target.closest("[data-close]");
  if (closer) closer.closest("dialog").close();
});

// What cannot be undone is asked in words: <form data-confirm="将移除 1 个附件。">
function ask(words, act) {
  const dialog = document.createElement("dialog");
  dialog.className = "hq-dialog";
  dialog.setAttribute("aria-labelledby", "hq-ask");
  const text = document.createElement("p");
  text.id = "hq-ask";
  text.textContent = words;
  const actions = document.createElement("div");
  actions.className = "hq-dialog-actions";
  const no = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: act?.startsWith("取消") ? "不取消" : "取消" });
  const yes = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-primary", textContent: act || "确定" });
  actions.append(no, yes);
  dialog.append(text, actions);
  document.body.append(dialog);
  return new Promise((resolve) => {
    const end = (answer) => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    no.addEventListener("click", () => end(false));
    yes.addEventListener("click", () => end(true));
    dialog.addEventListener("cancel", () => end(false));
    dialog.showModal();
    yes.focus();
  });
}

// A list comes back without its ticks, so what an act on ticked rows still needs is said before it is sent, in our words
// (no form that is posted shows those of the browser: novalidate).
function needs(form, submitter) {
  const bar = form.querySelector(":scope[data-selection] .hq-bulk");
  bar?.querySelector("[data-needs]")?.remove();
  const control = !submitter?.formNoValidate && bar?.querySelector("input:invalid, select:invalid, textarea:invalid");
  if (!control) return false;
  const name = control.labels[0]?.firstChild?.textContent.trim() || "这一项";
  const verb = control.validity.valueMissing ? (control.matches("select") ? "请选择" : "请填写") : "请核对";
  const said = Object.assign(document.createElement("p"), { className: "hq-error hq-bulk-needs", textContent: `${verb}${name}。` });
  said.dataset.needs = "";
  said.setAttribute("role", "alert");
  bar.append(said);
  control.focus();
  return true;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const submitter = event.submitter;
  if (needs(form, submitter)) {
    event.preventDefault();
    return;
  }
  const asks = submitter?.dataset.confirm ? submitter : form;
  if (asks.dataset.confirm && !form.dataset.confirmed) {
    event.preventDefault();
    const act = submitter?.dataset.confirmAct || asks.dataset.confirmAct || submitter?.textContent.trim();
    if (await ask(asks.dataset.confirm, act)) {
      form.dataset.confirmed = "yes";
      form.requestSubmit(submitter);
    }
    return;
  }
  delete form.dataset.confirmed;
  // A press that was taken is not taken again; the page comes back with the buttons alive.
  if (form.method === "post" && !form.hasAttribute("hx-post") && !form.hasAttribute("data-own-submit") && !event.defaultPrevented) {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    window.setTimeout(() => form.querySelectorAll("button[type=submit]").forEach((button) => (button.disabled = true)));
  }
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("button[type=submit]").forEach((button) => (button.disabled = false));
  });
});

// A press that hands out a file leaves the page as it was: <form data-download> opens it anew once the file has come, which
// the answer tells by a cookie.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.hasAttribute("data-download") || event.defaultPrevented) return;
  const mark = Date.now().toString();
  form.querySelector("[name=download]").value = mark;
  const timer = window.setInterval(() => {
    if (!document.cookie.includes(`downloaded=${mark}`)) return;
    window.clearInterval(timer);
    changed = false;
    window.location.assign(form.dataset.download);
  }, 300);
});

// Filters that apply as soon as they are chosen: <form data-auto>
document.addEventListener("change", (event) => {
  if (event.target.form?.hasAttribute("data-auto") && event.target.matches("select, input[type=checkbox], input[type=radio]")) {
    event.target.form.requestSubmit();
  }
});

// Leaving a form with unsaved changes is asked about: <form data-unsaved>
let changed = false;
document.addEventListener("input", (event) => {
  if (event.target.form?.hasAttribute("data-unsaved")) changed = true;
});
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) changed = false;
});
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});

// Selections of a list: [data-select-all], input[data-select], .hq-bulk with [data-selected-count]
function showSelection(scope) {
  const boxes = scope.querySelectorAll("input[data-select]").length;
  const chosen = scope.querySelectorAll("input[data-select]:checked").length;
  const all = scope.querySelector("[data-select-all]");
  if (all) {
    all.checked = boxes > 0 && chosen === boxes;
    all.indeterminate = chosen > 0 && chosen < boxes;
  }
  const bar = scope.querySelector(".hq-bulk");
  if (!bar) return;
  bar.classList.toggle("hq-on", chosen > 0);
  bar.querySelectorAll("[data-selected-count]").forEach((place) => (place.textContent = chosen));
}
document.addEventListener("change", (event) => {
  const scope = event.target.closest("[data-selection]");
  if (!scope) return;
  if (event.target.matches("[data-select-all]")) {
    scope.querySelectorAll("input[data-select]").forEach((box) => (box.checked = event.target.checked));
  }
  if (event.target.matches("[data-select], [data-select-all]")) showSelection(scope);
});
window.addEventListener("pageshow", () => document.querySelectorAll("[data-selection]").forEach(showSelection));

// The open tab is in sight on a narrow screen.
const openTab = document.querySelector(".hq-tabs [aria-current]");
if (openTab) openTab.parentElement.scrollLeft = openTab.offsetLeft - (openTab.parentElement.clientWidth - openTab.offsetWidth) / 2;

// The list of errors takes the focus, so that a screen reader and the keyboard begin there. On a phone the first wrong
// field takes it, with its message below it: the list is a screen away from what it speaks of.
function goTo(control) {
  control.closest("details")?.setAttribute("open", "");
  control.focus({ preventScroll: true });
  (control.closest(".hq-field, td, fieldset") || control).scrollIntoView({ block: "center" });
}

function goToFaults(list) {
  const lines = [...list.querySelectorAll("li")];
  const isOfFields = lines.length > 0 && lines.every((line) => line.querySelector("a[href^='#']"));
  const wrong = [...document.querySelectorAll("main [aria-invalid=true]")].find((control) => control.getClientRects().length || control.closest("details"));
  if (wrong && isOfFields && window.matchMedia("(max-width: 767px)").matches) goTo(wrong);
  else list.focus();
}
const listOfFaults = document.querySelector("[data-focus]");
if (listOfFaults) goToFaults(listOfFaults);

// A link of that list goes to the field itself; of a group of boxes, to the first.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".hq-alert a[href^='#']");
  const place = link && document.getElementById(link.hash.slice(1));
  if (!place) return;
  const control = place.matches("input, select, textarea") ? place : place.querySelector("input:checked, input, select, textarea");
  if (!control) return;
  event.preventDefault();
  goTo(control);
});

// What is secondary stands open at the desk and folded on a phone: <details open data-fold>
if (window.matchMedia("(max-width: 767px)").matches) {
  document.querySelectorAll("details[data-fold]").forEach((part) => part.removeAttribute("open"));
}

// An htmx request that failed says so, instead of nothing happening.
document.addEventListener("htmx:responseError", (event) => {
  const target = document.querySelector("[data-live]") || document.getElementById("main");
  const note = document.createElement("div");
  note.className = "alert alert-danger hq-alert";
  note.setAttribute("role", "alert");
  note.textContent = event.detail.xhr.status === 403 ? "您的角色不能进行此操作。" : "没有成功，请刷新页面后重试。";
  target.prepend(note);
});
document.addEventListener("htmx:sendError", () => {
  document.body.classList.add("hq-offline");
});
