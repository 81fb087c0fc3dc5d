// Activation without a network: what was scanned is signed with this phone's own key, kept here, and sent when a network is back.
// The page works without any of this. The private half of the key cannot be read out of the browser, not even by this script.
const PAGE = "/tem/kich-hoat/";
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };
const form = document.querySelector("[data-scan-form]");
const box = document.querySelector("[data-offline]");
const state = box.querySelector("[data-offline-state]");
const list = box.querySelector("[data-queue]");
const buttons = {
  note: document.querySelector("[data-note]"),
  register: box.querySelector("[data-register]"),
  send: box.querySelector("[data-send]"),
};
const possible = "indexedDB" in window && window.isSecureContext && crypto.subtle;
let sending = false;
let fault = ""; // what went wrong last, told until something works

const asked = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});
function open() {
  const opening = indexedDB.open("ocop-tem", 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("phone");
    opening.result.createObjectStore("notes", { keyPath: "id" });
  };
  return asked(opening);
}
const database = possible ? open() : null;
async function shelf(name, mode = "readonly") {
  return (await database).transaction(name, mode).objectStore(name);
}
const thePhone = async () => asked((await shelf("phone")).get("mine"));
const notes = async () => (await asked((await shelf("notes")).getAll())).sort((a, b) => a.at.localeCompare(b.at));
const keep = async (note) => asked((await shelf("notes", "readwrite")).put(note));
const drop = async (id) => asked((await shelf("notes", "readwrite")).delete(id));

const text = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));

// A page that lay on the phone holds an old token: ask for a fresh one, which also tells whether somebody is signed in.
async function token() {
  const answer = await fetch(PAGE, { headers: { Accept: "text/html" }, cache: "no-store" });
  if (!answer.ok || new URL(answer.url).pathname !== PAGE) throw new Error("signed-out");
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  return fresh.querySelector("[name=csrfmiddlewaretoken]").value;
}
async function post(address, body) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": await token() },
    body: JSON.stringify(body),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.reasons ? told.reasons.map((r) => r.message).join(" ") : "failed");
  return told;
}

// What its owner would call it: no model number tells more.
function phoneName() {
  const agent = navigator.userAgent;
  return /iPhone|iPad/.test(agent) ? "iPhone, iPad" : /Android/.test(agent) ? "Điện thoại Android" : "Máy tính";
}

async function register() {
  const pair = await crypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"]);
  const phone = crypto.randomUUID();
  const name = phoneName();
  await post(`${PAGE}may/`, { phone, name, key: text(await crypto.subtle.exportKey("spki", pair.publicKey)) });
  await asked((await shelf("phone", "readwrite")).put({ id: phone, key: pair.privateKey, name }, "mine"));
  await navigator.storage?.persist?.();
}

async function note() {
  const [first, last] = ["first", "last"].map((name) => form.elements[name].value.trim());
  const wrong = [...form.querySelectorAll(".scan-wrong")].some((place) => place.textContent);
  if (!first || !last || wrong) {
    fault = wrong ? "Có mã gõ nhầm: hãy sửa rồi ghi lại." : "Hãy quét hoặc gõ cả tem đầu và tem cuối.";
    return void (await show());
  }
  const phone = await thePhone();
  const id = crypto.randomUUID();
  const at = new Date().toISOString();
  const payload = JSON.stringify({ id, phone: phone.id, first, last, at });
  const signed = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, phone.key, new TextEncoder().encode(payload));
  await keep({ id, payload, signature: text(signed), first, last, at, answer: null });
  form.reset();
  fault = "";
  await show();
  if (navigator.onLine) await send();
}

async function send() {
  const waiting = (await notes()).filter((kept) => !kept.answer).slice(0, 100);
  if (!waiting.length || sending) return;
  sending = true;
  try {
    const parts = waiting.map(({ id, payload, signature }) => ({ id, payload, signature }));
    const { answers } = await post(`${PAGE}phieu/`, { notes: parts });
    for (const answer of answers) {
      const kept = waiting.find((one) => one.id === answer.id);
      if (kept) await keep({ ...kept, answer });
    }
    fault = "";
  } catch (away) {
    const signedOut = away.message === "signed-out";
    fault = signedOut ? "Có mạng rồi nhưng bạn chưa đăng nhập: hãy đăng nhập, các phiếu sẽ tự gửi." : "Chưa gửi được; phiếu vẫn nằm trong máy.";
  } finally {
    sending = false;
  }
  await show();
}

const STATES = { waiting: ["soon", "Chờ gửi"], taken: ["ok", ""], refused: ["void", ""] };
function line(kept) {
  const item = document.createElement("li");
  const at = new Date(kept.at).toLocaleString("vi-VN", { dateStyle: "short", timeStyle: "short" });
  const [look, words] = STATES[!kept.answer ? "waiting" : kept.answer.activated ? "taken" : "refused"];
  const head = document.createElement("span");
  head.className = `badge ${look}`;
  head.textContent = words || kept.answer.words || "Không nhận";
  const count = kept.answer && kept.answer.activated ? `${kept.answer.activated} tem · ` : "";
  const codes = document.createElement("p");
  codes.className = "queue-codes";
  codes.textContent = kept.first === kept.last ? kept.first : `${kept.first} → ${kept.last}`;
  const rest = document.createElement("p");
  rest.className = "small soft";
  rest.textContent = `${count}ghi lúc ${at}`;
  item.append(head, codes, rest);
  for (const reason of kept.answer?.reasons || []) {
    const told = document.createElement("p");
    told.textContent = reason.message;
    item.append(told);
  }
  if (kept.answer) {
    const away = document.createElement("button");
    away.type = "button";
    away.className = "button quiet";
    away.textContent = "Đã đọc, bỏ khỏi danh sách";
    away.addEventListener("click", () => drop(kept.id).then(show));
    item.append(away);
  }
  return item;
}

async function show() {
  const phone = await thePhone();
  const kept = await notes();
  const waiting = kept.filter((one) => !one.answer).length;
  buttons.register.hidden = Boolean(phone);
  buttons.note.hidden = !phone;
  buttons.send.hidden = !waiting;
  list.replaceChildren(...kept.map(line));
  if (fault) state.textContent = fault;
  else if (!phone) state.textContent = "Ghi danh máy một lần khi có mạng; sau đó quét và ghi được cả ở nơi không có sóng.";
  else if (waiting) state.textContent = `${waiting} phiếu nằm trong máy, chờ gửi.`;
  else if (!navigator.onLine) state.textContent = "Đang không có mạng: bấm «Ghi vào máy, gửi sau».";
  else state.textContent = "Máy này đã ghi danh. Mất mạng vẫn ghi được; có mạng thì tự gửi.";
}

if (possible) {
  box.hidden = false;
  buttons.register.addEventListener("click", () => register().then(show, (wrong) => { fault = wrong.message === "signed-out" ? "Hãy đăng nhập lại." : wrong.message; return show(); }));
  buttons.note.addEventListener("click", () => note());
  buttons.send.addEventListener("click", () => send());
  form.addEventListener("submit", (event) => {
    if (navigator.onLine || buttons.note.hidden) return;
    event.preventDefault();
    note();
  });
  window.addEventListener("online", () => send());
  window.addEventListener("offline", () => show());
  navigator.serviceWorker?.register(`${PAGE}tho.js`, { scope: PAGE });
  show().then(() => navigator.onLine && send());
}
