import { expect, test } from "vitest";
import type { ScenarioData } from "../src/api";
import { stepOf } from "../src/chart";
import { bearingOf } from "../src/draft";
import { backToLedger, moveTo, ownNumber } from "../src/posture_form";
import { parse } from "../src/route";

const scenario = (): ScenarioData => ({
  id: "x",
  title: "x",
  question: "x",
  posture: { ledger: "iraq-2020", on: "2020-04-12" },
  volley: [],
  fire_unit: [
    { id: "a", site: "al_asad", boresight_deg: 81, posture: { system: "patriot" } },
    { id: "b", site: "erbil", boresight_deg: 126, posture: { system: "patriot" } },
  ],
});
const unit = (data: ScenarioData, id: string) => {
  const found = data.fire_unit?.find((one) => one.id === id);
  if (!found) throw new Error(id);
  return found;
};

test("a battery that is moved stays the one that was reported", () => {
  const data = scenario();
  moveTo(unit(data, "a"), "taji");
  expect(unit(data, "a").site).toBe("taji");
  expect(unit(data, "a").posture).toEqual({ system: "patriot", site: "al_asad" });
  moveTo(unit(data, "a"), "balad");
  expect(unit(data, "a").posture?.site).toBe("al_asad");
  moveTo(unit(data, "a"), "al_asad");
  expect(data).toEqual(scenario());
});

test("a number of one's own takes the unit off the ledger, the last one the table too", () => {
  const data = scenario();
  ownNumber(data, "a", 0.88496);
  expect(unit(data, "a")).toMatchObject({ p_operational: 0.885 });
  expect(unit(data, "a").posture).toBeUndefined();
  expect(data.posture).toBeDefined();
  ownNumber(data, "b", 1);
  expect(data.posture).toBeUndefined();
});

test("what was taken off the ledger goes back, table and all", () => {
  const data = scenario();
  for (const id of ["a", "b"]) ownNumber(data, id, 0.5);
  for (const id of ["a", "b"]) backToLedger(data, id, scenario());
  expect(data).toEqual(scenario());
  ownNumber(data, "a", 0.5);
  moveTo(unit(data, "a"), "taji");
  backToLedger(data, "a", scenario());
  expect(unit(data, "a").posture).toEqual({ system: "patriot", site: "al_asad" });
});

test("bearings go to the nearest step, steps of an axis to a round number", () => {
  expect(bearingOf(84, 10)).toBe(80);
  expect(bearingOf(-4, 10)).toBe(0);
  expect(bearingOf({ low: 0, nominal: 356, high: 359 }, 10)).toBe(0);
  expect(bearingOf(undefined, 10)).toBe(0);
  expect(stepOf(2.9)).toBe(0.5);
  expect(stepOf(60)).toBe(10);
  expect(stepOf(0.07)).toBeCloseTo(0.02);
});

test("an address has three parts", () => {
  expect(parse("#/run/7/low-loss")).toEqual(["run", "7", "low-loss"]);
  expect(parse("")).toEqual(["scenarios", "", ""]);
});
