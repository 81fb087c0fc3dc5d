// The signed list of the portal: taken, verified, kept, and asked about one stamp.
"use strict";
const LETTERS = { o: "ordered", p: "printed", d: "delivered", v: "void", l: "lost", r: "returned" };
const KINDS = ["plain", "protected", "signed"];

class Untrusted extends Error {}

// A list is taken when a key that this phone knows signed it; the very first one is trusted because it came over TLS.
async function taken(told, held) {
  const payload = told.payload ?? (told.digest === held?.digest ? held.payload : null);
  if (payload == null) throw new Untrusted("no payload");
  const facts = JSON.parse(payload);
  const known = (held ? JSON.parse(held.payload).keys : facts.keys).filter((key) => !key.withdrawn);
  if (known.length && canVerify()) await proved(told, payload, known);
  if (held && told.iat < held.iat) throw new Untrusted("older than ours");
  return { digest: told.digest, payload, iat: told.iat, warn: told.warn, exp: told.exp, verified: Boolean(known.length && canVerify()) };
}

async function proved(told, payload, known) {
  for (const part of told.signatures) {
    const head = JSON.parse(new TextDecoder().decode(fromText(part.protected)));
    const key = known.find((one) => one.kid === head.kid);
    const same = head.alg === "ES256" && head.b64 === false && head.iat === told.iat && head.warn === told.warn && head.exp === told.exp;
    if (key && same && await verifies(key, `${part.protected}.${payload}`, fromText(part.signature))) return;
  }
  throw new Untrusted("no signature of a key that we know");
}

class Listing {
  constructor(held) {
    Object.assign(this, { iat: held.iat, warn: held.warn, exp: held.exp, facts: JSON.parse(held.payload) });
    this.batches = new Map(this.facts.batches.map((row) => [row[0], row]));
    this.suspects = new Set(this.facts.suspects.map(([batch, sequence]) => `${batch}/${sequence}`));
  }

  get host() { return new URL(this.facts.issuer).host; }
  key(kid) { return this.facts.keys.find((one) => one.kid === kid); }

  // Everything the list knows of the stamp with this code; null when its batch is not in it.
  about(code, today) {
    const { batch, sequence } = placeOf(code);
    const row = this.batches.get(batch);
    if (!row || sequence >= row[1]) return null;
    const [, size, kind, lotId, subject, ...runs] = row;
    const [productId, lot, best, recalled] = this.facts.lots[lotId];
    const [name, producer, simulated, spans] = this.facts.products[productId];
    const [, star, until] = spans.filter(([starts]) => starts <= today).pop() ?? [];
    return {
      batch, sequence, size, lot, best, recalled, name, producer, star, until, simulated: Boolean(simulated), kind: KINDS[kind],
      subject: subject || `t:${productId}`, state: stateAt(runs, sequence), keyWithdrawn: this.facts.epochs.includes(batch >> 15),
      suspected: this.suspects.has(`${batch}/${sequence}`),
    };
  }
}

// Runs are told in threes: how many active stamps come before, how many follow in this state, and its letter.
function stateAt(runs, sequence) {
  for (let at = 0, end = 0; at < runs.length; at += 3) {
    const from = end + runs[at];
    end = from + runs[at + 1];
    if (sequence < from) return "active";
    if (sequence < end) return LETTERS[runs[at + 2]];
  }
  return "active";
}

// The one thing to say; the same order as ocop.scans.rules.checks.said_of.
function saidOf(seen, signature, today, strange = false) {
  if (signature === false) return "forged";
  if (!seen) return "unknown";
  if (seen.recalled) return "recalled";
  if (seen.state === "void" || seen.state === "lost") return seen.state;
  if (seen.keyWithdrawn) return "key_withdrawn";
  if (strange) return "strange";
  if (seen.suspected) return "copied";
  if (seen.state !== "active") return seen.state === "returned" ? "returned" : "not_active";
  if (signature === null && seen.kind === "signed") return "missing";
  if (seen.best && seen.best < today) return "expired";
  if (!seen.star || (seen.until && seen.until < today)) return "lapsed";
  return signature ? "genuine" : "listed";
}

const todayHere = (now = Date.now()) => new Date(now + 7 * 3600_000).toISOString().slice(0, 10);

// `signature`: true, false, null (none on the label) or undefined (this phone cannot tell).
async function judge(text, listing) {
  const content = contentOf(text), notes = [];
  const strange = Boolean(content.host && listing && content.host !== listing.host);
  if (!isCode(content.code)) return { said: strange ? "strange" : "unreadable", content, notes };
  if (!listing) return { said: "no_list", content, notes };
  const today = todayHere(), seen = listing.about(content.code, today);
  let signature = content.signature === undefined ? false : null;
  if (content.signature) signature = await holds(content, seen, listing, notes);
  if (seen && content.gtin && content.gtin !== seen.subject) signature = false;
  let said = saidOf(seen, signature ?? null, today, strange);
  if (said === "missing" && signature === undefined) said = "listed";
  if ((said === "missing" || said === "listed") && notes.includes("oldkey")) said = "old_key";
  return { said, content, seen, notes, signature };
}

async function holds(content, seen, listing, notes) {
  const key = listing.key(content.signature.key), subject = content.gtin || seen?.subject;
  if (!key) { notes.push("newkey"); return undefined; }
  if (key.withdrawn) { notes.push("oldkey"); return null; }
  if (!subject) return undefined;
  if (!canVerify()) { notes.push("nocrypto"); return undefined; }
  return verifies(key, `ocop stamp v1|${subject}|${content.code}`, content.signature.bytes);
}
