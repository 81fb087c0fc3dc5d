// The list of one's own sheets, and what this device still holds.
import * as store from "./store.js";
import { begin, clock, onNews, send, show } from "./keep.js";
import { carry } from "./carry.js";

const page = document.querySelector("[data-own], [data-device]");
const person = Number(page.dataset.person);

async function rows() {
  const list = page.querySelector("[data-rows]");
  if (!list) return;
  const ops = await store.all(person);
  list.replaceChildren(...ops.map((op) => {
    const row = document.createElement("li"), link = document.createElement("a"), facts = document.createElement("span");
    row.className = "criteria-row"; facts.className = "row-facts";
    link.href = `/hoi-dong/phieu/${op.sheet}/${op.code}/`;
    link.textContent = `Phiếu ${op.sheet}, tiêu chí ${op.code}: ${op.value.split(":").pop()} điểm`;
    facts.textContent = `${clock(new Date(op.at))} · ${{ waiting: "chờ gửi", clash: "khác với nơi khác", refused: op.message }[op.state]}`;
    row.append(link, facts);
    return row;
  }));
  page.querySelector("[data-none]").hidden = ops.length > 0;
  for (const name of ["send", "forget"]) page.querySelector(`[data-${name}]`).hidden = ops.length === 0;
}

async function forget() {
  for (const op of await store.all(person)) await store.drop(op.seq);
  await show();
  await rows();
}

begin(person, "");
onNews(rows);
rows();
page.querySelector("[data-send]")?.addEventListener("click", () => send().then(rows));
page.querySelector("[data-forget]")?.addEventListener("click", forget);
const note = page.querySelector("[data-kept-note]"), kept = document.documentElement.dataset.kept;
if (note) { note.hidden = !kept; if (kept) note.querySelector("[data-kept-at]").textContent = clock(new Date(kept)); }
if (page.dataset.carry && !kept) {
  const told = page.querySelector("[data-carried]");
  if (told) told.textContent = "đang để sẵn các phiếu trên máy này…";
  carry(person, page.dataset.carry.trim().split(" "))
    .then((done) => { if (told) told.textContent = done ? `đã để sẵn trên máy này lúc ${clock()}: chấm được khi mất mạng` : "trình duyệt này không giữ được phiếu khi mất mạng"; })
    .catch(() => { if (told) told.textContent = "chưa để sẵn được, sẽ thử lại khi mở lại trang"; });
}
