// What usually comes next, with what was just made already in hand: from a harvest to a lot with stamps without looking for the way.
import { begin, nextStep } from "./asking.js";
import { KINDS } from "./words.js";
import { h, hint, icon, link } from "./ui.js";

const AFTER = { harvest: ["processing", "packing", "dispatch"], processing: ["packing", "storage", "dispatch"], packing: ["storage", "dispatch"], receipt: ["processing", "packing", "storage"] };
const ABOUT = { lo: ["storage", "lab", "dispatch", "note"], me: ["processing", "packing", "storage", "dispatch"], vung: ["harvest", "care"] };

// The first question is answered by what is in hand; how much of it is asked, with the whole of it as the answer that stands there.
async function beginWith(app, kind, thing) {
  const first = KINDS[kind].steps[0], past = (more) => begin(app, kind, more, nextStep({ kind, inputs: [], outputs: [], details: {}, ...more }, 0));
  if (first.type === "about") return past({ lot: thing.lot });
  if (first.type === "where") return past({ area: thing.area });
  if (first.noAmount) return past({ [first.side]: [{ ...thing, quantity: undefined, unit: undefined }] });
  return begin(app, kind, { pick: thing }, "0/luong");
}

const choices = (app, kinds, thing) => h("ul", { class: "picks two" }, kinds.map((kind) => h("li", {}, h("button", { type: "button", class: "pick", onclick: () => beginWith(app, kind, thing) },
  icon(`k-${kind}`, "pict tiny"), h("span", {}, h("b", {}, KINDS[kind].short))))));

const inHand = (app, one, book) => ({ ...one, ...(one.batch && (one.book ?? book) !== app.book() && { book: one.book ?? book }) });

// After an entry: the works that usually follow; from a packing on, the lot and its stamps, which need a network.
export function nextAfter(app, entry) {
  const thing = entry.kind === "receipt" ? entry.inputs?.[0] : entry.outputs?.[0];
  if (!AFTER[entry.kind] || !(thing?.batch || thing?.lot)) return null;
  const leads = entry.kind === "packing" && app.books().some((one) => one.ref.startsWith("p"));
  return h("nav", { class: "stack tight", "aria-labelledby": "tiep" }, h("h2", { id: "tiep" }, "Rồi làm gì tiếp?"), choices(app, AFTER[entry.kind], inHand(app, thing, entry.book)),
    leads && h("div", {}, thing.lot ? link("Xin tem cho lô này", `/san-xuat/lo/${thing.lot}/`, { sign: "stamp" }) : link("Ghi lô để xin tem", "/san-xuat/lo/moi/", { sign: "stamp" }), hint("Việc này cần có mạng.")));
}

// On the page of a lot, a batch or a place: what can be noted about it at once.
export function noteAbout(app, subject) {
  const [kind, book, batch] = subject.split(":");
  if (!ABOUT[kind] || !app.books().length) return null;
  const thing = kind === "lo" ? { lot: Number(book) } : kind === "vung" ? { area: book } : inHand(app, app.batches(book).find((one) => one.batch === batch && one.book === book) ?? { batch, book }, book);
  if (thing.book === app.book()) delete thing.book;
  return h("nav", { class: "stack tight", "aria-labelledby": "ghi-ve" }, h("h2", { id: "ghi-ve" }, "Ghi thêm"), choices(app, ABOUT[kind], thing));
}
