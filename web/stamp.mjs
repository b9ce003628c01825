// Write the digest of what the page was built from beside it; a test compares the two.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const files = [
  "index.html",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "vite.config.ts",
];
for (const folder of ["public", "src"]) {
  for (const name of readdirSync(folder)) files.push(`${folder}/${name}`);
}
const digest = createHash("sha256");
for (const name of files.sort()) {
  digest.update(name);
  digest.update(readFileSync(name));
}
writeFileSync("../src/airshield/web/static/built-from.txt", `${digest.digest("hex")}\n`);
