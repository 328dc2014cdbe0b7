// Puts Oxigraph for browsers where the frozen site takes it from: node oxigraph.mjs FOLDER (the folder of what is served).
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

const folder = join(process.argv[2], "oxigraph");
mkdirSync(folder, { recursive: true });
for (const name of ["web.js", "web_bg.wasm"]) copyFileSync(join("node_modules", "oxigraph", name), join(folder, name));
