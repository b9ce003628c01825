// Follow one run while it plays, then show what it left: report, comparison, replay, coverage.

import { follow, get, type Run, send } from "./api";
import { mountCoverage } from "./coverage_view";
import { h, notice, table } from "./dom";
import { KINDS, stateWords } from "./lists";

interface Measure {
  low: number;
  value: number;
  high: number;
}
interface Row {
  asset_id: string;
  words: string;
  first: Measure;
  second: Measure;
  difference: Measure;
  verdict: string;
}

const shown = (m: Measure) => `${m.value.toFixed(3)} (${m.low.toFixed(3)} to ${m.high.toFixed(3)})`;

export class RunView {
  private run: Run | null = null;
  private stop: () => void = () => {};
  private leave: () => void = () => {};
  private readonly head = h("div", { class: "run-head" });
  private readonly body = h("div", { class: "run-body" });

  constructor(private readonly id: string) {}

  async mount(place: HTMLElement): Promise<void> {
    place.replaceChildren(this.head, this.body);
    this.run = await get<Run>(`runs/${this.id}`);
    this.renderHead(this.run);
    this.stop = follow(this.id, (run) => {
      const before = this.run?.state;
      this.run = run;
      this.renderHead(run);
      if (run.state === "done" && (before !== "done" || !this.body.hasChildNodes())) {
        this.renderBody(run).then(() => {
          place.dataset.ready = "yes";
        });
      }
    });
  }

  unmount(): void {
    this.stop();
    this.leave();
  }

  state(): Record<string, unknown> {
    return { run: this.run };
  }

  private renderHead(run: Run): void {
    const busy = run.state === "queued" || run.state === "running";
    const bar = h("progress", { max: run.wanted || 1, "aria-label": "Progress" });
    if (run.wanted) bar.value = run.done;
    const faults = run.error?.faults ?? [];
    this.head.replaceChildren(
      h("h2", {}, `${KINDS[run.kind]}: ${run.titles.join(" against ")}`),
      h(
        "p",
        { id: "run-state" },
        `${stateWords(run)}${busy ? "" : `, ${run.seconds.toFixed(1)} s`}`,
      ),
      ...(busy ? [bar] : []),
      ...(busy
        ? [
            h(
              "button",
              {
                id: "cancel",
                onclick: () =>
                  send("POST", `runs/${run.id}/cancel`).catch((e) => notice(e.message, true)),
              },
              "Cancel",
            ),
          ]
        : []),
      ...(run.error ? [h("p", { class: "bad" }, run.error.message)] : []),
      ...(faults.length > 1 ? [h("ul", {}, ...faults.map((f) => h("li", {}, f.message)))] : []),
      ...(run.files.length
        ? [
            h(
              "p",
              { class: "files" },
              "Files: ",
              ...run.files.flatMap((file) => [
                h("a", { href: `/api/runs/${run.id}/files/${file}`, download: file }, file),
                " ",
              ]),
            ),
          ]
        : []),
    );
  }

  private async renderBody(run: Run): Promise<void> {
    const file = (name: string) => `/api/runs/${run.id}/files/${name}`;
    if (run.kind === "assess" || run.kind === "replay") {
      const name = run.kind === "assess" ? "report.html" : "replay.html";
      const title = run.kind === "assess" ? "Report" : "Replay";
      const sandbox = "allow-scripts allow-popups";
      this.body.replaceChildren(
        h("p", {}, h("a", { href: file(name), target: "_blank" }, `${title} on a page of its own`)),
        h("iframe", { src: file(name), title, sandbox, class: run.kind }),
      );
    } else if (run.kind === "compare") {
      this.renderComparison(await (await fetch(file("comparison.json"))).json());
    } else {
      const content = await (await fetch(file("coverage.json"))).json();
      const [leave, drawn] = mountCoverage(this.body, content);
      this.leave = leave;
      await drawn;
    }
  }

  private renderComparison(content: { rows: Row[]; replications: number; seed: number }): void {
    const whole = content.rows.find((row) => row.asset_id === "all");
    this.body.replaceChildren(
      h("p", { class: "lead", id: "verdict" }, `Leakers of all assets: ${whole?.verdict}.`),
      table(
        "First minus second, paired on common random numbers; 95 % intervals",
        ["asset", "measure", "first", "second", "difference", "verdict"],
        content.rows.map((row) => [
          row.asset_id.replaceAll("_", " "),
          row.words,
          shown(row.first),
          shown(row.second),
          shown(row.difference),
          row.verdict,
        ]),
      ),
      h("p", { class: "note" }, `${content.replications} raids of each, seed ${content.seed}.`),
    );
  }
}
