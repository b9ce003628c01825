// Show an answered plan: chosen sites on the map, the frontier as a picture, tables behind both.

import type { Mean } from "./api";
import { chart, type Series } from "./chart";
import { h, patch, table } from "./dom";
import { type Mark, TheatreMap } from "./map";
import { symbol } from "./symbols";

interface Battery {
  site: string;
  name: string;
  lat: number;
  lon: number;
  boresight_deg: number;
  up_from?: string;
  id?: string;
  shape: GeoJSON.Polygon;
}
interface Place {
  id: string;
  site: string;
  name: string;
  lat: number;
  lon: number;
  people: number;
}
interface Asset extends Place {
  today: [string, number][];
  best: [string, number][];
}
interface Base extends Place {
  capacity: number;
  must_keep: boolean;
}
interface SitePlan {
  name: string;
  where: string;
  reserve: number;
  covered: number;
  gap: number | null;
  people_exposed: Mean | null;
  difference: Mean | null;
  placements: Battery[];
}
interface FrontierPoint {
  kept: number;
  batteries: number;
  feasible: boolean;
  bases: string[];
  people: Record<string, number>;
  moves: [string, string, number][];
  people_exposed: Mean | null;
  placements: Battery[];
}
interface Common {
  title: string;
  question: string;
  summary: string;
  seed: number;
  replications: number;
  sector_m: number;
  placed: Battery[];
}
export interface SitesAnswer extends Common {
  kind: "sites";
  opportunities: number;
  begins: string;
  ends: string;
  assets: Asset[];
  plans: SitePlan[];
}
export interface BasesAnswer extends Common {
  kind: "bases";
  on: string;
  people: number;
  bases: Base[];
  frontier: FrontierPoint[];
}
export type PlanAnswer = SitesAnswer | BasesAnswer;

// In pixels, as they are drawn.
const DOT: [number, number] = [22, 22];
const BATTERY: [number, number] = [34, 31];
const words = (id: string) => id.replaceAll("_", " ");
export const keyOf = (kept: number, batteries: number) => `${kept}-${batteries}`;

export function mean(m: Mean | null): string {
  if (!m) return "not judged";
  const digits = (v: number) => String(Number(v.toPrecision(3)));
  return `${digits(m.value)} (${digits(m.low)} to ${digits(m.high)})`;
}

export function furtherWords(n: number): string {
  return n === 1 ? "1 further battery" : `${n} further batteries`;
}

// Everything, something or nothing is covered: by shape of the mark as well as by colour.
function covered(counts: [string, number][], wanted: number): string {
  const enough = counts.filter(([, n]) => n >= wanted).length;
  if (enough === 0) return "none";
  return enough === counts.length ? "all" : "some";
}

export class PlanResult {
  private map!: TheatreMap;
  private chosen = "";
  private turn = 0;
  private readonly stage = h("div", {
    class: "map",
    role: "region",
    "aria-label": "Map of the plan",
  });
  private readonly side = h("section", { class: "panel", "aria-label": "Plans" });
  private readonly below = h("section", { class: "below" });

  constructor(
    private readonly place: HTMLElement,
    private readonly content: PlanAnswer,
  ) {}

  async mount(): Promise<void> {
    const { content } = this;
    const sector = `${Math.round(content.sector_m / 1000)} km`;
    this.place.replaceChildren(
      h("p", { class: "question" }, content.question),
      h("div", { class: "split" }, this.stage, this.side),
      h(
        "p",
        { class: "legend" },
        h("span", {}, h("i", { class: "swatch there" }), "battery there already"),
        h("span", {}, h("i", { class: "swatch further" }), "further battery"),
        ...(content.kind === "sites"
          ? [
              h("span", {}, h("i", { class: "dot all" }), "covered on every axis"),
              h("span", {}, h("i", { class: "dot some" }), "on some"),
              h("span", {}, h("i", { class: "dot none" }), "on none"),
            ]
          : [
              h("span", {}, h("i", { class: "dot all" }), "base kept"),
              h("span", {}, h("i", { class: "dot none" }), "base left"),
            ]),
      ),
      h("p", { class: "lead", id: "plan-summary" }, content.summary),
      h(
        "p",
        { class: "note" },
        `Sectors show a direction, drawn to ${sector}, not a range. 95 % intervals over ` +
          `${content.replications} replications of each raid, seed ${content.seed}. ` +
          "Kill probabilities are priors.",
      ),
      this.below,
    );
    this.map = new TheatreMap(this.stage);
    this.choose(this.first());
    await this.map.ready;
    const places = content.kind === "sites" ? content.assets : content.bases;
    const lon = places.map((one) => one.lon);
    const lat = places.map((one) => one.lat);
    const room = 0.8;
    this.map.fit([
      Math.min(...lon) - room,
      Math.min(...lat) - room,
      Math.max(...lon) + room,
      Math.max(...lat) + room,
    ]);
    await this.map.settled();
  }

  unmount(): void {
    this.map?.base.remove();
  }

  state(): Record<string, unknown> {
    const placements = this.placements().map((one) => one.site);
    return { plan: this.chosen, placements, points: this.points() };
  }

  private points(): number {
    return this.content.kind === "bases" ? this.content.frontier.length : this.content.plans.length;
  }

  private first(): string {
    if (this.content.kind === "sites") return this.content.plans[0].name;
    const judged = this.content.frontier.filter((one) => one.people_exposed);
    const best = judged.reduce((a, b) =>
      (b.people_exposed?.value ?? 0) < (a.people_exposed?.value ?? 0) ? b : a,
    );
    return keyOf(best.kept, best.batteries);
  }

  private point(): FrontierPoint | undefined {
    if (this.content.kind !== "bases") return undefined;
    return this.content.frontier.find((one) => keyOf(one.kept, one.batteries) === this.chosen);
  }

  private placements(): Battery[] {
    if (this.content.kind === "bases") return this.point()?.placements ?? [];
    return this.content.plans.find((one) => one.name === this.chosen)?.placements ?? [];
  }

  private choose(key: string): void {
    this.chosen = key;
    if (this.content.kind === "sites") this.renderSites(this.content);
    else this.renderBases(this.content);
    this.draw();
  }

  private chooser(id: string, key: string, label: string): HTMLElement {
    return h(
      "button",
      {
        class: "row",
        id: `choose-${id}`,
        "aria-pressed": String(key === this.chosen),
        onclick: () => this.choose(key),
      },
      label,
    );
  }

  private renderSites(content: SitesAnswer): void {
    patch(
      this.side,
      h("h3", {}, "Plans"),
      ...content.plans.map((one, k) => this.chooser(String(k), one.name, one.name)),
      h("h3", {}, "On the map"),
      h("ol", {}, ...content.assets.map((one) => h("li", {}, one.name))),
    );
    const shots = (counts: [string, number][]) => counts.map(([a, n]) => `${a} ${n}`).join(", ");
    patch(
      this.below,
      table(
        `Plans from ${content.begins} to ${content.ends}`,
        ["plan", "batteries", "covered", "gap", "people exposed per raid", "fewer than today"],
        content.plans.map((one) => [
          one.name,
          one.where + (one.reserve && one.placements.length ? `; ${one.reserve} in reserve` : ""),
          `${(100 * one.covered).toFixed(1)} %`,
          one.gap === null ? "–" : one.gap.toPrecision(1),
          mean(one.people_exposed),
          mean(one.difference),
        ]),
      ),
      table(
        "Assets: engagement opportunities by axis, today and under the best plan at its end",
        ["asset", "people", "today", "best plan"],
        content.assets.map((one, k) => [
          `${k + 1} ${one.name}`,
          one.people.toLocaleString("en"),
          shots(one.today),
          shots(one.best),
        ]),
      ),
      h(
        "p",
        { class: "note" },
        `Covered: share of people × likelihood × days with at least ${content.opportunities} ` +
          "engagement opportunities.",
      ),
    );
  }

  private series(content: BasesAnswer): Series[] {
    const numbers = [...new Set(content.frontier.map((one) => one.batteries))].sort(
      (a, b) => a - b,
    );
    return numbers.map((n) => ({
      name: furtherWords(n),
      points: content.frontier.flatMap((one) =>
        one.batteries === n && one.people_exposed
          ? [
              {
                x: one.kept,
                ...one.people_exposed,
                key: keyOf(one.kept, n),
                words: `${one.kept} bases, ${furtherWords(n)}: ${mean(one.people_exposed)}`,
              },
            ]
          : [],
      ),
    }));
  }

  private renderBases(content: BasesAnswer): void {
    const point = this.point();
    const series = this.series(content);
    const name = (id: string) => content.bases.find((one) => one.id === id)?.name ?? words(id);
    const picture = chart(
      "People exposed over the bases kept",
      "bases kept",
      "people exposed per raid",
      series,
      this.chosen,
      (key) => this.choose(key),
    );
    patch(
      this.side,
      h("h3", {}, point ? `${point.kept} bases, ${furtherWords(point.batteries)}` : ""),
      h(
        "p",
        { id: "point-exposed" },
        `People exposed per raid: ${mean(point?.people_exposed ?? null)}`,
      ),
      table(
        "Bases and people after the move",
        ["base", "people", "of places"],
        content.bases.map((one, k) => [
          `${k + 1} ${one.name}`,
          point?.bases.includes(one.id)
            ? (point.people[one.id] ?? 0).toLocaleString("en")
            : "not kept",
          one.capacity.toLocaleString("en"),
        ]),
      ),
      table(
        "Who moves",
        ["from", "to", "people"],
        (point?.moves ?? []).map(([from, to, n]) => [name(from), name(to), n.toLocaleString("en")]),
      ),
    );
    const numbers = [...new Set(content.frontier.map((one) => one.batteries))].sort(
      (a, b) => a - b,
    );
    const kept = [...new Set(content.frontier.map((one) => one.kept))].sort((a, b) => a - b);
    const cell = (k: number, n: number) => {
      const one = content.frontier.find((p) => p.kept === k && p.batteries === n);
      if (!one?.feasible) return "too few places";
      return this.chooser(keyOf(k, n), keyOf(k, n), mean(one.people_exposed));
    };
    patch(
      this.below,
      h("h3", {}, "Frontier"),
      picture,
      table(
        "People exposed per raid by bases kept and further batteries, 95 % intervals; choose one",
        ["bases kept", ...numbers.map(furtherWords)],
        kept.map((k) => [String(k), ...numbers.map((n) => cell(k, n))]),
      ),
    );
  }

  private draw(): void {
    const feature = (kind: string) => (one: Battery) => ({
      type: "Feature" as const,
      properties: { kind },
      geometry: one.shape,
    });
    const { content, map } = this;
    const mine = ++this.turn;
    const further = this.placements();
    map.shapes({
      type: "FeatureCollection",
      features: [...content.placed.map(feature("search")), ...further.map(feature("band"))],
    });
    const point = this.point();
    // Numbers, not names: around Baghdad six bases stand within one name's length.
    const dot = (one: Place, number: number, state: string, said: string): Mark => {
      const words = `${number} ${one.name}: ${said}`;
      const element = h(
        "div",
        { class: `dot ${state}`, title: words, role: "img" },
        String(number),
      );
      element.setAttribute("aria-label", words);
      return { key: one.id, element, lat: one.lat, lon: one.lon, size: DOT };
    };
    const dots: Mark[] = [];
    if (content.kind === "sites") {
      const plan = content.plans.find((one) => one.name === this.chosen);
      const best = plan?.name === content.plans[0].name;
      for (const [k, one] of content.assets.entries()) {
        // Opportunities are known for today and for the best plan; other plans show today's.
        const counts = best ? one.best : one.today;
        const state = covered(counts, content.opportunities);
        dots.push(dot(one, k + 1, state, `${one.people} people, covered on ${state} axes`));
      }
    } else {
      for (const [k, one] of content.bases.entries()) {
        const stays = point?.bases.includes(one.id);
        const said = stays ? `${point?.people[one.id]} people` : "not kept";
        dots.push(dot(one, k + 1, stays ? "all" : "none", said));
      }
    }
    map.marks("dots", dots);
    symbol("operational").then((picture) => {
      if (mine !== this.turn) return;
      const batteries = [...content.placed, ...further].map((one, k): Mark => {
        const said = `Battery at ${one.name}, looking ${one.boresight_deg.toFixed(0)}°`;
        const element = h("img", { src: picture, alt: said, title: said, width: "34" });
        return {
          key: String(k),
          element,
          lat: one.lat,
          lon: one.lon,
          offset: [0, -20],
          size: BATTERY,
        };
      });
      map.marks("batteries", batteries);
    });
  }
}
