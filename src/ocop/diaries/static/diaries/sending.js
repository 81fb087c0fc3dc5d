// When to send: at once when asked; by itself when the minute for taking back is over, when the network or the person
// comes back, and again after a while when it broke off. One at a time, however many windows are open.
import { Engine, Lost, NotTaken, SignedOut, SomebodyElse } from "./sync.js";
import { Server } from "./server.js";

const heard = new Set();
const news = "BroadcastChannel" in globalThis ? new BroadcastChannel("nhat-ky") : null;
export const state = { busy: false, again: false, how: "", at: 0, tried: false };
let engine, person, timer;

export const onNews = (listener) => heard.add(listener);
export const tell = () => { news?.postMessage("changed"); return Promise.all([...heard].map((listener) => listener())); };
news?.addEventListener("message", () => { for (const listener of heard) listener(); });

export function begin(account, store) {
  person = account;
  engine = new Engine({ store, server: new Server(account.id) });
  addEventListener("online", () => send());
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  addEventListener("offline", () => { state.how = "lost"; tell(); });
}

export async function send({ all = false } = {}) {
  if (!engine) return;
  if (state.busy) { state.again ||= all; return; }
  clearTimeout(timer);
  state.busy = true;
  try {
    await once(() => engine.run({ all }));
    Object.assign(state, { how: "", at: Date.now() });
  } catch (fault) {
    state.how = ended(fault);
    if (!(fault instanceof Lost) && state.how === "lost") console.warn(fault);
  } finally {
    Object.assign(state, { busy: false, tried: true });
  }
  await later();
  await tell();
  if (state.again) { state.again = false; await send({ all: true }); }
}

function ended(fault) {
  if (fault instanceof SignedOut) return "signed-out";
  if (fault instanceof SomebodyElse) return "somebody-else";
  if (fault instanceof NotTaken) return "not-taken";
  return fault.busy ? "busy" : "lost";
}

const once = (work) => (navigator.locks ? navigator.locks.request(`nhat-ky-gui-${person.id}`, work) : work());

// After the minute of the next entry, or when patience is over; the browser may also do it when the page is closed.
export async function later() {
  clearTimeout(timer);
  const rows = (await engine.store.rows()).filter((row) => row.state === "waiting");
  const files = rows.length ? [] : await engine.store.filesToSend();
  if (!rows.length && !files.length) return;
  navigator.serviceWorker?.getRegistration?.().then((worker) => worker?.sync?.register("nhat-ky-gui")).catch(() => {});
  if (state.how === "signed-out" || state.how === "somebody-else") return;
  const next = Math.min(...rows.map((row) => (row.left ? 0 : row.hold)), files.length ? 0 : Infinity) - Date.now();
  timer = setTimeout(send, Math.max(next + 100, engine.patience, 500));
}
