// The criterion's page with script: unsent text stays on this phone, files go up with their progress, digits choose.
const form = document.querySelector("form[data-keep]") ?? document.querySelector(".criterion-form");
const kept = { get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
  set: (key, text) => { try { localStorage.setItem(key, text); } catch { /* full or forbidden: the server's copy remains */ } },
  drop: (key) => { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } } };

function fields() {
  return [...form.elements].filter((field) => field.name && !["hidden", "file", "password", "submit"].includes(field.type));
}

const filled = (field) => (field.type === "radio" || field.type === "checkbox" ? field.checked : field.value);
const stateOf = () => JSON.stringify(fields().filter(filled).map((field) => [field.name, field.value]));

/* What was typed but not yet saved comes back with the page, and with the edition it was typed on: had somebody saved
   in between, the server shows both texts instead of losing one. */
function keepUnsent(key) {
  const atFirst = stateOf();
  const { version, state } = JSON.parse(kept.get(key) ?? "{}");
  if (state && state !== atFirst) {
    if (form.elements.version) form.elements.version.value = version;
    for (const [name, value] of JSON.parse(state)) {
      const field = fields().find((f) => f.name === name && (f.type !== "radio" || f.value === value));
      if (!field) continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = true; else field.value = value;
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
    const line = document.querySelector("[data-saved]");
    if (line) line.textContent = "Đã lấy lại phần chưa gửi trên máy này";
  }
  const keep = () => kept.set(key, JSON.stringify({ version: form.elements.version?.value, state: stateOf() }));
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.addEventListener("autosave:saved", () => kept.drop(key));
  form.addEventListener("submit", () => { if (navigator.onLine) kept.drop(key); });
}

function put(html = {}) {
  for (const [selector, text] of Object.entries(html)) {
    const place = document.querySelector(selector);
    if (place) place.innerHTML = text;
  }
}

/* One request for all chosen files; the plain button does the same without script. */
function uploads(box) {
  const state = box.querySelector("[data-upload-state]");
  const [bar, words] = [state.querySelector("progress"), state.querySelector("span")];
  const inputs = [...box.querySelectorAll("input[type=file]")];
  const say = (text) => { state.hidden = false; words.textContent = text; };

  function send() {
    const data = new FormData(form);
    data.set("do", "upload");
    const request = new XMLHttpRequest();
    request.open("POST", location.pathname);
    request.setRequestHeader("X-Autosave", "1");
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.value = Math.round((event.loaded / event.total) * 100);
      say(bar.value < 100 ? `đang tải lên ${bar.value} %` : "đang kiểm tra tệp…");
    });
    request.addEventListener("load", () => {
      const body = request.response ?? {};
      if (request.status < 300) {
        for (const input of inputs) { input.value = ""; input.dispatchEvent(new Event("change")); }
        if (body.version !== undefined) form.elements.version.value = body.version;
        put(body.html);
        say("đã nhận tệp");
      } else {
        for (const input of inputs) input.value = "";
        put(body.html);
        say(body.message ?? (request.status === 413 ? "Tệp quá lớn." : "Chưa tải lên được. Hãy thử lại."));
      }
      bar.value = 0;
    });
    request.addEventListener("error", () => say("Mất mạng: tệp chưa gửi. Có mạng lại thì bấm “Tải lên”."));
    request.send(data);
  }

  for (const input of inputs) input.addEventListener("change", () => { if (input.files.length) send(); });
}

/* Digits choose the option of that many points; J and K step, as long as nobody is typing. */
function keys(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("textarea, input:not([type=radio])")) return;
  if (/^\d$/.test(event.key)) {
    const option = [...form.querySelectorAll("input[type=radio]")].find((o) => o.value.split(":").pop() === event.key && !o.disabled);
    if (option) { option.checked = true; option.focus(); option.dispatchEvent(new Event("change", { bubbles: true })); }
  } else if (event.key === "k") document.querySelector("[data-next]")?.click();
  else if (event.key === "j") document.querySelector("[data-previous]")?.click();
}

if (form) {
  if (form.dataset.keep) keepUnsent(form.dataset.keep);
  form.querySelectorAll("[data-upload]").forEach(uploads);
  if (form.classList.contains("criterion-form")) addEventListener("keydown", keys);
  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-keep-mine]")) form.elements.version.value = form.elements.kept_version.value;
  });
}
