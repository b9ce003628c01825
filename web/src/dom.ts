// Make elements without ever parsing text as HTML.

export type Child = Node | string | null | undefined;
type Attributes = Record<string, string | number | boolean | EventListener | undefined>;

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (name === "value") (element as unknown as { value: string }).value = String(value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child != null) element.append(child);
  return element;
}

export function table(caption: string, head: string[], rows: Child[][]): HTMLElement {
  const cells = (row: Child[]) =>
    row.map((cell, k) => (k ? h("td", {}, cell) : h("th", { scope: "row" }, cell)));
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    h(
      "table",
      {},
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, ...head.map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, ...rows.map((row) => h("tr", {}, ...cells(row)))),
    ),
  );
}

export function option(value: string, words: string, chosen: boolean): HTMLOptionElement {
  return h("option", { value, selected: chosen }, words);
}

export function link(address: string, words: string): HTMLElement | string {
  if (!/^https?:\/\//.test(address)) return words;
  return h("a", { href: address, rel: "noreferrer noopener", target: "_blank" }, words);
}

let clearing: ReturnType<typeof setTimeout> | undefined;

export function notice(words: string, bad = false): void {
  const place = document.querySelector("#notice");
  if (!place) return;
  place.textContent = words;
  place.classList.toggle("bad", bad);
  clearTimeout(clearing);
  if (words && !bad) clearing = setTimeout(() => notice(""), 6000);
}
