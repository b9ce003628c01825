// List the plans that can be asked: bundled ones, or a plan file of the user's.

import { get, type Run, send } from "./api";
import { h, notice, table } from "./dom";
import { go } from "./route";

interface Listed {
  name: string;
  kind: string;
  title: string;
  question: string;
}

export async function mountPlans(place: HTMLElement): Promise<void> {
  const listed = await get<Listed[]>("plans");
  const replications = h("input", {
    id: "plan-replications",
    type: "number",
    value: "2000",
    min: 2,
    step: 500,
  });
  const start = async (plan: object) => {
    try {
      const body = { kind: "plan", plan, replications: replications.valueAsNumber };
      go(`run/${(await send<Run>("POST", "runs", body)).id}`);
    } catch (error) {
      notice((error as Error).message, true);
    }
  };
  const file = h("input", {
    id: "plan-file",
    type: "file",
    accept: ".toml",
    onchange: async (event: Event) => {
      const [chosen] = (event.target as HTMLInputElement).files ?? [];
      if (chosen) await start({ text: await chosen.text() });
    },
  });
  place.replaceChildren(
    h("h2", {}, "Plans"),
    h(
      "p",
      {},
      "Where further batteries should stand, and which bases to keep: optimal for a linearised " +
        "model, judged by simulation on common random numbers.",
    ),
    h(
      "div",
      { class: "bar" },
      h("label", { for: "plan-replications" }, "Replications of each raid "),
      replications,
      h("label", { for: "plan-file" }, "A plan file of your own "),
      file,
    ),
    table(
      "Bundled plans",
      ["plan", "question", "kind", "answer"],
      listed.map((one) => [
        one.title,
        one.question,
        one.kind,
        h(
          "button",
          {
            id: `plan-${one.name}`,
            "aria-label": `Answer: ${one.title}`,
            onclick: () => start({ name: one.name }),
          },
          "Answer",
        ),
      ]),
    ),
    h("p", { class: "note" }, "Answered plans stand among the runs."),
  );
  place.dataset.ready = "yes";
}
