// What is typed into the form of a visit, or the sheet of an assessor, is kept on this machine until it is saved: words in localStorage, photos (already
// shrunk) in IndexedDB. Personal numbers are never kept: long runs of digits are left out of a draft.
"use strict";

window.visitDraft = (() => {
  const PREFIX = "hq-visit-";
  const KEEP_DAYS = 7;
  const PERSONAL_NUMBER = /\d{10,}[0-9Xx]?/g;

  function forgetOldOnes() {
    const oldest = Date.now() - KEEP_DAYS * 24 * 3600 * 1000;
    Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX) && !(JSON.parse(localStorage.getItem(key)).at > oldest))
      .forEach((key) => {
        localStorage.removeItem(key);
        photos("readwrite", (store) => store.delete(key));
      });
  }

  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + key));
    } catch {
      return null;
    }
  }

  // A full or forbidden storage must not stop anybody from saving the visit itself.
  function write(key, answers) {
    const text = JSON.stringify({ at: Date.now(), answers }, (_name, value) =>
      typeof value === "string" && !/^[0-9a-f-]{36}$/.test(value) ? value.replace(PERSONAL_NUMBER, "（号码未保留）") : value,
    );
    try {
      localStorage.setItem(PREFIX + key, text);
      return true;
    } catch {
      return false;
    }
  }

  async function photos(mode, work) {
    const open = indexedDB.open("hq-visit", 1);
    open.onupgradeneeded = () => open.result.createObjectStore("photos");
    const database = await new Promise((resolve, reject) => {
      open.onsuccess = () => resolve(open.result);
      open.onerror = () => reject(open.error);
    });
    try {
      const request = work(database.transaction("photos", mode).objectStore("photos"));
      return await new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    } finally {
      database.close();
    }
  }

  async function readPhotos(key) {
    try {
      return (await photos("readonly", (store) => store.get(PREFIX + key))) || [];
    } catch {
      return [];
    }
  }

  function writePhotos(key, list) {
    return photos("readwrite", (store) => store.put(list, PREFIX + key)).catch(() => undefined);
  }

  function clear(key) {
    try {
      localStorage.removeItem(PREFIX + key);
    } catch {
      return Promise.resolve();
    }
    return photos("readwrite", (store) => store.delete(PREFIX + key)).catch(() => undefined);
  }

  try {
    forgetOldOnes();
  } catch {
    // No storage on this browser: the form works, without drafts.
  }
  return { read, write, readPhotos, writePhotos, clear };
})();
