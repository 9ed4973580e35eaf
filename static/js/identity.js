// An identity number carries birth date and sex; they are filled in where nothing stands yet.
"use strict";

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

function plain(text) {
  return text.normalize("NFKC").replace(/\s/g, "").toUpperCase();
}

function passesCheck(number) {
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(number[place]), 0);
  return "10X98765432"[sum % 11] === number[17];
}

document.querySelectorAll("input[name=identity_no]").forEach((input) => {
  const form = input.form;
  const note = document.createElement("p");
  note.className = "hq-help";
  note.setAttribute("role", "status");
  input.after(note);
  input.addEventListener("input", () => {
    const number = plain(input.value);
    note.className = "hq-help";
    note.textContent = number && number.length < 18 ? `已填 ${number.length} 位` : "";
    if (!/^\d{17}[\dX]$/.test(number)) return;
    if (!passesCheck(number)) {
      note.className = "hq-error";
      note.textContent = "校验位不正确，请核对原件。";
      return;
    }
    note.textContent = "校验通过";
    const birth = form.elements.birth_date;
    const sex = form.elements.sex;
    if (birth && !birth.value) birth.value = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
    if (sex && !sex.value) sex.value = Number(number[16]) % 2 ? "male" : "female";
  });
});
