// A row is an entry and what became of it on this device:
//   waiting (only here; `hold`: until when it can be taken back; `left`: it may have reached the server) →
//   sent | refused (with reasons) → replaced (a new entry says it better). Pure: rows in, changed rows out.

export const MINUTE = 60_000;

export const fresh = (entry, now, hold = MINUTE) => ({ id: entry.id, entry, state: "waiting", hold: now + hold, left: false, mine: true, reasons: [] });

// What an answer of the server changes. A repeated or late answer changes nothing any more.
export function settled(known, { taken = [], refused = [], news = [] }) {
  const changed = new Map();
  const now = (id) => changed.get(id) ?? known.get(id);
  for (const id of taken) if (now(id) && now(id).state !== "sent") changed.set(id, { ...now(id), state: "sent", reasons: [] });
  for (const { id, reasons } of refused) if (now(id)?.state === "waiting") changed.set(id, { ...now(id), state: "refused", reasons });
  for (const { id, entry, book, author, mine, received_at: received } of news) {
    const row = now(id), by = { name: author, mine };
    if (!row) changed.set(id, { id, entry, book, by, received, state: "sent", mine, reasons: [] });
    else if (row.state !== "sent" || !row.received) changed.set(id, { ...row, by, received, state: "sent", reasons: [] });
  }
  return [...changed.values()];
}

export const mayBeTakenBack = (row, now) => Boolean(row) && row.state === "waiting" && !row.left && row.hold > now;

// What the screens show: the entry with its writer and, where its writer left that to the server, its book; before the server has named the writer it is whoever holds the phone.
export const told = (row, self) => ({ ...row.entry, book: row.entry.book || row.book || "", received: row.received, by: row.by ?? { name: self, mine: true } });

export const unsent = (rows) => rows.filter((row) => row.state === "waiting" || row.state === "refused");
