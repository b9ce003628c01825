// Show where one, two or three shots are possible, by threat, azimuth and case.

import { h, option, table } from "./dom";
import { TheatreMap } from "./map";

type Band = [number, number, number];
export interface Coverage {
  contours: GeoJSON.FeatureCollection;
  areas: { threat: string; shots: number; mean_km2: Band; best_azimuth_deg: number | null }[];
  assets: {
    asset_id: string;
    threat: string;
    shots_mean: Band;
    share_of_azimuths: Band;
    p_stop_mean: Band;
    least_covered_azimuth_deg: number | null;
  }[];
  rose_azimuths: number[];
  roses: { asset: string; threat: string; shots: number[][]; p_stop: number[][] }[];
  azimuths: number[];
  threats: string[];
  left_out: string[];
}

// Light to dark: apart in grey and with every common colour vision, and no colour of a sector.
export const SHADES: Record<number, string> = { 1: "#d4b9da", 2: "#df65b0", 3: "#67001f" };
export const band = (b: Band, digits: number) =>
  `${b[1].toFixed(digits)} (${b[0].toFixed(digits)} – ${b[2].toFixed(digits)})`;

export function chosen(
  content: Coverage,
  threat: string,
  azimuth: number,
  which: string,
): GeoJSON.FeatureCollection {
  const features = content.contours.features
    .filter(({ properties: p }) => {
      return p?.threat === threat && p?.azimuth_deg === azimuth && p?.case === which;
    })
    .sort((a, b) => a.properties?.shots - b.properties?.shots)
    .map((f) => ({
      ...f,
      properties: { ...f.properties, colour: SHADES[f.properties?.shots] ?? SHADES[3] },
    }));
  return { type: "FeatureCollection", features };
}

export function legend(): HTMLElement {
  return h(
    "p",
    { class: "legend" },
    "Shots possible: ",
    ...[1, 2, 3].map((n) =>
      h(
        "span",
        {},
        h("i", { class: `swatch s${n}` }),
        n === 3 ? "three or more" : ["one", "two"][n - 1],
      ),
    ),
  );
}

export function extent(shapes: GeoJSON.FeatureCollection): [number, number, number, number] | null {
  const points = shapes.features.flatMap((f) =>
    f.geometry.type === "MultiPolygon" ? f.geometry.coordinates.flat(2) : [],
  );
  if (!points.length) return null;
  const lon = points.map((p) => p[0]);
  const lat = points.map((p) => p[1]);
  return [Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)];
}

export function mountCoverage(place: HTMLElement, content: Coverage): [() => void, Promise<void>] {
  const threat = h("select", { id: "threat" }, ...content.threats.map((t) => option(t, t, false)));
  const azimuth = h(
    "select",
    { id: "from" },
    ...content.azimuths.map((a) => option(String(a), `${a}°`, false)),
  );
  const which = h(
    "select",
    { id: "case" },
    ...["low", "nominal", "high"].map((c) => option(c, c, c === "nominal")),
  );
  const stage = h("div", { class: "map", role: "region", "aria-label": "Coverage map" });
  const field = (words: string, control: HTMLElement) =>
    h("label", { for: control.id }, `${words} `, control);
  const bearing = (b: number | null) => (b === null ? "–" : `${b}°`);
  place.replaceChildren(
    h(
      "p",
      { class: "bar" },
      field("Threat", threat),
      field("from azimuth", azimuth),
      field("values", which),
    ),
    stage,
    legend(),
    h(
      "p",
      { class: "note" },
      "At a threat that comes down there. All fire units up, one threat alone; low and high: all values at one end at once.",
    ),
    table(
      "Ground on which shots are possible, km²: nominal (low – high), mean over azimuths",
      ["threat", "shots", "km²", "most ground from"],
      content.areas.map((a) => [
        a.threat,
        `${a.shots} or more`,
        band(a.mean_km2, 0),
        bearing(a.best_azimuth_deg),
      ]),
    ),
    table(
      "At each asset, over all azimuths: nominal (low – high)",
      ["asset", "threat", "shots", "share of azimuths with one", "P(stop)", "least covered"],
      content.assets.map((a) => [
        a.asset_id,
        a.threat,
        band(a.shots_mean, 1),
        band(a.share_of_azimuths, 2),
        band(a.p_stop_mean, 2),
        bearing(a.least_covered_azimuth_deg),
      ]),
    ),
    ...content.left_out.map((why) => h("p", { class: "note" }, `Left out: ${why}`)),
  );
  const map = new TheatreMap(stage);
  const show = () => {
    const shapes = chosen(content, threat.value, Number(azimuth.value), which.value);
    stage.dataset.shapes = String(shapes.features.length);
    map.extra(shapes);
  };
  for (const control of [threat, azimuth, which]) control.onchange = show;
  show();
  const drawn = map.ready.then(() => {
    map.fit(extent(content.contours));
    return map.settled();
  });
  return [() => map.base.remove(), drawn];
}
