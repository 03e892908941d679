// Builds each NAME.wat and NAME.c of this folder to NAME.wasm and rewrites SHA256SUMS. It needs the npm package wabt
// 1.0.39 and, for the one in C, Zig 0.17.1 as "zig" on PATH; .ci/guests fetches both into examples/.tools:
//   PATH=$PATH:examples/.tools/bin NODE_PATH=examples/.tools/wabt/node_modules node .../guests/build.mjs [--check]
// With --check nothing is written: the exit code is 1 when a committed .wasm differs from what its source gives.
import {execFileSync} from "node:child_process";
import {createHash} from "node:crypto";
import {createRequire} from "node:module";
import {existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const check = process.argv.includes("--check");
const wabt = await createRequire(import.meta.url)("wabt")();
const features = {exceptions: true, bulk_memory: true, reference_types: true, multi_value: true, tail_call: true};

function assemble(source) {
  const parsed = wabt.parseWat(source, readFileSync(join(here, source), "utf8"), features);
  parsed.resolveNames();
  parsed.validate();
  return Buffer.from(parsed.toBinary({write_debug_names: true}).buffer);
}

function compile(source) {
  const scratch = mkdtempSync(join(tmpdir(), "guests-"));
  try {
    const built = join(scratch, "built.wasm");
    execFileSync("zig", ["cc", "-target", "wasm32-wasi", "-Oz", "-s", "-Wall", "-Wextra", "-Werror",
      source, "-o", built], {cwd: here, stdio: "inherit"});
    return readFileSync(built);
  } finally {
    rmSync(scratch, {recursive: true});
  }
}

let differing = 0;
for (const source of readdirSync(here).filter((file) => /\.(wat|c)$/.test(file)).sort()) {
  const bytes = source.endsWith(".c") ? compile(source) : assemble(source);
  const target = join(here, source.replace(/\.\w+$/, ".wasm"));
  if (!check) {
    writeFileSync(target, bytes);
  } else if (!existsSync(target) || !readFileSync(target).equals(bytes)) {
    console.error(`${target}: is not what ${source} gives`);
    differing++;
  }
}
if (!check) {
  const sums = readdirSync(here).filter((file) => file.endsWith(".wasm")).sort()
      .map((file) => `${createHash("sha256").update(readFileSync(join(here, file))).digest("hex")}  ${file}\n`);
  writeFileSync(join(here, "SHA256SUMS"), sums.join(""));
}
process.exit(differing ? 1 : 0);
