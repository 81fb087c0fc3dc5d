/* Reads the page aloud from top to bottom, each part in its own language. Without speech the button stays away. */
const button = document.querySelector("[data-read]"), voice = window.speechSynthesis;
if (button && voice) {
  const start = button.textContent;
  const rest = () => { voice.cancel(); button.textContent = start; };
  button.hidden = false;
  button.onclick = () => {
    if (voice.speaking) return rest();
    const parts = [...document.querySelectorAll("main :is(h1, h2, p, dt, dd, li)")]
      .filter(e => !e.closest("form") && !e.querySelector("p, li, dd") && e.offsetParent && e.innerText.trim());
    parts.forEach((e, i) => {
      const said = new SpeechSynthesisUtterance(e.innerText);
      said.lang = (e.closest("[lang]") || {}).lang;
      if (i === parts.length - 1) said.onend = rest;
      voice.speak(said);
    });
    button.textContent = button.dataset.stop;
  };
  addEventListener("pagehide", rest);
}
