// Draw the theatre: borders, bases, sectors, approach bands, fire units; everything at site level.

import { Map as Base, type GeoJSONSource, Marker, setWorkerUrl } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import type { UnitView, View } from "./api";
import { h } from "./dom";
import { symbol } from "./symbols";

export const COLOURS = { asset: "#007a5a", track: "#56b4e9", search: "#0072b2", band: "#d55e00" };
const EMPTY: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };

async function borders(): Promise<GeoJSON.FeatureCollection> {
  return (await fetch("/api/borders")).json();
}

export class TheatreMap {
  readonly base: Base;
  readonly ready: Promise<void>;
  private markers: Marker[] = [];

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

  clear(): void {
    for (const marker of this.markers) marker.remove();
    this.markers = [];
  }

  place(element: HTMLElement, lon: number, lat: number, draggable = false): Marker {
    const marker = new Marker({ element, draggable }).setLngLat([lon, lat]).addTo(this.base);
    this.markers.push(marker);
    return marker;
  }

  name(words: string, lon: number, lat: number): void {
    const element = h("div", { class: "place" }, words);
    const marker = new Marker({ element, anchor: "top", offset: [0, 14] });
    this.markers.push(marker.setLngLat([lon, lat]).addTo(this.base));
  }

  async units(
    units: UnitView[],
    chosen: string | null,
    choose: (id: string) => void,
    drop: (id: string, lat: number, lon: number) => void,
  ): Promise<void> {
    const pictures = await Promise.all(units.map((unit) => symbol(unit.status)));
    const stacked: Record<string, number> = {};
    units.forEach((unit, k) => {
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
      const marker = this.place(button, unit.lon, unit.lat, true);
      marker.setOffset([above * 30, -18]);
      marker.on("dragend", () => {
        const { lat, lng } = marker.getLngLat();
        drop(unit.id, lat, lng);
      });
    });
  }
}
