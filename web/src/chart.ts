// Draw means with intervals over whole numbers, one line for each series; apart by mark and colour.

export interface Point {
  x: number;
  low: number;
  value: number;
  high: number;
  key: string;
  words: string;
}
export interface Series {
  name: string;
  points: Point[];
}

// Okabe & Ito (2008), the darker ones: 3 to 1 against white.
const COLOURS = ["#0072b2", "#a35200", "#007a5a", "#9e3d78"];
const WIDE = 640;
const HIGH = 340;
const LEFT = 52;
const RIGHT = 12;
const TOP = 44;
const LOW = 48;
const NAMESPACE = "http://www.w3.org/2000/svg";

type Attributes = Record<string, string | number>;

function svg(tag: string, attributes: Attributes, ...children: (Node | string)[]): SVGElement {
  const element = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

// The smallest of 1, 2, 5 times a power of ten that needs at most so many steps.
export function stepOf(most: number, steps = 6): number {
  const rough = most / steps;
  const power = 10 ** Math.floor(Math.log10(rough));
  const found = [1, 2, 5, 10].find((n) => n * power >= rough) ?? 10;
  return found * power;
}

function mark(shape: number, x: number, y: number, r: number, colour: string): SVGElement {
  const paint = { fill: colour, stroke: "#fff", "stroke-width": 1 };
  if (shape === 0) return svg("circle", { cx: x, cy: y, r, ...paint });
  if (shape === 1)
    return svg("rect", { x: x - r, y: y - r, width: 2 * r, height: 2 * r, ...paint });
  const d =
    shape === 2
      ? `M${x} ${y - 1.3 * r}L${x + 1.2 * r} ${y + r}H${x - 1.2 * r}Z`
      : `M${x} ${y - 1.4 * r}L${x + 1.4 * r} ${y}L${x} ${y + 1.4 * r}L${x - 1.4 * r} ${y}Z`;
  return svg("path", { d, ...paint });
}

export function chart(
  title: string,
  xTitle: string,
  yTitle: string,
  series: Series[],
  chosen: string,
  choose: (key: string) => void,
): SVGElement {
  const all = series.flatMap((one) => one.points);
  const xs = [...new Set(all.map((p) => p.x))].sort((a, b) => a - b);
  const step = stepOf(Math.max(1e-9, ...all.map((p) => p.high)));
  const top = step * Math.ceil(Math.max(...all.map((p) => p.high)) / step);
  const x = (at: number) =>
    LEFT + ((xs.indexOf(at) + 0.5) / Math.max(1, xs.length)) * (WIDE - LEFT - RIGHT);
  const y = (at: number) => HIGH - LOW - (at / top) * (HIGH - LOW - TOP);
  const text = (words: string, more: Attributes) =>
    svg("text", { "font-size": 12, fill: "#1b2430", ...more }, words);
  const picture = svg("svg", {
    viewBox: `0 0 ${WIDE} ${HIGH}`,
    role: "img",
    "aria-label": `${title}; the table below holds the same numbers`,
    class: "chart",
  });
  for (let value = 0; value <= top + 1e-9; value += step) {
    const line = { x1: LEFT, x2: WIDE - RIGHT, y1: y(value), y2: y(value), stroke: "#d5dbe3" };
    picture.append(svg("line", line));
    const label = String(Number(value.toPrecision(6)));
    picture.append(text(label, { x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" }));
  }
  for (const at of xs) {
    picture.append(text(String(at), { x: x(at), y: HIGH - LOW + 18, "text-anchor": "middle" }));
  }
  const middle = (LEFT + WIDE - RIGHT) / 2;
  picture.append(text(xTitle, { x: middle, y: HIGH - 8, "text-anchor": "middle" }));
  picture.append(text(yTitle, { x: 4, y: 14 }));
  series.forEach((one, k) => {
    const colour = COLOURS[k % COLOURS.length];
    const shift = 7 * (k - (series.length - 1) / 2);
    const at = (p: Point) => x(p.x) + shift;
    const path = one.points.map((p, n) => `${n ? "L" : "M"}${at(p)} ${y(p.value)}`).join("");
    picture.append(svg("path", { d: path, fill: "none", stroke: colour, "stroke-width": 1.5 }));
    const key = WIDE - RIGHT - (series.length - k) * 130;
    picture.append(mark(k % 4, key, 28, 4.5, colour), text(one.name, { x: key + 9, y: 32 }));
    for (const p of one.points) {
      const from = { x1: at(p), x2: at(p), y1: y(p.low), y2: y(p.high) };
      const group = svg("g", { class: "point" }, svg("title", {}, p.words));
      group.append(svg("line", { ...from, stroke: colour, "stroke-width": 1.5 }));
      for (const end of [p.low, p.high]) {
        const cap = { x1: at(p) - 3, x2: at(p) + 3, y1: y(end), y2: y(end), stroke: colour };
        group.append(svg("line", cap));
      }
      if (p.key === chosen) {
        const ring = { cx: at(p), cy: y(p.value), r: 10, fill: "none", stroke: "#1b2430" };
        group.append(svg("circle", { ...ring, "stroke-width": 2 }));
      }
      group.append(mark(k % 4, at(p), y(p.value), 5, colour));
      group.onclick = () => choose(p.key);
      picture.append(group);
    }
  });
  return picture;
}
