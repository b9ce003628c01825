// Gather the licences of what the page bundles into one file that it serves.
import { readFileSync, writeFileSync } from "node:fs";

const parts = [
  ["maplibre-gl", "LICENSE.txt"],
  ["milsymbol", "LICENSE"],
  ["morphdom", "LICENSE"],
].map(([name, file]) => {
  const own = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  return `${name} ${own.version}\n\n${readFileSync(`node_modules/${name}/${file}`, "utf8")}`;
});
writeFileSync("public/licences.txt", parts.join("\n----------\n\n"));
