// Phones for the torture test: the real ledger and the real sender, over a memory that keeps only what was finished, as a
// disk does. One line of JSON in, one line out; when a phone calls its server, the line goes to the test, which plays both
// the network and the server.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const from = (name) => import(pathToFileURL(`${process.argv[2]}/${name}`).href);
const { inOrder, newId, storyOf, without, written } = await from("ledger.js");
const { Engine, Lost, NotTaken } = await from("sync.js");
const { fresh, mayBeTakenBack, settled, told } = await from("rows.js");

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const hear = async () => { const { value, done } = await lines.next(); if (done) process.exit(0); return JSON.parse(value); };

class Crash extends Error {}

// The store's promises without IndexedDB: each change happens as a whole or not at all, and a phone may die before or after.
class Memory {
  constructor(disk) { this.disk = disk; this.fuse = Infinity; }

  // `fuse` counts the moments at which a phone may die: before and after each change of its disk.
  change(work) {
    this.burn();
    const draft = structuredClone(this.disk.now), result = work(draft);
    this.disk.now = draft;
    this.burn();
    return structuredClone(result);
  }

  burn() { if ((this.fuse -= 1) === 0) throw new Crash(); }

  async rows() { return structuredClone([...this.disk.now.rows.values()]); }
  async get(key) { return this.disk.now.words[key]; }
  async leave(ids) { return this.change(({ rows }) => { for (const id of ids) if (rows.has(id)) rows.get(id).left = true; }); }
  async settle(answer) {
    return this.change(({ rows, words }) => {
      for (const row of settled(rows, answer)) rows.set(row.id, row);
      if (answer.cursor !== undefined) words.cursor = answer.cursor;
    });
  }
  async filesToSend() { return []; }
}

class Phone {
  constructor(name, device, self) { Object.assign(this, { name, self, disk: { now: { rows: new Map(), words: { device } } } }); this.wake(); }

  // After a crash everything but the disk is new.
  wake() {
    this.store = new Memory(this.disk);
    const server = { exchange: async (message) => {
      say({ asks: this.name, message });
      const answer = await hear();
      if (answer.lost) throw new Lost();
      if (answer.unread) throw new NotTaken(["không đọc được"]);
      return { ...answer, refused: answer.refused.map(({ id, reasons }) => ({ id, reasons: reasons.map((one) => one.message) })) };
    } };
    this.engine = new Engine({ store: this.store, server, now: () => this.clock });
  }

  async write({ draft, at, clock }) {
    const known = (await this.store.rows()).filter((row) => row.state !== "refused").map((row) => row.entry);
    const entry = written(known, { ...draft, device: this.disk.now.words.device }, { id: newId(clock), at });
    this.store.change(({ rows }) => rows.set(entry.id, fresh(entry, clock)));
    return { id: entry.id };
  }

  takeBack({ id, clock }) {
    return this.store.change((all) => {
      const gone = all.rows.get(id);
      if (!mayBeTakenBack(gone, clock)) return { back: false };
      const open = [...all.rows.values()].filter((row) => row.state === "waiting" && !row.left).map((row) => row.entry);
      for (const entry of without(open, gone.entry)) all.rows.get(entry.id).entry = entry;
      all.rows.delete(id);
      return { back: true };
    });
  }

  async sync({ clock, all = false, crash = 0 }) {
    this.clock = clock;
    this.store.fuse = crash || Infinity;
    try {
      await this.engine.run({ all });
      return { ended: "well" };
    } catch (fault) {
      if (fault instanceof Crash) { this.wake(); return { ended: "crash" }; }
      if (fault instanceof Lost) return { ended: "lost" };
      throw fault;
    } finally { this.store.fuse = Infinity; }
  }

  async state({ subject }) {
    const rows = await this.store.rows(), views = rows.map((row) => told(row, this.self));
    return {
      rows: Object.fromEntries(rows.map((row) => [row.id, row.state])), entries: rows.map((row) => row.entry),
      order: inOrder(views).map((entry) => entry.id), story: storyOf(views, subject).map((lanes) => lanes.map((lane) => lane.map((entry) => entry.id))),
    };
  }
}

const phones = new Map();
for (;;) {
  const { do: what, phone, ...more } = await hear();
  if (what === "new") { phones.clear(); for (const one of more.phones) phones.set(one.name, new Phone(one.name, one.device, one.self)); say({}); }
  else say(await phones.get(phone)[what](more));
}
