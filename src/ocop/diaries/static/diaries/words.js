// The words of the diary: kinds of entries, the questions of each, and how an entry is told in one line.

export const UNITS = ["kg", "g", "yến", "tạ", "tấn", "lít", "ml", "chai", "lọ", "gói", "hộp", "túi", "bao", "thùng", "cái", "con", "quả", "cây", "bó", "tổ"];
export const COMMON = ["kg", "g", "tạ", "lít", "chai", "gói"];

const WORKS = ["Bón phân", "Phun thuốc", "Tưới nước", "Làm cỏ", "Tỉa cành", "Gieo, trồng", "Cho ăn", "Thăm, kiểm tra"];
const PROCESSES = ["Phân loại", "Rửa", "Phơi", "Sấy", "Ủ, lên men", "Nấu, chưng", "Ép, lọc", "Xay, nghiền", "Ướp, trộn"];
const where = { ask: "Ở đâu?", type: "where", name: "where" };
const partner = (ask) => ({ ask, type: "text", name: "partner", label: "Tên người hoặc cửa hàng" });
const paper = { ask: "Số chứng từ?", type: "text", name: "document", label: "Số hóa đơn, phiếu giao (nếu có)" };

// One question for each screen; `if` leaves a question out.
export const KINDS = {
  input: { short: "Vật tư", label: "Nhập nguyên liệu, vật tư", hint: "mua, nhận về", steps: [
    { ask: "Nhập về thứ gì?", type: "thing", side: "outputs", fresh: "VT" },
    { ask: "Mua của ai?", type: "text", name: "supplier", label: "Tên người bán" }, paper] },
  care: { short: "Chăm sóc", label: "Trồng, chăm sóc", hint: "bón, phun, tưới", steps: [
    where, { ask: "Làm việc gì?", type: "pick", name: "work", options: WORKS },
    { ask: "Dùng phân hay thuốc gì?", type: "text", name: "substance", label: "Tên phân, thuốc", if: (draft) => /phân|thuốc/i.test(draft.details.work ?? "") },
    { ask: "Liều bao nhiêu?", type: "text", name: "dose", label: "Ví dụ: 20 ml một bình 16 lít", if: (draft) => draft.details.substance },
    { ask: "Cách ly mấy ngày?", type: "number", name: "quarantine_days", unit: "ngày", if: (draft) => /thuốc/i.test(draft.details.work ?? "") }] },
  harvest: { short: "Thu hoạch", label: "Thu hoạch", hint: "hái, cắt, lấy mật", steps: [
    where, { ask: "Thu được gì?", type: "thing", side: "outputs", fresh: "TH" }] },
  processing: { short: "Chế biến", label: "Sơ chế, chế biến", hint: "rửa, sấy, nấu, ép", steps: [
    { ask: "Lấy từ mẻ nào?", type: "thing", side: "inputs", many: true },
    { ask: "Làm việc gì?", type: "pick", name: "work", options: PROCESSES },
    { ask: "Ra được gì?", type: "thing", side: "outputs", fresh: "CB", many: true }] },
  packing: { short: "Đóng gói", label: "Đóng gói", hint: "vào chai, hộp, túi", steps: [
    { ask: "Đóng từ mẻ nào?", type: "thing", side: "inputs", many: true },
    { ask: "Đóng vào lô nào?", type: "thing", side: "outputs", lots: true, fresh: "DG", units: ["chai", "lọ", "gói", "hộp", "túi", "kg"] },
    { ask: "Hạn dùng đến ngày nào?", type: "date", name: "best_before" }] },
  lab: { short: "Kiểm nghiệm", label: "Kiểm nghiệm", hint: "mẫu, kết quả", steps: [
    { ask: "Kiểm lô hay mẻ nào?", type: "thing", side: "inputs", lots: true, noAmount: true },
    { ask: "Kết quả ra sao?", type: "pick", name: "result", only: true, options: [["pass", "Đạt"], ["fail", "Không đạt"], ["pending", "Chờ kết quả"]] },
    { ask: "Kiểm ở đâu?", type: "text", name: "laboratory", label: "Tên phòng kiểm nghiệm" },
    { ask: "Số phiếu?", type: "text", name: "number", label: "Số ghi trên phiếu kết quả" }] },
  storage: { short: "Lưu kho", label: "Bảo quản, kho", hint: "cất ở đâu", steps: [
    { ask: "Cất lô hay mẻ nào?", type: "thing", side: "inputs", lots: true, noAmount: true }, { ...where, ask: "Cất ở đâu?" },
    { ask: "Nhiệt độ bao nhiêu?", type: "number", name: "temperature", unit: "°C", sign: true },
    { ask: "Độ ẩm bao nhiêu?", type: "number", name: "humidity", unit: "%" }] },
  dispatch: { short: "Xuất", label: "Xuất, giao hàng", hint: "giao cho ai", steps: [
    { ask: "Giao lô hay mẻ nào?", type: "thing", side: "inputs", lots: true, units: ["chai", "lọ", "gói", "hộp", "thùng", "kg"] }, partner("Giao cho ai?"), paper] },
  receipt: { short: "Nhận", label: "Nhận hàng", hint: "nhận từ ai", steps: [
    { ask: "Nhận thứ gì?", type: "thing", side: "inputs", lots: true, named: true }, partner("Nhận từ ai?"), paper] },
  note: { short: "Ghi chú", label: "Ghi chú", hint: "thời tiết, sự cố", steps: [
    { ask: "Nói về lô hay mẻ nào?", type: "about" }] },
  correction: { short: "Bỏ ghi chép", label: "Bỏ một ghi chép", hint: "ghi nhầm", steps: [] },
};
export const ON_TODAY = ["input", "care", "harvest", "processing", "packing", "lab", "storage", "dispatch", "receipt", "note"];

const DETAILS = {
  supplier: "Người bán", document: "Chứng từ", work: "Việc làm", substance: "Phân, thuốc", dose: "Liều lượng", quarantine_days: "Cách ly (ngày)",
  best_before: "Hạn dùng", package: "Bao bì", laboratory: "Phòng kiểm nghiệm", number: "Số phiếu", result: "Kết quả", tested_for: "Chỉ tiêu",
  temperature: "Nhiệt độ (°C)", humidity: "Độ ẩm (%)", partner: "Bên kia", partner_gln: "GLN bên kia",
};
const TOOK = { care: "Dùng", lab: "Mẫu của", storage: "Cất", dispatch: "Giao", receipt: "Nhận" }, MADE = { input: "Nhập về", packing: "Đóng vào", harvest: "Thu được" };
const RESULTS = { pass: "đạt", fail: "không đạt", pending: "chờ kết quả" };

export const STATES = {
  waiting: { words: "đang ở trên máy", icon: "phone", look: "soon" },
  left: { words: "đang gửi", icon: "upload", look: "soon" },
  sent: { words: "đã gửi lên", icon: "ok", look: "ok" },
  refused: { words: "bị trả lại", icon: "void", look: "void" },
  replaced: { words: "đã gửi lại bản sửa", icon: "undo", look: "" },
};

export const number = (value) => String(value ?? "").replace(/\B(?=(\d{3})+(?!\d)(?=[^,.]*([.,]|$)))/g, (gap, _, __, at, whole) => (/[.,]/.test(whole.slice(0, at)) ? "" : ".")).replace(/\.(?=\d{1,3}$)(?!\d{3}$)/, ",");
export const two = (n) => String(n).padStart(2, "0");
export const dayOf = (moment) => { const d = new Date(moment); return `${two(d.getDate())}/${two(d.getMonth() + 1)}/${d.getFullYear()}`; };
export const clockOf = (moment) => { const d = new Date(moment); return `${two(d.getHours())}:${two(d.getMinutes())}`; };
export const whenOf = (moment, now = Date.now()) => (dayOf(moment) === dayOf(now) ? `${clockOf(moment)} hôm nay` : dayOf(moment) === dayOf(now - 86_400_000) ? `${clockOf(moment)} hôm qua` : `${clockOf(moment)} ngày ${dayOf(moment)}`);

// Date and time with the phone's own zone: 2026-08-09T07:30:00+07:00.
export function withZone(moment) {
  const d = new Date(moment), ahead = -d.getTimezoneOffset(), size = Math.abs(ahead);
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}T${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}${ahead < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

// «12,5 kg Mật ong rừng, mẻ TH-0809A»
export function thingWords(thing, names = {}) {
  const name = thing.lot ? names.lots?.get(thing.lot) ?? `lô số ${thing.lot}` : [thing.name, thing.batch && `mẻ ${unbroken(thing.batch)}`].filter(Boolean).join(", ");
  return thing.quantity ? `${amountWords(thing)} ${name}` : name;
}
const unbroken = (code) => code.replaceAll("-", "\u2011");
export const amountWords = ({ quantity, unit }) => `${number(quantity)} ${unit}`;

// One line of what an entry is; in the story of one thing (`within`) that thing is not named again.
export function titleOf(entry, names = {}, within = "") {
  const itself = (thing) => within === (thing.lot ? `lo:${thing.lot}` : `me:${thing.book || entry.book || ""}:${thing.batch}`);
  const things = [...(entry.outputs ?? []), ...(entry.inputs ?? [])].map((thing) => (itself(thing) ? thing.quantity ? amountWords(thing) : "" : thingWords(thing, names))).filter(Boolean);
  const about = entry.lot && !within ? names.lots?.get(entry.lot) : "";
  const words = entry.note?.length > 70 ? `${entry.note.slice(0, 68).trimEnd()}…` : entry.note;
  const first = things[0] ?? entry.details?.work ?? (words || about || "");
  const more = things.length > 1 ? ` và ${things.length - 1} thứ nữa` : "";
  return first ? `${KINDS[entry.kind]?.short ?? entry.kind}: ${first}${more}` : KINDS[entry.kind]?.label ?? entry.kind;
}

// Everything an entry says, as pairs of words.
export function factsOf(entry, names = {}) {
  const facts = [["Lúc", whenOf(entry.at)]];
  const put = (name, value) => { if (value !== undefined && value !== null && value !== "") facts.push([name, String(value)]); };
  put("Người ghi", entry.by?.name);
  put("Sổ", names.books?.get(entry.book));
  put("Ở", names.places?.get(entry.area ?? entry.site) ?? (entry.area || entry.site ? "nơi không còn trong danh sách" : ""));
  put("Lô", entry.lot && names.lots?.get(entry.lot));
  for (const thing of entry.inputs ?? []) put(TOOK[entry.kind] ?? "Lấy từ", thingWords(thing, names));
  for (const thing of entry.outputs ?? []) put(MADE[entry.kind] ?? "Ra được", thingWords(thing, names));
  for (const [name, value] of Object.entries(entry.details ?? {})) put(DETAILS[name] ?? name, name === "result" ? RESULTS[value] ?? value : name === "best_before" ? value.split("-").reverse().join("/") : value);
  put("Ghi chú", entry.note);
  if (entry.gps) put("Vị trí", `${entry.gps.lat.toFixed(5)}, ${entry.gps.lon.toFixed(5)}${entry.gps.accuracy ? ` · sai số ${Math.round(entry.gps.accuracy)} m` : ""}`);
  return facts;
}
