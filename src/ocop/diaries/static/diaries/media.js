// Pictures, voices and the place, made small and without anything that the person did not want to tell.
const LONGEST_SIDE = 1600, QUALITY = 0.78, LARGEST = 1_500_000;
export const LONGEST_VOICE = 120_000;

export async function sha256(blob) {
  const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const drawn = (bitmap, longest) => {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
};
const jpeg = (canvas, quality) => new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", quality));

// Drawn anew: of the camera's file only the picture stays, neither place nor make of the phone.
export async function picture(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null) ?? await loaded(file);
  let blob, longest = LONGEST_SIDE, quality = QUALITY;
  do {
    const canvas = drawn(bitmap, longest);
    blob = await jpeg(canvas, quality);
    canvas.width = canvas.height = 0;
    longest *= 0.8; quality -= 0.06;
  } while (blob.size > LARGEST && longest > 600);
  bitmap.close?.();
  return { sha256: await sha256(blob), kind: "photo", type: "image/jpeg", blob, bytes: blob.size };
}

function loaded(file) {
  return new Promise((resolve, reject) => {
    const image = new Image(), url = URL.createObjectURL(file);
    image.onload = () => { URL.revokeObjectURL(url); resolve(image); };
    image.onerror = () => { URL.revokeObjectURL(url); reject(new Error("Ảnh này không mở được. Hãy chụp lại.")); };
    image.src = url;
  });
}

export async function voiceFile(blob) {
  if (blob.size > 5_000_000) throw new Error("Đoạn ghi âm quá dài. Hãy ghi dưới 2 phút.");
  return { sha256: await sha256(blob), kind: "voice", type: blob.type.split(";")[0] || "audio/webm", blob, bytes: blob.size };
}

export const canRecord = () => Boolean(navigator.mediaDevices?.getUserMedia && globalThis.MediaRecorder);

// Starts at once, ends by stop() or after two minutes; `done` gives the file.
export async function record(onTick) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const type = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"].find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(stream, { ...(type && { mimeType: type }), audioBitsPerSecond: 24_000 });
  const parts = [], begun = Date.now();
  const tick = setInterval(() => { onTick(Date.now() - begun); if (Date.now() - begun >= LONGEST_VOICE) stop(); }, 500);
  const stop = () => { if (recorder.state !== "inactive") recorder.stop(); };
  const done = new Promise((resolve, reject) => {
    recorder.ondataavailable = (event) => parts.push(event.data);
    recorder.onerror = () => reject(new Error("Máy không ghi âm được."));
    recorder.onstop = () => {
      clearInterval(tick);
      for (const track of stream.getTracks()) track.stop();
      voiceFile(new Blob(parts, { type: recorder.mimeType })).then(resolve, reject);
    };
  });
  recorder.start(1000);
  return { stop, done };
}

const GPS_WORDS = { 1: "Bạn chưa cho phép lấy vị trí. Có thể bật lại trong cài đặt của trình duyệt.", 2: "Máy chưa bắt được vị trí. Hãy ra chỗ thoáng rồi thử lại.", 3: "Chờ lâu quá chưa có vị trí. Hãy ra chỗ thoáng rồi thử lại." };

export const whereNow = () => new Promise((resolve, reject) => {
  if (!navigator.geolocation) { reject(new Error("Máy này không có định vị.")); return; }
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => resolve({ lat: Number(coords.latitude.toFixed(6)), lon: Number(coords.longitude.toFixed(6)), accuracy: Math.round(coords.accuracy) }),
    (fault) => reject(new Error(GPS_WORDS[fault.code] ?? "Máy không cho vị trí.")),
    { enableHighAccuracy: true, timeout: 25_000, maximumAge: 60_000 },
  );
});
