// Draw the theatre: borders, bases, sectors, approach bands, fire units; everything at site level.

import {
  Map as Base,
  type GeoJSONSource,
  Marker,
  type PositionAnchor,
  setWorkerUrl,
} from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import type { UnitView, View } from "./api";
import { become, h } from "./dom";
import { apart } from "./spread";
import { symbol } from "./symbols";

export const COLOURS = { asset: "#007a5a", track: "#56b4e9", search: "#0072b2", band: "#d55e00" };
const EMPTY: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };

const LIBRARY = "maplibregl-";

export interface Mark {
  key: string;
  element: HTMLElement;
  lat: number;
  lon: number;
  anchor?: PositionAnchor;
  offset?: [number, number];
  drop?: (lat: number, lon: number) => void;
  // Width and height in pixels of a mark that is moved aside where it would lie on another.
  size?: [number, number];
}
interface Shown {
  readonly marker: Marker;
  mark: Mark;
  held: boolean;
}

async function borders(): Promise<GeoJSON.FeatureCollection> {
  return (await fetch("/api/borders")).json();
}

export class TheatreMap {
  readonly base: Base;
  readonly ready: Promise<void>;
  private turn = 0;
  private readonly shown = new Map<string, Map<string, Shown>>();

  constructor(container: HTMLElement) {
    setWorkerUrl(workerUrl);
    this.base = new Base({
      container,
      style: {
        version: 8,
        sources: {},
        layers: [{ id: "sea", type: "background", paint: { "background-color": "#dfe9f1" } }],
      },
      center: [43, 34],
      zoom: 4.5,
      maxZoom: 11,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      fadeDuration: 0,
    });
    this.base.on("zoomend", () => this.spread());
    this.base.touchZoomRotate.disableRotation();
    this.base.getCanvas().setAttribute("aria-label", "Map; the tables beside it hold the same");
    this.ready = this.fill();
  }

  private async fill(): Promise<void> {
    const loaded = new Promise<void>((done) => this.base.once("load", () => done()));
    const [land] = await Promise.all([borders(), loaded]);
    const add = (id: string, data: GeoJSON.FeatureCollection) =>
      this.base.addSource(id, { type: "geojson", data });
    add("land", land);
    add("shapes", EMPTY);
    add("extra", EMPTY);
    add("leaders", EMPTY);
    this.base.addLayer({
      id: "land",
      type: "fill",
      source: "land",
      paint: { "fill-color": "#f6f4ee" },
    });
    this.base.addLayer({
      id: "border",
      type: "line",
      source: "land",
      paint: { "line-color": "#8a8f98", "line-width": 0.8 },
    });
    for (const [kind, colour] of Object.entries(COLOURS)) {
      this.base.addLayer({
        id: kind,
        type: "fill",
        source: "shapes",
        filter: ["==", ["get", "kind"], kind],
        paint: { "fill-color": colour, "fill-opacity": kind === "asset" ? 0.45 : 0.22 },
      });
    }
    this.base.addLayer({
      id: "edges",
      type: "line",
      source: "shapes",
      filter: ["in", ["get", "kind"], ["literal", ["band", "search", "asset"]]],
      paint: { "line-color": "#3b3f46", "line-width": 0.7 },
    });
    // Over the sectors, or their blue would tint what the legend names.
    this.base.addLayer({
      id: "extra",
      type: "fill",
      source: "extra",
      paint: { "fill-color": ["get", "colour"], "fill-opacity": 0.55 },
    });
    this.base.addLayer({
      id: "extra-edge",
      type: "line",
      source: "extra",
      paint: { "line-color": ["get", "colour"], "line-width": 1.2 },
    });
    this.base.addLayer({
      id: "axis",
      type: "line",
      source: "shapes",
      filter: ["==", ["get", "kind"], "axis"],
      paint: { "line-color": "#a63c00", "line-width": 1.4, "line-dasharray": [4, 3] },
    });
    this.base.addLayer({
      id: "leaders",
      type: "line",
      source: "leaders",
      paint: { "line-color": "#1b2430", "line-width": 1.2 },
    });
  }

  async shapes(shapes: GeoJSON.FeatureCollection): Promise<void> {
    await this.ready;
    this.base.getSource<GeoJSONSource>("shapes")?.setData(shapes);
  }

  async extra(shapes: GeoJSON.FeatureCollection): Promise<void> {
    await this.ready;
    this.base.getSource<GeoJSONSource>("extra")?.setData(shapes);
  }

  // Wait until what was given is on the screen.
  async settled(): Promise<void> {
    await this.ready;
    await new Promise<void>((done) => {
      this.base.once("idle", () => done());
      this.base.triggerRepaint();
    });
    // What the tests read: when the first map of this page was on the screen.
    if (!performance.getEntriesByName("map").length) performance.mark("map");
  }

  fit(bounds: View["bounds"]): void {
    if (bounds) this.base.fitBounds(bounds, { padding: 48, animate: false, maxZoom: 9 });
  }

  // Show these marks of a group and no others; a mark that is shown already is moved and updated.
  marks(group: string, wanted: Mark[]): void {
    const before = this.shown.get(group) ?? new Map<string, Shown>();
    const now = new Map<string, Shown>();
    for (const one of wanted) {
      const old = before.get(one.key);
      before.delete(one.key);
      now.set(one.key, old ? refresh(old, one) : this.add(one));
    }
    for (const gone of before.values()) gone.marker.remove();
    this.shown.set(group, now);
    this.spread();
  }

  // Marks of a size stand apart, each with a line to its place; how far depends on the zoom.
  private spread(): void {
    const all = [...this.shown.values()].flatMap((group) => [...group.values()]);
    const sized = all.filter(({ mark }) => mark.size);
    const at = sized.map(({ mark }) => this.base.project([mark.lon, mark.lat]));
    const offsets = apart(
      sized.map(({ mark: { size = [0, 0], offset = [0, 0] } }, k) => {
        return { x: at[k].x, y: at[k].y, wide: size[0], high: size[1], offset };
      }),
    );
    const features = sized.flatMap(({ marker, mark }, k): GeoJSON.Feature[] => {
      marker.setOffset(offsets[k]);
      if (offsets[k] === mark.offset || Math.hypot(...offsets[k]) < 1) return [];
      const end = this.base.unproject([at[k].x + offsets[k][0], at[k].y + offsets[k][1]]);
      const coordinates = [
        [mark.lon, mark.lat],
        [end.lng, end.lat],
      ];
      return [{ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates } }];
    });
    // Before it is loaded there is none; what is shown by then is fitted in, which ends a zoom.
    const source = this.base.getSource<GeoJSONSource>("leaders");
    source?.setData({ type: "FeatureCollection", features });
  }

  private add(mark: Mark): Shown {
    const { element, anchor, offset } = mark;
    const marker = new Marker({ element, anchor, offset, draggable: mark.drop !== undefined });
    const shown = { marker, mark, held: false };
    marker.on("dragstart", () => {
      shown.held = true;
    });
    marker.on("dragend", () => {
      shown.held = false;
      const { lat, lng } = marker.getLngLat();
      shown.mark.drop?.(lat, lng);
    });
    marker.setLngLat([mark.lon, mark.lat]).addTo(this.base);
    return shown;
  }

  names(places: { name: string; lat: number; lon: number }[]): void {
    const once = new Map(places.map((one) => [one.name, one]));
    this.marks(
      "names",
      [...once.values()].map(({ name, lat, lon }) => {
        const element = h("div", { class: "place" }, name);
        return { key: name, element, lat, lon, anchor: "top", offset: [0, 14] };
      }),
    );
  }

  async units(
    units: UnitView[],
    chosen: string | null,
    choose: (id: string) => void,
    drop: (id: string, lat: number, lon: number) => void,
  ): Promise<void> {
    const mine = ++this.turn;
    const pictures = await Promise.all(units.map((unit) => symbol(unit.status)));
    if (mine !== this.turn) return;
    const stacked: Record<string, number> = {};
    const marks = units.map((unit, k): Mark => {
      const above = stacked[unit.site] ?? 0;
      stacked[unit.site] = above + 1;
      const button = h(
        "button",
        {
          class: unit.id === chosen ? "unit chosen" : "unit",
          title: `${unit.name}: drag to another site, or choose it to edit`,
          "aria-pressed": String(unit.id === chosen),
          onclick: () => choose(unit.id),
        },
        h("img", { src: pictures[k], alt: unit.name, width: "38", draggable: "false" }),
      );
      const { id: key, lat, lon } = unit;
      const at = (to: number, too: number) => drop(key, to, too);
      return { key, element: button, lat, lon, offset: [above * 30, -18], drop: at };
    });
    this.marks("units", marks);
  }
}

function refresh(shown: Shown, mark: Mark): Shown {
  const { marker } = shown;
  const from = marker.getElement();
  // What the map library wrote on its marker stays there.
  mark.element.classList.add(...[...from.classList].filter((name) => name.startsWith(LIBRARY)));
  for (const name of ["role", "tabindex"]) {
    const value = from.getAttribute(name);
    if (value !== null) mark.element.setAttribute(name, value);
  }
  // Never as an attribute: the page's own policy forbids it.
  mark.element.style.cssText = from.style.cssText;
  become(from, mark.element);
  shown.mark = mark;
  marker.setOffset(mark.offset ?? [0, 0]);
  // Not while it is in the user's hand.
  if (!shown.held) marker.setLngLat([mark.lon, mark.lat]);
  return shown;
}
