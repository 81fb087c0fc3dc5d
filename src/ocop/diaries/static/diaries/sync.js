// Brings what waits on this device to the server and what is new from there. Any step may break off or come twice: what
// was sent is marked before it leaves, what came is written in one piece with the place up to which it came.
import { inOrder } from "./ledger.js";

// How a sending may end, other than well.
export class Lost extends Error {
  // The network is there, but whoever answered could not take anything now.
  constructor(message, { busy = false } = {}) { super(message); this.busy = busy; }
}
export class SignedOut extends Error {}
export class SomebodyElse extends Error {}
export class NotTaken extends Error {
  constructor(reasons) { super(reasons.join(" ")); this.reasons = reasons; }
}

const MOST = 24, MOST_BYTES = 48_000, SHORTEST = 2_000, LONGEST = 300_000;

// `store` keeps rows { id, entry, state, hold, left, reasons }; `server` has exchange(message) and upload(file).
export class Engine {
  constructor({ store, server, now = Date.now }) {
    Object.assign(this, { store, server, now, most: MOST, failures: 0 });
  }

  // How long to wait before the next try: twice as long each time, never the same on two phones.
  get patience() {
    return this.failures ? Math.min(LONGEST, SHORTEST * 2 ** (this.failures - 1)) * (0.75 + Math.random() / 2) : 0;
  }

  async run({ all = false } = {}) {
    try {
      await this.entries(all);
      await this.files();
      this.failures = 0;
    } catch (fault) {
      if (fault instanceof Lost) { this.failures += 1; this.most = Math.max(1, this.most >> 1); }
      throw fault;
    }
  }

  async entries(all) {
    for (;;) {
      const waiting = await this.waiting(all), batch = bundle(waiting, this.most);
      const have = await this.store.get("cursor") ?? null;
      await this.store.leave(batch.map((entry) => entry.id));
      let answer;
      try {
        answer = await this.server.exchange({ device: await this.store.get("device"), entries: batch, have });
      } catch (fault) {
        if (!(fault instanceof NotTaken) || !batch.length) throw fault;
        // One entry that the server cannot even read must not hold up the others: it is found by halving.
        if (batch.length > 1) { this.most = batch.length >> 1; continue; }
        answer = { taken: [], refused: [{ id: batch[0].id, reasons: fault.reasons }], news: [], cursor: have };
      }
      await this.store.settle(answer);
      this.most = Math.min(MOST, this.most * 2);
      const settled = (answer.taken?.length ?? 0) + (answer.refused?.length ?? 0);
      if (batch.length && !settled) throw new Lost("the server took nothing");
      if (batch.length === waiting.length && !answer.more) return;
    }
  }

  async waiting(all) {
    const rows = (await this.store.rows()).filter((row) => row.state === "waiting" && (all || row.left || (row.hold ?? 0) <= this.now()));
    return inOrder(rows.map((row) => row.entry));
  }

  // Pictures and voices after the words; one that the server already has is not sent again.
  async files() {
    for (const file of await this.store.filesToSend()) {
      try {
        await this.store.fileLeft(file.sha256);
        await this.server.upload(file);
        await this.store.fileSent(file.sha256);
      } catch (fault) {
        if (!(fault instanceof NotTaken)) throw fault;
        await this.store.fileRefused(file.sha256, fault.reasons);
      }
    }
  }
}

// As many as fit into one small message: on a thin line ten short messages arrive where one long one does not.
function bundle(entries, most) {
  const chosen = [];
  let bytes = 0;
  for (const entry of entries.slice(0, most)) {
    bytes += JSON.stringify(entry).length;
    if (chosen.length && bytes > MOST_BYTES) break;
    chosen.push(entry);
  }
  return chosen;
}
