// What is typed into a form survives the end of a session and the back button: kept in this tab only, under the
// account and the page (<form data-keep="key" data-login="/login/">), and gone once it was sent.
"use strict";

document.querySelectorAll("form[data-keep]").forEach((form) => {
  const key = `kept:${form.dataset.keep}`;
  const note = form.querySelector("[data-kept-note]");
  const fields = () => [...form.elements].filter((field) => field.name && !["hidden", "file", "submit"].includes(field.type));

  const read = () => JSON.stringify(fields().map((field) => [field.name, field.value, field.checked]));
  const write = (kept) => {
    const now = fields();
    JSON.parse(kept).forEach(([name, value, checked], place) => {
      const field = now[place];
      if (!field || field.name !== name) return;
      if (field.type === "checkbox" || field.type === "radio") field.checked = checked;
      else field.value = value;
    });
    form.dispatchEvent(new Event("input"));
  };

  // A form that was sent is kept no longer, unless a login came in between: then it did not arrive.
  const sent = JSON.parse(sessionStorage.getItem("kept:sent") || "null");
  sessionStorage.removeItem("kept:sent");
  const fromLogin = document.referrer && new URL(document.referrer).pathname === form.dataset.login;
  const kept = sent && sent.key === key && fromLogin ? sent.typed : sessionStorage.getItem(key);

  if (kept && !form.hasAttribute("data-bound") && kept !== read()) {
    const before = read();
    write(kept);
    const undo = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: "放弃" });
    undo.addEventListener("click", () => {
      write(before);
      sessionStorage.removeItem(key);
      note.textContent = "";
    });
    note.replaceChildren("已恢复上次填写而未保存的内容。", undo);
  }
  form.addEventListener("input", (event) => {
    if (event.isTrusted) sessionStorage.setItem(key, read());
  });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    sessionStorage.removeItem(key);
    sessionStorage.setItem("kept:sent", JSON.stringify({ key, typed: read() }));
  });
});
