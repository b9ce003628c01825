// List scenarios and runs.

import { get, type Listed, type Run, send } from "./api";
import { h, notice, table } from "./dom";
import { go } from "./route";

export const KINDS: Record<string, string> = {
  assess: "assessment",
  compare: "comparison",
  replay: "replay",
  export: "export",
  plan: "plan",
  coverage: "coverage",
};

export function stateWords(run: Run): string {
  if (run.state === "broken_off") return "broken off: the server stopped";
  if (run.state === "running" && run.wanted > 0) {
    return `running: ${run.stage} ${Math.round((100 * run.done) / run.wanted)} %`;
  }
  return run.state;
}

export async function mountScenarios(place: HTMLElement): Promise<void> {
  const listed = await get<Listed[]>("scenarios");
  const name = (one: Listed) => h("a", { href: `#/scenario/${one.name}` }, one.title);
  place.replaceChildren(
    h("h2", {}, "Scenarios"),
    table(
      "Open one: look at it on the map, change it, run it",
      ["scenario", "name", "kept"],
      listed.map((one) => [name(one), one.name, one.own ? "in the workspace" : "bundled"]),
    ),
  );
  place.dataset.ready = "yes";
}

export async function mountRuns(place: HTMLElement): Promise<void> {
  const runs = await get<Run[]>("runs");
  const ticked = new Set<string>();
  const compare = h("button", { id: "compare", disabled: true }, "Compare two");
  compare.onclick = async () => {
    const texts = [...ticked].map((id) => runs.find((run) => run.id === id));
    try {
      const sources = await Promise.all(texts.map((run) => scenarioOf(run)));
      const least = Math.min(...texts.map((run) => Number(run?.options.replications)));
      const body = { kind: "compare", scenarios: sources, replications: least };
      go(`run/${(await send<Run>("POST", "runs", body)).id}`);
    } catch (error) {
      notice((error as Error).message, true);
    }
  };
  const tick = (run: Run) =>
    run.kind === "assess" && run.state === "done"
      ? h("input", {
          type: "checkbox",
          "aria-label": `Compare ${run.titles[0]}, ${run.created}`,
          onchange: (event: Event) => {
            if ((event.target as HTMLInputElement).checked) ticked.add(run.id);
            else ticked.delete(run.id);
            compare.disabled = ticked.size !== 2;
          },
        })
      : "";
  const remove = (run: Run) =>
    ["queued", "running"].includes(run.state)
      ? ""
      : h(
          "button",
          {
            "aria-label": `Remove the run of ${run.created}`,
            onclick: async () => {
              await send("DELETE", `runs/${run.id}`);
              await mountRuns(place);
            },
          },
          "Remove",
        );
  place.replaceChildren(
    h("h2", {}, "Runs"),
    h(
      "p",
      {},
      "Tick two assessments to compare what they played, on common random numbers. ",
      compare,
    ),
    runs.length
      ? table(
          "Runs, the latest first",
          ["run", "of", "state", "answer", "compare", "remove"],
          runs.map((run) => [
            h("a", { href: `#/run/${run.id}` }, `${KINDS[run.kind]} ${run.created}`),
            run.titles.join(" against "),
            stateWords(run),
            String(run.summary.headline ?? ""),
            tick(run),
            remove(run),
          ]),
        )
      : h("p", {}, "None yet: open a scenario and run it."),
  );
  place.dataset.ready = "yes";
}

async function scenarioOf(run: Run | undefined): Promise<object> {
  if (!run) throw new Error("the run is gone");
  return { run: run.id };
}
