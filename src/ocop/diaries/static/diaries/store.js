// What one account has on this device, in a database of its own: rows, files (pictures, voices) and a few words.
// Every change resolves only when it is on the disk.
import { without } from "./ledger.js";
import { fresh, mayBeTakenBack, settled } from "./rows.js";

export const PREFIX = "nhat-ky-";

const heard = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

export class Store {
  constructor(account) { this.name = `${PREFIX}${account}`; }

  open() {
    this.opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(this.name, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("rows", { keyPath: "id" });
        request.result.createObjectStore("files", { keyPath: "sha256" });
        request.result.createObjectStore("words");
      };
      request.onsuccess = () => {
        request.result.onversionchange = () => { request.result.close(); this.opened = undefined; };
        request.result.onclose = () => { this.opened = undefined; };
        resolve(request.result);
      };
      request.onerror = () => { this.opened = undefined; reject(request.error); };
    });
    return this.opened;
  }

  // One transaction over all three: it happens as a whole or not at all.
  async change(work, mode = "readwrite") {
    const base = await this.open();
    const transaction = base.transaction(["rows", "files", "words"], mode, { durability: "strict" });
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
    const [rows, files, words] = ["rows", "files", "words"].map((name) => transaction.objectStore(name));
    let result;
    try {
      result = await work({ rows, files, words });
    } catch (fault) {
      try { transaction.abort(); } catch { /* it has ended by itself */ }
      await done.catch(() => {});
      throw fault;
    }
    await done;
    return result;
  }

  read(work) { return this.change(work, "readonly"); }

  rows() { return this.read(({ rows }) => heard(rows.getAll())); }
  get(key) { return this.read(({ words }) => heard(words.get(key))); }
  set(key, value) { return this.change(({ words }) => heard(words.put(value, key))); }
  file(sha256) { return this.read(({ files }) => heard(files.get(sha256))); }
  files() { return this.read(({ files }) => heard(files.getAll())); }

  // The entry, its files and the end of its draft in one piece, so that no power cut leaves it to be written again;
  // `replaces` is a refused one that this one says better.
  add(entry, files, now, replaces = null) {
    return this.change(async (all) => {
      all.rows.put(fresh(entry, now));
      for (const file of files) if (!(await heard(all.files.getKey(file.sha256)))) all.files.put({ ...file, state: "waiting" });
      const old = replaces && await heard(all.rows.get(replaces));
      if (old) all.rows.put({ ...old, state: "replaced", by: entry.id });
      all.words.put(null, "draft");
    });
  }

  // Taken back within its minute: true unless it may have left.
  takeBack(id, now) {
    return this.change(async (all) => {
      const rows = await heard(all.rows.getAll()), gone = rows.find((row) => row.id === id);
      if (!mayBeTakenBack(gone, now)) return false;
      const open = rows.filter((row) => row.state === "waiting" && !row.left);
      const kept = new Map(without(open.map((row) => row.entry), gone.entry).map((entry) => [entry.id, entry]));
      for (const row of open) if (kept.has(row.id) && kept.get(row.id) !== row.entry) all.rows.put({ ...row, entry: kept.get(row.id) });
      all.rows.delete(id);
      for (const old of rows) if (old.by === id) all.rows.put({ ...old, state: "refused", by: undefined });
      for (const { sha256 } of gone.entry.files ?? []) if (!rows.some((row) => row.id !== id && (row.entry.files ?? []).some((file) => file.sha256 === sha256))) all.files.delete(sha256);
      return true;
    });
  }

  leave(ids) {
    return this.change(async ({ rows }) => {
      for (const id of ids) {
        const row = await heard(rows.get(id));
        if (row && !row.left) rows.put({ ...row, left: true });
      }
    });
  }

  settle(answer) {
    return this.change(async ({ rows, words }) => {
      const ids = [...(answer.taken ?? []), ...(answer.refused ?? []).map((one) => one.id), ...(answer.news ?? []).map((one) => one.id)];
      const known = new Map();
      for (const id of ids) {
        const row = await heard(rows.get(id));
        if (row) known.set(id, row);
      }
      for (const row of settled(known, answer)) rows.put(row);
      if (answer.cursor !== undefined) words.put(answer.cursor, "cursor");
    });
  }

  // Only files of entries that the server has taken: a file alone would say nothing.
  filesToSend() {
    return this.read(async ({ rows, files }) => {
      const sent = new Set((await heard(rows.getAll())).filter((row) => row.mine && row.state === "sent").flatMap((row) => (row.entry.files ?? []).map((file) => file.sha256)));
      return (await heard(files.getAll())).filter((file) => file.state === "waiting" && sent.has(file.sha256));
    });
  }

  markFile(sha256, change) {
    return this.change(async ({ files }) => {
      const file = await heard(files.get(sha256));
      if (file) files.put({ ...file, ...change });
    });
  }

  fileLeft(sha256) { return this.markFile(sha256, { left: true }); }
  fileSent(sha256) { return this.markFile(sha256, { state: "sent" }); }
  // What was damaged on the way is sent anew, three times; only then is it the file's own fault.
  async fileRefused(sha256, reasons) {
    const tries = ((await this.file(sha256))?.tries ?? 0) + 1;
    return this.markFile(sha256, { tries, reasons, left: false, state: tries < 3 ? "waiting" : "refused" });
  }

  // Leaving the device: what the server has goes, what it does not have stays. True when nothing stayed.
  async clear() {
    const rest = await this.change(async ({ rows, files }) => {
      const all = await heard(rows.getAll()), pictures = await heard(files.getAll());
      const needed = new Set(pictures.filter((file) => file.state !== "sent").map((file) => file.sha256));
      const stays = (row) => row.state === "waiting" || row.state === "refused" || (row.mine && (row.entry.files ?? []).some((file) => needed.has(file.sha256)));
      for (const row of all) if (!stays(row)) rows.delete(row.id);
      const wanted = new Set(all.filter(stays).flatMap((row) => (row.entry.files ?? []).map((file) => file.sha256)));
      for (const file of pictures) if (!wanted.has(file.sha256)) files.delete(file.sha256);
      return all.filter(stays).length;
    });
    if (rest) { await this.set("cursor", null); return false; }
    (await this.open()).close();
    this.opened = undefined;
    await new Promise((done) => { const gone = indexedDB.deleteDatabase(this.name); gone.onsuccess = gone.onerror = gone.onblocked = done; });
    return true;
  }
}
