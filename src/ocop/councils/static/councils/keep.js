// Sends what waits on this device, in order and one at a time however many windows are open; says what state it is in.
import * as store from "./store.js";

const MOST = 40, LONGEST_WAIT = 30_000;
const news = "BroadcastChannel" in self ? new BroadcastChannel("phieu") : null;
const TAB = crypto.randomUUID();
let person = 0, waitMs = 0, timer, lastSaved = "", lost = false, words = "";
const listeners = new Set();

export const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
export const clock = (moment = new Date()) => moment.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
export const onNews = (listener) => listeners.add(listener);

function tell(event, elsewhere = true) {
  for (const listener of listeners) listener(event);
  if (elsewhere) news?.postMessage(event);
}

export function begin(who, saved) {
  person = who;
  lastSaved = saved;
  news?.addEventListener("message", ({ data }) => { tell(data, false); show(); });
  addEventListener("online", () => { waitMs = 0; send(); });
  addEventListener("offline", () => { lost = true; show(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  lost = !navigator.onLine;
  navigator.storage?.persist?.();
  show();
  send();
}

// A later choice of the same window replaces one that has not left yet; nothing else is ever replaced.
export async function keep(cell) {
  const mine = (await store.all(person)).filter((op) => op.sheet === cell.sheet && op.code === cell.code && op.tab === TAB && op.state === "waiting" && !op.left);
  const before = mine.at(-1);
  const op = { ...cell, person, tab: TAB, state: "waiting", at: Date.now() };
  if (before) await store.change({ ...before, ...op, seq: before.seq });
  else await store.add(op);
  await store.keepCell({ sheet: cell.sheet, code: cell.code, person, value: cell.value, remark: cell.remark, at: op.at });
  await show();
  later(250);
}

export async function decide(op, mine) {
  if (mine) await store.change({ ...op, state: "waiting", left: false, tab: TAB, seen: [...op.seen, op.theirs] });
  else {
    await store.drop(op.seq);
    await store.keepCell({ sheet: op.sheet, code: op.code, person, value: op.theirs[0], remark: op.theirs[1], at: Date.now() });
  }
  tell({ kind: "decided", op, mine });
  await show();
  await send();
}

export async function dismiss(op) {
  await store.drop(op.seq);
  await show();
}

function later(delay) {
  clearTimeout(timer);
  timer = setTimeout(send, delay);
}

let sending = null;
export async function send() {
  if (sending) return sending;
  sending = navigator.locks.request("phieu-gui", work).finally(() => { sending = null; });
  return sending;
}

async function work() {
  for (;;) {
    const ops = (await store.all(person)).filter((op) => op.state === "waiting");
    if (!ops.length) return show();
    const batch = ops.filter((op) => op.sheet === ops[0].sheet).slice(0, MOST);
    if (!(await post(batch))) return show();
  }
}

async function post(batch) {
  for (const op of batch) if (!op.left) await store.change({ ...op, left: true });
  const body = { device: await store.device(), cells: batch.map(({ seq, code, value, remark, seen }) => ({ seq, code, value, remark, seen })) };
  let answer;
  try {
    answer = await fetch(`/hoi-dong/phieu/${batch[0].sheet}/luu/`, {
      method: "POST", body: JSON.stringify(body), credentials: "same-origin", signal: AbortSignal.timeout(20_000),
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token(), "X-Autosave": "1" },
    });
    if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
  } catch {
    lost = true;
    waitMs = Math.min(LONGEST_WAIT, (waitMs || 1000) * 2);
    later(waitMs);
    return false;
  }
  lost = false; waitMs = 0; words = "";
  const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : null;
  if (!answer.ok || !told) {
    words = told?.message ?? "Phiên đăng nhập đã hết. Điểm vẫn còn trên máy này: hãy đăng nhập lại";
    return false;
  }
  for (const result of told.results) await settle(batch.find((op) => op.seq === result.seq), result);
  lastSaved = told.saved || lastSaved;
  tell({ kind: "settled", sheet: batch[0].sheet, results: told.results });
  return true;
}

async function settle(op, result) {
  if (!op) return;
  if (result.state === "saved") await store.drop(op.seq);
  else if (result.state === "clash") await store.change({ ...op, state: "clash", theirs: [result.value ?? "", result.remark ?? ""], theirTime: result.at ?? "" });
  else await store.change({ ...op, state: "refused", message: result.message });
}

export async function show() {
  const line = document.querySelector("[data-saved]");
  const ops = await store.all(person);
  const waiting = ops.filter((op) => op.state === "waiting"), stuck = ops.length - waiting.length;
  try {
    if (ops.length) localStorage.setItem("unsent", "/hoi-dong/phieu/may-nay/");
    else localStorage.removeItem("unsent");
  } catch { /* only the reminder at sign-out is missed */ }
  document.documentElement.toggleAttribute("data-lost", lost);
  for (const place of document.querySelectorAll("[data-unsent]")) place.textContent = String(ops.length);
  if (!line) return;
  const parts = [];
  if (words) parts.push(words);
  else if (waiting.length && !lost) parts.push("đang lưu…");
  else if (waiting.length) parts.push(`đã lưu trên máy ${clock(new Date(Math.max(...waiting.map((op) => op.at))))}`);
  else if (lost) parts.push("mất mạng: điểm vẫn được giữ trên máy này");
  else if (lastSaved && !stuck) parts.push(`đã lưu ${lastSaved}`);
  if (waiting.length && (lost || words)) parts.push(`chưa gửi ${waiting.length} ô`);
  if (stuck) parts.push(`${stuck} ô cần bạn quyết định`);
  const text = parts.join(" · ");
  if (line.textContent !== text) line.textContent = text;
  line.classList.toggle("late", Boolean(lost || words || stuck));
}
