// Edit what a scenario takes from a ledger: its dates, and which fire units hang on it.

import type { ScenarioData, UnitData, UnitView, View } from "./api";
import { field, h } from "./dom";

type Edit = (change: (data: ScenarioData) => void) => void;
const words = (id: string) => id.replaceAll("_", " ");

// The unit goes elsewhere; the ledger still speaks of the battery that was reported at its old site.
export function moveTo(unit: UnitData, site: string): void {
  if (unit.posture && !unit.posture.site && site !== unit.site) {
    unit.posture = { ...unit.posture, site: unit.site };
  }
  if (unit.posture?.site === site) {
    const { site: _, ...rest } = unit.posture;
    unit.posture = rest;
  }
  unit.site = site;
}

export function ownNumber(data: ScenarioData, unit: string, p: number): void {
  const found = data.fire_unit?.find((one) => one.id === unit);
  if (!found) return;
  delete found.posture;
  found.p_operational = Math.round(p * 1000) / 1000;
  if (!data.fire_unit?.some((one) => one.posture)) delete data.posture;
}

export function backToLedger(data: ScenarioData, unit: string, opened: ScenarioData): void {
  const found = data.fire_unit?.find((one) => one.id === unit);
  const before = opened.fire_unit?.find((one) => one.id === unit);
  if (!found || !before?.posture || !opened.posture) return;
  const site =
    found.site === before.site ? before.posture.site : (before.posture.site ?? before.site);
  found.posture = site ? { ...before.posture, site } : { ...before.posture };
  delete found.p_operational;
  data.posture ??= { ...opened.posture };
}

function dateField(value: string, from: string | undefined, act: (to: string) => void) {
  return h("input", {
    type: "date",
    value,
    min: from,
    onchange: (event: Event) => {
      const to = (event.target as HTMLInputElement).value;
      if (to) act(to);
    },
  });
}

export function postureForm(
  data: ScenarioData,
  opened: ScenarioData,
  view: View,
  edit: Edit,
): HTMLElement | null {
  const posture = data.posture;
  if (!posture) {
    if (!opened.posture) return null;
    const said =
      "No fire unit hangs on the ledger any more: the [posture] table is left out, and the units " +
      "are drawn independently. Undo, or choose a unit and put it back.";
    return h("p", { class: "note", id: "posture-left-out" }, said);
  }
  const change = (more: Partial<NonNullable<ScenarioData["posture"]>>) =>
    edit((d) => {
      if (d.posture) Object.assign(d.posture, more);
    });
  const later = h("input", {
    type: "checkbox",
    checked: posture.known_by === undefined,
    onchange: (event: Event) => {
      const all = (event.target as HTMLInputElement).checked;
      edit((d) => {
        if (!d.posture) return;
        if (all) delete d.posture.known_by;
        else d.posture.known_by = d.posture.on;
      });
    },
  });
  return h(
    "div",
    { id: "posture-form" },
    h("h3", {}, "Posture"),
    h(
      "p",
      { class: "note" },
      `Which units are up comes from the ledger ${posture.ledger}; they are drawn jointly.`,
    ),
    field(
      "posture-on",
      "On the day",
      dateField(posture.on, view.posture?.begins, (to) => change({ on: to })),
    ),
    posture.known_by === undefined
      ? null
      : field(
          "posture-known-by",
          "By what was known on",
          dateField(posture.known_by, undefined, (to) => change({ known_by: to })),
        ),
    field("posture-later", "Count what came out later too", later),
  );
}

export function presence(
  unit: UnitData,
  shown: UnitView | undefined,
  data: ScenarioData,
  opened: ScenarioData,
  edit: Edit,
): HTMLElement | null {
  const before = opened.fire_unit?.find((one) => one.id === unit.id);
  if (!unit.posture) {
    if (!before?.posture) return null;
    const act = () => edit((d) => backToLedger(d, unit.id, opened));
    return h("button", { id: "unit-ledger", onclick: act }, "Back to what the ledger says");
  }
  const p = shown?.p_operational ?? 0;
  const said = shown?.ledger;
  const at = words(unit.posture.site ?? unit.site);
  const nobody =
    said && !said.reported ? " Nobody had reported on this site: the drift alone." : "";
  return h(
    "div",
    { id: "unit-on-ledger" },
    h(
      "p",
      { class: "note", id: "unit-presence" },
      `P(operational) by the ledger: ${p.toFixed(3)} (${unit.posture.system} at ${at}, ` +
        `on ${data.posture?.on ?? "?"}).${nobody}`,
    ),
    h(
      "button",
      { id: "unit-own", onclick: () => edit((d) => ownNumber(d, unit.id, p)) },
      "Write a number of my own",
    ),
  );
}
