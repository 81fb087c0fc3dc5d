/* A buyer may say in which province the stamp was read; the point is rounded here, and there only the province is kept. */
const part = document.querySelector("[data-where]"), button = part && part.querySelector("button");
if (button && navigator.geolocation && isSecureContext) {
  const say = words => part.replaceChildren(Object.assign(document.createElement("p"), { className: "small", textContent: words }));
  part.hidden = false;
  part.setAttribute("role", "status");
  button.onclick = () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(async ({ coords }) => {
      const told = new URLSearchParams({ ma: part.dataset.where, lon: coords.longitude.toFixed(1), lat: coords.latitude.toFixed(1) });
      const answer = await fetch("/tra-cuu/noi-quet/", { method: "POST", body: told }).catch(() => null);
      say(answer && answer.ok ? part.dataset.done : part.dataset.failed);
    }, () => say(part.dataset.failed), { maximumAge: 600000, timeout: 10000 });
  };
}
