// The diary as a set that only grows. Knows no screen, no network and no clock: whoever calls gives the time and the
// randomness. Two devices that hold the same entries show the same order, whatever way the entries came.

// UUID version 7: the first 48 bits are the time, so that ids sort by it; the rest is chance.
export function newId(now = Date.now(), chance = crypto.getRandomValues(new Uint8Array(10))) {
  const bytes = new Uint8Array(16);
  for (let place = 5, rest = now; place >= 0; place -= 1, rest = Math.floor(rest / 256)) bytes[place] = rest % 256;
  bytes.set(chance, 6);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

// What an entry is about: its lots and batches, else where it happened. Entries about the same thing know of each other.
export function subjectsOf(entry) {
  const things = [...(entry.inputs ?? []), ...(entry.outputs ?? [])];
  const lots = [entry.lot, ...things.map((one) => one.lot)].filter(Boolean).map((lot) => `lo:${lot}`);
  const batches = things.filter((one) => one.batch).map((one) => `me:${one.book || entry.book || ""}:${one.batch}`);
  const named = [...new Set([...lots, ...batches])];
  if (named.length) return named;
  return [entry.area ? `vung:${entry.area}` : entry.site ? `noi:${entry.site}` : `so:${entry.book ?? ""}`];
}

export const isAbout = (entry, subject) => subjectsOf(entry).includes(subject);

const byTime = (one, other) => {
  const [a, b] = [Date.parse(one.at) || 0, Date.parse(other.at) || 0];
  if (a !== b) return a - b;
  return one.id < other.id ? -1 : Number(one.id > other.id);
};

// The ends of the story that this device knows: nobody has written after them yet.
export function headsOf(entries, subject) {
  const about = entries.filter((entry) => isAbout(entry, subject));
  const followed = new Set(about.flatMap((entry) => entry.after ?? []));
  return about.map((entry) => entry.id).filter((id) => !followed.has(id));
}

// A new entry, which says what its writer knew of the same things. It is never changed afterwards.
export function written(entries, draft, { id, at, noted = at, most = 50 }) {
  const seen = new Set(subjectsOf(draft).flatMap((subject) => headsOf(entries, subject)));
  if (draft.corrects) seen.add(draft.corrects);
  return { ...draft, id, at: draft.at ?? at, noted, after: [...seen].sort().slice(-most) };
}

// Union of sets: what is known stays as it is, however often or in whatever order it comes again.
export function merged(known, coming) {
  const all = new Map(known.map((entry) => [entry.id, entry]));
  for (const entry of coming) if (!all.has(entry.id)) all.set(entry.id, entry);
  return [...all.values()];
}

// Every entry after those that its writer had seen; otherwise by time, then by id. The same on every device.
export function inOrder(entries) {
  const known = new Map([...entries].sort(byTime).map((entry) => [entry.id, entry]));
  const told = new Set(), begun = new Set(), line = [];
  for (const start of known.values()) {
    const ahead = [start];
    while (ahead.length) {
      const entry = ahead.at(-1);
      const earlier = begun.has(entry.id) ? [] : (entry.after ?? []).map((id) => known.get(id)).filter((one) => one && !begun.has(one.id));
      begun.add(entry.id);
      if (earlier.length) { ahead.push(...earlier.sort(byTime).reverse()); continue; }
      ahead.pop();
      if (!told.has(entry.id)) { told.add(entry.id); line.push(entry); }
    }
  }
  return line;
}

// For each entry the ids of all that came before it.
function pasts(line) {
  const all = new Map();
  for (const entry of line) {
    const past = new Set();
    for (const id of entry.after ?? []) {
      past.add(id);
      for (const older of all.get(id) ?? []) past.add(older);
    }
    all.set(entry.id, past);
  }
  return all;
}

// Who writes on a page of the portal has seen what the server had by then, and does not say so.
const informed = (entries) => entries.map((entry) => (entry.after || !entry.received ? entry
  : { ...entry, after: entries.filter((other) => other.received && Date.parse(other.received) < Date.parse(entry.received)).map((other) => other.id) }));

// The story of one thing: a row is one entry, or the notes of several writers who did not know of each other, side by
// side in lanes. (The parts of an order in which entries do not know each other follow one another, so one walk finds them.)
export function storyOf(entries, subject) {
  const line = inOrder(informed(entries.filter((entry) => isAbout(entry, subject)))), past = pasts(line);
  const strangers = (one, other) => !past.get(one.id).has(other.id) && !past.get(other.id).has(one.id);
  const rows = [];
  for (const entry of line) {
    let first = rows.length;
    while (first > 0 && rows[first - 1].some((other) => strangers(entry, other))) first -= 1;
    rows.splice(first, rows.length - first, [...rows.slice(first).flat(), entry]);
  }
  return rows.map(lanes);
}

const writer = (entry) => `${entry.by?.name ?? ""}|${entry.device ?? ""}`;

function lanes(row) {
  const all = new Map();
  for (const entry of row) all.set(writer(entry), [...(all.get(writer(entry)) ?? []), entry]);
  return [...all.values()];
}

// What was put right, and by which entries: two who put the same entry right without knowing it are both named.
export function corrections(entries) {
  const all = new Map();
  for (const entry of inOrder(entries)) if (entry.corrects) all.set(entry.corrects, [...(all.get(entry.corrects) ?? []), entry.id]);
  return all;
}

// Takes back what has not left this device: who wrote after it then wrote after what it followed.
export function without(entries, gone) {
  return entries.filter((entry) => entry.id !== gone.id).map((entry) => (entry.after?.includes(gone.id)
    ? { ...entry, after: [...new Set([...entry.after.filter((id) => id !== gone.id), ...gone.after])].sort() } : entry));
}
