import { expect, test } from "vitest";
import { apart, type Place } from "../src/spread";

const dot = (x: number, y: number): Place => ({ x, y, wide: 22, high: 22, offset: [0, 0] });

test("what has room stays, what lies on another moves off it, and not far", () => {
  const places = [dot(0, 0), dot(100, 0), dot(3, 2), dot(0, 0), { ...dot(0, 0), offset: [0, -20] }];
  const found = apart(places as Place[]);
  expect(found.slice(0, 2)).toEqual([
    [0, 0],
    [0, 0],
  ]);
  const at = found.map(([dx, dy], k) => [places[k].x + dx, places[k].y + dy]);
  for (let k = 0; k < at.length; k++) {
    for (let m = 0; m < k; m++) {
      const away = Math.max(Math.abs(at[k][0] - at[m][0]), Math.abs(at[k][1] - at[m][1]));
      expect(away).toBeGreaterThanOrEqual(22);
    }
  }
  for (const [dx, dy] of found) expect(Math.hypot(dx, dy)).toBeLessThan(60);
});

test("where there is no room at all a mark stays where it was wished", () => {
  const places = Array.from({ length: 200 }, () => dot(0, 0));
  expect(apart(places)[199]).toEqual([0, 0]);
});
