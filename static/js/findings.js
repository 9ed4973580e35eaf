// The desks of findings and interviews: a digit chooses what is found, Ctrl + Enter does what the form is for that one
// writes in, else the first act; j and k walk those that wait; of the causes only those of the chosen outcome are shown.
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
  const written = event.target.closest("input:not([type=radio]), textarea, select");
  const form = event.target.closest(".hq-desk form") ?? (written ? null : document.querySelector(".hq-desk form[data-enter]"));
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || written) return;
  const chosen = form && /^[1-9]$/.test(event.key) && form.querySelectorAll("[name=outcome]")[Number(event.key) - 1];
  if (chosen) {
    chosen.checked = true;
    chosen.dispatchEvent(new Event("input", { bubbles: true }));
    chosen.focus();
  } else document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`)?.click();
});
