// Going through a shelf: many stamps in a row, one list with what each flag means, sent as one visit.
"use strict";
const { heaps: HEAPS, explained: EXPLAINED } = JSON.parse(document.body.dataset.shelf);
const FLAGS = new Set(["impossible", "uncertified", "lapsed"].flatMap((heap) => HEAPS[heap][1]));
let visit = null;

const visitBegun = async () => { visit = shelf && await shelf.get("visit").catch(() => null) || null; await showVisit(); };
const ofVisit = async () => (visit ? (await shelf.checks()).filter((one) => one.visit?.id === visit.id) : []);

// A code that was read before in this visit: the same jar again, or two jars with one code, which only eyes can tell.
async function readBefore(text) {
  const content = text.trim().slice(0, 400), code = contentOf(content).code;
  return (await ofVisit()).find((one) => one.said !== "twin" && (one.content === content || (isCode(code) && contentOf(one.content).code === code)));
}
function twice(before, text) {
  const box = made("div", "", "notice warn"), words = made("div");
  words.append(
    made("p", `Mã này đã quét lúc ${hour(Date.parse(before.at) / 1000)} trong lượt này.`),
    made("p", "Quét lại cùng một món thì không cần ghi. Hai món khác nhau mang cùng một mã thì ít nhất một tem là tem chép."),
  );
  const row = made("p", "", "row");
  row.append(button("Hai món cùng một mã", () => note(text, "twin")));
  words.append(row);
  box.append(icon("warn"), words);
  return box;
}

function heapOf(said) { return Object.keys(HEAPS).find((heap) => HEAPS[heap][1].includes(said)); }
function explanation(said) {
  const [innocent, next] = EXPLAINED[said] ?? [];
  if (!innocent) return [];
  const list = made("dl", "", "quet-why");
  list.append(made("dt", "Có thể ngay tình"), made("dd", innocent), made("dt", "Nên làm"), made("dd", next));
  return [list];
}

async function showVisit() {
  const running = Boolean(visit && !visit.ended), checks = await ofVisit();
  find("idle").hidden = running;
  find("running").hidden = !running;
  document.body.classList.toggle("on-shelf", running);
  if (running) find("where").textContent = `${visit.place}, từ ${hour(Date.parse(visit.began) / 1000)}`;
  find("heaps").replaceChildren(...(visit ? await heaped(checks) : []));
}
async function heaped(checks) {
  const flagged = checks.filter((one) => FLAGS.has(one.said)).length;
  const parts = [made("p", checks.length ? `${checks.length} món, ${flagged ? `${flagged} món cần xem` : "chưa có món nào cần xem"}.` : "Quét con tem đầu tiên trên kệ.", "quet-sum")];
  for (const [name, [words, sayings]] of Object.entries(HEAPS)) {
    const here = checks.filter((one) => sayings.includes(one.said));
    if (here.length) parts.push(heap(words, here, name === "fine" || name === "unsure"));
  }
  if (visit.ended) parts.push(...ended(checks));
  return parts;
}
function heap(words, here, closed) {
  const box = Object.assign(made("details", "", "quet-heap"), { open: !closed }), rows = made("ul", "", "quet-rows");
  box.append(made("summary", `${words}: ${here.length}`));
  for (const one of here) rows.append(heapRow(one));
  box.append(rows);
  return box;
}
function heapRow(one) {
  const item = made("li"), [kind, sentence] = SAYINGS[one.said];
  item.append(...(one.product ? [made("b", one.product)] : shownContent(one)));
  item.append(made("span", sentence, `badge ${{ soon: "wait", unknown: "" }[kind] ?? kind}`), ...explanation(one.said));
  item.append(made("span", [hour(Date.parse(one.at) / 1000), one.lot && `lô ${one.lot}`, one.note, one.photo && "có ảnh", one.where && "có vị trí"].filter(Boolean).join(" · "), "hint"));
  return item;
}
function ended(checks) {
  const waiting = checks.some((one) => !one.sent && !one.refused), row = made("p", "", "row");
  if (waiting) row.append(made("span", "Lượt này còn nằm trong máy; có mạng thì tự gửi."), button("Gửi ngay", () => send(true), "button"));
  else if (checks.length) row.append(Object.assign(made("a", "Mở lượt này ở cổng để báo chủ thể và xã", "button"), { href: `/thanh-tra/ke/${visit.id}/` }));
  return checks.length ? [row] : [];
}

async function startVisit(form) {
  const place = form.elements.place.value.trim();
  find("unplaced").hidden = Boolean(place);
  if (!place) return form.elements.place.focus();
  visit = { id: newId(), place, began: new Date().toISOString() };
  await shelf.set("visit", visit);
  find("answer").replaceChildren();
  await showVisit();
  if (form.elements.locate.checked) locate();
  find("camera").hidden ? find("form").elements.ma.focus() : find("camera").focus();
}
// Where the phone is, once for the visit; a shelf does not move.
function locate() {
  navigator.geolocation?.getCurrentPosition(async ({ coords }) => {
    visit.where = { lat: coords.latitude, lon: coords.longitude, accuracy: coords.accuracy };
    await shelf.set("visit", visit);
    for (const one of await ofVisit()) if (!one.sent && !one.where) await shelf.mark(one.id, { where: visit.where });
    await showVisit();
  }, () => {}, { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 });
}
async function endVisit() {
  reading = false;
  visit.ended = new Date().toISOString();
  await shelf.set("visit", visit);
  find("answer").replaceChildren();
  await showVisit();
  find("heaps").scrollIntoView({ block: "start" });
  if (navigator.onLine) await send(true);
}
// Goods that call themselves OCOP and carry no stamp: the name is what can be looked up.
async function unstamped(form) {
  const name = form.elements.product.value.trim();
  if (name.length < 3) { find("unnamed").hidden = false; return form.elements.product.focus(); }
  find("unnamed").hidden = true;
  await note([name, form.elements.maker.value.trim()].filter(Boolean).join(", "), "no_stamp");
  form.reset();
  form.closest("details").open = false;
}
// What the inspector's eyes say, not a signature or a list.
async function note(content, said) {
  const found = said === "twin" ? await judge(content, listing) : { content: contentOf(""), notes: [], seen: null };
  await keep({ ...found, said }, content);
}
