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
  for (const entry of news) {
    const row = now(entry.id);
    if (!row) changed.set(entry.id, { id: entry.id, entry, state: "sent", mine: false, reasons: [] });
    else if (row.state !== "sent" || !row.entry.by) changed.set(entry.id, { ...row, entry: { ...row.entry, by: entry.by }, state: "sent", reasons: [] });
  }
  return [...changed.values()];
}

export const mayBeTakenBack = (row, now) => Boolean(row) && row.state === "waiting" && !row.left && row.hold > now;

export const unsent = (rows) => rows.filter((row) => row.state === "waiting" || row.state === "refused");
