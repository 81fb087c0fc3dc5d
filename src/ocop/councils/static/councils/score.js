// Scoring by keyboard: a digit chooses the option of that many points, the arrows go to the neighbour.
const form = document.querySelector("form[data-score]");

function choose(digit) {
  const options = [...form.querySelectorAll("input[type=radio]")];
  const option = options.find((o) => o.value.split(":").pop() === digit && !o.disabled);
  if (!option) return;
  option.checked = true;
  option.focus();
  option.dispatchEvent(new Event("change", { bubbles: true }));
}

function keys(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("textarea, input:not([type=radio])")) return;
  if (/^\d$/.test(event.key)) choose(event.key);
  else if (event.key === "ArrowRight") { event.preventDefault(); form.querySelector("[data-next]")?.click(); }
  else if (event.key === "ArrowLeft") { event.preventDefault(); form.querySelector("[data-previous]")?.click(); }
}

if (form) addEventListener("keydown", keys);
