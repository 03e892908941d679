// Assembles each NAME.wat of this folder to NAME.wasm and rewrites SHA256SUMS.
//   npm install --no-save --prefix /tmp/wabt wabt@1.0.39
//   NODE_PATH=/tmp/wabt/node_modules node assemble.mjs [--check]
// With --check nothing is written: the exit code is 1 when a committed .wasm differs from what its source gives.
import {createHash} from "node:crypto";
import {createRequire} from "node:module";
import {existsSync, readFileSync, readdirSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const check = process.argv.includes("--check");
const wabt = await createRequire(import.meta.url)("wabt")();
const features = {exceptions: true, bulk_memory: true, reference_types: true, multi_value: true, tail_call: true};

let differing = 0;
for (const source of readdirSync(here).filter((file) => file.endsWith(".wat")).sort()) {
  const parsed = wabt.parseWat(source, readFileSync(join(here, source), "utf8"), features);
  parsed.resolveNames();
  parsed.validate();
  const bytes = Buffer.from(parsed.toBinary({write_debug_names: true}).buffer);
  const target = join(here, source.replace(/\.wat$/, ".wasm"));
  if (check) {
    if (!existsSync(target) || !readFileSync(target).equals(bytes)) {
      console.error(`${target}: is not what ${source} assembles to`);
      differing++;
    }
  } else {
    writeFileSync(target, bytes);
  }
}
if (!check) {
  const sums = readdirSync(here).filter((file) => file.endsWith(".wasm")).sort()
      .map((file) => `${createHash("sha256").update(readFileSync(join(here, file))).digest("hex")}  ${file}\n`);
  writeFileSync(join(here, "SHA256SUMS"), sums.join(""));
}
process.exit(differing ? 1 : 0);
