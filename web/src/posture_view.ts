// Slide over the year: who was where, how sure, and which claim moved it.

import { get } from "./api";
import { h, link, notice, patch, table } from "./dom";
import { TheatreMap } from "./map";

interface Row {
  system: string;
  system_name: string;
  site: string;
  name: string;
  lat: number | null;
  lon: number | null;
  reported: boolean;
  question: string;
  p: number | null;
  shown: string;
  shown_operational: string;
  words: string;
  count: string;
}
interface Answer {
  on: string;
  known_by: string;
  caution: string;
  rows: Row[];
}
interface Claim {
  claim: string;
  text: string;
  as_of: string;
  published: string;
  grade: string;
  source: string;
  url: string;
  before: number | null;
  after: number | null;
  moved: number;
  why: string;
}
interface Claims {
  answers: { system: string; name: string; claims: Claim[] }[];
}

const FIRST = Date.UTC(2020, 0, 1);
const DAY_MS = 86_400_000;
const LAST = 365;

export function dayOf(number: number): string {
  return new Date(FIRST + number * DAY_MS).toISOString().slice(0, 10);
}

export class PostureView {
  private answer: Answer | null = null;
  private site: string | null = null;
  private asked = 0;
  private map!: TheatreMap;
  private readonly day = h("input", {
    id: "day",
    type: "range",
    min: 7,
    max: LAST,
    value: "102",
    oninput: () => this.update(),
  });
  private readonly hindsight = h("input", {
    id: "hindsight",
    type: "checkbox",
    onchange: () => this.update(),
  });
  private readonly said = h("output", { for: "day", id: "said" });
  private readonly rows = h("div");
  private readonly claims = h("div", { id: "claims", "aria-live": "polite" });

  async mount(place: HTMLElement): Promise<void> {
    const stage = h("div", { class: "map", role: "region", "aria-label": "Map of the posture" });
    place.replaceChildren(
      h(
        "div",
        { class: "bar" },
        h("h2", {}, "Posture, Iraq 2020"),
        h("label", { for: "day" }, "Day "),
        this.day,
        this.said,
        h("label", { for: "hindsight" }, this.hindsight, " with what came out later"),
      ),
      h("div", { class: "split even" }, stage, h("section", { class: "panel" }, this.rows)),
      this.claims,
    );
    this.map = new TheatreMap(stage);
    await this.update();
    this.map.fit([38.5, 29, 49, 37.5]);
    await this.map.settled();
    place.dataset.ready = "yes";
  }

  unmount(): void {
    this.map.base.remove();
  }

  state(): Record<string, unknown> {
    return { on: this.answer?.on, rows: this.answer?.rows, site: this.site };
  }

  private query(): string {
    const on = dayOf(this.day.valueAsNumber);
    return this.hindsight.checked ? `on=${on}` : `on=${on}&known_by=${on}`;
  }

  private async update(): Promise<void> {
    const mine = ++this.asked;
    this.said.value = dayOf(this.day.valueAsNumber);
    try {
      const answer = await get<Answer>(`posture?${this.query()}`);
      if (mine !== this.asked) return;
      this.answer = answer;
      this.render(answer);
      if (this.site) await this.explain(this.site);
    } catch (error) {
      notice((error as Error).message, true);
    }
  }

  private render(answer: Answer): void {
    // Fire units first: who left which base is read for its own sake.
    const there = (row: Row) => Number(row.question !== "on site");
    const rows = answer.rows
      .filter((row) => row.reported)
      .sort((one, other) => there(one) - there(other));
    patch(
      this.rows,
      table(
        `On ${answer.on}, known by ${answer.known_by}`,
        ["system and site", "probability", "operational; count"],
        rows.map((row) => [
          h(
            "button",
            {
              class: "row",
              id: `row-${row.system}-${row.site}-${row.question.replaceAll(" ", "-")}`,
              onclick: () => this.explain(row.site),
            },
            `${row.system_name}, ${row.name}`,
          ),
          `${row.question}: ${row.shown}${row.words ? ` (${row.words})` : ""}`,
          [row.shown_operational, row.count].filter(Boolean).join("; "),
        ]),
      ),
      h("p", { class: "note" }, answer.caution),
    );
    const seen = new Map<string, Row[]>();
    for (const row of rows) {
      if (row.lat === null || row.question !== "on site") continue;
      seen.set(row.site, [...(seen.get(row.site) ?? []), row]);
    }
    const marks = [...seen.values()].map((here) => {
      const [row] = here;
      const most = Math.max(...here.map((one) => one.p ?? 0));
      const words = here.map((one) => `${one.system_name}: ${one.shown}`).join("; ");
      const mark = h(
        "button",
        {
          class: `belief b${Math.round(most * 4)}`,
          title: `${row.name}: ${words}`,
          "aria-label": `${row.name}: ${words}`,
          onclick: () => this.explain(row.site),
        },
        `${Math.round(most * 20) * 5}`,
      );
      return { key: row.site, element: mark, lat: row.lat ?? 0, lon: row.lon ?? 0 };
    });
    this.map.marks("belief", marks);
  }

  private async explain(site: string): Promise<void> {
    this.site = site;
    try {
      const found = await get<Claims>(`posture/${encodeURIComponent(site)}/claims?${this.query()}`);
      const p = (value: number | null) => (value === null ? "–" : value.toFixed(2));
      patch(
        this.claims,
        ...found.answers.map((answer) =>
          table(
            `${answer.system}, ${answer.name}: every claim and what it moved`,
            ["published", "claim", "source", "grade", "before", "after", "why"],
            answer.claims.map((one) => [
              one.published,
              `${one.text} (as of ${one.as_of})`,
              link(one.url, one.source),
              one.grade,
              p(one.before),
              p(one.after),
              one.why,
            ]),
          ),
        ),
      );
    } catch (error) {
      notice((error as Error).message, true);
    }
  }
}
