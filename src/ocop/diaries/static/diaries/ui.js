// Small pieces of the screen. Text always goes in as text, so nothing that somebody wrote can become markup.
export function h(tag, given = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";
export function icon(name, look = "icon") {
  const svg = document.createElementNS(SVG, "svg"), use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", look);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

export const button = (words, onclick, { look = "", sign, ...rest } = {}) => h("button", { type: "button", class: `button ${look}`.trim(), onclick, ...rest }, sign && icon(sign), h("span", {}, words));
export const link = (words, href, { look = "button secondary", sign, ...rest } = {}) => h("a", { class: look, href, ...rest }, sign && icon(sign), h("span", {}, words));
export const notice = (kind, ...words) => h("div", { class: `notice ${kind}` }, icon({ ok: "ok", warn: "warn", danger: "void" }[kind] ?? "info"), h("div", {}, ...words));
export const badge = ({ words, icon: sign, look }) => h("span", { class: `badge ${look}` }, icon(sign), words);
export const p = (...words) => h("p", {}, ...words);
export const hint = (...words) => h("p", { class: "hint" }, ...words);

// A word for those who listen; the same word twice is said twice.
export function say(words) {
  const place = document.getElementById("loi");
  place.textContent = "";
  requestAnimationFrame(() => { place.textContent = words; });
}
