// Show a replay in its frame: three replications one click away, and any of them in any format.

import { busy, follow, get, type Run, send } from "./api";
import { h, option } from "./dom";

export interface Chosen {
  [word: string]: { replication: number; leakers: number };
}

export const WORDS = ["typical", "low-loss", "high-loss"];

function leakers(n: number): string {
  return `${n} leaker${n === 1 ? "" : "s"}`;
}

export class ReplayPanel {
  private word: string;
  private stop: () => void = () => {};
  private exported: Run | null = null;
  private readonly frame: HTMLIFrameElement;
  private readonly buttons: HTMLButtonElement[];
  private readonly said = h("p", { id: "export-state", role: "status" });
  private readonly files = h("p", { class: "files", id: "exported" });

  constructor(
    private readonly place: HTMLElement,
    private readonly run: Run,
    word: string,
  ) {
    this.word = WORDS.includes(word) ? word : WORDS[0];
    this.frame = h("iframe", {
      title: "Replay",
      sandbox: "allow-scripts allow-popups",
      class: "replay",
    });
    const chosen = (run.summary.chosen ?? {}) as Chosen;
    this.buttons = Object.entries(chosen).map(([name, one]) =>
      h(
        "button",
        { id: `show-${name}`, onclick: () => this.show(name) },
        `${name}: ${leakers(one.leakers)}`,
      ),
    );
  }

  async mount(): Promise<void> {
    const formats = await get<{ name: string; what: string }[]>("formats");
    const address = `/api/runs/${this.run.id}/files/replay.html`;
    this.place.replaceChildren(
      h("p", { class: "buttons", role: "group", "aria-label": "Replication" }, ...this.buttons),
      this.frame,
      h("p", {}, h("a", { href: address, target: "_blank" }, "Replay on a page of its own")),
      this.exporter(formats),
      this.said,
      this.files,
    );
    this.show(this.word);
  }

  unmount(): void {
    this.stop();
  }

  state(): Record<string, unknown> {
    return { replay: this.word, exported: this.exported };
  }

  // Only the part after the hash changes: the frame shows another recording, and loads nothing.
  private show(word: string): void {
    this.word = word;
    this.frame.src = `/api/runs/${this.run.id}/files/replay.html#${word}`;
    for (const button of this.buttons) {
      button.setAttribute("aria-pressed", String(button.id === `show-${word}`));
    }
  }

  private exporter(formats: { name: string; what: string }[]): HTMLElement {
    const format = h(
      "select",
      { id: "export-format" },
      ...formats.map((one) => option(one.name, `${one.name}: ${one.what}`, false)),
    );
    const number = h("input", {
      id: "export-replication",
      type: "text",
      inputmode: "numeric",
      value: "",
      placeholder: "as shown",
      pattern: "[0-9]{1,15}",
    });
    const start = h("button", { id: "export" }, "Export");
    start.onclick = async () => {
      const replication = number.value.trim() || this.word;
      await this.export(format.value, replication, start);
    };
    return h(
      "div",
      { class: "bar", role: "group", "aria-label": "Export" },
      h("label", { for: "export-replication" }, "Replication "),
      number,
      h("label", { for: "export-format" }, "as "),
      format,
      start,
    );
  }

  private async export(name: string, replication: string, start: HTMLButtonElement): Promise<void> {
    this.stop();
    this.said.classList.remove("bad");
    start.disabled = true;
    try {
      const run = await send<Run>("POST", "runs", {
        kind: "export",
        scenarios: [{ run: this.run.id }],
        seed: this.run.options.seed,
        replications: this.run.options.replications,
        replication,
        formats: [name],
      });
      this.stop = follow(run.id, (now) => this.heard(now, start));
    } catch (error) {
      this.fail((error as Error).message, start);
    }
  }

  private heard(run: Run, start: HTMLButtonElement): void {
    this.exported = run;
    if (busy(run)) {
      const share = run.wanted ? ` ${Math.round((100 * run.done) / run.wanted)} %` : "";
      this.said.textContent = `Export: ${run.stage || run.state}${share}`;
      return;
    }
    if (run.state !== "done") {
      this.fail(run.error?.message ?? `The export was ${run.state}.`, start);
      return;
    }
    start.disabled = false;
    const number = Number(run.summary.replication);
    this.said.textContent = `Replication ${number}, ${leakers(Number(run.summary.leakers))}:`;
    this.files.replaceChildren(
      ...run.files
        .filter((file) => file !== "scenario.toml")
        .flatMap((file) => [
          h("a", { href: `/api/runs/${run.id}/files/${file}`, download: file }, file),
          " ",
        ]),
    );
  }

  private fail(message: string, start: HTMLButtonElement): void {
    start.disabled = false;
    this.said.textContent = message;
    this.said.classList.add("bad");
  }
}

// From an assessment: the same raids again, as a scene.
export function replayButtons(run: Run, go: (to: string) => void, fail: (m: string) => void) {
  const start = async (word: string) => {
    try {
      const made = await send<Run>("POST", "runs", {
        kind: "replay",
        scenarios: [{ run: run.id }],
        seed: run.options.seed,
        replications: run.options.replications,
      });
      go(`run/${made.id}/${word}`);
    } catch (error) {
      fail((error as Error).message);
    }
  };
  return h(
    "p",
    { class: "buttons", role: "group", "aria-label": "Replay" },
    "Replay these raids: ",
    ...WORDS.map((word) =>
      h("button", { id: `replay-${word}`, onclick: () => start(word) }, `${word} one`),
    ),
  );
}
