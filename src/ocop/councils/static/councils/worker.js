// Scoring pages without a network. It answers only below /hoi-dong/phieu/, asks the network first, and falls back to what
// the page itself has put aside for the person who was signed in. Nothing is put aside here but files of the look.
const PREFIX = "phieu-", PATIENCE = 4000, TAKEN = "/hoi-dong/phieu/mang-theo/";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(fileOf(request));
  else if (request.mode === "navigate" && url.pathname.startsWith("/hoi-dong/phieu/")) event.respondWith(pageOf(event, url));
});

const own = async () => {
  const name = (await caches.keys()).find((key) => key.startsWith(PREFIX));
  return name ? caches.open(name) : null;
};

async function fileOf(request) {
  const cache = await own();
  const hashed = /\.[0-9a-f]{12}\./.test(request.url);
  const kept = await cache?.match(request);
  if (kept && hashed) return kept;
  try {
    const answer = await fetch(request);
    if (answer.ok && cache) await cache.put(request, answer.clone());
    return answer;
  } catch (lost) {
    if (kept) return kept;
    throw lost;
  }
}

async function pageOf(event, url) {
  const asked = fetch(event.request).then(async (answer) => {
    // Sent to the sign-in page: whoever was signed in here is not any more.
    if (answer.redirected && new URL(answer.url).pathname.startsWith("/dang-nhap/")) await clear();
    return answer;
  });
  try {
    return await Promise.race([asked, late()]);
  } catch {
    const kept = await composed(url);
    return kept ?? asked.catch(() => nothing());
  }
}

const late = () => new Promise((_, reject) => setTimeout(() => reject(new Error("late")), PATIENCE));

async function clear() {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name);
}

// A page is the frame of its sheet with one part put in: all parts of a sheet came together, in one answer.
async function composed(url) {
  const cache = await own();
  if (!cache) return null;
  const number = url.pathname.split("/")[3];
  const kept = await cache.match(/^\d+$/.test(number) ? `/hoi-dong/phieu/${number}/mang-theo/` : TAKEN);
  if (!kept) return null;
  const taken = await kept.json();
  const part = taken.parts[url.pathname] ?? taken.parts.offline;
  const html = taken.frame.replace("<!--phan-->", () => part).replace("<html ", `<html data-kept="${taken.at}" `);
  return new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": taken.policy } });
}

const nothing = () => new Response(
  "<!doctype html><html lang=\"vi\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Mất mạng</title><h1>Mất mạng</h1><p>Trang này chưa được mở lần nào trên máy này. Điểm đã chọn vẫn còn trên máy và tự gửi khi có mạng. <a href=\"\">Thử lại</a></p></html>",
  { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } },
);
