// What stays on the phone: the list, who uses it, and the checks, which are only ever added to until they have arrived.
"use strict";
const HOME = "/thanh-tra/quet/";
const heard = (request) => new Promise((done, failed) => { request.onsuccess = () => done(request.result); request.onerror = () => failed(request.error); });

class Shelf {
  async open() {
    if (!this.opened) {
      const opening = indexedDB.open("ocop-kiem-tra", 1);
      opening.onupgradeneeded = () => { opening.result.createObjectStore("kept"); opening.result.createObjectStore("checks", { keyPath: "id" }); };
      this.opened = heard(opening);
    }
    return this.opened;
  }
  async store(name, mode = "readonly") { return (await this.open()).transaction(name, mode).objectStore(name); }
  async get(name) { return heard((await this.store("kept")).get(name)); }
  async set(name, value) { return heard((await this.store("kept", "readwrite")).put(value, name)); }
  async checks() { return (await heard((await this.store("checks")).getAll())).sort((a, b) => b.at.localeCompare(a.at)); }
  // Adding fails when the id is there already: a check is never written over by another.
  async add(check) { return heard((await this.store("checks", "readwrite")).add(check)); }
  async mark(id, change) {
    const store = await this.store("checks", "readwrite");
    const check = await heard(store.get(id));
    if (check) await heard(store.put({ ...check, ...change }));
  }
  async clear() {
    (await this.open()).close();
    this.opened = undefined;
    await new Promise((done) => { const gone = indexedDB.deleteDatabase("ocop-kiem-tra"); gone.onsuccess = gone.onerror = gone.onblocked = done; });
  }
}

class Away extends Error {}
class SignedOut extends Error {}
class NotAllowed extends Error {}

async function call(address, options = {}) {
  let answer;
  try {
    answer = await fetch(address, { credentials: "same-origin", cache: "no-store", redirect: "manual", headers: { Accept: "application/json" }, ...options });
  } catch { throw new Away(); }
  if (answer.type === "opaqueredirect" || answer.status === 401) throw new SignedOut();
  if (answer.status === 403) throw new NotAllowed();
  if (answer.status >= 500 || answer.status === 429) throw new Away();
  if (!answer.headers.get("Content-Type")?.includes("json")) throw new Away();
  return answer;
}

async function fetchList(shelf) {
  const held = await shelf.get("list");
  const answer = await call(`${HOME}danh-sach.json${held ? `?co=${held.digest}` : ""}`);
  const list = await taken(await answer.json(), held);
  await shelf.set("list", list);
  return list;
}

// Sends what waits, oldest first; each check on its own, so that one that is refused does not hold up the rest.
// A visit that is still going on stays on the phone until it ends, so that its notes and photos are whole.
async function sendAll(shelf, young = 0, going = "") {
  const before = new Date(Date.now() - young).toISOString();
  const waiting = (await shelf.checks()).filter((check) => !check.sent && !check.refused && (check.visit ? check.visit.id !== going : check.at <= before)).reverse();
  if (!waiting.length) return 0;
  const me = await (await call(`${HOME}toi.json`)).json();
  let sent = 0;
  for (const check of waiting.filter((one) => !one.person || one.person === me.person)) {
    const body = new FormData();
    const { id, content, said, at, list, where, place, note, visit } = check;
    body.append("check", JSON.stringify({ id, content, said, at, list, where, place, note, visit }));
    if (check.photo) body.append("photo", check.photo, "anh.jpg");
    const answer = await call(`${HOME}gui/`, { method: "POST", body, headers: { "X-CSRFToken": me.token, Accept: "application/json" } });
    const told = await answer.json();
    await shelf.mark(id, answer.ok ? { sent: true, answer: told.sentence, photo: null } : { refused: told.reasons ?? ["Không nhận được."] });
    sent += 1;
  }
  return sent;
}
