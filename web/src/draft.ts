// Hold one scenario while it is edited: every step can be undone, and unsaved changes are known.

import type { Num, ScenarioData } from "./api";

const STEPS_MOST = 200;

export class Draft {
  private past: string[] = [];
  private future: string[] = [];
  private saved: string;
  private now: string;

  constructor(data: ScenarioData) {
    this.now = JSON.stringify(data);
    this.saved = this.now;
  }

  get data(): ScenarioData {
    return JSON.parse(this.now);
  }

  get dirty(): boolean {
    return this.now !== this.saved;
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  edit(change: (data: ScenarioData) => void): boolean {
    const data = this.data;
    change(data);
    const next = JSON.stringify(data);
    if (next === this.now) return false;
    this.past = [...this.past, this.now].slice(-STEPS_MOST);
    this.future = [];
    this.now = next;
    return true;
  }

  undo(): void {
    const before = this.past.pop();
    if (before === undefined) return;
    this.future.push(this.now);
    this.now = before;
  }

  redo(): void {
    const after = this.future.pop();
    if (after === undefined) return;
    this.past.push(this.now);
    this.now = after;
  }

  // What was edited while the save was under way is still unsaved.
  markSaved(data: ScenarioData): void {
    this.saved = JSON.stringify(data);
  }
}

export function nominal(value: Num | undefined): number {
  return typeof value === "object" ? value.nominal : (value ?? 0);
}

// The nearest of the bearings that lie so many degrees apart, from 0 to below 360.
export function bearingOf(value: Num | undefined, step: number): number {
  const turned = Math.round(nominal(value) / step) * step;
  return ((turned % 360) + 360) % 360;
}

// A spread moves as a whole: what was said about its width still holds.
export function moved(value: Num, to: number): Num {
  if (typeof value !== "object") return to;
  const by = to - value.nominal;
  return { ...value, low: value.low + by, nominal: to, high: value.high + by };
}

// A probability's spread is cut where it would leave 0 to 1.
export function movedShare(value: Num, to: number): Num {
  const next = moved(value, to);
  if (typeof next !== "object") return next;
  return { ...next, low: Math.max(0, next.low), high: Math.min(1, next.high) };
}

export function nearestSite<T extends { lat: number; lon: number }>(
  sites: T[],
  lat: number,
  lon: number,
): T | undefined {
  const squeeze = Math.cos((lat * Math.PI) / 180);
  const away = (site: T) => (site.lat - lat) ** 2 + ((site.lon - lon) * squeeze) ** 2;
  return sites.reduce<T | undefined>(
    (best, site) => (best === undefined || away(site) < away(best) ? site : best),
    undefined,
  );
}
