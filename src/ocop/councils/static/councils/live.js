// What the sitting shows on every screen: asked again while the page is seen, answered 304 while nothing has moved.
const REST = 5000, LONGEST_REST = 60_000;

for (const place of document.querySelectorAll("[data-live]")) follow(place);

function follow(place) {
  let tag = place.dataset.tag ?? "", rest = REST, timer;

  async function ask() {
    clearTimeout(timer);
    if (!document.hidden) await once();
    timer = setTimeout(ask, rest);
  }

  async function once() {
    try {
      const answer = await fetch(place.dataset.live, { cache: "no-store", headers: { "HX-Request": "true", ...(tag && { "If-None-Match": tag }) } });
      if (answer.status >= 500 || answer.redirected) throw new Error(String(answer.status));
      if (answer.ok) await put(answer);
      rest = REST;
      place.removeAttribute("data-stale");
      place.dataset.asked = String(Date.now());
    } catch {
      rest = Math.min(LONGEST_REST, rest * 1.5);
      place.dataset.stale = new Date(Number(place.dataset.asked ?? Date.now())).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
    }
  }

  // Not under somebody's fingers: what is being typed into or opened stays until it is left.
  async function put(answer) {
    const html = await answer.text();
    const busy = place.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");
    if (busy) return;
    tag = answer.headers.get("ETag") ?? "";
    const opened = [...place.querySelectorAll("details[open][id]")].map((part) => part.id);
    const focused = place.contains(document.activeElement) ? document.activeElement.id : "";
    place.innerHTML = html;
    for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
    if (focused) document.getElementById(focused)?.focus();
    tick();
  }

  place.dataset.asked = String(Date.now());
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  addEventListener("online", ask);
  if (place.childElementCount && tag) timer = setTimeout(ask, REST); else ask();
}

// How long the item has been before the council.
function tick() {
  for (const now of document.querySelectorAll("[data-since]")) {
    const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(now.dataset.since)) / 1000)), planned = Number(now.dataset.minutes) * 60;
    const words = now.querySelector("[data-ticking]");
    const minutes = Math.floor(seconds / 60);
    const text = minutes < 60 ? `${minutes}:${String(seconds % 60).padStart(2, "0")}` : `${Math.floor(minutes / 60)} giờ ${minutes % 60} phút`;
    if (words && words.textContent !== text) words.textContent = text;
    now.classList.toggle("over", planned > 0 && seconds > planned);
  }
}
setInterval(tick, 1000);
tick();
