// The shell of the diary without a network. It answers only below /nhat-ky-san-xuat/so/ and holds nothing of anybody:
// what was written stands in the stores of the accounts. EDITION and FILES are put before this text when it is served.
const CACHE = `nhat-ky-so-${EDITION}`, SHELL = "/nhat-ky-san-xuat/so/";

self.addEventListener("install", (event) => event.waitUntil(
  caches.open(CACHE).then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" })))),
));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("nhat-ky-so-") && name !== CACHE) await caches.delete(name);
  await self.clients.claim();
})()));

self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || !url.pathname.startsWith(SHELL)) return;
  const wanted = request.mode === "navigate" ? SHELL : url.pathname;
  event.respondWith(caches.open(CACHE).then((cache) => cache.match(wanted)).then((kept) => kept ?? fetch(request)));
});

// The browser calls when the network is back, also when no window is open.
self.addEventListener("sync", (event) => { if (event.tag === "nhat-ky-gui") event.waitUntil(sendAll()); });

async function sendAll() {
  for (const { name } of (await indexedDB.databases?.()) ?? []) {
    if (!name.startsWith(PREFIX)) continue;
    const account = Number(name.slice(PREFIX.length)), store = new Store(account);
    const server = new Server(account, { csrf: async () => (await self.cookieStore?.get("csrftoken"))?.value ?? "" });
    await self.navigator.locks.request(`nhat-ky-gui-${account}`, () => new Engine({ store, server }).run()).catch((fault) => {
      if (fault instanceof Lost) throw fault; // the browser then tries again later
    });
  }
  for (const client of await self.clients.matchAll()) client.postMessage("changed");
}
