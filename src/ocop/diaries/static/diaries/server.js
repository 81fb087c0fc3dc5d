// The server as the diary sees it: every way in which a call can end has its name.
import { Lost, NotTaken, SignedOut, SomebodyElse } from "./sync.js";

const HOME = "/nhat-ky-san-xuat/";
const PATIENCE = 30_000, PIECE = 96_000; // a piece passes within its patience even at 4 kB a second
export const REFERENCE = `${HOME}du-lieu-nen/`;
export const fileAddress = (sha256) => `${HOME}tep/${sha256}/`;

const token = () => globalThis.document?.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
const sentences = (told) => (told?.reasons ?? told?.errors ?? []).map((one) => (typeof one === "string" ? one : one.message ?? one.detail)).filter(Boolean);

async function call(address, options = {}, patience = PATIENCE) {
  let answer;
  try {
    answer = await fetch(address, { credentials: "same-origin", cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(patience), ...options });
  } catch {
    throw new Lost("no network");
  }
  if (answer.type === "opaqueredirect" || answer.status === 401) throw new SignedOut();
  if (answer.status >= 500 || answer.status === 429 || answer.status === 408) throw new Lost(String(answer.status), { busy: true });
  return answer;
}

const json = async (answer) => (answer.headers.get("Content-Type")?.includes("json") ? answer.json().catch(() => { throw new Lost("cut off"); }) : null);

export class Server {
  // `csrf`: where the token comes from when there is no document, as in the worker.
  constructor(account, { csrf = token } = {}) { Object.assign(this, { account, csrf }); }

  async exchange(message) {
    const body = JSON.stringify({ ...message, person: this.account, sent: new Date().toISOString() });
    const answer = await this.post(`${HOME}dong-bo/`, { method: "POST", body }, "application/json");
    const told = await json(answer);
    if (answer.status === 409) throw new SomebodyElse();
    if (answer.ok && told) return { ...told, refused: (told.refused ?? []).map((one) => ({ id: one.id, reasons: sentences(one) })) };
    if (answer.ok) throw new Lost("not our server"); // a hotel's sign-in page, for example
    throw new NotTaken(sentences(told).length ? sentences(told) : [`Máy chủ chưa nhận được ghi chép này (${answer.status}).`]);
  }

  // In pieces, going on where the last try broke off; a file that is already there is not sent again.
  async upload(file) {
    const address = fileAddress(file.sha256);
    let from = 0;
    if (file.left) { // a try before this one may have come some way
      const head = await call(address, { method: "HEAD" });
      if (head.ok) return;
      from = Math.min(file.bytes - 1, Number(head.headers.get("Upload-Offset")) || 0);
    }
    for (;;) {
      const piece = file.blob.slice(from, from + PIECE), ahead = from + piece.size;
      const answer = await this.post(address, { method: "PUT", body: piece }, file.type, PATIENCE, { "Content-Range": `bytes ${from}-${ahead - 1}/${file.bytes}` });
      if (answer.status === 200) return;
      const reached = Number(answer.headers.get("Upload-Offset"));
      if (answer.status === 202 && reached > from) { from = reached; continue; }
      const told = sentences(await json(answer));
      throw new NotTaken(told.length ? told : [`Máy chủ chưa nhận được tệp này (${answer.status}).`]);
    }
  }

  // A token that has grown old is fetched anew, once.
  async post(address, options, type, patience, more = {}) {
    const headers = async () => ({ ...more, "Content-Type": type, Accept: "application/json", "X-CSRFToken": await this.csrf() });
    const answer = await call(address, { ...options, headers: await headers() }, patience);
    if (answer.status !== 403) return answer;
    await call(REFERENCE);
    return call(address, { ...options, headers: await headers() }, patience);
  }
}

// Who is signed in and what they need to know; null when nothing has changed since `etag`.
export async function reference(etag = "") {
  const answer = await call(REFERENCE, { headers: { Accept: "application/json", ...(etag && { "If-None-Match": etag }) } });
  if (answer.status === 304) return null;
  if (answer.status === 403) throw new NotTaken(["Tài khoản này chưa giữ sổ nào. Hãy nhờ hợp tác xã hoặc cán bộ xã thêm vào."]);
  const told = answer.ok ? await json(answer) : null;
  if (!told) throw new Lost("not our server");
  return { ...told, etag: answer.headers.get("ETag") ?? "", clock: Date.parse(answer.headers.get("Date") ?? "") - Date.now() };
}
