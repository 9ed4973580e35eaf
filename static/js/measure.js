// A frequent measure that is picked fills the form of a measure; what was typed by hand in other fields stays.
"use strict";

document.querySelectorAll("[data-template-picker] select").forEach((picker) => {
  const form = picker.form;
  const fill = (name, value) => {
    const boxes = [...form.querySelectorAll(`[name="${name}"]`)];
    boxes.forEach((box) => {
      if (box.type === "checkbox") box.checked = value.includes(box.value);
      else box.value = value;
    });
    boxes[0]?.dispatchEvent(new Event("input", { bubbles: true }));
  };
  picker.addEventListener("change", () => {
    const facts = picker.selectedOptions[0].dataset.fill;
    if (facts) Object.entries(JSON.parse(facts)).forEach(([name, value]) => fill(name, value));
  });
});
