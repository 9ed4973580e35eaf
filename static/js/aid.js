// The year of an aid record follows its day, unless somebody has set another one.
"use strict";

document.querySelectorAll("form[data-aid]").forEach((form) => {
  const day = form.querySelector("[data-day]");
  const year = form.querySelector("[data-year]");
  const yearOf = () => day.value.slice(0, 4);
  let proposed = yearOf();

  day.addEventListener("input", () => {
    // While a year is typed digit by digit the field passes 0002, 0020, 0202.
    if (!day.value || yearOf() < "1990") return;
    if (!year.value || year.value === proposed) year.value = yearOf();
    proposed = yearOf();
  });
});
