// Who uses this phone. Each account has its own store; only names stand outside, so that the phone can say whose it is.
import { PREFIX, Store } from "./store.js";
import { unsent } from "./rows.js";

const LIST = "nhat-ky-nguoi", NOW = "nhat-ky-dang-dung";
const read = (key, otherwise) => { try { return JSON.parse(localStorage.getItem(key)) ?? otherwise; } catch { return otherwise; } };
const write = (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* the server knows who it is */ } };

export const people = () => read(LIST, []);
export const present = () => people().find((one) => one.id === read(NOW, 0)) ?? null;

export function use(person) {
  write(LIST, [...people().filter((one) => one.id !== person.id), { id: person.id, name: person.name }]);
  write(NOW, person.id);
}

export function forget(id) {
  write(LIST, people().filter((one) => one.id !== id));
  if (read(NOW, 0) === id) localStorage.removeItem(NOW);
  keepMark(id, 0);
}

// What the portal's own sign-out looks at before it clears this device.
export function keepMark(id, count) {
  try {
    if (count) localStorage.setItem(`giu:${PREFIX}${id}`, String(count));
    else localStorage.removeItem(`giu:${PREFIX}${id}`);
  } catch { /* nothing could be kept then */ }
}

export async function storeOf(person) {
  const store = new Store(person.id);
  if (!(await store.get("device"))) await store.set("device", crypto.randomUUID());
  return store;
}

// The others who still have something here that has not been sent.
export async function waitingOfOthers(id) {
  const found = [];
  for (const person of people().filter((one) => one.id !== id)) {
    const count = unsent(await new Store(person.id).rows()).length;
    if (count) found.push({ ...person, count });
  }
  return found;
}
