// Open the view that the address names; drafts with unsaved changes are kept while others are open.

import { h, notice, patch } from "./dom";
import { mountRuns, mountScenarios } from "./lists";
import { parse } from "./route";
import "./style.css";

interface Open {
  unmount(): void;
  state(): Record<string, unknown>;
  dirty?: boolean;
  mount?(place: HTMLElement): unknown;
  undo?(): void;
  redo?(): void;
}

const VIEWS: [string, string][] = [
  ["scenarios", "Scenarios"],
  ["runs", "Runs"],
  ["posture", "Posture"],
  ["plans", "Plans"],
  ["sources", "Sources"],
];
const drafts = new Map<string, Open>();
let open: Open | null = null;
let opened = "";
let turn = 0;

async function show(): Promise<void> {
  const mine = ++turn;
  open?.unmount();
  // A draft with unsaved changes waits until its scenario is opened again.
  if (open?.dirty && opened) drafts.set(opened, open);
  else drafts.delete(opened);
  open = null;
  opened = "";
  const [view, name, more] = parse(location.hash);
  const nav = document.querySelector("#views");
  const current = (id: string) => (id === view ? "page" : undefined);
  const links = VIEWS.map(([id, words]) =>
    h("a", { href: `#/${id}`, "aria-current": current(id) }, words),
  );
  if (nav) patch(nav, ...links);
  const old = document.querySelector("#main") as HTMLElement;
  const place = old.cloneNode(false) as HTMLElement;
  place.removeAttribute("data-ready");
  old.replaceWith(place);
  place.dataset.view = view;
  notice("");
  try {
    if (view === "scenario") {
      const { ScenarioView } = await import("./scenario_view");
      const next = drafts.get(name) ?? (await ScenarioView.open(name));
      if (mine !== turn) return;
      open = next;
      opened = name;
      next.mount?.(place);
    } else if (view === "run") {
      const { RunView } = await import("./run_view");
      if (mine !== turn) return;
      const next = new RunView(name, more);
      open = next;
      await next.mount(place);
    } else if (view === "posture") {
      const { PostureView } = await import("./posture_view");
      if (mine !== turn) return;
      const next = new PostureView();
      open = next;
      await next.mount(place);
    } else if (view === "plans") await (await import("./plan_list")).mountPlans(place);
    else if (view === "runs") await mountRuns(place);
    else if (view === "sources") await (await import("./sources_view")).mountSources(place);
    else await mountScenarios(place);
  } catch (error) {
    if (mine !== turn) return;
    place.replaceChildren(h("p", { class: "bad" }, (error as Error).message));
  }
}

addEventListener("hashchange", show);
addEventListener("beforeunload", (event) => {
  if (open?.dirty || drafts.size) event.preventDefault();
});
addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLElement && event.target.matches("input, select");
  if (typing || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
  event.preventDefault();
  if (event.shiftKey) open?.redo?.();
  else open?.undo?.();
});
// What the tests look at.
Object.assign(window, { airshieldPage: { state: () => open?.state() ?? {} } });
show();
