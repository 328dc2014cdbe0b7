// Makes the few files that are served out of editor.js and the packages: node bundle.mjs FOLDER. Each name holds a hash of what
// is in it; manifest.json says which file is which, licenses.txt what the packages ask to be told.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

const [, , folder] = process.argv;

function packagesOf(metafile) {
  const names = Object.keys(metafile.inputs).map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(names.filter(Boolean))].sort();
}

function licenceOf(name) {
  const home = join("node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  const file = readdirSync(home).find((each) => /^licen[cs]e/i.test(each));
  return `${name} ${version} (${license})\n\n${file ? readFileSync(join(home, file), "utf8").trim() : ""}\n`;
}

rmSync(folder, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ["editor.js"],
  outdir: folder,
  bundle: true,
  minify: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
});
const entries = Object.entries(metafile.outputs).filter(([, output]) => output.entryPoint);
const manifest = Object.fromEntries(entries.map(([path, output]) => [output.entryPoint, basename(path)]));
writeFileSync(join(folder, "licenses.txt"), [...packagesOf(metafile), "oxigraph"].map(licenceOf).join(`\n${"-".repeat(79)}\n\n`));
writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
