// What has been written: the last entries, one entry, and the story of a lot, a batch or a place.
import { corrections, isAbout, storyOf, subjectsOf } from "./ledger.js";
import { mayBeTakenBack, told } from "./rows.js";
import { KINDS, STATES, dayOf, clockOf, factsOf, titleOf, whenOf } from "./words.js";
import { badge, button, h, hint, icon, link, notice, p } from "./ui.js";
import { again, cancel } from "./asking.js";
import { noteAbout } from "./onward.js";
import { fileAddress } from "./server.js";

const stateOf = (row) => STATES[row.state === "waiting" && row.left ? "left" : row.state];

export function line(app, row) {
  const view = told(row, app.person.name), title = titleOf(view, app.names);
  return h("li", { class: `jot ${row.state}` }, icon(`k-${KINDS[view.kind] && view.kind !== "correction" ? view.kind : "note"}`, "pict tiny"),
    h("div", {}, h("a", { href: `#/muc/${row.id}` }, title), h("p", { class: "small soft" }, `${whenOf(view.at)}${view.lot && !title.includes(app.names.lots.get(view.lot)) ? ` · ${app.names.lots.get(view.lot) ?? ""}` : ""}${view.by.mine ? "" : ` · ${view.by.name}`}`),
      row.state === "refused" && h("p", { class: "small wrong-words" }, row.reasons.join(" "))),
    badge(stateOf(row)));
}

export const newest = (app) => [...app.rows].filter((row) => row.state !== "replaced").sort((one, other) => (Date.parse(other.entry.noted ?? other.entry.at) - Date.parse(one.entry.noted ?? one.entry.at)) || (other.id < one.id ? -1 : 1));

// #/da-ghi
export function all(app, [which = ""]) {
  const rows = newest(app).filter((row) => !which || (which === "may" ? row.state === "waiting" || row.state === "refused" : row.mine));
  const days = Map.groupBy ? Map.groupBy(rows.slice(0, 400), (row) => dayOf(row.entry.at)) : grouped(rows.slice(0, 400));
  const tab = (name, words) => h("a", { href: `#/da-ghi${name ? `/${name}` : ""}`, "aria-current": which === name ? "page" : null }, words);
  return h("section", { class: "stack" }, h("h1", { tabindex: "-1" }, "Đã ghi"),
    h("nav", { class: "tabs", "aria-label": "Lọc" }, tab("", "Tất cả"), tab("toi", "Của tôi"), tab("may", "Chưa gửi")),
    rows.length ? [...days].map(([day, some]) => h("section", { class: "stack tight" }, h("h2", { class: "day" }, day), h("ul", { class: "jots" }, some.map((row) => line(app, row)))))
      : h("div", { class: "nothing" }, icon("book", "pict"), h("div", {}, p(h("b", {}, which === "may" ? "Mọi ghi chép đã gửi lên." : "Chưa có ghi chép nào.")), which !== "may" && p("Mỗi việc bạn ghi sẽ đứng ở đây, mới nhất ở trên."), link("Ghi một việc", "#/", { look: "button" }))));
}

function grouped(rows) {
  const days = new Map();
  for (const row of rows) days.set(dayOf(row.entry.at), [...(days.get(dayOf(row.entry.at)) ?? []), row]);
  return days;
}

// #/muc/<id>
export async function one(app, [id]) {
  const row = app.rows.find((each) => each.id === id);
  if (!row) return h("section", { class: "stack" }, h("h1", { tabindex: "-1" }, "Không có ghi chép này trên máy"), p("Có thể nó đã được lấy lại trước khi gửi."), link("Về trang ghi", "#/"));
  const view = told(row, app.person.name), put = corrections(app.views).get(id) ?? [], old = view.corrects;
  const own = app.writes(view.book), back = mayBeTakenBack(row, Date.now());
  return h("section", { class: "stack" }, h("p", { class: "ask-kind" }, icon(`k-${view.kind === "correction" ? "note" : view.kind}`, "pict small"), h("span", {}, KINDS[view.kind]?.label ?? view.kind), badge(stateOf(row))),
    h("h1", { tabindex: "-1" }, titleOf(view, app.names)),
    row.state === "refused" && h("div", { class: "notice danger" }, icon("void"), h("div", {}, p(h("b", {}, "Máy chủ trả lại ghi chép này:")), row.reasons.map((reason) => p(reason)), p("Nó vẫn nằm trên máy. Bấm «Sửa và gửi lại» để ghi một bản mới."))),
    row.state === "replaced" && notice("ok", p("Đã có bản sửa thay cho bản này. "), link("Xem bản sửa", `#/muc/${row.by}`, { look: "" })),
    put.length > 0 && notice("warn", p(put.length > 1 ? "Ghi chép này đã được sửa hai cách; cả hai được giữ:" : "Ghi chép này đã được sửa."), h("ul", {}, put.map((key) => h("li", {}, link(titleOf(app.views.find((each) => each.id === key), app.names), `#/muc/${key}`, { look: "" }))))),
    old && notice("info", p("Đây là bản sửa của một ghi chép trước. "), app.rows.some((each) => each.id === old) && link("Xem bản cũ", `#/muc/${old}`, { look: "" })),
    h("dl", { class: "facts" }, [...factsOf(view, app.names), ...(row.received ? [["Máy chủ nhận", whenOf(row.received)]] : []), ...(view.noted && Math.abs(Date.parse(view.noted) - Date.parse(view.at)) > 60_000 ? [["Ghi vào máy", whenOf(view.noted)]] : [])].map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
    view.files?.length > 0 && h("ul", { class: "attached big" }, await Promise.all(view.files.map((file, place) => shown(app, file, place)))),
    h("div", { class: "row" }, back && button("Lấy lại, không gửi", () => app.takeBack(row), { look: "secondary", sign: "undo" }),
      row.state === "refused" && button("Sửa và gửi lại", () => again(app, row, "replaces"), { sign: "edit" }),
      row.state !== "refused" && row.state !== "replaced" && own && view.kind !== "correction" && !back && [button("Sửa", () => again(app, row, "corrects"), { look: "secondary", sign: "edit" }), button("Ghi nhầm, bỏ", () => cancel(app, row), { look: "quiet" })]),
    row.state === "sent" && own && hint("Sửa là ghi thêm một bản mới; bản cũ vẫn còn trong sổ."),
    h("nav", { class: "stack tight", "aria-label": "Chuyện liên quan" }, subjectsOf(view).map((subject) => link(`Xem cả chuyện: ${app.subjectName(subject)}`, `#/chuyen/${encodeURIComponent(subject)}`, { look: "pick-link", sign: "book" }))));
}

async function shown(app, file, place) {
  const kept = await app.store.file(file.sha256), words = file.caption || (file.kind === "photo" ? `Ảnh ${place + 1}` : file.kind === "voice" ? "Lời nói" : "Giấy tờ");
  const src = kept ? URL.createObjectURL(kept.blob) : fileAddress(file.sha256), state = kept && kept.state !== "sent" ? kept.state === "refused" ? ` · bị trả lại: ${(kept.reasons ?? []).join(" ")}` : " · đang ở trên máy" : "";
  const missing = (event) => event.target.replaceWith(h("span", { class: "nothing small" }, `${words}: xem được khi có mạng`));
  return h("li", {}, file.kind === "photo" ? h("img", { src, alt: words, loading: "lazy", onerror: missing }) : file.kind === "voice" ? h("audio", { controls: true, src, preload: "metadata", "aria-label": words, onerror: missing }) : link(words, src), h("span", { class: "small" }, words + state));
}

// #/lo: everything that has a story, what was touched last first.
export function stories(app) {
  const last = new Map();
  for (const view of app.views) for (const subject of subjectsOf(view)) {
    const now = last.get(subject);
    last.set(subject, { at: Math.max(now?.at ?? 0, Date.parse(view.at)), count: (now?.count ?? 0) + 1 });
  }
  const some = [...last].sort(([, one], [, other]) => other.at - one.at).slice(0, 200);
  const bare = app.lots().filter((lot) => !last.has(`lo:${lot.id}`)).sort((one, other) => Date.parse(other.made_on) - Date.parse(one.made_on)).map((lot) => [`lo:${lot.id}`, { count: 0 }]);
  const signs = { lo: "stamp", me: "basket", vung: "place", noi: "house", so: "book" };
  const shelf = (rows) => h("ul", { class: "picks" }, rows.map(([subject, { at, count }]) => h("li", {}, h("a", { class: "pick", href: `#/chuyen/${encodeURIComponent(subject)}` }, icon(signs[subject.split(":")[0]]), h("span", {}, h("b", {}, app.subjectName(subject)), h("small", {}, count ? `${count} ghi chép · lần cuối ${dayOf(at)}` : "chưa có ghi chép nào"))))));
  return h("section", { class: "stack" }, h("h1", { tabindex: "-1" }, "Lô, mẻ, nơi làm"),
    some.length > 0 && shelf(some), bare.length > 0 && [h("h2", {}, some.length ? "Lô chưa ai ghi" : "Các lô"), shelf(bare)],
    !some.length && !bare.length && h("div", { class: "nothing" }, icon("stamp", "pict"), h("div", {}, p(h("b", {}, "Chưa có lô nào.")), p("Khi bạn ghi thu hoạch, chế biến, đóng gói, mỗi mẻ và mỗi lô có một trang kể từ đầu."))));
}

// #/chuyen/<subject>
export function story(app, [given]) {
  const subject = decodeURIComponent(given), rows = storyOf(app.views, subject), put = corrections(app.views);
  const names = new Map(app.rows.map((row) => [row.id, row]));
  return h("section", { class: "stack" }, h("h1", { tabindex: "-1" }, app.subjectName(subject)), noteAbout(app, subject), rows.length > 0 && h("h2", {}, "Từ đầu đến nay"),
    rows.length ? h("ol", { class: "story" }, rows.map((lanes) => (lanes.length === 1 ? lanes[0].map((view) => h("li", {}, step(app, view, names, put, subject, true)))
      : h("li", { class: "beside" }, h("p", { class: "beside-words" }, icon("people"), h("span", {}, `${lanes.length > 2 ? lanes.length : "Hai"} ${new Set(lanes.map((lane) => lane[0].by.name)).size > 1 ? "người" : "máy"} ghi mà chưa thấy của nhau: giữ ${lanes.length > 2 ? "tất cả" : "cả hai"}.`)),
        h("div", { class: "lanes" }, lanes.map((lane) => h("section", { class: "lane", "aria-label": lane[0].by.name }, h("h2", {}, laneName(lane, lanes)), h("ol", {}, lane.map((view) => h("li", {}, step(app, view, names, put, subject)))))))))))
      : h("div", { class: "nothing" }, icon("book", "pict"), h("div", {}, p(h("b", {}, "Chưa có ghi chép nào về mục này.")), p("Ghi một việc về mục này: nó sẽ đứng ở đây."))));
}

function laneName(lane, lanes) {
  const name = lane[0].by.name, twins = lanes.filter((other) => other[0].by.name === name);
  return twins.length > 1 ? `${name} (máy ${twins.indexOf(lane) + 1})` : name;
}

function step(app, view, rows, put, subject, alone = false) {
  const row = rows.get(view.id), better = put.get(view.id) ?? [], gone = better.some((id) => rows.get(id)?.entry.kind === "correction");
  return h("article", { class: `step${better.length ? " put-right" : ""}` }, icon(`k-${view.kind === "correction" ? "note" : view.kind}`, "pict tiny"),
    h("div", {}, h("a", { href: `#/muc/${view.id}` }, titleOf(view, app.names, subject)), h("p", { class: "small soft" }, `${dayOf(view.at)} ${clockOf(view.at)}${alone ? ` · ${view.by.name}` : ""}`),
      view.note && !titleOf(view, app.names, subject).includes(view.note) && h("p", { class: "small" }, view.note), better.length > 0 && h("p", { class: "small" }, gone ? "đã bỏ: ghi nhầm" : "đã sửa ở dưới"), row && row.state !== "sent" && badge(stateOf(row))));
}

export const about = (app, subject) => app.views.filter((view) => isAbout(view, subject));
