// Puts a person's own sheets aside, so that they open without a network; another person's are thrown away.
const PREFIX = "phieu-", FRESH = 6 * 3600_000;

export async function carry(person, addresses, { scope = "/hoi-dong/phieu/" } = {}) {
  if (!("serviceWorker" in navigator) || !("caches" in self)) return false;
  const name = `${PREFIX}${person}`;
  for (const other of await caches.keys()) if (other.startsWith(PREFIX) && other !== name) await caches.delete(other);
  const cache = await caches.open(name);
  await navigator.serviceWorker.register(`${scope}may.js`, { scope });
  await look(cache);
  for (const address of addresses) await take(cache, address);
  return true;
}

// The files of the look that this page has loaded; those that carry their own hash never change.
async function look(cache) {
  const files = performance.getEntriesByType("resource").map((entry) => entry.name).filter((name) => new URL(name).pathname.startsWith("/static/"));
  for (const file of new Set(files)) if (!(await cache.match(file))) await cache.add(file).catch(() => {});
}

async function take(cache, address) {
  const kept = await cache.match(address);
  const made = Date.parse(kept?.headers.get("Date") ?? "");
  if (kept && Date.now() - made < FRESH && kept.headers.get("X-Edition") === wanted(address)) return;
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  await cache.put(address, answer.clone());
  for (const file of (await answer.json()).files ?? []) if (!(await cache.match(file))) await cache.add(file).catch(() => {});
}

const wanted = (address) => document.querySelector(`[data-carry="${address}"]`)?.dataset.edition ?? null;
