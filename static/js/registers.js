// The columns of a register in their order: a row goes up or down by its buttons, or by Alt and an arrow.
function moveColumn(row, step) {
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(row);
  else other.after(row);
  row.dispatchEvent(new Event("change", { bubbles: true }));
}

document.querySelectorAll("[data-ordered]").forEach((list) => {
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    moveColumn(button.closest("li"), Number(button.dataset.move));
    button.focus();
  });
  list.addEventListener("keydown", (event) => {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    moveColumn(event.target.closest("li"), event.key === "ArrowUp" ? -1 : 1);
    event.target.focus();
  });
});

// What the form asks now, as an address: what is left empty need not stand in it, columns are one list.
function askedNow(form) {
  const asked = new URLSearchParams();
  const columns = [];
  [...form.elements].forEach((field) => {
    if (!field.name || !field.value || (field.type === "checkbox" && !field.checked)) return;
    if (field.name === "f") columns.push(field.value);
    else asked.append(field.name, field.value);
  });
  if (columns.length) asked.set("fields", columns.join(","));
  return asked.toString();
}

// Exporting and keeping take what stands in the form, also before its first rows are shown anew.
document.querySelectorAll(".hq-register-form").forEach((form) => {
  form.addEventListener("formdata", (event) => {
    [...event.formData.entries()].forEach(([name, value]) => {
      if (value === "") event.formData.delete(name);
    });
  });
  const shown = askedNow(form);
  const follow = () => {
    const asked = askedNow(form);
    document.querySelectorAll("[data-stale]").forEach((said) => { said.hidden = asked === shown; });
    document.querySelectorAll("[data-asked]").forEach((one) => {
      const name = one.dataset.asked;
      one.setAttribute(name, `${one.getAttribute(name).split("?")[0]}?${asked}`);
    });
  };
  form.addEventListener("change", follow);
  form.addEventListener("input", follow);
  // Going back, the browser fills in what stood in the form.
  window.addEventListener("pageshow", follow);
});

// The list of registers closes when one turns to something else.
document.addEventListener("click", (event) => {
  document.querySelectorAll(".hq-register-others[open]").forEach((others) => {
    if (!others.contains(event.target)) others.open = false;
  });
});
document.addEventListener("keydown", (event) => {
  const others = document.querySelector(".hq-register-others[open]");
  if (event.key !== "Escape" || !others) return;
  others.open = false;
  others.querySelector("summary").focus();
});
