// This phone: what waits, how much room is left, who uses it, how to install, how to leave.
import { forget, keepMark, people, waitingOfOthers } from "./accounts.js";
import { unsent } from "./rows.js";
import { send, state } from "./sending.js";
import { clockOf, two } from "./words.js";
import { button, h, hint, icon, link, notice, p, say } from "./ui.js";

const MB = 1_000_000, TIGHT = 60 * MB;
const inMb = (bytes) => bytes > 1000 * MB ? `${(bytes / 1000 / MB).toFixed(1).replace(".", ",")} GB` : `${(bytes / MB).toFixed(bytes < 10 * MB ? 1 : 0).replace(".", ",")} MB`;

export async function room() {
  const { usage = 0, quota = 0 } = await navigator.storage?.estimate?.().catch(() => ({})) ?? {};
  return { usage, left: quota - usage, tight: quota > 0 && (quota - usage < TIGHT || usage / quota > 0.85) };
}

export const signIn = (words = "Đăng nhập lại để gửi") => link(words, `/dang-nhap/?next=${encodeURIComponent("/nhat-ky-san-xuat/so/")}`, { look: "button", sign: "key" });

// How things stand, in one band that is on every screen.
export function band(app) {
  const waiting = app.rows.filter((row) => row.state === "waiting").length, back = app.rows.filter((row) => row.state === "refused").length;
  const parts = [];
  if (back) parts.push(h("a", { href: "#/da-ghi/may", class: "band-part void" }, icon("void"), h("span", {}, `${back} ghi chép bị trả lại`)));
  if (waiting) parts.push(h("a", { href: "#/da-ghi/may", class: "band-part soon" }, icon("phone"), h("span", {}, `${waiting} ghi chép đang ở trên máy`)));
  if (app.pending) parts.push(h("span", { class: "band-part soon" }, icon("camera"), h("span", {}, `${app.pending} tệp đang ở trên máy`)));
  if (!waiting && !back && !app.pending && (state.at || app.rows.length)) parts.push(h("span", { class: "band-part ok" }, icon("ok"), h("span", {}, state.at ? `đã gửi hết lúc ${clockOf(state.at)}` : "không còn gì chưa gửi")));
  if (state.how === "lost" || !navigator.onLine) parts.push(h("span", { class: "band-part" }, icon("nonet"), h("span", {}, "mất mạng, vẫn ghi được")));
  else if (state.how === "busy" && waiting + app.pending > 0) parts.push(h("span", { class: "band-part soon" }, icon("upload"), h("span", {}, "cổng đang bận, máy sẽ tự gửi lại")));
  const act = waiting + app.pending > 0 && app.person && navigator.onLine && !["signed-out", "somebody-else"].includes(state.how) && button(state.busy ? "Đang gửi…" : "Gửi ngay", () => send({ all: true }), { look: "secondary tiny", sign: "upload", disabled: state.busy });
  return h("div", { class: "band-row" }, parts, act);
}

export function trouble(app) {
  if (state.how === "signed-out") return notice("warn", p(h("b", {}, "Đã hết phiên đăng nhập."), " Ghi chép vẫn nằm yên trên máy và vẫn ghi tiếp được."), signIn());
  if (state.how === "somebody-else") return notice("warn", p(h("b", {}, `Máy đang đăng nhập bằng tài khoản khác, không phải ${app.person.name}.`), " Ghi chép của ai gửi bằng tài khoản người ấy."), button("Dùng sổ của người đang đăng nhập", () => app.switch(), { look: "secondary" }));
  if (state.how === "not-taken") return notice("danger", p("Máy chủ chưa nhận. Ghi chép vẫn nằm trên máy; hãy thử lại sau."));
  return null;
}

// #/may-nay
export async function phone(app) {
  const { usage, left, tight } = await room(), kept = await navigator.storage?.persisted?.().catch(() => false);
  const files = await app.store.files(), waitingFiles = files.filter((file) => file.state !== "sent"), others = await waitingOfOthers(app.person.id);
  const done = files.filter((file) => file.state === "sent");
  return h("section", { class: "stack" }, h("h1", { tabindex: "-1" }, "Máy này"),
    h("dl", { class: "facts" }, [["Sổ của", app.person.name], ["Chưa gửi", `${unsent(app.rows).length} ghi chép, ${waitingFiles.length} tệp`], ["Gửi lần cuối", state.at ? clockOf(state.at) : "chưa gửi từ khi mở"],
      ["Chỗ trên máy", usage ? `đã dùng ${inMb(usage)}, còn ${inMb(left)}` : "máy không cho biết"], ["Giữ lâu dài", kept ? "máy đã hứa không tự xóa" : "máy có thể dọn khi hết chỗ, nếu sổ chưa cài ra màn hình chính"]].map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
    tight && notice("danger", p(h("b", {}, "Máy sắp hết chỗ."), " Hãy gửi khi có mạng, rồi dọn ảnh đã gửi.")),
    h("div", { class: "row" }, button("Gửi ngay", () => send({ all: true }), { sign: "upload" }), done.length > 0 && button(`Dọn ${done.length} ảnh, lời nói đã gửi`, () => tidy(app, done), { look: "secondary", sign: "bin" })),
    others.length > 0 && notice("warn", others.map((one) => p(`${one.name} còn ${one.count} ghi chép chưa gửi trên máy này; người ấy đăng nhập thì tự gửi.`))),
    app.install && h("section", { class: "stack tight" }, h("h2", {}, "Cài ra màn hình chính"), p("Mở bằng một lần chạm, không cần mạng."), h("div", { class: "row" }, button("Cài vào máy", () => app.install(), { sign: "download" }))),
    h("section", { class: "stack tight" }, h("h2", {}, "Giữ một bản phòng khi hỏng máy"), p("Một tệp nén có mọi ghi chép, ảnh và lời nói trên máy này; mở được trên máy tính. Hãy cất ở chỗ riêng."), h("div", { class: "row" }, button("Lưu ra tệp", () => exportAll(app), { look: "secondary", sign: "download" }))),
    h("nav", { class: "stack tight", "aria-label": "Trợ giúp" }, link("Cách cài và dùng", "#/cach-cai", { look: "pick-link", sign: "question" }), link("Trang nhật ký trên cổng", "/nhat-ky-san-xuat/", { look: "pick-link", sign: "globe" }), link("Đổi người, đăng xuất", "#/roi-may", { look: "pick-link", sign: "out" })));
}

async function tidy(app, files) {
  await app.store.change(({ files: store }) => { for (const file of files) store.delete(file.sha256); });
  say("Đã dọn. Ảnh vẫn xem được khi có mạng.");
  await app.render();
}

async function exportAll(app) {
  const { rescue } = await import("./rescue.js");
  const now = new Date(), blob = await rescue(app), name = `nhat-ky-${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}.zip`;
  const url = URL.createObjectURL(blob), anchor = h("a", { href: url, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  say(`Đã lưu tệp ${name}`);
}

// #/roi-may: leaving is asked about as long as something has not been sent.
export function leave(app) {
  const waiting = unsent(app.rows).length, rest = waiting + app.pending;
  return h("section", { class: "stack" }, h("h1", { tabindex: "-1" }, rest ? `Còn ${[waiting && `${waiting} ghi chép`, app.pending && `${app.pending} tệp`].filter(Boolean).join(", ")} chưa gửi` : "Đăng xuất"),
    rest ? [p("Nếu rời máy bây giờ, chúng vẫn nằm lại trên máy này và đợi bạn đăng nhập lần sau. Không ai khác gửi thay được."),
      h("div", { class: "stack tight" }, button("Gửi ngay", () => send({ all: true }), { look: "big", sign: "upload" }), button("Đăng xuất, để ghi chép lại trên máy", () => out(app), { look: "secondary" }))]
      : [p("Mọi ghi chép đã ở trên máy chủ. Đăng xuất sẽ dọn sổ của bạn khỏi máy này."), h("div", { class: "row" }, button("Đăng xuất", () => out(app), { look: "big", sign: "out" }))],
    trouble(app), hint(`Máy này có sổ của: ${people().map((one) => one.name).join(", ")}.`), link("Ở lại", "#/", { look: "button quiet" }));
}

async function out(app) {
  const gone = await app.store.clear();
  if (gone) forget(app.person.id);
  else keepMark(app.person.id, unsent(app.rows).length || 1);
  const form = h("form", { method: "post", action: "/dang-xuat/", hidden: true }, h("input", { type: "hidden", name: "csrfmiddlewaretoken", value: document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "" }));
  document.body.append(form);
  form.submit();
}

// #/cach-cai
export const help = (app) => h("section", { class: "stack help" }, h("h1", { tabindex: "-1" }, "Cách cài và dùng sổ"),
  h("h2", {}, "Cài vào máy"),
  h("ol", {}, h("li", {}, "Khi có mạng, mở trang này bằng Chrome (máy Android) hoặc Safari (iPhone)."),
    h("li", {}, h("b", {}, "Android:"), " bấm «Cài vào máy» ở trang ", h("a", { href: "#/may-nay" }, "Máy này"), "; nếu không thấy, bấm dấu ba chấm ở góc trên, chọn «Thêm vào màn hình chính»."),
    h("li", {}, h("b", {}, "iPhone:"), " bấm nút chia sẻ (ô vuông có mũi tên lên), chọn «Thêm vào MH chính»."),
    h("li", {}, "Từ đó chạm vào biểu tượng «Sổ nhật ký»: mở được cả khi không có mạng.")),
  h("h2", {}, "Ghi một việc"),
  h("ol", {}, h("li", {}, "Chạm vào hình của việc vừa làm."), h("li", {}, "Trả lời từng câu. Chưa biết thì bỏ qua: sổ để trống, không tự điền."), h("li", {}, "Chụp ảnh, nói vào máy hoặc kèm vị trí nếu muốn, rồi bấm «Ghi vào sổ»."), h("li", {}, "Trong một phút đầu có thể bấm «Lấy lại». Sau đó, sửa là ghi thêm một bản mới.")),
  h("h2", {}, "Ba dấu cần biết"),
  h("ul", {}, h("li", {}, h("b", {}, "Đang ở trên máy:"), " chưa gửi, đừng xóa ứng dụng. Có mạng là tự gửi."), h("li", {}, h("b", {}, "Đã gửi lên:"), " máy chủ đã giữ."), h("li", {}, h("b", {}, "Bị trả lại:"), " có lý do bên cạnh; bấm «Sửa và gửi lại».")),
  h("h2", {}, "Hai người ghi một lô"), p("Khi hai người cùng ghi lúc mất mạng, sổ giữ cả hai và đặt cạnh nhau. Không bản nào đè lên bản nào."),
  h("h2", {}, "Ảnh, lời nói, vị trí"), p("Ảnh được thu nhỏ trên máy và bỏ mọi thông tin ẩn. Vị trí chỉ được lấy khi bạn bấm «Kèm vị trí»."),
  link("Về trang ghi", "#/", { look: "button" }));
