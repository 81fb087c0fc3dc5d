// The diary as an app: which screen is shown, and what all screens share.
import { keepMark, present, storeOf, use, waitingOfOthers } from "./accounts.js";
import { told, unsent } from "./rows.js";
import { begin as beginSending, later, onNews, send, state, tell } from "./sending.js";
import { reference } from "./server.js";
import { Lost, NotTaken, SignedOut } from "./sync.js";
import { KINDS, ON_TODAY, titleOf } from "./words.js";
import { ask, begin } from "./asking.js";
import { all, line, newest, one, stories, story } from "./telling.js";
import { nextAfter } from "./onward.js";
import { band, help, leave, phone, room, signIn, trouble } from "./device.js";
import { button, h, icon, link, notice, p, say } from "./ui.js";

const main = document.getElementById("noi-dung"), bar = document.getElementById("tinh-trang"), nav = document.getElementById("muc");
const ROUTES = { "": today, ghi: ask, "da-ghi": all, muc: one, lo: stories, chuyen: story, "may-nay": phone, "roi-may": leave, "cach-cai": help };
const PART = { muc: "da-ghi", chuyen: "lo", "cach-cai": "may-nay", "roi-may": "may-nay", ghi: "" };
const TITLES = { "": "Ghi", ghi: "Ghi", "da-ghi": "Đã ghi", muc: "Ghi chép", lo: "Lô, mẻ", chuyen: "Chuyện của lô", "may-nay": "Máy này", "roi-may": "Đăng xuất", "cach-cai": "Cách cài" };

const app = {
  person: null, store: null, reference: null, rows: [], views: [], names: {}, last: null, install: null,
  go(hash) { if (location.hash === hash) this.render(true); else location.hash = hash; },
  book() { const books = this.books(); return books.some((one) => one.ref === this.chosen) ? this.chosen : books[0]?.ref ?? ""; },
  books() { return (this.reference?.books ?? []).filter((one) => one.writes); },
  writes(ref) { return this.books().some((one) => one.ref === ref); },
  lots(ref = "") {
    const owner = this.reference?.books.find((one) => one.ref === ref);
    return (this.reference?.lots ?? []).filter((lot) => !owner || !lot.producer || lot.producer === owner.producer);
  },
  // Batches of this device and of the others, newest first, each once.
  batches(ref) {
    const found = new Map(), own = [...this.views].reverse();
    for (const view of own) for (const thing of view.outputs ?? []) if (thing.batch && !found.has(`${view.book}:${thing.batch}`)) found.set(`${view.book}:${thing.batch}`, { ...thing, book: view.book });
    for (const one of this.reference?.batches ?? []) if (!found.has(`${one.book}:${one.batch}`)) found.set(`${one.book}:${one.batch}`, one);
    return [...found.values()].filter((one) => one.book === ref || this.reference?.books.some((book) => book.ref === one.book)).slice(0, 40);
  },
  namesGiven(draft) {
    const before = this.views.filter((one) => one.kind === draft.kind).flatMap((one) => one.outputs ?? []).map((one) => one.name).reverse();
    const crop = this.reference?.areas?.find((one) => one.key === draft.area)?.crop;
    const products = draft.kind !== "input" ? (this.reference?.products ?? []).map((one) => one.name) : [];
    return [...new Set([crop, ...before, ...products].filter(Boolean))].slice(0, 8);
  },
  unitOf(thing) { return this.views.flatMap((one) => [...(one.outputs ?? []), ...(one.inputs ?? [])]).reverse().find((one) => one.unit && ((thing.batch && one.batch === thing.batch) || (thing.lot && one.lot === thing.lot) || (thing.name && one.name === thing.name)))?.unit; },
  subjectName(subject) {
    const [kind, ...rest] = subject.split(":"), last = rest.at(-1);
    if (kind === "lo") return this.names.lots.get(Number(last)) ?? `Lô số ${last}`;
    if (kind === "me") return `${this.batches(rest[0]).find((one) => one.batch === last)?.name ?? "Mẻ"} · mẻ ${last}`;
    if (kind === "so") return `Việc chung của ${this.names.books.get(last) ?? "sổ"}`;
    return this.names.places.get(last) ?? "Một nơi không còn trong danh sách";
  },
  async saved(entry) {
    this.last = { id: entry.id, until: Date.now() + 60_000 };
    navigator.storage?.persist?.().catch(() => {});
    say("Đã ghi vào sổ trên máy");
    this.go("#/");
    await later();
    await tell();
  },
  async takeBack(row) {
    const done = await this.store.takeBack(row.id, Date.now());
    this.last = null;
    await tell();
    say(done ? "Đã lấy lại, không gửi" : "Không lấy lại được nữa: ghi chép đã rời máy");
    this.go("#/");
  },
  async switch() { localStorage.removeItem("nhat-ky-dang-dung"); location.reload(); },
  render,
};

async function load() {
  app.rows = await app.store.rows();
  app.views = app.rows.filter((row) => row.state !== "replaced" && row.state !== "refused").sort((a, b) => Date.parse(a.entry.at) - Date.parse(b.entry.at)).map((row) => told(row, app.person.name));
  const known = app.reference ?? {};
  app.names = {
    lots: new Map((known.lots ?? []).map((lot) => [lot.id, `${lot.product} · lô ${lot.code}`])),
    places: new Map([...(known.areas ?? []), ...(known.sites ?? [])].map((one) => [one.key, one.name])),
    books: new Map((known.books ?? []).map((one) => [one.ref, one.name])),
  };
  app.pending = (await app.store.filesToSend()).length;
  keepMark(app.person.id, unsent(app.rows).length + app.pending);
}

// What is under a finger is not exchanged: the tap would be lost.
let pressed = false, owed = false, painted = "";
addEventListener("pointerdown", () => { pressed = true; }, true);
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(() => { pressed = false; if (owed) { owed = false; render(); } }, 80), true);

let drawing = 0, shown = null, moving = false;
async function render(moved = false) {
  moving ||= moved;
  const turn = drawing += 1, [name = "", ...rest] = location.hash.replace(/^#\/?/, "").split("/");
  await load();
  // A question that is being answered stays as it is; only the strip above may change.
  const asked = name === "ghi" && !moving && shown === location.hash;
  const screen = asked ? main : await (ROUTES[name] ?? today)(app, rest);
  document.body.classList.toggle("asking", name === "ghi");
  if (turn !== drawing || !screen) return;
  const focused = document.activeElement?.id, typing = !moving && shown === location.hash && main.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
  if (pressed && !moving) { owed = true; return; }
  const strip = band(app);
  if (bar.firstElementChild?.outerHTML !== strip.outerHTML) bar.replaceChildren(strip);
  for (const anchor of nav.querySelectorAll("a")) {
    if (anchor.dataset.name === (PART[name] ?? name)) anchor.setAttribute("aria-current", "page");
    else anchor.removeAttribute("aria-current");
  }
  if (typing || asked) return;
  const trick = [name === "roi-may" ? null : trouble(app), screen].filter(Boolean);
  const looks = trick.map((part) => part.outerHTML).join("");
  if (!moving && looks === painted) return;
  painted = looks;
  main.replaceChildren(...trick);
  document.title = `${screen.querySelector("h1")?.textContent ?? TITLES[name] ?? "Ghi"} · Sổ nhật ký`;
  if (moving && shown !== null) { scrollTo(0, 0); screen.querySelector("h1")?.focus({ preventScroll: true }); }
  else if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  shown = location.hash;
  moving = false;
}

// #/: what was just done, the ten pictures, the last entries.
async function today(app) {
  const draft = await app.store.get("draft"), tight = (await room()).tight, others = await waitingOfOthers(app.person.id), some = newest(app).slice(0, 6), books = app.books();
  const last = app.last && app.rows.find((row) => row.id === app.last.id);
  return h("section", { class: "today" }, h("h1", { tabindex: "-1" }, "Vừa làm việc gì?"),
    last && h("div", { class: "notice ok done" }, icon("ok"), h("div", {}, p(h("b", {}, "Đã ghi: "), titleOf(last.entry, app.names)), last.state === "waiting" && !last.left && last.hold > Date.now() && h("div", { class: "row" }, button("Lấy lại", () => app.takeBack(last), { look: "secondary", sign: "undo" }), h("span", { class: "small", "data-until": last.hold }, "")))),
    last && nextAfter(app, last.entry),
    draft && h("div", { class: "notice warn" }, icon("edit"), h("div", {}, p(`Đang ghi dở: ${KINDS[draft.kind]?.label ?? ""}`), h("div", { class: "row" }, link("Ghi tiếp", `#/ghi/${draft.kind}/them`, { look: "button secondary" }), button("Bỏ bản dở", async () => { await app.store.set("draft", null); render(); }, { look: "quiet" })))),
    tight && notice("danger", p(h("b", {}, "Máy sắp hết chỗ."), " ", link("Xem cách dọn", "#/may-nay", { look: "" }))),
    others.length > 0 && notice("info", others.map((one) => p(`${one.name} còn ${one.count} ghi chép chưa gửi trên máy này.`))),
    books.length > 1 && h("div", { class: "field book-choice" }, h("label", { for: "so-nao" }, "Ghi vào sổ"), h("select", { id: "so-nao", onchange: async (event) => { app.chosen = event.target.value; await app.store.set("book", app.chosen); } }, books.map((one) => h("option", { value: one.ref, selected: one.ref === app.book() }, one.name)))),
    app.reference && !books.length && notice("warn", p("Tài khoản này chỉ xem, chưa giữ sổ nào.")),
    h("ul", { class: "tiles" }, ON_TODAY.map((kind) => h("li", {}, h("button", { type: "button", class: "tile", onclick: () => begin(app, kind) }, icon(`k-${kind}`, "pict"), h("span", {}, h("b", {}, KINDS[kind].short), h("small", {}, KINDS[kind].hint)))))),
    h("section", { class: "recent", "aria-labelledby": "vua-ghi" }, h("h2", { id: "vua-ghi" }, "Vừa ghi"), some.length ? h("ul", { class: "jots" }, some.map((row) => line(app, row))) : h("div", { class: "nothing" }, icon("book", "pict"), h("div", {}, p(h("b", {}, "Sổ còn trắng.")), p("Chạm vào một hình để ghi việc đầu tiên. Không cần mạng."))),
      some.length > 0 && link("Xem tất cả", "#/da-ghi", { look: "more" })));
}

function welcome(words, ...more) {
  nav.hidden = true;
  main.replaceChildren(h("section", { class: "welcome" }, icon("book", "pict huge"), h("h1", { tabindex: "-1" }, "Sổ nhật ký sản xuất"), p(words), ...more, link("Cách cài vào máy", "/nhat-ky-san-xuat/cach-cai/", { look: "button quiet" })));
}

// Who is signed in decides whose store is opened; without a network it is whoever used it last.
async function who() {
  const last = present();
  if (last) { fetchReference(last).catch(() => {}); return last; }
  const known = await reference();
  use(known.person);
  const store = await storeOf(known.person);
  await store.set("reference", known);
  return known.person;
}

async function fetchReference(person) {
  const old = await (await storeOf(person)).get("reference");
  let fresh;
  try { fresh = await reference(old?.etag); } catch (fault) {
    if (fault instanceof SignedOut) { state.how = "signed-out"; await tell(); }
    return;
  }
  if (!fresh) return;
  if (fresh.person.id !== person.id) {
    use(fresh.person);
    location.reload();
    return;
  }
  await app.store.set("reference", fresh);
  app.reference = fresh;
  if (Math.abs(fresh.clock) > 600_000) say(`Đồng hồ của máy lệch ${Math.round(Math.abs(fresh.clock) / 60_000)} phút. Hãy chỉnh lại giờ của máy.`);
  await tell();
}

async function start() {
  addEventListener("beforeinstallprompt", (event) => { event.preventDefault(); app.install = () => { app.install = null; event.prompt(); }; });
  worker();
  try { app.person = await who(); } catch (fault) {
    if (fault instanceof SignedOut) return welcome("Đăng nhập một lần khi có mạng. Sau đó ghi được cả khi mất mạng.", signIn("Đăng nhập"));
    if (fault instanceof NotTaken) return welcome(fault.message);
    if (fault instanceof Lost) return welcome("Lần mở đầu tiên cần có mạng. Hãy thử lại khi máy có sóng.", button("Thử lại", () => location.reload(), { sign: "undo" }));
    return welcome("Trình duyệt này không cho giữ sổ trên máy (có thể đang ở chế độ ẩn danh). Hãy mở bằng Chrome hoặc Safari thường.");
  }
  app.store = await storeOf(app.person);
  app.reference = await app.store.get("reference") ?? null;
  app.chosen = await app.store.get("book") ?? "";
  document.getElementById("ai").textContent = app.person.name;
  nav.hidden = false;
  onNews(() => render());
  addEventListener("hashchange", () => { if (!location.hash || location.hash.startsWith("#/")) render(true); }); // the skip link is no screen
  beginSending(app.person, app.store);
  await render(true);
  setInterval(countDown, 1000);
  send();
}

function countDown() {
  for (const place of document.querySelectorAll("[data-until]")) {
    const rest = Math.ceil((Number(place.dataset.until) - Date.now()) / 1000);
    if (rest > 0) place.textContent = `còn ${rest} giây`;
    else { app.last = null; render(); }
  }
}

// A new edition waits until every window of the old one is closed; nobody loses what they are writing.
function worker() {
  navigator.serviceWorker?.register("/nhat-ky-san-xuat/so/may.js", { scope: "/nhat-ky-san-xuat/so/" }).catch(() => {});
  navigator.serviceWorker?.addEventListener("message", ({ data }) => { if (data === "changed") tell(); });
}

start();
