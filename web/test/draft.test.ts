import { describe, expect, it } from "vitest";
import type { ScenarioData } from "../src/api";
import { Draft, moved, movedShare, nearestSite } from "../src/draft";
import { parse } from "../src/route";
import { sidc } from "../src/symbols";

const start = (): ScenarioData => ({ id: "a", title: "A", question: "?", volley: [] });
const rename = (to: string) => (data: ScenarioData) => {
  data.title = to;
};

describe("a draft", () => {
  it("knows what is unsaved, undoes and redoes", () => {
    const draft = new Draft(start());
    expect(draft.dirty).toBe(false);
    expect(draft.edit(rename("B"))).toBe(true);
    expect(draft.edit(rename("C"))).toBe(true);
    expect(draft.dirty).toBe(true);
    draft.undo();
    expect(draft.data.title).toBe("B");
    draft.redo();
    expect(draft.data.title).toBe("C");
    draft.undo();
    draft.undo();
    expect([draft.data.title, draft.dirty, draft.canUndo]).toEqual(["A", false, false]);
  });

  it("takes no step where nothing changed, and forgets what was undone after an edit", () => {
    const draft = new Draft(start());
    expect(draft.edit(rename("A"))).toBe(false);
    draft.edit(rename("B"));
    draft.undo();
    draft.edit(rename("D"));
    expect(draft.canRedo).toBe(false);
  });

  it("is unsaved again when a saved change is undone", () => {
    const draft = new Draft(start());
    draft.edit(rename("B"));
    draft.markSaved(draft.data);
    expect(draft.dirty).toBe(false);
    draft.undo();
    expect(draft.dirty).toBe(true);
  });

  it("stays unsaved where it was edited while the save was under way", () => {
    const draft = new Draft(start());
    draft.edit(rename("B"));
    const sent = draft.data;
    draft.edit(rename("C"));
    draft.markSaved(sent);
    expect(draft.dirty).toBe(true);
    draft.undo();
    expect(draft.dirty).toBe(false);
  });
});

describe("numbers", () => {
  it("moves a spread as a whole and keeps its note", () => {
    const spread = { low: 61, nominal: 81, high: 101, note: "why" };
    expect(moved(spread, 90)).toEqual({ low: 70, nominal: 90, high: 110, note: "why" });
    expect(moved(5, 6)).toBe(6);
  });

  it("keeps a probability within 0 and 1", () => {
    expect(movedShare({ low: 0.2, nominal: 0.5, high: 0.9 }, 0.8)).toEqual({
      low: 0.5,
      nominal: 0.8,
      high: 1,
    });
  });
});

describe("places", () => {
  it("finds the nearest site on the ground, not in degrees", () => {
    const sites = [
      { id: "east", lat: 60, lon: 1.5 },
      { id: "north", lat: 61, lon: 0 },
    ];
    expect(nearestSite(sites, 60, 0)?.id).toBe("east");
    expect(nearestSite([], 0, 0)).toBeUndefined();
  });
});

describe("words", () => {
  it("reads the address and marks a unit that is not there as planned", () => {
    expect(parse("#/scenario/iraq-2020")).toEqual(["scenario", "iraq-2020", ""]);
    expect(parse("")).toEqual(["scenarios", "", ""]);
    expect(sidc("operational")[6]).toBe("0");
    expect(sidc("ordered")[6]).toBe("1");
    expect(sidc("ordered")).toHaveLength(20);
  });
});
