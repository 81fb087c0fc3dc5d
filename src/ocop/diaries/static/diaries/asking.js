// One question for each screen. What has been answered so far is kept on the device after every step, so that a call,
// an empty battery or a closed page costs nothing.
import { newId, written } from "./ledger.js";
import { told } from "./rows.js";
import { COMMON, KINDS, UNITS, amountWords, factsOf, number, thingWords, two, withZone } from "./words.js";
import { canRecord, LONGEST_VOICE, picture, record, voiceFile, whereNow } from "./media.js";
import { badge, button, h, hint, icon, link, notice, p, say } from "./ui.js";

export const blank = (kind, book, more = {}) => ({ kind, book, inputs: [], outputs: [], details: {}, files: [], note: "", ...more });

export async function begin(app, kind, more = {}, place = firstStep(kind)) {
  await app.store.set("draft", blank(kind, app.book(), more));
  app.go(`#/ghi/${kind}/${place}`);
}

const firstStep = (kind) => (KINDS[kind].steps.length ? 0 : "them");

// #/ghi/<kind>/<step>[/luong]
export async function ask(app, [kind, step, part]) {
  const draft = await app.store.get("draft");
  if (!KINDS[kind] || draft?.kind !== kind) return app.go("#/");
  if (step === "them") return extras(app, draft);
  const at = Number(step), question = KINDS[kind].steps[at];
  if (!question) return app.go("#/");
  const next = nextStep(draft, at), here = `#/ghi/${kind}/${at}`;
  const leave = async (change = {}) => { await app.store.set("draft", { ...draft, ...change }); app.go(`#/ghi/${kind}/${nextStep({ ...draft, ...change }, at)}`); };
  const screen = { app, draft, question, here, next, leave, at };
  return part === "luong" ? amount(screen) : SCREENS[question.type](screen);
}

export function nextStep(draft, at) {
  const steps = KINDS[draft.kind].steps;
  for (let place = at + 1; place < steps.length; place += 1) if (!steps[place].if || steps[place].if(draft)) return place;
  return "them";
}

// Where one is: what is being written, which question of how many, and the way back.
const onTop = (draft, place) => h("div", { class: "ask-kind" }, button("Quay lại", () => history.back(), { look: "quiet", sign: "back" }),
  h("span", { class: "ask-what" }, icon(`k-${draft.kind === "correction" ? "note" : draft.kind}`, "pict small"), h("span", {}, draft.corrects && draft.kind !== "correction" ? `Sửa: ${KINDS[draft.kind].short}` : KINDS[draft.kind].short)), h("span", { class: "ask-place" }, place));

function frame({ draft, question, at }, ...content) {
  const steps = KINDS[draft.kind].steps.filter((one) => !one.if || one.if(draft));
  const place = steps.indexOf(KINDS[draft.kind].steps[at]) + 1;
  return h("section", { class: "ask" }, onTop(draft, `câu ${place} / ${steps.length + 1}`),
    h("h1", { tabindex: "-1" }, question.ask), ...content);
}

const skip = ({ leave }, words = "Bỏ qua câu này") => button(words, () => leave(), { look: "quiet" });

const choice = (words, small, onclick, { chosen = false, sign } = {}) => h("li", {}, h("button", { type: "button", class: "pick", onclick, "aria-pressed": chosen ? "true" : null },
  sign && icon(sign), h("span", {}, h("b", {}, words), small && h("small", {}, small))));

// A name that is not in the list is typed.
function typed(label, done, value = "", words = "Tiếp") {
  const field = h("input", { type: "text", id: "go-chu", maxlength: "120", autocomplete: "off", enterkeyhint: "next", value });
  return h("form", { class: "typed", onsubmit: (event) => { event.preventDefault(); const text = field.value.trim(); if (text) done(text); else field.focus(); } },
    h("label", { for: "go-chu" }, label), h("div", { class: "typed-row" }, field, h("button", { type: "submit", class: "button" }, words)));
}

function where(screen) {
  const { app, draft, leave } = screen, { areas = [], sites = [] } = app.reference ?? {};
  const own = (one) => one.book === draft.book || one.book?.startsWith("p") || draft.book?.startsWith("p");
  const places = [...areas.filter(own).map((one) => ({ name: one.name, small: [one.crop, one.code].filter(Boolean).join(" · "), change: { area: one.key, site: undefined }, on: draft.area === one.key, sign: "place" })),
    ...sites.filter(own).map((one) => ({ name: one.name, small: [one.kind_label, one.place].filter(Boolean).join(" · "), change: { site: one.key, area: undefined }, on: draft.site === one.key, sign: "house" }))];
  return frame(screen, places.length ? h("ul", { class: "picks" }, places.map((one) => choice(one.name, one.small, () => leave(one.change), { chosen: one.on, sign: one.sign })))
    : notice("info", p("Sổ này chưa có vùng trồng, nhà xưởng nào."), p("Cứ bỏ qua; khi có mạng, thêm địa điểm ở trang Nhật ký sản xuất.")), skip(screen));
}

function pick(screen) {
  const { draft, question, leave } = screen, now = draft.details[question.name];
  const put = (value) => leave({ details: { ...draft.details, [question.name]: value } });
  return frame(screen, h("ul", { class: "picks two" }, question.options.map((one) => { const [value, words] = Array.isArray(one) ? one : [one, one]; return choice(words, "", () => put(value), { chosen: now === value }); })),
    !question.only && typed("Việc khác", put), skip(screen));
}

function text(screen) {
  const { app, draft, question, leave } = screen;
  const put = (value) => leave({ details: { ...draft.details, [question.name]: value } });
  const before = [...new Set(app.views.filter((one) => one.by.mine).map((one) => one.details?.[question.name]).filter(Boolean).reverse())].slice(0, 5);
  return frame(screen, typed(question.label, put, draft.details[question.name] ?? ""),
    before.length > 0 && h("div", { class: "stack tight" }, h("h2", { class: "label" }, "Đã ghi lần trước"), h("ul", { class: "picks" }, before.map((value) => choice(value, "", () => put(value))))), skip(screen));
}

function day(screen) {
  const { draft, question, leave } = screen;
  const field = h("input", { type: "date", id: "ngay", value: draft.details[question.name] ?? "" });
  return frame(screen, h("form", { class: "typed", onsubmit: (event) => { event.preventDefault(); if (field.value) leave({ details: { ...draft.details, [question.name]: field.value } }); else field.focus(); } },
    h("label", { for: "ngay" }, "Ngày, tháng, năm"), h("div", { class: "typed-row" }, field, h("button", { type: "submit", class: "button" }, "Tiếp"))), skip(screen));
}

function count(screen) {
  const { draft, question, leave } = screen, old = draft.details[question.name];
  const pad = keypad(old === undefined ? "" : number(old), { sign: question.sign, unit: question.unit });
  return frame(screen, pad.node, h("div", { class: "onward" }, button("Tiếp", () => { const value = pad.value(); if (value !== null) leave({ details: { ...draft.details, [question.name]: Number(value) } }); }, { look: "big" }), skip(screen)));
}

// Which batch or lot, or what it is called; how much comes on the next screen.
function thing(screen) {
  const { app, draft, question, here, leave } = screen, side = draft[question.side];
  const choose = async (row) => {
    const already = side.find((one) => same(one, row));
    if (question.noAmount) return leave({ [question.side]: already ? side : [...(question.many ? side : []), row] });
    await app.store.set("draft", { ...draft, pick: already ?? row });
    return app.go(`${here}/luong`);
  };
  const fresh = (name) => ({ name, ...(question.fresh && { batch: newBatch(app, draft, question.fresh) }) });
  const lots = question.lots ? app.lots(draft.book) : [], batches = question.side === "inputs" ? app.batches(draft.book) : [];
  const names = question.side === "outputs" && !question.lots ? app.namesGiven(draft) : [];
  return frame(screen, question.many && side.length > 0 && basket(screen, side),
    h("ul", { class: "picks" },
      lots.map((lot) => choice(lot.product, `lô ${lot.code}`, () => choose({ lot: lot.id }), { sign: "stamp" })),
      batches.map((one) => choice(one.name || one.batch, `mẻ ${one.batch}${one.quantity ? ` · ${amountWords(one)}` : ""}`, () => choose({ batch: one.batch, ...(one.book !== draft.book && { book: one.book }), ...(one.name && { name: one.name }) }), { sign: "basket" })),
      names.map((name) => choice(name, "", () => choose(fresh(name)), { sign: "basket" }))),
    typed(!names.length && !lots.length && !batches.length ? "Gọi tên" : question.lots && question.side === "outputs" ? "Lô chưa có: gọi tên" : "Thứ khác: gọi tên", (name) => choose(question.side === "outputs" ? fresh(name) : { name })), skip(screen));
}

const same = (one, other) => one.lot === other.lot && one.batch === other.batch && (one.book ?? "") === (other.book ?? "") && (one.batch || one.lot ? true : one.name === other.name);

function basket({ app, draft, question, leave, here }, side) {
  const drop = async (gone) => { await app.store.set("draft", { ...draft, [question.side]: side.filter((one) => one !== gone) }); app.render(true); };
  return h("div", { class: "chosen stack tight" }, h("h2", { class: "label" }, "Đã chọn"),
    h("ul", {}, side.map((one) => h("li", {}, h("span", {}, thingWords(one, app.names)), button("Bỏ", () => drop(one), { look: "quiet", "aria-label": `Bỏ ${thingWords(one, app.names)}` })))),
    button("Đủ rồi, tiếp", () => leave(), { look: "big", "data-on": here }), h("h2", { class: "label" }, "Thêm nữa"));
}

// TH-1122A: what was done, month and day, and the first letter that is still free.
function newBatch(app, draft, prefix) {
  const d = new Date(), base = `${prefix}-${two(d.getMonth() + 1)}${two(d.getDate())}`;
  const taken = new Set([...app.batches(draft.book), ...draft.outputs].map((one) => one.batch));
  for (let n = 0; ; n += 1) {
    const code = base + (n < 26 ? String.fromCharCode(65 + n) : `Z${n}`);
    if (!taken.has(code)) return code;
  }
}

async function amount(screen) {
  const { app, draft, question, here, leave } = screen, row = draft.pick;
  if (!row) return app.go(here);
  const units = question.units ?? COMMON, unitNow = row.unit ?? app.unitOf(row) ?? units[0];
  const pad = keypad(row.quantity ? number(row.quantity) : "", {});
  const others = UNITS.filter((one) => !units.includes(one));
  const more = h("select", { id: "don-vi-khac", "aria-label": "Đơn vị khác" }, h("option", { value: "" }, "Đơn vị khác…"), others.map((one) => h("option", { value: one, selected: one === unitNow }, one)));
  const chips = h("fieldset", { class: "units" }, h("legend", {}, "Đơn vị"), units.map((one) => h("label", { class: "chip" }, h("input", { type: "radio", name: "unit", value: one, checked: one === unitNow, onchange: () => { more.value = ""; } }), h("span", {}, one))), more);
  more.onchange = () => { for (const radio of chips.querySelectorAll("input")) radio.checked = !more.value && radio.value === units[0]; };
  const field = row.batch && question.fresh && h("input", { type: "text", id: "ma-me", value: row.batch, maxlength: "40", pattern: "[^\\s\\/\\\\<>]+", autocapitalize: "characters" });
  const put = async (again) => {
    const value = pad.value();
    if (value === null) return;
    if (field && !field.reportValidity()) return;
    const unit = more.value || chips.querySelector("input:checked")?.value || units[0];
    const made = { ...row, ...(field?.value.trim() && { batch: field.value.trim() }), quantity: value, unit };
    const rest = question.many ? draft[question.side].filter((one) => !same(one, row)) : [];
    const change = { [question.side]: [...rest, made], pick: undefined };
    if (again) { await app.store.set("draft", { ...draft, ...change }); app.go(here); } else await leave(change);
  };
  const unknown = async () => leave({ [question.side]: [...(question.many ? draft[question.side].filter((one) => !same(one, row)) : []), { ...row, quantity: undefined, unit: undefined }], pick: undefined });
  return frame({ ...screen, question: { ...question, ask: "Bao nhiêu?" } }, h("p", { class: "of-what" }, thingWords({ ...row, quantity: null }, app.names)), chips, pad.node,
    field && h("details", {}, h("summary", {}, `Mã mẻ: ${row.batch}`), h("div", { class: "field" }, h("label", { for: "ma-me" }, "Mã mẻ viết trên bao, thùng"), field)),
    h("div", { class: "onward sticky" }, button("Tiếp", () => put(false), { look: "big" })),
    h("div", { class: "onward" }, question.many && button("Thêm mẻ nữa", () => put(true), { look: "secondary", sign: "plus" }), button("Chưa cân, bỏ qua", unknown, { look: "quiet" })));
}

// Large keys for wet fingers; a keyboard may be used as well.
function keypad(start, { sign = false, unit = "" } = {}) {
  const shown = h("input", { class: "shown", id: "so", inputmode: "none", autocomplete: "off", value: start, maxlength: "13", "aria-label": unit ? `Con số (${unit})` : "Con số", "aria-describedby": "so-sai" });
  const wrong = h("p", { class: "field-error", id: "so-sai", role: "alert" });
  const press = (key) => { shown.value = key === "⌫" ? shown.value.slice(0, -1) : key === "±" ? (shown.value.startsWith("-") ? shown.value.slice(1) : `-${shown.value}`) : (shown.value + key).slice(0, 13); wrong.textContent = ""; };
  const words = { "⌫": "Xóa một số", ",": "Dấu phẩy", "±": "Âm hoặc dương" };
  const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", ",", "0", "⌫", ...(sign ? ["±"] : [])];
  const value = () => {
    const said = shown.value.trim();
    const bare = (/^-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/.test(said) ? said.replaceAll(".", "") : said).replace(",", ".");
    if (/^-?\d{1,9}(\.\d{1,3})?$/.test(bare) && (sign || !bare.startsWith("-"))) return bare;
    wrong.textContent = shown.value ? "Số chưa đúng. Ví dụ: 12 hoặc 12,5." : "Hãy bấm số, hoặc bỏ qua.";
    shown.focus();
    return null;
  };
  return { value, node: h("div", { class: "pad" }, h("div", { class: "pad-shown" }, shown, unit && h("span", { class: "pad-unit" }, unit)), wrong,
    h("div", { class: "keys", role: "group", "aria-label": "Bàn phím số" }, keys.map((key) => h("button", { type: "button", onclick: () => press(key), "aria-label": words[key] ?? null }, key)))) };
}

function about(screen) {
  const { app, draft, leave } = screen;
  return frame(screen, h("ul", { class: "picks" }, app.lots(draft.book).map((lot) => choice(lot.product, `lô ${lot.code}`, () => leave({ lot: lot.id }), { chosen: draft.lot === lot.id, sign: "stamp" })),
    [...(app.reference?.areas ?? [])].map((one) => choice(one.name, one.crop, () => leave({ area: one.key, lot: undefined }), { chosen: draft.area === one.key, sign: "place" }))),
  button("Không về lô nào", () => leave({ lot: undefined, area: undefined }), { look: "secondary" }));
}

const SCREENS = { where, pick, text, date: day, number: count, thing, about };

// The last screen: what will be written, and what may go with it.
function extras(app, draft) {
  const keep = async (change) => { Object.assign(draft, change); await app.store.set("draft", draft); };
  const list = h("ul", { class: "attached" }), fault = h("p", { class: "field-error", role: "alert" });
  const paint = () => list.replaceChildren(...draft.files.map((file, place) => attached(file, place, async () => { await keep({ files: draft.files.filter((one) => one !== file) }); paint(); })));
  const attach = async (work) => {
    fault.textContent = "";
    try {
      const file = await work;
      if (draft.files.length >= 20) throw new Error("Mỗi ghi chép kèm nhiều nhất 20 tệp.");
      if (!draft.files.some((one) => one.sha256 === file.sha256)) await keep({ files: [...draft.files, file] });
      say(file.kind === "photo" ? "Đã kèm ảnh" : "Đã kèm lời nói");
    } catch (wrong) { fault.textContent = wrong.message || "Không mở được tệp này."; }
    paint();
  };
  const camera = h("input", { type: "file", accept: "image/*", capture: "environment", class: "hidden", id: "anh", onchange: async () => { for (const file of camera.files) await attach(picture(file)); camera.value = ""; } });
  const note = h("textarea", { id: "ghi-chu", maxlength: "2000", rows: "3", value: draft.note, oninput: () => keep({ note: note.value }) });
  const moment = h("input", { type: "datetime-local", id: "luc", value: localInput(draft.at ?? Date.now()), max: localInput(Date.now() + 86_400_000), onchange: () => keep({ at: moment.value ? withZone(new Date(moment.value)) : undefined }) });
  paint();
  const cancel = draft.kind === "correction";
  return h("section", { class: "ask" },
    onTop(draft, "câu cuối"),
    h("h1", { tabindex: "-1" }, cancel ? "Bỏ ghi chép này?" : draft.corrects ? "Ghi bản sửa vào sổ?" : "Ghi vào sổ?"),
    cancel && notice("info", p("Bản cũ không bị xóa: sổ ghi thêm một dòng nói rằng việc đó không có.")),
    h("dl", { class: "facts tight" }, factsOf({ ...draft, at: draft.at ?? withZone(Date.now()), note: "" }, app.names).slice(1).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
    !cancel && h("div", { class: "extras" }, h("label", { class: "tile-label", for: "anh" }, icon("camera", "pict small"), h("span", {}, "Chụp ảnh")), camera, voiceButton(attach), gpsButton(draft, keep, fault)),
    fault, list,
    h("div", { class: "field" }, h("label", { for: "ghi-chu" }, cancel ? "Vì sao bỏ? " : "Viết thêm ", h("span", { class: "optional" }, "(không bắt buộc)")), note),
    !cancel && h("details", {}, h("summary", {}, "Việc này làm lúc khác"), h("div", { class: "field" }, h("label", { for: "luc" }, "Ngày giờ làm"), moment)),
    h("div", { class: "onward sticky" }, button(cancel ? "Ghi là đã bỏ" : "Ghi vào sổ", () => save(app, draft, fault), { look: "big", sign: "check" }), link("Để sau", "#/", { look: "button quiet" })));
}

const localInput = (moment) => withZone(moment).slice(0, 16);

function attached(file, place, drop) {
  const url = URL.createObjectURL(file.blob), words = file.kind === "photo" ? `Ảnh ${place + 1}` : "Lời nói";
  return h("li", {}, file.kind === "photo" ? h("img", { src: url, alt: words, onload: () => URL.revokeObjectURL(url) }) : h("audio", { controls: true, src: url, "aria-label": words }),
    h("span", { class: "small" }, `${words} · ${Math.max(1, Math.round(file.bytes / 1000))} kB`), button("Bỏ", drop, { look: "quiet", "aria-label": `Bỏ ${words}` }));
}

function voiceButton(attach) {
  const words = h("span", {}, "Nói vào"), file = h("input", { type: "file", accept: "audio/*", capture: true, class: "hidden", id: "giong", onchange: async () => { if (file.files[0]) await attach(voiceFile(file.files[0])); file.value = ""; } });
  if (!canRecord()) return [h("label", { class: "tile-label", for: "giong" }, icon("mic", "pict small"), words), file];
  let under;
  const press = async () => {
    if (under) { under.stop(); return; }
    try {
      under = await record((ms) => { words.textContent = `Dừng (${Math.round(ms / 1000)} / ${LONGEST_VOICE / 1000} giây)`; });
      node.classList.add("on");
      words.textContent = "Dừng";
      say("Đang ghi âm");
      const done = under.done;
      await attach(done);
    } catch { await attach(Promise.reject(new Error("Máy chưa cho phép ghi âm. Bật lại trong cài đặt của trình duyệt, hoặc viết vào ô dưới."))); }
    under = undefined;
    node.classList.remove("on");
    words.textContent = "Nói vào";
  };
  const node = h("button", { type: "button", class: "tile-label", onclick: press }, icon("mic", "pict small"), words);
  return node;
}

function gpsButton(draft, keep, fault) {
  const words = h("span"), show = () => { words.textContent = draft.gps ? `Vị trí ± ${draft.gps.accuracy} m · bỏ` : "Kèm vị trí"; node.classList.toggle("on", Boolean(draft.gps)); };
  const press = async () => {
    fault.textContent = "";
    if (draft.gps) { await keep({ gps: undefined }); show(); return; }
    words.textContent = "Đang tìm…";
    try { await keep({ gps: await whereNow() }); say("Đã kèm vị trí"); } catch (wrong) { fault.textContent = wrong.message; }
    show();
  };
  const node = h("button", { type: "button", class: "tile-label", onclick: press, title: "Chỉ lấy vị trí khi bạn bấm" }, icon("place", "pict small"), words);
  show();
  return node;
}

// A finger that presses twice means one entry: the second press finds the draft being written.
const beingWritten = new WeakSet();

async function save(app, draft, fault) {
  if (beingWritten.has(draft)) return;
  beingWritten.add(draft);
  let done = false;
  try { done = await write(app, draft, fault); } finally { if (!done) beingWritten.delete(draft); }
}

async function write(app, draft, fault) {
  const empty = !draft.inputs.length && !draft.outputs.length && !draft.files.length && !draft.note.trim() && !draft.site && !draft.area && !draft.lot && !Object.keys(draft.details).length && !draft.corrects;
  if (empty) { fault.textContent = "Ghi chép còn trống: hãy chụp ảnh, nói vào hoặc viết ít nhất một điều."; document.getElementById("ghi-chu").focus(); return false; }
  const now = Date.now(), { files, replaces, pick: _, ...content } = draft;
  const lots = [...new Set([...draft.inputs, ...draft.outputs].map((one) => one.lot).filter(Boolean))];
  const bare = Object.fromEntries(Object.entries({ ...content, lot: draft.lot ?? (lots.length === 1 ? lots[0] : undefined), note: draft.note.trim(), device: await app.store.get("device"), files: files.map(({ sha256, kind, caption = "" }) => ({ sha256, kind, caption })) })
    .filter(([, value]) => value !== undefined && value !== "" && !(Array.isArray(value) && !value.length) && !(value?.constructor === Object && !Object.keys(value).length)));
  const known = (await app.store.rows()).filter((row) => row.state !== "refused" && row.state !== "replaced").map((row) => row.entry);
  const entry = JSON.parse(JSON.stringify(written(known, bare, { id: newId(now), at: withZone(now) })));
  await app.store.add(entry, files, now, replaces);
  await app.saved(entry);
  return true;
}

// An old entry opened again as a new one: put right (`corrects`), or said better after it was refused (`replaces`).
export async function again(app, row, how) {
  const view = told(row, app.person.name), files = [];
  for (const { sha256 } of view.files ?? []) { const file = await app.store.file(sha256); if (file) files.push(file); }
  const { kind, book, site, area, lot, inputs = [], outputs = [], details = {}, note = "", gps, at, corrects } = view;
  const draft = { ...blank(kind, book), site, area, lot, inputs, outputs, details, note, gps, at, files, corrects, ...(how === "corrects" ? { corrects: row.id } : { replaces: row.id }) };
  await app.store.set("draft", draft);
  app.go(`#/ghi/${kind}/${firstStep(kind)}`);
}

export async function cancel(app, row) {
  await app.store.set("draft", blank("correction", row.entry.book, { corrects: row.id, lot: row.entry.lot }));
  app.go("#/ghi/correction/them");
}
