/* Keeps the bar true while answers change: the server rates, this only asks. Without it the button does the same. */
const form = document.querySelector("form[data-rate]");
const holder = document.querySelector("#rating-bar");
let timer, asked = 0;

async function refresh() {
  const mine = ++asked;
  const query = new URLSearchParams(new FormData(form)).toString();
  const answer = await fetch(`${form.dataset.rate}?${query}`, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || mine !== asked) return;
  const before = holder.querySelector("details");
  const open = before ? before.open : matchMedia("(min-width: 62rem)").matches;
  holder.innerHTML = await answer.text();
  const details = holder.querySelector("details");
  if (details) details.open = open;
  history.replaceState(null, "", `?${query}`);
}

// Beside the questions there is room for the whole list.
const ahead = holder?.querySelector("details");
if (ahead && matchMedia("(min-width: 62rem)").matches) ahead.open = true;
if (form && holder) form.addEventListener("change", () => { clearTimeout(timer); timer = setTimeout(refresh, 80); });
