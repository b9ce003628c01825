// Follow one run while it plays, then show what it left: report, comparison, replay, coverage.

import { follow, get, busy as isBusy, type Run, result, send } from "./api";
import { type Coverage, mountCoverage } from "./coverage_view";
import { h, notice, patch, table } from "./dom";
import { KINDS, stateWords } from "./lists";
import { type PlanAnswer, PlanResult } from "./plan_result";
import { ReplayPanel, replayButtons } from "./replay_panel";
import { go } from "./route";

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
  private more: () => Record<string, unknown> = () => ({});
  private readonly head = h("div", { class: "run-head" });
  private readonly body = h("div", { class: "run-body" });

  constructor(
    private readonly id: string,
    private readonly word = "",
  ) {}

  async mount(place: HTMLElement): Promise<void> {
    place.replaceChildren(this.head, this.body);
    this.run = await get<Run>(`runs/${this.id}`);
    this.renderHead(this.run);
    this.stop = follow(this.id, (run) => {
      const before = this.run?.state;
      this.run = run;
      this.renderHead(run);
      if (run.state === "done" && (before !== "done" || !this.body.hasChildNodes())) {
        this.renderBody(run)
          .then(() => {
            place.dataset.ready = "yes";
          })
          .catch((error: Error) => notice(error.message, true));
      }
    });
  }

  unmount(): void {
    this.stop();
    this.leave();
  }

  state(): Record<string, unknown> {
    return { run: this.run, ...this.more() };
  }

  private renderHead(run: Run): void {
    const busy = isBusy(run);
    const bar = h("progress", {
      id: "progress",
      max: run.wanted || 1,
      value: run.wanted ? run.done : undefined,
      "aria-label": "Progress",
    });
    const faults = run.error?.faults ?? [];
    // Told anew several times a second: Cancel must stay the same button.
    patch(
      this.head,
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
    if (run.kind === "assess") {
      const src = file("report.html");
      const sandbox = "allow-scripts allow-popups";
      this.body.replaceChildren(
        replayButtons(run, go, (words) => notice(words, true)),
        h("p", {}, h("a", { href: src, target: "_blank" }, "Report on a page of its own")),
        h("iframe", { src, title: "Report", sandbox, class: "assess" }),
      );
    } else if (run.kind === "replay") {
      const panel = new ReplayPanel(this.body, run, this.word);
      this.leave = () => panel.unmount();
      this.more = () => panel.state();
      await panel.mount();
    } else if (run.kind === "plan") {
      const shown = new PlanResult(this.body, await result<PlanAnswer>(run, "plan.json"));
      this.leave = () => shown.unmount();
      this.more = () => shown.state();
      await shown.mount();
    } else if (run.kind === "compare") {
      this.renderComparison(await result(run, "comparison.json"));
    } else if (run.kind === "coverage") {
      const content = await result<Coverage>(run, "coverage.json");
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
