// The page: reads a stamp by camera, from a photo or typed, says one thing in one band, and notes each check.
"use strict";
const SAYINGS = JSON.parse(document.body.dataset.sayings);
const SIGN = { ok: "ok", soon: "warn", void: "void", unknown: "question" };
const MORE = {
  newkey: "Chữ ký dùng khóa mà danh sách trên máy chưa biết. Hãy tải danh sách mới rồi quét lại.",
  nocrypto: "Máy này không kiểm được chữ ký (trình duyệt quá cũ). Chỉ dò được trong danh sách.",
};
const find = (name) => document.querySelector(`[data-${name}]`);
const shelf = "indexedDB" in window ? new Shelf() : null;
let listing = null, last = null, reading = false;

const made = (tag, text = "", className = "") => Object.assign(document.createElement(tag), { textContent: text, className });
const parts = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", hour12: false, timeZone: "Asia/Ho_Chi_Minh" });
function hour(seconds) {
  const part = Object.fromEntries(parts.formatToParts(seconds * 1000).map(({ type, value }) => [type, value]));
  return `${part.hour}:${part.minute} ngày ${part.day}/${part.month}`;
}
const day = (text) => text.split("-").reverse().join("/");
const grouped = (code) => code.replace(/(.{4})(?=.)/g, "$1-");
function icon(name) {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawn.setAttribute("class", "icon");
  drawn.setAttribute("viewBox", "0 0 24 24");
  drawn.setAttribute("aria-hidden", "true");
  drawn.append(document.createElementNS("http://www.w3.org/2000/svg", "use"));
  drawn.firstChild.setAttribute("href", `#i-${name}`);
  return drawn;
}
function button(text, does, className = "button secondary") {
  const one = Object.assign(made("button", text, className), { type: "button" });
  one.addEventListener("click", does);
  return one;
}

// The list

const stale = (now = Date.now() / 1000) => listing && (now > listing.exp ? "expired" : now > listing.warn ? "old" : "");
function showList(trouble = "") {
  const place = find("list"), age = stale();
  place.className = age || !listing ? "quet-list late" : "quet-list";
  const words = listing ? `Danh sách lúc ${hour(listing.iat)}, còn dùng tới ${hour(listing.exp)}.` : "Máy chưa có danh sách.";
  const warning = { expired: " Danh sách đã quá hạn: mọi kết luận dưới đây có thể sai. Hãy tải lại.", old: " Danh sách đã cũ: lô mới thu hồi, tem mới báo mất chưa có ở đây." }[age] ?? "";
  place.textContent = words + warning + (trouble ? ` ${trouble}` : "");
  find("net").textContent = navigator.onLine ? "Có mạng" : "Không có mạng";
}
async function refresh() {
  let trouble = "";
  try {
    listing = new Listing(await fetchList(shelf));
  } catch (fault) {
    if (fault instanceof SignedOut) trouble = "Chưa đăng nhập: hãy đăng nhập ở cổng rồi tải lại.";
    else if (fault instanceof NotAllowed) trouble = "Tài khoản này không có quyền thanh tra.";
    else if (fault instanceof Untrusted) trouble = "Danh sách tải về không do khóa quen thuộc ký nên không dùng. Hãy báo cơ quan tỉnh.";
    else if (navigator.onLine) trouble = "Chưa tải được danh sách mới.";
  }
  showList(trouble);
}

// The answer

function band(found) {
  const age = stale(), [kind, sentence, rest] = SAYINGS[found.said];
  const dulled = age === "expired" && kind === "ok";
  const shown = dulled ? "soon" : kind;
  const section = made("section", "", `verdict ${shown}`), sign = made("div", "", "verdict-sign"), words = made("div");
  sign.append(icon(SIGN[shown]));
  words.append(made("h2", sentence), made("p", rest));
  for (const note of found.notes) if (MORE[note]) words.append(made("p", MORE[note]));
  if (listing) words.append(made("p", `Danh sách lúc ${hour(listing.iat)}, còn dùng tới ${hour(listing.exp)}.${age === "expired" ? " Danh sách đã quá hạn." : age ? " Danh sách đã cũ." : ""}`));
  section.append(sign, words);
  return section;
}
function facts(found) {
  const list = made("dl", "", "facts"), seen = found.seen;
  const row = (term, text) => { const pair = made("div"); pair.append(made("dt", term), made("dd", text)); list.append(pair); };
  if (isCode(found.content.code)) row("Mã", grouped(found.content.code));
  if (seen) {
    row("Sản phẩm", seen.name + (seen.simulated && !seen.name.includes("mô phỏng") ? " (mô phỏng)" : ""));
    row("Chủ thể", seen.producer || "chưa rõ");
    row("Lô", seen.lot + (seen.best ? `, hạn dùng ${day(seen.best)}` : ""));
    row("Hạng sao", seen.star ? `${seen.star} sao${seen.until ? `, tới ${day(seen.until)}` : ""}` : "hôm nay không có hạng sao còn hạn");
    row("Tem số", String(seen.sequence + 1));
  }
  return list;
}
async function check(text) {
  if (!text.trim()) return wrong("Hãy quét, hoặc gõ mã in trên tem.");
  wrong("");
  const found = await judge(text, listing), before = visit && !visit.ended && await readBefore(text);
  // The same code under another label is a finding of its own, not the same jar again.
  if (before && before.said === found.said) return void answered(twice(before, text));
  return keep(found, text);
}
// Notes the check at once, then says it.
async function keep(found, text) {
  const now = new Date().toISOString();
  last = { id: newId(), content: text.trim().slice(0, 400), said: found.said, at: now, list: listing ? new Date(listing.iat * 1000).toISOString() : null };
  if (found.seen) Object.assign(last, { product: found.seen.name, lot: found.seen.lot });
  if (visit && !visit.ended) Object.assign(last, { visit: { id: visit.id, place: visit.place, began: visit.began }, place: visit.place, where: visit.where });
  const me = shelf && await shelf.get("me").catch(() => null);
  if (me) last.person = me;
  if (shelf) await shelf.add(last).catch(() => {});
  const more = [...(found.seen || isCode(found.content.code) ? [facts(found)] : []), adding(last.id)];
  answered(band(found), ...explanation(found.said), ...(last.visit ? [folded(more, FLAGS.has(found.said))] : more));
  find("form").elements.ma.value = "";
  await showVisit();
  await showChecks();
  if (navigator.onLine && !last.visit) later();
  return found;
}
function answered(...parts) {
  find("answer").replaceChildren(...parts);
  if (reading) return;
  find("answer").focus({ preventScroll: true });
  find("answer").scrollIntoView({ block: "start" });
}
function folded(parts, open) {
  const box = Object.assign(made("details", "", "disclosure"), { open }), inside = made("div", "", "stack tight");
  inside.append(...parts);
  box.append(made("summary", "Hàng gì, ghi chú, ảnh"), inside);
  return box;
}
const newId = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) => (digit ^ crypto.getRandomValues(new Uint8Array(1))[0] & 15 >> digit / 4).toString(16));
function wrong(words) {
  find("wrong").textContent = words;
  find("wrong").hidden = !words;
}

// What is added to a check before it is sent: only what the inspector gives.

function adding(id) {
  const form = made("form", "", "stack tight card"), saved = made("p", "", "hint");
  saved.setAttribute("role", "status");
  const field = (name, label) => {
    const box = made("div", "", "field"), input = made("input"), tag = made("label", label);
    Object.assign(input, { id: `them-${name}`, name, maxLength: name === "note" ? 1000 : 200, autocomplete: "off" });
    tag.htmlFor = input.id;
    box.append(tag, input);
    return box;
  };
  const picture = made("div", "", "field"), file = Object.assign(made("input"), { type: "file", accept: "image/*", id: "them-photo" }), tag = made("label", "Ảnh tem và hàng (không bắt buộc)");
  tag.htmlFor = file.id;
  picture.append(tag, file);
  const keep = made("button", "Ghi thêm vào lần kiểm tra", "button secondary");
  const where = button("Ghi vị trí của tôi", () => placed(id, saved), "button quiet");
  const row = made("p", "", "row");
  row.append(keep, ...(navigator.geolocation && !last.where ? [where] : []));
  const placing = last.visit ? [] : [field("place", "Nơi kiểm tra (không bắt buộc)")];
  form.append(made("h3", "Ghi thêm"), ...placing, field("note", "Ghi chú (không bắt buộc)"), picture, row, saved);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const change = { place: form.elements.place?.value.trim() ?? visit.place, note: form.elements.note.value.trim() };
    if (file.files[0]) change.photo = await smaller(file.files[0]);
    await noted(id, change, saved);
  });
  return form;
}
async function noted(id, change, saved) {
  const kept = (await shelf.checks()).find((one) => one.id === id);
  if (!kept || kept.sent) { saved.textContent = "Lần kiểm tra này đã gửi đi, không ghi thêm được. Hãy quét lại."; return; }
  await shelf.mark(id, change);
  saved.textContent = "Đã ghi vào máy.";
  await showVisit();
  await showChecks();
}
function placed(id, saved) {
  saved.textContent = "Đang tìm vị trí…";
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => noted(id, { where: { lat: coords.latitude, lon: coords.longitude, accuracy: coords.accuracy } }, saved),
    () => { saved.textContent = "Không lấy được vị trí. Hãy gõ nơi kiểm tra."; },
    { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
  );
}
// A photo is shrunk before it is kept: a market has little signal. What cannot be drawn is kept as it is.
async function smaller(file) {
  try {
    const picture = await createImageBitmap(file), scale = Math.min(1, 1600 / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement("canvas"), { width: picture.width * scale, height: picture.height * scale });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob((blob) => done(blob ?? file), "image/jpeg", 0.8));
  } catch { return file; }
}

// The list of checks

function shownContent(one) {
  const code = contentOf(one.content).code;
  return [isCode(code) ? made("span", grouped(code), "code small") : made("span", one.content.slice(0, 60), "small")];
}
async function showChecks() {
  const place = find("checks"), all = shelf ? await shelf.checks().catch(() => []) : [];
  if (!all.length) return place.replaceChildren(made("p", "Chưa có lần nào. Quét con tem đầu tiên; mỗi lần kiểm tra được ghi ở đây và gửi về khi có mạng.", "soft"));
  const waiting = all.filter((one) => !one.sent && !one.refused).length, rows = made("ul", "", "quet-rows");
  for (const one of all.slice(0, 100)) {
    const item = made("li"), [kind, sentence] = SAYINGS[one.said];
    item.append(made("span", sentence, `badge ${{ soon: "wait", unknown: "" }[kind] ?? kind}`), ...shownContent(one));
    const state = one.sent ? `đã gửi; cổng nói: ${one.answer}` : one.refused ? `không nhận: ${one.refused.join(" ")}` : "chờ gửi";
    item.append(made("span", [hour(Date.parse(one.at) / 1000), one.place, one.note, one.where && "có vị trí", one.photo && "có ảnh", state].filter(Boolean).join(" · "), "hint"));
    rows.append(item);
  }
  const row = made("p", "", "row");
  if (waiting) row.append(made("span", `${waiting} lần chờ gửi.`), button("Gửi ngay", () => send(true), "button"));
  place.replaceChildren(...(waiting ? [row] : []), rows);
}
// Right after a check its note and photo are still being added: what was made within five minutes waits, unless asked.
let timer = 0;
const later = () => { clearTimeout(timer); timer = setTimeout(() => send(false), 301_000); };
async function send(asked) {
  let trouble = "";
  try {
    const me = await (await call(`${HOME}toi.json`)).json();
    await shelf.set("me", me.person);
    await sendAll(shelf, asked ? 0 : 300_000, visit && !visit.ended ? visit.id : "");
  } catch (fault) {
    trouble = fault instanceof SignedOut ? "Chưa đăng nhập nên chưa gửi được; mọi thứ vẫn nằm trong máy." : "Chưa gửi được; mọi thứ vẫn nằm trong máy.";
  }
  await showVisit();
  await showChecks();
  if (trouble && asked) find("checks").prepend(made("p", trouble, "field-error"));
}

// Reading

async function camera() {
  const view = find("view"), stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  Object.assign(view, { srcObject: stream, hidden: false });
  await view.play();
  reading = true;
  let seen = "";
  find("camera").lastChild.textContent = "Dừng máy ảnh";
  const stop = () => {
    reading = false;
    stream.getTracks().forEach((track) => track.stop());
    view.hidden = true;
    find("camera").lastChild.textContent = "Quét bằng máy ảnh";
  };
  const look = async () => {
    if (!reading) return stop();
    const [found] = await detector.detect(view).catch(() => []);
    if (!found || found.rawValue === seen) {
      if (!found) seen = "";
      return void setTimeout(look, 150);
    }
    // Along a shelf the camera stays open; one stamp at a time is said only once.
    if (!visit || visit.ended) { stop(); return void await check(found.rawValue); }
    seen = found.rawValue;
    const told = await check(found.rawValue);
    navigator.vibrate?.(!told || FLAGS.has(told.said) ? [80, 60, 80] : 40);
    setTimeout(look, 700);
  };
  look();
}
async function fromPhoto(file) {
  const [found] = await new BarcodeDetector({ formats: ["qr_code"] }).detect(await createImageBitmap(file)).catch(() => []);
  if (found) await check(found.rawValue);
  else wrong("Không thấy mã vuông trong ảnh. Hãy chụp gần hơn, hoặc gõ mã.");
}

find("form").addEventListener("submit", (event) => { event.preventDefault(); check(find("form").elements.ma.value); });
find("refresh").addEventListener("click", refresh);
find("clear").addEventListener("click", async () => {
  const waiting = (await shelf.checks()).filter((one) => !one.sent && !one.refused).length;
  if (waiting && find("clear").dataset.sure !== "1") {
    find("cleared").textContent = `Còn ${waiting} lần chưa gửi sẽ mất. Bấm lần nữa nếu vẫn muốn xóa.`;
    find("clear").dataset.sure = "1";
    return;
  }
  await shelf.clear();
  listing = visit = null;
  find("clear").dataset.sure = "";
  find("cleared").textContent = "Đã xóa danh sách và mọi lần kiểm tra khỏi máy này.";
  find("answer").replaceChildren();
  showList();
  await showVisit();
  await showChecks();
});
if ("BarcodeDetector" in window) {
  find("photo").hidden = false;
  find("file").addEventListener("change", ({ target }) => target.files[0] && fromPhoto(target.files[0]).then(() => { target.value = ""; }));
  if (navigator.mediaDevices) {
    find("camera").hidden = false;
    find("camera").addEventListener("click", () => {
      if (reading) { reading = false; return; }
      camera().catch(() => { find("help").textContent = "Máy ảnh không mở được (chưa cho phép, hoặc đang dùng ở nơi khác). Hãy đọc từ ảnh chụp, hoặc gõ mã."; });
    });
  }
} else find("help").textContent = "Trình duyệt này không đọc được mã vuông. Hãy gõ mã, hoặc quét bằng ứng dụng máy ảnh rồi dán địa chỉ vào đây.";
find("begin").addEventListener("submit", (event) => { event.preventDefault(); startVisit(event.target); });
find("nostamp").addEventListener("submit", (event) => { event.preventDefault(); unstamped(event.target); });
find("end").addEventListener("click", endVisit);
window.addEventListener("online", () => { refresh(); send(false); });
window.addEventListener("offline", () => showList());

async function begin() {
  if (!shelf) { find("list").textContent = "Trình duyệt này không giữ được danh sách. Hãy dùng Chrome hoặc Safari mới."; return; }
  const held = await shelf.get("list").catch(() => null);
  if (held) listing = new Listing(held);
  showList();
  await visitBegun();
  await showChecks();
  navigator.serviceWorker?.register(`${HOME}tho.js`, { scope: HOME });
  if (!navigator.onLine) return;
  await refresh();
  await send(false);
}
begin();
