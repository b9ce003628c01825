// Make elements without ever parsing text as HTML, and bring shown ones up to date in place.

import morphdom from "morphdom";

export type Child = Node | string | null | undefined;
type Attributes = Record<string, string | number | boolean | EventListener | undefined>;

// Every event that h() is given a handler for; such a handler is a property, so that it can be carried over.
export const HANDLERS = ["onclick", "onchange", "oninput", "ontoggle"] as const;

// Fields that hold what the user has typed and not yet handed over by Enter or by leaving.
const typing = new WeakSet<Node>();

function watch(field: HTMLInputElement): void {
  field.addEventListener("input", () => typing.add(field));
  for (const end of ["change", "blur"]) field.addEventListener(end, () => typing.delete(field));
}

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  // First, so that a handler of its change already finds it handed over.
  if (element instanceof HTMLInputElement) watch(element);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") Reflect.set(element, name, value);
    else if (name === "value") (element as unknown as { value: string }).value = String(value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child != null) element.append(child);
  return element;
}

// Whether a shown element is to be updated; what belongs to the user stays as it is.
function carry(from: HTMLElement, to: HTMLElement): boolean {
  for (const name of HANDLERS) Reflect.set(from, name, Reflect.get(to, name));
  if (from instanceof HTMLDetailsElement) (to as HTMLDetailsElement).open = from.open;
  if (typing.has(from)) (to as HTMLInputElement).value = (from as HTMLInputElement).value;
  return true;
}

// Bring one element to what another one is; it and all that it holds on to stay the same nodes.
export function become(shown: HTMLElement, wanted: HTMLElement): void {
  morphdom(shown, wanted, { onBeforeElUpdated: carry });
}

// Show these children, as replaceChildren does, but keep the nodes that are there: a click that has
// begun, the caret and what is being typed survive. Nodes are matched by id, then by order. A child
// that stands here already has a life of its own and is left alone.
export function patch(place: Element, ...children: Child[]): void {
  const next = place.cloneNode(false) as Element;
  const alone = new Set<Node>();
  for (const child of children) {
    if (child instanceof Element && child.parentNode === place) {
      if (!child.id) throw new Error("a part with a life of its own needs an id");
      const stub = child.cloneNode(false);
      alone.add(stub);
      next.append(stub);
    } else if (child != null) next.append(child);
  }
  morphdom(place, next, {
    childrenOnly: true,
    onBeforeElUpdated: (from, to) => !alone.has(to) && carry(from, to),
  });
}

export function field(id: string, label: string, control: HTMLElement): HTMLElement {
  control.id = id;
  return h("p", { class: "field", id: `field-${id}` }, h("label", { for: id }, label), control);
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
