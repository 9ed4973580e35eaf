// Photos of a visit: shrunk in the browser before they travel, shown small, each can be taken out again.
"use strict";

window.visitPhotos = (() => {
  const LONGEST = 1600;
  const QUALITY = 0.7;
  const MOST = 9;

  async function shrink(file) {
    try {
      const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(bitmap.width * scale));
      canvas.height = Math.max(1, Math.round(bitmap.height * scale));
      canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      bitmap.close();
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
      return blob || file;
    } catch {
      return file; // a format that this browser cannot draw: the server judges it
    }
  }

  // Takes over the file input inside ``box``; ``onChange(list)`` is called after each change.
  function take(box, { onChange, say }) {
    const input = box.querySelector("input[type=file]");
    const thumbs = box.querySelector("[data-thumbs]");
    const list = [];
    input.classList.add("visually-hidden"); // its label is the button; the pictures below show what was chosen
    let working = Promise.resolve();

    function show() {
      thumbs.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
      thumbs.replaceChildren(
        ...list.map((blob, place) => {
          const item = document.createElement("li");
          const image = Object.assign(document.createElement("img"), { src: URL.createObjectURL(blob), alt: `照片 ${place + 1}` });
          const drop = Object.assign(document.createElement("button"), { type: "button", textContent: "去掉" });
          drop.setAttribute("aria-label", `去掉照片 ${place + 1}`);
          drop.addEventListener("click", () => {
            list.splice(place, 1);
            changed();
          });
          item.append(image, drop);
          return item;
        }),
      );
      thumbs.hidden = !list.length;
    }

    function changed() {
      show();
      onChange(list);
    }

    async function add(files) {
      for (const file of files) {
        if (list.length >= MOST) {
          say(`最多 ${MOST} 张照片，其余的没有加入。`);
          break;
        }
        list.push(await shrink(file));
      }
      changed();
    }

    input.addEventListener("change", () => {
      const files = [...input.files];
      input.value = ""; // the shrunk ones are sent instead; the same picture may be chosen again
      working = working.then(() => add(files));
    });
    return {
      list,
      ready: () => working,
      restore(blobs) {
        list.push(...blobs);
        show();
      },
    };
  }

  return { take, shrink };
})();
