// The answer of an office: only what belongs to the chosen kind is asked, and only that is sent.
"use strict";

document.querySelectorAll("form[data-answer]").forEach((form) => {
  const parts = form.querySelectorAll("[data-for]");

  const show = () => {
    const chosen = form.querySelector("[name=kind]:checked");
    parts.forEach((part) => {
      const asked = Boolean(chosen) && part.dataset.for.split(" ").includes(chosen.value);
      part.hidden = !asked;
      part.querySelectorAll("input, select").forEach((control) => { control.disabled = !asked; });
    });
  };

  form.addEventListener("change", (event) => { if (event.target.name === "kind") show(); });
  show();
});
