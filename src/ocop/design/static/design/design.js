// Progressive enhancement only: every page works without this file.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

function themeSwitch(button) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  const words = button.querySelector("span");
  const show = () => { words.textContent = isDark() ? button.dataset.light : button.dataset.dark; };
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* the choice then lasts for this page */ }
    show();
  });
  dark.addEventListener("change", show);
  button.hidden = false;
  show();
}

const inWords = (bytes) => bytes < 1e6
  ? `${Math.max(1, Math.round(bytes / 1e3))} kB`
  : `${(bytes / 1e6).toFixed(1).replace(".", ",")} MB`;

function fileDrop(box) {
  const input = box.querySelector("input[type=file]");
  const list = box.querySelector("[data-drop-list]");
  const show = () => {
    list.replaceChildren(...[...input.files].map((file) => {
      const line = document.createElement("li");
      line.textContent = `${file.name} · ${inWords(file.size)}`;
      return line;
    }));
    list.hidden = input.files.length === 0;
  };
  input.addEventListener("change", show);
  for (const kind of ["dragenter", "dragover"]) {
    box.addEventListener(kind, (event) => { event.preventDefault(); box.classList.add("over"); });
  }
  for (const kind of ["dragleave", "drop"]) box.addEventListener(kind, () => box.classList.remove("over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    const files = new DataTransfer();
    for (const file of [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1)) files.items.add(file);
    if (files.files.length) { input.files = files.files; input.dispatchEvent(new Event("change", { bubbles: true })); }
  });
}

// A second click on a form that is already under way would send it twice.
function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(sendAgain, 6000); // an answer that is a file leaves the page where it is
}

function sendAgain() {
  for (const form of all("form[data-sent]")) delete form.dataset.sent;
  for (const button of all("[aria-busy]")) button.removeAttribute("aria-busy");
}

function wake(root) {
  all("[data-theme-switch]", root).forEach(themeSwitch);
  all("[data-drop]", root).forEach(fileDrop);
  all("[data-print]", root).forEach((button) => { button.hidden = false; button.addEventListener("click", () => print()); });
  root.querySelector("[data-focus]")?.focus();
  const forms = all("form[data-autosave]", root);
  if (forms.length) import(document.querySelector("script[data-autosave-module]").dataset.autosaveModule)
    .then(({ autosave }) => forms.forEach(autosave));
}

// Signing out leaves nothing of the person on this device; what the server does not have yet is looked at first.
function dropDrafts() {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("ho-so-")) localStorage.removeItem(key);
  } catch { /* nothing could be kept then */ }
}

// Diaries with entries that have not left this device: they wait for their owner.
function kept() {
  try { return Object.keys(localStorage).filter((key) => key.startsWith("giu:")).map((key) => key.slice(4)); } catch { return []; }
}

async function signOut(event) {
  const form = event.target;
  if (!form.action.endsWith("/dang-xuat/") || form.dataset.cleared) return;
  if (!("caches" in window)) { dropDrafts(); return; }
  event.preventDefault();
  let unsent = "";
  try { unsent = localStorage.getItem("unsent") ?? ""; } catch { /* nothing was kept then */ }
  if (unsent.startsWith("/") && location.pathname !== unsent) { location.href = unsent; return; }
  if (kept().includes(`nhat-ky-${localStorage.getItem("nhat-ky-dang-dung")}`)) { location.href = "/nhat-ky-san-xuat/so/#/roi-may"; return; }
  try {
    for (const name of await caches.keys()) if (!name.startsWith("nhat-ky-so-")) await caches.delete(name);
    for (const { name } of (await indexedDB.databases?.()) ?? []) if (!kept().includes(name)) indexedDB.deleteDatabase(name);
    localStorage.removeItem("unsent");
  } catch { /* signing out comes first */ }
  dropDrafts();
  form.dataset.cleared = "1";
  form.submit();
}

document.addEventListener("submit", signOut);
document.addEventListener("submit", sendOnce);
addEventListener("pageshow", sendAgain);
document.addEventListener("htmx:afterRequest", sendAgain);
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token) event.detail.headers["X-CSRFToken"] = token.value;
});
document.addEventListener("htmx:load", (event) => { if (event.detail.elt !== document.body) wake(event.detail.elt); });
wake(document);
