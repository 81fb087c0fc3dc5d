// What a member has chosen stays on this device until the server has it: one row for each choice, in order.
const NAME = "phieu", VERSION = 1;
let opened;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("ops", { keyPath: "seq", autoIncrement: true });
      request.result.createObjectStore("cells", { keyPath: ["sheet", "code"] });
      request.result.createObjectStore("meta");
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => { request.result.close(); opened = undefined; };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opened;
}

// Resolves when the transaction is on the disk, not only when the request was heard.
async function run(store, mode, work) {
  const base = await database();
  return new Promise((resolve, reject) => {
    const transaction = base.transaction(store, mode, { durability: "strict" });
    const request = work(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

export const add = (op) => run("ops", "readwrite", (store) => store.add(op));
export const change = (op) => run("ops", "readwrite", (store) => store.put(op));
export const drop = (seq) => run("ops", "readwrite", (store) => store.delete(seq));
export const keepCell = (cell) => run("cells", "readwrite", (store) => store.put(cell));
export const cellOf = (sheet, code) => run("cells", "readonly", (store) => store.get([sheet, code]));

export async function all(person) {
  return (await run("ops", "readonly", (store) => store.getAll())).filter((op) => op.person === person);
}

export async function everybody() {
  return run("ops", "readonly", (store) => store.getAll());
}

// A name for this browser, so that the server knows a repeated message from a new one.
export async function device() {
  const known = await run("meta", "readonly", (store) => store.get("device"));
  if (known) return known;
  const name = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  await run("meta", "readwrite", (store) => store.put(name, "device"));
  return name;
}

export async function forget() {
  if (opened) (await opened).close();
  opened = undefined;
  await new Promise((done) => { const gone = indexedDB.deleteDatabase(NAME); gone.onsuccess = gone.onerror = gone.onblocked = done; });
}
