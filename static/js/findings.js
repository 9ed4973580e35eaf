// The page of a finding: a digit chooses what is found, Ctrl + Enter says it, j and k walk those that wait; of the
// causes only those of the chosen outcome are shown.
"use strict";

function showCauses() {
  for (const form of document.querySelectorAll("form[data-outcomes]")) {
    const chosen = form.querySelector("[name=outcome]:checked")?.value;
    for (const part of form.querySelectorAll("[data-of-outcome]")) part.hidden = part.dataset.ofOutcome !== chosen;
  }
}

showCauses();
document.addEventListener("input", (event) => {
  if (event.target.name === "outcome") showCauses();
});

document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  const form = document.querySelector("form[data-outcomes]");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=radio]), textarea, select")) return;
  const chosen = form && /^[1-9]$/.test(event.key) && form.querySelectorAll("[name=outcome]")[Number(event.key) - 1];
  if (chosen) {
    chosen.checked = true;
    chosen.dispatchEvent(new Event("input", { bubbles: true }));
    chosen.focus();
  } else document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`)?.click();
});
