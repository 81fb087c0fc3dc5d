// One criterion: a digit chooses the option of that many points, the arrows go to the neighbour, each choice is kept at once.
import * as store from "./store.js";
import { begin, clock, decide, dismiss, keep, onNews, show } from "./keep.js";
import { carry } from "./carry.js";

const page = document.querySelector("[data-sheet]");
const form = document.querySelector("form[data-score]");
const kept = document.documentElement.dataset.kept;
const sheet = Number(page?.dataset.sheet), person = Number(page?.dataset.person);
const REST = 500, SHORTEST_REASON = 5;
let seen = [], remarkTimer, barTimer;

const options = () => [...form.querySelectorAll("input[type=radio]")];
const remark = () => form.elements.remark;
const chosen = () => options().find((option) => option.checked)?.value ?? "";
const now = () => [chosen(), remark()?.value.trim() ?? ""];
const same = (one, other) => one[0] === other[0] && one[1] === other[1];

function choose(digit) {
  const option = options().find((o) => o.value.split(":").pop() === digit && !o.disabled);
  if (!option) return;
  option.checked = true;
  option.focus();
  option.dispatchEvent(new Event("change", { bubbles: true }));
}

function keys(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("textarea, input:not([type=radio])")) return;
  if (/^\d$/.test(event.key)) choose(event.key);
  else if (event.key === "ArrowRight") { event.preventDefault(); form.querySelector("[data-next]")?.click(); }
  else if (event.key === "ArrowLeft") { event.preventDefault(); form.querySelector("[data-previous]")?.click(); }
}

async function changed() {
  clearTimeout(remarkTimer);
  remarkTimer = undefined;
  ask();
  const [value, words] = now();
  if (!value) return store.keepCell({ sheet, code: form.dataset.score, person, value, remark: words, at: Date.now() });
  if (same([value, words], seen.at(-1))) return;
  await keep({ sheet, code: form.dataset.score, value, remark: words, seen });
  seen = [...seen, [value, words]];
}

// Below what the producer claims, a reason is wanted: asked here, not at the end.
function ask() {
  const place = document.querySelector("[data-why]");
  if (!place) return;
  const points = Number(chosen().split(":").pop()), below = chosen() !== "" && points < Number(form.dataset.claimed);
  place.hidden = !below || now()[1].length >= SHORTEST_REASON;
  remark().toggleAttribute("aria-required", below);
}

function put([value, words]) {
  for (const option of options()) option.checked = option.value === value;
  if (remark() && document.activeElement !== remark()) remark().value = words;
}

async function restore() {
  const code = form.dataset.score;
  seen = [now()];
  const ops = (await store.all(person)).filter((op) => op.sheet === sheet && op.code === code && op.state !== "refused");
  const cell = await store.cellOf(sheet, code);
  const own = ops.at(-1) ?? (cell?.person === person && (kept || !cell.value) && (cell.value || cell.remark) ? cell : null);
  if (!own || same([own.value, own.remark], now())) return;
  if (own.value || !chosen()) put([own.value, own.remark]);
  if (ops.length) seen = [...seen, [own.value, own.remark]];
}

async function leave(event, address) {
  event.preventDefault();
  if (remarkTimer || !same(now(), seen.at(-1))) await changed();
  location.href = address;
}

// Both values side by side; the member says which stands.
async function clashes() {
  const box = document.querySelector("[data-clash]");
  if (!box) return;
  const ops = (await store.all(person)).filter((op) => op.sheet === sheet && op.state !== "waiting" && (!form || op.code === form.dataset.score));
  const model = document.getElementById("khac-nhau").content;
  const shown = ops.map((op) => {
    const part = model.cloneNode(true).firstElementChild, find = (name) => part.querySelector(`[data-${name}]`);
    find("title").textContent = op.state === "clash" ? `Tiêu chí ${op.code}: hai máy hoặc hai cửa sổ ghi khác nhau` : `Tiêu chí ${op.code}: chưa lưu được`;
    find("reason").textContent = op.state === "clash" ? "Không bản nào bị ghi đè. Hãy chọn bản đúng." : op.message;
    find("mine").textContent = inWords(op.code, op.value, op.remark);
    find("mine-time").textContent = clock(new Date(op.at));
    if (op.state === "clash") {
      find("theirs").textContent = inWords(op.code, ...op.theirs);
      find("theirs-time").textContent = op.theirTime;
      find("keep-mine").addEventListener("click", () => decide(op, true).then(() => settled(op, [op.value, op.remark])));
      find("keep-theirs").addEventListener("click", () => decide(op, false).then(() => settled(op, op.theirs)));
      find("dismiss").remove();
    } else {
      find("theirs-side").remove(); find("keep-mine").remove();
      find("dismiss").addEventListener("click", () => dismiss(op).then(clashes));
    }
    return part;
  });
  box.replaceChildren(...shown);
  box.hidden = !shown.length;
}

async function settled(op, value) {
  if (form?.dataset.score === op.code) { put(value); seen = [...seen, value]; ask(); }
  await clashes();
}

function inWords(code, value, words) {
  if (!value) return "chưa chấm";
  const label = form?.dataset.score === code && options().find((o) => o.value === value)?.closest("label")?.querySelector("span")?.firstChild?.textContent?.trim();
  return `${value.split(":").pop()} điểm${label ? `: ${label}` : ""}${words ? ` · nhận xét: ${words}` : ""}`;
}

function heard(event) {
  if (event.kind === "settled" && event.sheet === sheet) { clearTimeout(barTimer); barTimer = setTimeout(bar, 300); }
  clashes();
  show();
}

// Total and star come from the server, once the fingers rest.
async function bar() {
  const answer = await fetch(`/hoi-dong/phieu/${sheet}/thanh/`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const told = await answer.json();
  if (form?.elements.version) form.elements.version.value = told.edition;
  for (const [selector, html] of Object.entries(told.html)) {
    const place = document.querySelector(selector);
    if (place && !place.contains(document.activeElement)) place.innerHTML = html;
  }
  show();
}

// The list of criteria, while some choices are only on this device.
async function overview() {
  for (const op of await store.all(person)) {
    if (op.sheet !== sheet) continue;
    const place = document.querySelector(`[data-cell="${CSS.escape(op.code)}"]`);
    if (!place || !op.value) continue;
    place.textContent = `${op.value.split(":").pop()}/${place.dataset.max}`;
    place.nextElementSibling?.classList.contains("on-device") || place.insertAdjacentHTML("afterend", '<span class="on-device soft">chưa gửi</span>');
  }
  if (!kept) return;
  for (const place of document.querySelectorAll("[data-cell]")) {
    const cell = await store.cellOf(sheet, place.dataset.cell);
    if (cell?.value && cell.person === person) place.textContent = `${cell.value.split(":").pop()}/${place.dataset.max}`;
  }
}

function withoutNetwork() {
  for (const part of document.querySelectorAll("[data-needs-network]")) part.inert = !navigator.onLine;
}

async function wake() {
  try {
    if (form) await restore();
  } catch {
    return; // no store in this browser: the form is sent as a form
  }
  if (form && !form.dataset.locked) {
    form.addEventListener("change", (event) => { if (event.target.matches("[type=radio]")) changed(); });
    remark()?.addEventListener("input", () => { clearTimeout(remarkTimer); remarkTimer = setTimeout(changed, REST); ask(); });
    form.addEventListener("submit", (event) => leave(event, form.querySelector("[data-next]").dataset.next));
    form.querySelector("a[data-previous]")?.addEventListener("click", (event) => leave(event, event.currentTarget.href));
    addEventListener("pagehide", () => { if (remarkTimer) changed(); });
    ask();
  }
  if (form) addEventListener("keydown", keys);
  onNews(heard);
  begin(person, page.dataset.savedAt);
  await clashes();
  if (!form) await overview();
  withoutNetwork();
  addEventListener("online", withoutNetwork);
  addEventListener("offline", withoutNetwork);
  for (const place of document.querySelectorAll("[data-kept-note]")) {
    place.hidden = !kept;
    if (kept) place.querySelector("[data-kept-at]").textContent = clock(new Date(kept));
  }
  if (!kept && navigator.onLine) setTimeout(() => carry(person, page.dataset.carry.split(" ")).catch(() => {}), 300);
}

if (page) wake();
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
