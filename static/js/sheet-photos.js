// Photos and the signature of a sheet: shrunk here, sent one by one, kept on this machine until they have arrived.
"use strict";

window.sheetPhotos = (() => {
  const box = document.querySelector("[data-papers]");
  const form = box?.querySelector("[data-photo-form]");
  if (!form) return null;
  const key = `${document.querySelector("form[data-sheet]").dataset.draft}-photos`;
  const kept = box.querySelector("[data-kept]");
  const thumbs = box.querySelector("[data-waiting]");
  const fault = box.querySelector("[data-papers-error]");
  const input = form.querySelector("input[type=file]");
  const waiting = [];
  let working = Promise.resolve();
  let timer = 0;
  input.classList.add("visually-hidden"); // its label is the button

  function show() {
    thumbs.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
    thumbs.replaceChildren(
      ...waiting.map(({ blob }) => {
        const item = document.createElement("li");
        item.append(Object.assign(document.createElement("img"), { src: URL.createObjectURL(blob), alt: "" }), "等待上传");
        return item;
      }),
    );
    thumbs.hidden = !waiting.length;
    return window.visitDraft.writePhotos(key, waiting);
  }

  async function ask(address, data) {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    data.set("csrfmiddlewaretoken", token ? token[1] : form.elements.namedItem("csrfmiddlewaretoken").value);
    const response = await fetch(address, { method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "manual" });
    if (!response.headers.get("Content-Type")?.includes("application/json")) throw new Error("not taken");
    const answer = await response.json();
    if (answer.html !== undefined) kept.innerHTML = answer.html;
    fault.textContent = answer.refused || "";
  }

  async function sendAll() {
    window.clearTimeout(timer);
    while (waiting.length) {
      const { blob, kind } = waiting[0];
      const data = new FormData();
      data.set("kind", kind);
      data.set("file", blob, kind === "signature" ? "signature.png" : blob.name || "photo.jpg");
      try {
        await ask(box.dataset.add, data);
      } catch {
        fault.textContent = "照片还没有传上去，已存于本机，网络恢复后自动再传。";
        timer = window.setTimeout(send, 15000);
        return;
      }
      waiting.shift();
      await show();
    }
  }

  function send() {
    working = working.then(sendAll);
    return working;
  }

  async function add(blob, kind) {
    waiting.push({ blob, kind });
    await show();
    return send();
  }

  input.addEventListener("change", async () => {
    const files = [...input.files];
    input.value = "";
    for (const file of files) await add(await window.visitPhotos.shrink(file), "photo");
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  kept.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(event.target.action, new FormData(event.target)).catch(() => (fault.textContent = "没有去掉：网络不通，请稍后再试。"));
  });
  window.addEventListener("online", () => waiting.length && send());

  // Signing -------------------------------------------------------------------------------------------------------------
  const pad = box.querySelector("[data-pad]");
  const pen = pad.getContext("2d");
  const keep = box.querySelector("[data-pad-keep]");
  let drawing = false;
  box.querySelector("[data-sign]").hidden = false;

  function wipe() {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, pad.width, pad.height);
    keep.disabled = true;
  }

  function place(event) {
    const frame = pad.getBoundingClientRect();
    return [((event.clientX - frame.left) * pad.width) / frame.width, ((event.clientY - frame.top) * pad.height) / frame.height];
  }

  pad.addEventListener("pointerdown", (event) => {
    drawing = true;
    pad.setPointerCapture(event.pointerId);
    Object.assign(pen, { lineWidth: 5, lineCap: "round", lineJoin: "round", strokeStyle: "#111" });
    pen.beginPath();
    pen.moveTo(...place(event));
  });
  pad.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    pen.lineTo(...place(event));
    pen.stroke();
    keep.disabled = false;
  });
  ["pointerup", "pointercancel"].forEach((name) => pad.addEventListener(name, () => (drawing = false)));
  box.querySelector("[data-pad-clear]").addEventListener("click", wipe);
  keep.addEventListener("click", () => {
    pad.toBlob((blob) => add(blob, "signature").then(wipe), "image/png");
  });
  wipe();

  window.visitDraft.readPhotos(key).then((list) => {
    if (!list.length) return;
    waiting.push(...list);
    show();
    send();
  });
  return { ready: () => working, waiting: () => waiting.length > 0 };
})();
