/**
 * What training on a CSV file takes that does not fit in memory: the rows that are read in a second, the most memory of the
 * whole command, and the loss. Plain and packed by gzip. `npm run bench:stream -- [ROWS]` in the repository, after
 * `npm run build`; 5 million rows of 10 columns need about 2 GB in TMPDIR.
 */
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createGzip } from "node:zlib";
import { formatIsoDate, randomStream } from "../src/index.ts";
import { openExample, streamData } from "../src/node/index.ts";

const rows = Number(process.argv[2] ?? 5_000_000);
const SEED = 1;
const SECONDS_IN_DAY = 86_400;
const cities = ["Basel", "Bern", "Chur", "Genf", "Zug"];
const bin = fileURLToPath(new URL("../bin/backstep.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "backstep-bench-"));
/** Says at its end how much memory a process had at the most, in KiB. */
const telling = `data:text/javascript,process.on("exit",()=>process.stderr.write("maxRSS "+process.resourceUsage().maxRSS))`;

try {
  await writeRows(join(folder, "rows.csv"));
  await pipeline(
    createReadStream(join(folder, "rows.csv")),
    createGzip({ level: 1 }),
    createWriteStream(join(folder, "rows.csv.gz")),
  );
  for (const file of ["rows.csv", "rows.csv.gz"]) await measure(file);
} finally {
  rmSync(folder, { recursive: true });
}

/** Seven numbers, a category, a date, and what they come to. */
async function writeRows(path: string): Promise<void> {
  const out = createWriteStream(path);
  const random = randomStream(SEED);
  let text = "a,b,c,d,e,f,g,city,day,y\n";
  for (let row = 0; row < rows; row++) {
    const x = Array.from({ length: 7 }, () => 200 * random.uniform() - 100);
    const city = random.integer(cities.length);
    const day = formatIsoDate(SECONDS_IN_DAY * (10_957 + random.integer(9000)));
    const y = Math.sin(x[0] / 50) + 0.01 * x[1] - 0.02 * x[2] + 0.3 * city + 0.05 * random.normal();
    const cells = x.map((value, i) => (i === 4 && row % 1000 === 7 ? "" : value.toFixed(6)));
    text += `${cells.join(",")},${cities[city]},${day},${y.toFixed(6)}\n`;
    if (text.length < 2 ** 20 && row < rows - 1) continue;
    if (!out.write(text)) await once(out, "drain");
    text = "";
  }
  out.end();
  await once(out, "close");
}

async function measure(file: string): Promise<void> {
  const example = join(folder, "net.yaml");
  writeFileSync(
    example,
    `backstep: 1
network: { inputs: 13, layers: [{ dense: 32, activation: relu }, { dense: 1 }] }
loss: mean-squared-error
optimizer: { name: adam, learningRate: 0.001 }
data: { train: { csv: ${file}, label: y }, test: { fraction: 0.1 }, scale: standard }
training: { epochs: 1, batchSize: 128, metrics: [r2] }
`,
  );
  const started = performance.now();
  const streamed = await streamData(await openExample(example), example, {
    seed: SEED,
    batchSize: 128,
    fromMib: 0,
  });
  const reading = (performance.now() - started) / 1000;
  streamed?.close();
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", telling, bin, "train", example, "--json"],
    {
      encoding: "utf8",
      maxBuffer: 2 ** 26,
    },
  );
  const { loss, metrics, seconds } = JSON.parse(stdout);
  const memory = Number(/maxRSS (\d+)/.exec(stderr)?.[1]) / 1024;
  const size = Math.round(statSync(join(folder, file)).size / 2 ** 20);
  console.log(
    [
      `${file}: ${rows.toLocaleString("en")} rows, ${size} MiB`,
      `read in ${reading.toFixed(1)} s (${Math.round(rows / reading).toLocaleString("en")} rows/s)`,
      `trained in ${seconds.toFixed(1)} s, loss ${loss.toPrecision(4)}, test r2 ${metrics.test.r2.toFixed(4)}`,
      `at most ${Math.round(memory)} MiB resident`,
    ].join("\n  "),
  );
}
