// What a label says and whether its signature holds. No network, no page: the same questions as ocop.stamps.rules.signing.
"use strict";
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const ADDRESS = /\/(?:01\/(\d{14})\/21|t)\/([^/?#]+)/i;

const forgiven = (text) => text.normalize("NFKC").toUpperCase().replace(/[\s._·‐-—−\u200b\ufeff-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
const timesAlpha = (value) => (value & 16 ? (value << 1) ^ 0b100101 : value << 1);

// Horner's rule over GF(32): the first symbol carries the highest power, the check symbol none.
function isCode(code) {
  if (code.length !== 19 || [...code].some((symbol) => !ALPHABET.includes(symbol))) return false;
  let sum = 0;
  for (const symbol of code.slice(0, 18)) sum = timesAlpha(sum ^ ALPHABET.indexOf(symbol));
  return sum === ALPHABET.indexOf(code[18]);
}

// The key's symbol and 64 bytes out of 104 symbols; null when there is no signature, undefined when it is damaged.
function signatureIn(text) {
  if (!text) return null;
  if (text.length !== 104 || [...text].some((symbol) => !ALPHABET.includes(symbol))) return undefined;
  const bytes = new Uint8Array(64);
  let held = 0, bits = 0, at = 0;
  for (const symbol of text.slice(1)) {
    held = (held << 5) | ALPHABET.indexOf(symbol);
    bits += 5;
    while (bits >= 8 && at < 64) { bits -= 8; bytes[at] = (held >> bits) & 255; at += 1; held &= (1 << bits) - 1; }
  }
  return held ? undefined : { key: text[0], bytes };
}

function contentOf(text) {
  const typed = text.trim().slice(0, 400);
  if (!/^[a-z]{1,8}:\/\//i.test(typed)) return { host: "", gtin: "", code: forgiven(typed), signature: null, scanned: false };
  let address;
  try { address = new URL(typed); } catch { return { host: "", gtin: "", code: "", signature: null, scanned: true }; }
  const found = ADDRESS.exec(address.pathname);
  const given = [...address.searchParams].find(([name]) => name.toUpperCase() === "S")?.[1] ?? "";
  return { host: address.host, gtin: found?.[1] ?? "", code: found ? forgiven(found[2]) : "", signature: signatureIn(given.toUpperCase()), scanned: true };
}

const placeOf = (code) => {
  const value = (from, to) => [...code.slice(from, to)].reduce((sum, symbol) => sum * 32 + ALPHABET.indexOf(symbol), 0);
  return { batch: value(0, 4), sequence: value(4, 8) };
};

const canVerify = () => Boolean(globalThis.crypto?.subtle && globalThis.isSecureContext !== false);
const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const toText = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const fromText = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (symbol) => symbol.charCodeAt(0));
const imported = new Map();

async function verifies(key, data, signature) {
  const name = key.x + key.y;
  if (!imported.has(name)) {
    const jwk = { kty: "EC", crv: "P-256", x: toText(fromHex(key.x)), y: toText(fromHex(key.y)), ext: true };
    imported.set(name, await crypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]));
  }
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, imported.get(name), signature, new TextEncoder().encode(data));
}
