// The columns of a register in their order: a row goes up or down by its buttons, or by Alt and an arrow.
function moveColumn(row, step) {
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(row);
  else other.after(row);
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

// What is left empty need not stand in the address.
document.querySelectorAll(".hq-register-form").forEach((form) => {
  form.addEventListener("formdata", (event) => {
    [...event.formData.entries()].forEach(([name, value]) => {
      if (value === "") event.formData.delete(name);
    });
  });
});
