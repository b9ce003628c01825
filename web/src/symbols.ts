// Draw fire units as APP-6 symbols; the library is loaded when the first one is drawn.

const drawn = new Map<string, string>();

// Friendly land unit, battery (company), air defence with missiles; planned where it is not there.
export function sidc(status: string): string {
  const present = status === "operational" || status === "assembling";
  return `100310${present ? "0" : "1"}0151301020000`;
}

export async function symbol(status: string): Promise<string> {
  const code = sidc(status);
  const known = drawn.get(code);
  if (known) return known;
  const { default: ms } = await import("milsymbol");
  const svg = new ms.Symbol(code, { size: 28 }).asSVG();
  const picture = `data:image/svg+xml;base64,${btoa(svg)}`;
  drawn.set(code, picture);
  return picture;
}
