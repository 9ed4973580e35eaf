// The files that were chosen, with what would be refused said before anything is sent.
"use strict";

document.querySelectorAll("form[data-upload]").forEach((form) => {
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector("[data-chosen]");
  const limit = Number(form.dataset.limit);

  const fault = (file) => {
    if (file.size > limit) return `超过 ${limit / 1024 / 1024} MB，请压缩后再选`;
    if (/\.(heic|heif)$/i.test(file.name)) return "HEIC 照片请另存为 JPG";
    if (/\.webp$/i.test(file.name)) return "WebP 图片请另存为 JPG 或 PNG";
    if (file.type && !["image/jpeg", "image/png", "application/pdf"].includes(file.type)) return "只收 JPG、PNG 图片和 PDF";
    return "";
  };

  input.addEventListener("change", () => {
    list.replaceChildren(
      ...[...input.files].map((file) => {
        const line = document.createElement("li");
        const problem = fault(file);
        line.textContent = `${file.name}（${(file.size / 1024 / 1024).toFixed(1)} MB）${problem ? `：${problem}` : ""}`;
        line.className = problem ? "hq-error" : "text-secondary";
        return line;
      }),
    );
  });
});
