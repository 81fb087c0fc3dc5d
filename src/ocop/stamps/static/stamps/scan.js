// Two helps for whoever activates stamps; the page works without either.
// A typing error is told before anything is sent, by the check symbol alone; and a camera fills the field where the browser can read codes.
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const form = document.querySelector("[data-scan-form]");
const view = document.querySelector("[data-scan-view]");

const plain = (typed) => (typed.trim().split("?")[0].replace(/\/+$/, "").split("/").pop() || "")
  .normalize("NFKC").toUpperCase().replace(/[\s._·‐-—−\u200b\ufeff-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");

const timesAlpha = (value) => (value & 16 ? (value << 1) ^ 0b100101 : value << 1);

function fault(typed) {
  const code = plain(typed);
  if (!code) return "";
  const strange = [...code].find((symbol) => !ALPHABET.includes(symbol));
  if (strange) return `Mã tem không có ký tự “${strange}”.`;
  if (code.length !== 19) return `Mã tem có 19 ký tự, ở đây có ${code.length}.`;
  // Horner's rule over GF(32): the first symbol carries the highest power, the check symbol none.
  let sum = 0;
  for (const symbol of code.slice(0, 18)) sum = timesAlpha(sum ^ ALPHABET.indexOf(symbol));
  return sum === ALPHABET.indexOf(code[18]) ? "" : "Có ký tự gõ nhầm: hãy so lại từng nhóm.";
}

function tell(input) {
  const said = fault(input.value);
  let place = input.parentElement.querySelector(".scan-wrong");
  if (!place) {
    place = document.createElement("p");
    place.className = "scan-wrong";
    place.setAttribute("role", "status");
    input.after(place);
  }
  place.textContent = said;
}

async function readInto(input, button) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  view.srcObject = stream;
  view.hidden = false;
  button.disabled = true;
  await view.play();
  const stop = () => {
    stream.getTracks().forEach((track) => track.stop());
    view.hidden = true;
    button.disabled = false;
  };
  const look = async () => {
    if (button.disabled === false) return;
    const [found] = await detector.detect(view).catch(() => []);
    if (!found) return void setTimeout(look, 150);
    input.value = plain(found.rawValue).replace(/(.{4})(?=.)/g, "$1-");
    tell(input);
    stop();
    // From the first stamp on to the last: one tap less with a roll in the hand.
    const empty = [...form.querySelectorAll("[data-stamp-code]")].find((other) => !other.value);
    (empty ? empty.parentElement.querySelector("button") ?? empty : form.querySelector("button[type=submit], button:not([type])"))?.focus();
  };
  look();
}

for (const input of form.querySelectorAll("[data-stamp-code]")) {
  input.addEventListener("change", () => tell(input));
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button secondary";
  button.textContent = "Quét bằng máy ảnh";
  button.addEventListener("click", () => readInto(input, button).catch(() => { button.disabled = true; }));
  input.after(button);
}
