// Look at one scenario on the map, change it, save it, run it.

import {
  get,
  type Opened,
  type Saved,
  type ScenarioData,
  type Site,
  send,
  type Threat,
  type UnitData,
  type View,
} from "./api";
import { CoverageLayer } from "./coverage_layer";
import { extent } from "./coverage_view";
import { type Child, field, h, notice, option, patch, table } from "./dom";
import { Draft, moved, movedShare, nearestSite, nominal } from "./draft";
import { TheatreMap } from "./map";
import { moveTo, postureForm, presence } from "./posture_form";
import { go } from "./route";
import { RunControls } from "./run_controls";

const STATUSES = [
  "none",
  "requested",
  "ordered",
  "in_transit",
  "assembling",
  "operational",
  "withdrawn",
];
const METHODS = ["shoot_shoot", "shoot_look_shoot", "ripple", "salvo"];
const CONTROL = ["free", "tight", "hold"];
const LOOK_AGAIN_MS = 150;
const words = (id: string) => id.replaceAll("_", " ");

export class ScenarioView {
  private draft: Draft;
  private view: View;
  private map!: TheatreMap;
  private chosen: string | null = null;
  private wait: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;
  private faults: string[] = [];
  private readonly panel = h("section", { class: "panel", "aria-label": "Scenario" });
  private readonly bar = h("div", { class: "bar" });
  private readonly lists = h("section", { class: "below", "aria-label": "The map as tables" });
  private readonly layer: CoverageLayer;
  private readonly controls: RunControls;

  constructor(
    private opened: Opened,
    private readonly sites: Site[],
    threats: Threat[],
  ) {
    this.draft = new Draft(opened.data);
    this.view = opened.view;
    this.layer = new CoverageLayer(
      threats,
      () => this.draft.data,
      (shapes) => this.map.extra(shapes),
      (shapes) => this.map.fit(extent(shapes)),
    );
    this.controls = new RunControls(() => {
      const { data, dirty } = this.draft;
      return { name: this.opened.name, data, dirty };
    });
  }

  static async open(name: string): Promise<ScenarioView> {
    const [opened, sites, threats] = await Promise.all([
      get<Opened>(`scenarios/${name}`),
      get<Site[]>("sites"),
      get<Threat[]>("threats"),
    ]);
    return new ScenarioView(opened, sites, threats);
  }

  get dirty(): boolean {
    return this.draft.dirty;
  }

  mount(place: HTMLElement): void {
    const stage = h("div", { class: "map", role: "region", "aria-label": "Map" });
    place.replaceChildren(this.bar, h("div", { class: "split" }, stage, this.panel), this.lists);
    this.map = new TheatreMap(stage);
    this.map.ready
      .then(() => {
        this.map.fit(this.view.bounds);
        return this.map.settled();
      })
      .then(() => {
        place.dataset.ready = "yes";
      });
    this.render();
    this.layer.changed();
  }

  unmount(): void {
    clearTimeout(this.wait);
    this.layer.unmount();
    this.map.base.remove();
  }

  state(): Record<string, unknown> {
    return {
      name: this.opened.name,
      version: this.opened.version,
      dirty: this.draft.dirty,
      canUndo: this.draft.canUndo,
      chosen: this.chosen,
      faults: this.faults,
      units: this.view.units,
      shapes: this.view.shapes.features.length,
      posture: this.draft.data.posture ?? null,
      layer: this.layer.state(),
    };
  }

  private edit(change: (data: ScenarioData) => void): void {
    if (this.draft.edit(change)) this.changed();
  }

  private editUnit(id: string, change: (unit: UnitData) => void): void {
    this.edit((data) => {
      const unit = data.fire_unit?.find((one) => one.id === id);
      if (unit) change(unit);
    });
  }

  private changed(): void {
    this.render();
    clearTimeout(this.wait);
    this.wait = setTimeout(() => this.look(), LOOK_AGAIN_MS);
  }

  private async look(): Promise<void> {
    const mine = ++this.asked;
    try {
      const { view } = await send<{ view: View }>("POST", "view", { data: this.draft.data });
      // An older answer must not stand over a newer one.
      if (mine !== this.asked) return;
      this.view = view;
      // Only its own words are taken back: a refused save must stay to be read.
      if (this.faults.length > 0) notice("");
      this.faults = [];
      this.layer.changed();
    } catch (error) {
      if (mine !== this.asked) return;
      this.faults = [String((error as Error).message)];
      notice(this.faults[0], true);
    }
    this.render();
  }

  private choose(id: string | null): void {
    this.chosen = this.chosen === id ? null : id;
    this.render();
  }

  private drop(id: string, lat: number, lon: number): void {
    const site = nearestSite(this.sites, lat, lon);
    if (site) this.editUnit(id, (unit) => moveTo(unit, site.id));
    this.render();
  }

  private render(): void {
    this.renderBar();
    this.controls.changed();
    this.renderPanel();
    this.renderLists();
    this.map.shapes(this.view.shapes);
    this.map.names(this.view.assets);
    this.map.units(
      this.view.units,
      this.chosen,
      (id) => this.choose(id),
      (id, lat, lon) => this.drop(id, lat, lon),
    );
  }

  private renderBar(): void {
    const step = (name: string, words_: string, can: boolean, act: () => void) =>
      h("button", { id: name, disabled: !can, onclick: act }, words_);
    patch(
      this.bar,
      h("h2", {}, this.opened.data.title),
      step("undo", "Undo", this.draft.canUndo, () => this.undo()),
      step("redo", "Redo", this.draft.canRedo, () => this.redo()),
      step("save", "Save", this.draft.dirty && this.opened.own, () => this.save(false)),
      step("save-as", "Save as…", true, () => this.save(true)),
      h("a", { href: `/api/scenarios/${this.opened.name}/file`, download: true }, "Scenario file"),
      // Its room is kept while it is hidden: buttons must not move under a click that made the change.
      h(
        "span",
        { id: "unsaved", class: this.draft.dirty ? "mark" : "mark away" },
        "● unsaved changes",
      ),
    );
  }

  undo(): void {
    this.draft.undo();
    this.changed();
  }

  redo(): void {
    this.draft.redo();
    this.changed();
  }

  private async save(another: boolean): Promise<void> {
    const offered = this.opened.own ? this.opened.name : `${this.opened.name}-mine`;
    const name = another ? prompt("Save under which name?", offered)?.trim() : this.opened.name;
    if (!name) return;
    const same = name === this.opened.name && this.opened.own;
    const expected_version = same ? this.opened.version : null;
    try {
      const data = this.draft.data;
      const sent = { data, expected_version };
      const saved = await send<Saved>("PUT", `scenarios/${encodeURIComponent(name)}`, sent);
      this.draft.markSaved(data);
      if (!same) return go(`scenario/${name}`);
      this.opened = { ...this.opened, version: saved.version };
      this.render();
      notice(`Saved as ${name}. The command line runs the same file.`);
    } catch (error) {
      notice((error as Error).message, true);
    }
  }

  private number(value: number, act: (to: number) => void, limits: Record<string, number>) {
    return h("input", {
      type: "number",
      value: String(Math.round(value * 1e6) / 1e6),
      ...limits,
      onchange: (event: Event) => {
        const to = (event.target as HTMLInputElement).valueAsNumber;
        if (Number.isFinite(to)) act(to);
      },
    });
  }

  private choice(values: string[], now: string, act: (to: string) => void, names?: string[]) {
    return h(
      "select",
      { onchange: (event: Event) => act((event.target as HTMLSelectElement).value) },
      ...values.map((value, k) => option(value, names?.[k] ?? words(value), value === now)),
    );
  }

  private renderPanel(): void {
    const data = this.draft.data;
    const unit = data.fire_unit?.find((one) => one.id === this.chosen);
    const part = (id: string, ...children: Child[]) => h("div", { id }, ...children);
    patch(
      this.panel,
      h("p", { class: "question" }, data.question),
      this.controls.element,
      this.layer.element,
      part(
        "posture-part",
        postureForm(data, this.opened.data, this.view, (change) => this.edit(change)),
      ),
      h("h3", { id: "units-head" }, "Fire units"),
      ...(data.fire_unit ?? []).map((one) =>
        h(
          "button",
          {
            class: "row",
            "aria-pressed": String(one.id === this.chosen),
            id: `choose-${one.id}`,
            onclick: () => this.choose(one.id),
          },
          one.name || one.id,
        ),
      ),
      part(
        "unit-part",
        data.fire_unit?.length ? null : h("p", {}, "None: nothing defends here."),
        unit ? this.unitForm(data, unit) : null,
      ),
      h("h3", { id: "doctrine-head" }, "Doctrine"),
      ...(data.doctrine ?? []).flatMap((one) => [
        field(
          `method-${one.id}`,
          `${words(one.id)}: method of fire`,
          this.choice(METHODS, one.method, (to) =>
            this.edit((d) => {
              const found = d.doctrine?.find((x) => x.id === one.id);
              if (found) found.method = to;
            }),
          ),
        ),
        field(
          `control-${one.id}`,
          `${words(one.id)}: weapons control status`,
          this.choice(CONTROL, one.control_status ?? "free", (to) =>
            this.edit((d) => {
              const found = d.doctrine?.find((x) => x.id === one.id);
              if (found) found.control_status = to;
            }),
          ),
        ),
      ]),
      h("h3", { id: "raid-head" }, "Raid"),
      ...data.volley.flatMap((one) => [
        field(
          `count-${one.id}`,
          `${words(one.id)}: number of ${words(one.threat)}`,
          this.number(
            one.count,
            (to) => this.edit((d) => this.volley(d, one.id, { count: Math.round(to) })),
            { min: 1, max: 2000, step: 1 },
          ),
        ),
        field(
          `azimuth-${one.id}`,
          `${words(one.id)}: approach azimuth, °`,
          this.number(
            nominal(one.approach_azimuth_deg),
            (to) =>
              this.edit((d) =>
                this.volley(d, one.id, {
                  approach_azimuth_deg: moved(one.approach_azimuth_deg, to),
                }),
              ),
            { min: -360, max: 360, step: 1 },
          ),
        ),
      ]),
    );
  }

  private volley(data: ScenarioData, id: string, change: object): void {
    const found = data.volley.find((one) => one.id === id);
    if (found) Object.assign(found, change);
  }

  private unitForm(data: ScenarioData, unit: UnitData): HTMLElement {
    const doctrines = (data.doctrine ?? []).map((one) => one.id);
    const set = (change: Partial<UnitData>) =>
      this.editUnit(unit.id, (one) => Object.assign(one, change));
    return h(
      "div",
      { class: "unit-form" },
      field(
        "unit-site",
        "Site",
        this.choice(
          this.sites.map((site) => site.id),
          unit.site,
          (to) => this.editUnit(unit.id, (one) => moveTo(one, to)),
          this.sites.map((site) => site.name),
        ),
      ),
      field(
        "unit-boresight",
        "Primary target line, ° from north",
        this.number(
          nominal(unit.boresight_deg),
          (to) => set({ boresight_deg: moved(unit.boresight_deg, to) }),
          { min: -360, max: 360, step: 5 },
        ),
      ),
      field(
        "unit-status",
        "Status",
        this.choice(STATUSES, unit.status ?? "operational", (to) => set({ status: to })),
      ),
      unit.posture
        ? null
        : field(
            "unit-p",
            "Probability that it is operational",
            this.number(
              nominal(unit.p_operational),
              (to) => set({ p_operational: movedShare(unit.p_operational ?? to, to) }),
              { min: 0, max: 1, step: 0.05 },
            ),
          ),
      presence(
        unit,
        this.view.units.find((one) => one.id === unit.id),
        data,
        this.opened.data,
        (change) => this.edit(change),
      ),
      doctrines.length
        ? field(
            "unit-doctrine",
            "Doctrine",
            this.choice(doctrines, unit.doctrine ?? doctrines[0], (to) => set({ doctrine: to })),
          )
        : null,
    );
  }

  private renderLists(): void {
    patch(
      this.lists,
      h(
        "details",
        { id: "tables" },
        h("summary", {}, "The map as tables"),
        table(
          "Fire units, at their sites",
          ["unit", "site", "latitude", "longitude", "line", "status", "P(operational)"],
          this.view.units.map((unit) => [
            unit.name,
            words(unit.site),
            unit.lat.toFixed(2),
            unit.lon.toFixed(2),
            `${unit.boresight_deg.toFixed(0)}°`,
            words(unit.status),
            unit.p_operational.toFixed(2) + (unit.ledger ? " (ledger)" : ""),
          ]),
        ),
        table(
          "Raid, by volley: approach azimuth and range seen from the asset",
          ["volley", "threat", "count", "at", "from", "range"],
          this.draft.data.volley.map((one) => [
            words(one.id),
            words(one.threat),
            String(one.count),
            words(one.asset),
            `${nominal(one.approach_azimuth_deg).toFixed(0)}°`,
            `${(nominal(one.ground_range_m) / 1000).toFixed(0)} km`,
          ]),
        ),
      ),
      h(
        "p",
        { class: "note" },
        "Sectors show a direction, drawn to 100 km, not a range. Blue: search; light blue: track; " +
          "orange: where the raid comes from, as bands of bearing and distance. A unit stands at " +
          "a site; drag it and it goes to the nearest one.",
      ),
    );
  }
}
