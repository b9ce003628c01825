// Ask the server; every refusal has one shape.

export interface Fault {
  file: string;
  line: number | null;
  key: string;
  message: string;
}

export class RefusalError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly faults: Fault[],
  ) {
    super(message);
  }
}

export type Spread = { low: number; nominal: number; high: number; [more: string]: unknown };
export type Num = number | Spread;
export type Table = Record<string, unknown>;
export interface UnitData extends Table {
  id: string;
  name?: string;
  site: string;
  boresight_deg: Num;
  status?: string;
  p_operational?: Num;
  posture?: { system: string; site?: string; lot?: string };
  doctrine?: string;
}
export interface VolleyData extends Table {
  id: string;
  threat: string;
  count: number;
  asset: string;
  approach_azimuth_deg: Num;
  ground_range_m: Num;
}
export interface DoctrineData extends Table {
  id: string;
  method: string;
  control_status?: string;
}
export interface ScenarioData extends Table {
  id: string;
  title: string;
  question: string;
  posture?: { ledger: string; on: string; known_by?: string };
  fire_unit?: UnitData[];
  volley: VolleyData[];
  doctrine?: DoctrineData[];
}
export interface UnitView {
  id: string;
  name: string;
  site: string;
  lat: number;
  lon: number;
  boresight_deg: number;
  status: string;
  p_operational: number;
  sectors: Record<string, number>;
  ledger: { system: string; site: string; lot: string; reported: boolean } | null;
}
export interface View {
  assets: { id: string; name: string; lat: number; lon: number }[];
  units: UnitView[];
  shapes: GeoJSON.FeatureCollection;
  bounds: [number, number, number, number] | null;
  posture: { on: string; known_by: string; begins: string } | null;
}
export interface Opened {
  name: string;
  own: boolean;
  version: string;
  data: ScenarioData;
  view: View;
}
export type Saved = Pick<Opened, "name" | "version">;
export interface Listed {
  name: string;
  own: boolean;
  title: string;
  version: string;
}
export interface Site {
  id: string;
  name: string;
  country: string;
  lat: number;
  lon: number;
}
export interface Threat {
  id: string;
  name: string;
  class: string;
}
export interface Mean {
  value: number;
  low: number;
  high: number;
}
export interface Run {
  id: string;
  kind: string;
  titles: string[];
  options: Record<string, unknown>;
  created: string;
  state: string;
  stage: string;
  done: number;
  wanted: number;
  seconds: number;
  summary: Record<string, unknown>;
  error: { message: string; faults: Fault[] } | null;
  files: string[];
}

export const busy = (run: Run | null) => run?.state === "queued" || run?.state === "running";

async function answer<T>(response: Response): Promise<T> {
  const content = await response.json();
  if (response.ok) return content as T;
  const error = content.error ?? { code: "http", message: response.statusText, faults: [] };
  throw new RefusalError(response.status, error.code, error.message, error.faults);
}

export async function get<T>(path: string): Promise<T> {
  return answer<T>(await fetch(`/api/${path}`));
}

export async function send<T>(method: string, path: string, body?: unknown): Promise<T> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers: HeadersInit = text === undefined ? {} : { "content-type": "application/json" };
  return answer<T>(await fetch(`/api/${path}`, { method, body: text, headers }));
}

export function follow(id: string, tell: (run: Run) => void): () => void {
  const stream = new EventSource(`/api/runs/${id}/events`);
  stream.onmessage = (event) => {
    const run: Run = JSON.parse(event.data);
    if (!busy(run)) stream.close();
    tell(run);
  };
  return () => stream.close();
}

export async function result<T>(run: Run, file: string): Promise<T> {
  return answer<T>(await fetch(`/api/runs/${run.id}/files/${file}`));
}
