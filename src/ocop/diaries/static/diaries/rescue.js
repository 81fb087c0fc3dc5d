// Everything on this device in one file that any computer opens: a ZIP without compression, in plain words and as data.
import { factsOf, titleOf, STATES } from "./words.js";

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => { let c = n; for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; return c >>> 0; });

async function crc(blob) {
  let sum = 0xffffffff;
  for (let from = 0; from < blob.size; from += 262_144) {
    const bytes = new Uint8Array(await blob.slice(from, from + 262_144).arrayBuffer());
    for (const byte of bytes) sum = TABLE[(sum ^ byte) & 0xff] ^ (sum >>> 8);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

const record = (size, fields) => {
  const view = new DataView(new ArrayBuffer(size));
  for (const [place, width, value] of fields) (width === 2 ? view.setUint16(place, value, true) : view.setUint32(place, value, true));
  return view.buffer;
};

export async function zip(files, moment = new Date()) {
  const time = (moment.getHours() << 11) | (moment.getMinutes() << 5) | (moment.getSeconds() >> 1);
  const date = ((moment.getFullYear() - 1980) << 9) | ((moment.getMonth() + 1) << 5) | moment.getDate();
  const parts = [], index = [];
  let at = 0, indexSize = 0;
  for (const [name, content] of files) {
    const title = new TextEncoder().encode(name), blob = content instanceof Blob ? content : new Blob([content]), sum = await crc(blob);
    const common = [[4, 2, 20], [6, 2, 0x800], [10, 2, time], [12, 2, date], [14, 4, sum], [18, 4, blob.size], [22, 4, blob.size], [26, 2, title.length]];
    parts.push(record(30, [[0, 4, 0x04034b50], ...common]), title, blob);
    index.push(record(46, [[0, 4, 0x02014b50], [4, 2, 20], ...common.map(([place, width, value]) => [place + 2, width, value]), [42, 4, at]]), title);
    at += 30 + title.length + blob.size;
    indexSize += 46 + title.length;
  }
  return new Blob([...parts, ...index, record(22, [[0, 4, 0x06054b50], [8, 2, files.length], [10, 2, files.length], [12, 4, indexSize], [16, 4, at]])], { type: "application/zip" });
}

const ENDS = { "image/jpeg": "jpg", "audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg", "audio/mpeg": "mp3" };

export async function rescue(app) {
  const files = await app.store.files(), names = new Map(files.map((file) => [file.sha256, `tep/${file.sha256.slice(0, 16)}.${ENDS[file.type] ?? "bin"}`]));
  const words = app.rows.map((row) => [`== ${titleOf(row.entry, app.names)} – ${STATES[row.state].words}${row.reasons?.length ? `: ${row.reasons.join(" ")}` : ""}`,
    ...factsOf(row.entry, app.names).map(([name, value]) => `${name}: ${value}`), ...(row.entry.files ?? []).map((file) => `Tệp: ${names.get(file.sha256) ?? file.sha256}`), ""].join("\r\n"));
  const data = { person: app.person, device: await app.store.get("device"), saved: new Date().toISOString(), rows: app.rows };
  return zip([["doc-duoc.txt", `\ufeffSổ nhật ký sản xuất của ${app.person.name}\r\n\r\n${words.join("\r\n")}`], ["so.json", JSON.stringify(data, null, 1)], ...files.map((file) => [names.get(file.sha256), file.blob])]);
}
