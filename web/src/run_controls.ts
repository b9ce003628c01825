// Start a run of a draft: how many raids, with or without ranges, and what kind.

import { type RefusalError, type Run, type ScenarioData, send } from "./api";
import { field, h, notice } from "./dom";
import { go } from "./route";

interface Source {
  readonly name: string;
  readonly data: ScenarioData;
  readonly dirty: boolean;
}

// Made once for each draft: what the user has set here stands through every edit.
export class RunControls {
  readonly element: HTMLElement;
  private readonly replications = h("input", {
    type: "number",
    value: "20000",
    min: 2,
    step: 1000,
  });
  private readonly ranges = h("input", { type: "checkbox", checked: true });
  private readonly compare = h(
    "button",
    { id: "run-compare", onclick: () => this.start("compare") },
    "Compare with saved",
  );

  constructor(private readonly source: () => Source) {
    const start = (id: string, kind: string, words: string, main = false) =>
      h("button", { id, class: main ? "main" : undefined, onclick: () => this.start(kind) }, words);
    this.element = h(
      "div",
      { class: "run", id: "run-controls" },
      field("replications", "Raids to play", this.replications),
      field("ranges", "Vary every value over its range too", this.ranges),
      h(
        "p",
        { class: "buttons" },
        start("run", "assess", "Run", true),
        this.compare,
        start("run-replay", "replay", "Replay"),
        start("run-coverage", "coverage", "Coverage, all round"),
      ),
    );
    this.changed();
  }

  // The draft has changed, or was saved.
  changed(): void {
    this.compare.disabled = !this.source().dirty;
  }

  private async start(kind: string): Promise<void> {
    const { name, data, dirty } = this.source();
    const scenarios: object[] = [dirty ? { data } : { name }];
    if (kind === "compare") scenarios.push({ name });
    try {
      const run = await send<Run>("POST", "runs", {
        kind,
        scenarios,
        replications: this.replications.valueAsNumber,
        ranges: this.ranges.checked,
      });
      go(`run/${run.id}`);
    } catch (error) {
      notice((error as RefusalError).message, true);
    }
  }
}
