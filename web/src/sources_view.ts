// Show every number of the catalogue with its spread, basis and source.

import { get } from "./api";
import { h, link, table } from "./dom";

interface Quantity {
  path: string;
  low: number;
  nominal: number;
  high: number;
  unit: string;
  basis: string;
  source: string;
  claims_to_cite: string;
  note: string;
}

const SHOWN_MOST = 200;

export function matches(q: Quantity, words: string): boolean {
  const text = `${q.path} ${q.unit} ${q.basis} ${q.source} ${q.note}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export async function mountSources(place: HTMLElement): Promise<void> {
  const all = await get<Quantity[]>("quantities");
  const rows = h("div");
  const count = h("span", { role: "status", id: "found" });
  const filter = h("input", { id: "filter", type: "search", placeholder: "patriot estimate" });
  const show = () => {
    const found = all.filter((q) => matches(q, filter.value));
    const cut = found.length > SHOWN_MOST ? `; the first ${SHOWN_MOST} are shown` : "";
    count.textContent = `${found.length} of ${all.length} values${cut}`;
    rows.replaceChildren(
      table(
        "Values with their sources",
        ["value", "nominal (low – high)", "unit", "basis", "source", "note"],
        found
          .slice(0, SHOWN_MOST)
          .map((q) => [
            q.path,
            `${q.nominal} (${q.low} – ${q.high})`,
            q.unit,
            q.basis,
            link(q.source, q.source),
            q.note,
          ]),
      ),
    );
  };
  filter.oninput = show;
  place.replaceChildren(
    h("h2", {}, "Sources"),
    h("p", { class: "bar" }, h("label", { for: "filter" }, "Filter "), filter, count),
    rows,
  );
  show();
  place.dataset.ready = "yes";
}
