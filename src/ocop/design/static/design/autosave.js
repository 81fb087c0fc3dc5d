/* Drafts that save themselves: <form data-autosave="/address/"> with a [data-saved] line anywhere on the page.
   Each change sends the whole form after a short rest. The server answers JSON {"saved": "14:32", "version": 7,
   "html": {"#id": "…"}} or, when somebody else has changed the draft, 409 {"message": "…", "html": {…}}: then nothing more is
   sent until the person has looked. A lost network is told and tried again; nothing typed is ever replaced. */
const REST = 700, LONGEST_WAIT = 30_000;

const TEXTS = {
  vi: { saving: "đang lưu…", saved: "đã lưu", lost: "Mất mạng: bản nháp còn trên máy này, sẽ tự gửi lại", refused: "Chưa lưu được", clash: "Bản nháp đã được sửa ở nơi khác. Hãy tải lại trang trước khi sửa tiếp" },
};

export function autosave(form) {
  const words = TEXTS[document.documentElement.lang] ?? TEXTS.vi;
  let timer, waiting = 0, dirty = false, busy = false, stopped = false;

  // Looked up each time: a saved answer may bring a new bar, and the line stands in it.
  const say = (text, late = false) => {
    const line = document.querySelector("[data-saved]");
    if (line) { line.textContent = text; line.classList.toggle("late", late); }
  };
  const later = (delay) => { clearTimeout(timer); timer = setTimeout(send, delay); };

  function put(parts) {
    for (const [selector, html] of Object.entries(parts ?? {})) {
      const place = document.querySelector(selector);
      if (place && !place.contains(document.activeElement)) place.innerHTML = html;
    }
  }

  function accept(answer) {
    waiting = 0;
    if (answer.version !== undefined && form.elements.version) form.elements.version.value = answer.version;
    put(answer.html);
    form.dispatchEvent(new CustomEvent("autosave:saved", { bubbles: true }));
    say(`${words.saved} ${answer.saved ?? ""}`.trim());
  }

  function lost() {
    dirty = true;
    waiting = Math.min(LONGEST_WAIT, (waiting || 1000) * 2);
    say(words.lost, true);
    later(waiting);
  }

  async function send() {
    if (busy || stopped || !dirty) return;
    busy = true; dirty = false;
    say(words.saving);
    try {
      const data = new FormData(form);
      for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: data, headers: { Accept: "application/json", "X-Autosave": "1" },
      });
      const body = await answer.json().catch(() => ({}));
      if (answer.ok) accept(body);
      else if (answer.status === 409) { stopped = true; put(body.html); say(body.message || words.clash, true); }
      else if (answer.status >= 500) lost();
      else say(body.message || body.errors?.[0]?.detail || words.refused, true);
    } catch {
      lost();
    } finally {
      busy = false;
      if (dirty && !waiting) later(REST);
    }
  }

  const changed = (event) => { if (event.target.type !== "file") { dirty = true; later(REST); } };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  addEventListener("online", () => { waiting = 0; later(0); });
  addEventListener("beforeunload", (event) => { if ((dirty || busy) && !form.dataset.sent && !stopped) event.preventDefault(); });
}
