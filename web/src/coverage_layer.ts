// Draw what a draft covers over its map, again after each change: one type, one azimuth, one case.

import { busy, follow, type Run, result, type ScenarioData, send, type Threat } from "./api";
import { band, type Coverage, chosen, legend } from "./coverage_view";
import { h, option, patch, table } from "./dom";
import { bearingOf } from "./draft";

// The rose is computed at these bearings, so that map and table speak of the same one.
const STEP_DEG = 10;
// Aim points along the longer side: a slow drone is met so often that each one takes a while.
const POINTS = 90;
const POINTS_OF_DRONES = 40;
const WAIT_MS = 300;
const CASES = ["low", "nominal", "high"];
const NOTHING: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };

function types(all: Threat[], now: string): HTMLElement[] {
  const classes = [...new Set(all.map((one) => one.class))];
  return classes.map((name) =>
    h(
      "optgroup",
      { label: name },
      ...all
        .filter((one) => one.class === name)
        .map((one) => option(one.id, one.name, one.id === now)),
    ),
  );
}

export class CoverageLayer {
  readonly element: HTMLDetailsElement;
  private run: Run | null = null;
  private stop: () => void = () => {};
  private content: Coverage | null = null;
  private again = false;
  private reading = false;
  private looked = false;
  private stopped = false;
  private wait: ReturnType<typeof setTimeout> | undefined;
  private readonly threat: HTMLSelectElement;
  private readonly azimuth: HTMLSelectElement;
  private readonly which: HTMLSelectElement;
  private readonly said = h("p", { id: "layer-state", class: "note", role: "status" });
  private readonly bar = h("progress", { "aria-label": "Progress of the coverage", hidden: true });
  private readonly cancel = h(
    "button",
    { id: "layer-cancel", hidden: true, onclick: () => this.halt() },
    "Cancel",
  );
  private readonly rows = h("div");

  constructor(
    private readonly all: Threat[],
    private readonly data: () => ScenarioData,
    private readonly draw: (shapes: GeoJSON.FeatureCollection) => void,
    private readonly look: (shapes: GeoJSON.FeatureCollection) => void,
  ) {
    const [first] = data().volley;
    this.threat = h("select", { id: "layer-threat" }, ...types(all, first?.threat));
    const from = bearingOf(first?.approach_azimuth_deg, STEP_DEG);
    const bearings = Array.from({ length: 360 / STEP_DEG }, (_, k) => k * STEP_DEG);
    this.azimuth = h(
      "select",
      { id: "layer-azimuth" },
      ...bearings.map((b) => option(String(b), `${b}°`, b === from)),
    );
    this.which = h(
      "select",
      { id: "layer-case" },
      ...CASES.map((c) => option(c, c, c === "nominal")),
    );
    this.threat.onchange = () => this.ask();
    this.azimuth.onchange = () => this.ask();
    this.which.onchange = () => this.show();
    const field = (words: string, control: HTMLElement) =>
      h("p", { class: "field" }, h("label", { for: control.id }, words), control);
    this.element = h(
      "details",
      { id: "layer", ontoggle: () => this.toggled() },
      h("summary", {}, "Coverage layer"),
      field("Threat", this.threat),
      field("coming from azimuth", this.azimuth),
      field("values", this.which),
      legend(),
      this.said,
      h("p", { class: "buttons" }, this.bar, this.cancel),
      this.rows,
    );
  }

  state(): Record<string, unknown> {
    return {
      open: this.element.open,
      busy: busy(this.run) || this.again || this.reading,
      shapes: this.shapes().features.length,
      threat: this.threat.value,
      azimuth: Number(this.azimuth.value),
      rows: this.rows.querySelectorAll("tbody tr").length,
    };
  }

  // The draft has changed.
  changed(): void {
    if (!this.element.open) return;
    clearTimeout(this.wait);
    this.wait = setTimeout(() => this.ask(), WAIT_MS);
  }

  unmount(): void {
    clearTimeout(this.wait);
    this.stop();
    if (busy(this.run)) this.halt();
    this.run = null;
    this.again = false;
  }

  private toggled(): void {
    this.looked = false;
    if (this.element.open) this.ask();
    else {
      this.unmount();
      this.content = null;
      this.draw(NOTHING);
    }
  }

  private slow(): boolean {
    return this.all.find((one) => one.id === this.threat.value)?.class === "drone";
  }

  private say(words: string, bad = false): void {
    this.said.textContent = words;
    this.said.classList.toggle("bad", bad);
  }

  private halt(): void {
    this.again = false;
    this.stopped = true;
    if (this.run) send("POST", `runs/${this.run.id}/cancel`).catch(() => {});
  }

  private async ask(): Promise<void> {
    // One at a time: what is under way ends first, then the latest state is asked for.
    if (busy(this.run)) {
      this.again = true;
      return;
    }
    this.again = false;
    this.stopped = false;
    try {
      this.run = await send<Run>("POST", "runs", {
        kind: "coverage",
        scenarios: [{ data: this.data() }],
        threats: [this.threat.value],
        azimuths_deg: [Number(this.azimuth.value)],
        points: this.slow() ? POINTS_OF_DRONES : POINTS,
        passing: true,
      });
    } catch (error) {
      this.run = null;
      this.clear();
      this.say((error as Error).message, true);
      return;
    }
    this.say("Computing what the draft covers…");
    this.bar.hidden = false;
    this.cancel.hidden = false;
    this.stop = follow(this.run.id, (run) => this.heard(run));
  }

  private heard(run: Run): void {
    this.run = run;
    this.bar.max = run.wanted || 1;
    if (run.wanted) this.bar.value = run.done;
    else this.bar.removeAttribute("value");
    if (busy(run)) return;
    this.bar.hidden = true;
    this.cancel.hidden = true;
    if (run.state === "done") {
      this.reading = true;
      this.fetched(run).finally(() => {
        this.reading = false;
      });
    } else if (run.state === "failed") {
      this.clear();
      this.say(run.error?.message ?? "The coverage was not computed.", true);
    } else this.say("Cancelled: the map shows an earlier state, if any. Change anything to go on.");
    if (this.again && !this.stopped) this.ask();
  }

  private async fetched(run: Run): Promise<void> {
    try {
      this.content = await result<Coverage>(run, "coverage.json");
    } catch (error) {
      this.say((error as Error).message, true);
      return;
    }
    const left = this.content.left_out.map((why) => `Left out: ${why}.`);
    this.say(
      ["All fire units up, one threat alone; kill probabilities are priors.", ...left].join(" "),
    );
    this.show();
  }

  private clear(): void {
    this.content = null;
    this.rows.replaceChildren();
    this.draw(NOTHING);
  }

  private shapes(): GeoJSON.FeatureCollection {
    const found = this.content;
    if (!found) return NOTHING;
    return chosen(found, found.threats[0], found.azimuths[0], this.which.value);
  }

  private show(): void {
    const found = this.content;
    if (!found || !this.element.open) return;
    const shapes = this.shapes();
    this.draw(shapes);
    // Once, when it is opened: a map that moved by itself later would be in the way.
    if (!this.looked && shapes.features.length) this.look(shapes);
    this.looked ||= shapes.features.length > 0;
    const at = found.rose_azimuths.indexOf(found.azimuths[0]);
    const three = (rows: number[][]): [number, number, number] => [
      rows[0][at],
      rows[1][at],
      rows[2][at],
    ];
    patch(
      this.rows,
      table(
        `At each asset, ${found.threats[0].replaceAll("_", " ")} from ${found.azimuths[0]}°: nominal (low – high)`,
        ["asset", "shots", "P(stop)"],
        found.roses.map((one) => [
          one.asset.replaceAll("_", " "),
          band(three(one.shots), 0),
          band(three(one.p_stop), 2),
        ]),
      ),
      table(
        "Ground covered from there, km²: nominal (low – high)",
        ["shots", "km²"],
        found.areas.map((one) => [`${one.shots} or more`, band(one.mean_km2, 0)]),
      ),
    );
  }
}
