// Keeps the activation page on the phone, so that it opens without a network. It keeps nothing else.
const PAGE = "/tem/kich-hoat/";
const STORE = "tem-kich-hoat-2";
const KEPT = {{ kept|safe }};

// The page is fetched once more while it is installed: the network may be gone before anybody opens it a second time.
async function bring() {
  const store = await caches.open(STORE);
  await store.addAll(KEPT);
  const answer = await fetch(PAGE, { cache: "no-store" });
  if (!answer.ok || answer.redirected) return;
  await store.put(PAGE, answer.clone());
  const parts = [...(await answer.text()).matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((found) => found[1]);
  await Promise.all([...new Set(parts)].map((part) => store.add(part).catch(() => {})));
}
self.addEventListener("install", (event) => {
  event.waitUntil(bring().then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((n) => n.startsWith("tem-kich-hoat-") && n !== STORE).map((n) => caches.delete(n)));
  event.waitUntil(caches.keys().then(old).then(() => self.clients.claim()));
});

async function page(request) {
  const store = await caches.open(STORE);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await store.put(PAGE, answer.clone());
    // Signed out: what another person may read here next is not for them.
    if (answer.redirected || answer.type === "opaqueredirect") await store.delete(PAGE);
    return answer;
  } catch (away) {
    return (await store.match(PAGE)) || Response.error();
  }
}
async function still(request) {
  const store = await caches.open(STORE);
  const kept = await store.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await store.put(request, answer.clone());
  return answer;
}
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (address.pathname === PAGE && event.request.mode === "navigate") event.respondWith(page(event.request));
  else if (address.pathname.startsWith("/static/")) event.respondWith(still(event.request));
});
