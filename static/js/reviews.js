// The page of a review: phrases for one tap, j and k walk the to-do list, the votes are added up.
"use strict";

document.addEventListener("click", (event) => {
  const phrase = event.target.closest("[data-phrase]");
  if (!phrase) return;
  const box = document.getElementById(phrase.dataset.phrase);
  box.value = box.value.trim() ? `${box.value.trim()}${phrase.textContent}` : phrase.textContent;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`)?.click();
});

// The waiting step is in sight on a narrow screen.
const waiting = document.querySelector(".hq-way-now");
if (waiting) waiting.parentElement.scrollLeft = waiting.offsetLeft - (waiting.parentElement.clientWidth - waiting.offsetWidth) / 2;

// Abstentions follow from those who came; a sum that does not agree is said at once.
for (const form of document.querySelectorAll("form[data-votes]")) {
  const box = (name) => form.querySelector(`[name="${name}"]`);
  if (!box("attended")) continue;
  const note = form.querySelector("[data-votes-note]");
  const usual = note.textContent;
  const count = (name) => Number(box(name).value || 0);
  form.addEventListener("input", (event) => {
    if (!["attended", "votes_for", "votes_against", "votes_abstain"].includes(event.target.name)) return;
    if (!box("attended").value || !box("votes_for").value) return;
    const sum = count("votes_for") + count("votes_against") + count("votes_abstain");
    note.textContent = sum === count("attended") ? usual : `票数共 ${sum} 票，到会 ${count("attended")} 人，两者应相等。`;
  });
}
