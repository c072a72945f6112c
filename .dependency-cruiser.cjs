// The floors of the house: look down, never up, never sideways. Each row is a room and everything it may import
// beside itself; whatever the row does not list is an error. A room is a folder of src, or one file (`index.ts`).
// `packages` are the npm packages it may use; `node: true` allows Node's built-in modules.

const primitives = ["tensor", "graph", "ops"]; // floors 0 to 2

const floors = {
  tensor: { rooms: [] },
  graph: { rooms: ["tensor"] },
  ops: { rooms: ["graph", "tensor"] },
  autodiff: { rooms: primitives },
  nn: { rooms: primitives },
  data: { rooms: ["tensor", "nn/samples.ts"], packages: ["zod"] },
  "backends/backend.ts": { rooms: primitives },
  "backends/reference": { rooms: [...primitives, "backends/backend.ts"] },
  "backends/wasm": { rooms: [...primitives, "backends/backend.ts"] },
  "backends/webgpu": { rooms: [...primitives, "backends/backend.ts"] },
  train: { rooms: [...primitives, "autodiff", "nn", "data", "backends/backend.ts"] },
  explain: { rooms: [...primitives, "autodiff", "locale"], packages: ["fast-string-width"] },
  formats: {
    rooms: [...primitives, "autodiff", "nn", "data"],
    packages: ["fflate", "pbf", "yaml", "zod", "csv-parse"],
  },
  check: {
    rooms: [...primitives, "explain", "train", "autodiff", "backends/reference", "locale"],
    packages: ["yaml"],
  },
  model: { rooms: [...primitives, "nn", "data", "formats", "backends/backend.ts"], packages: ["zod"] },
  diagnose: { rooms: [...primitives, "autodiff", "nn", "train", "explain", "locale"] },
  report: { rooms: [...primitives, "nn", "train", "explain", "diagnose", "locale"] },
  worksheet: { rooms: [...primitives, "autodiff", "check", "explain", "locale"] },
  locale: { rooms: [] },
  "index.ts": {
    rooms: [
      ...primitives,
      "autodiff",
      "nn",
      "data",
      "backends",
      "train",
      "explain",
      "formats",
      "model",
      "check",
      "diagnose",
      "report",
      "worksheet",
      "locale",
    ],
  },
  "kinds.ts": { rooms: ["nn"] },
  node: { rooms: ["index.ts"], packages: ["koffi"], node: true },
  browser: { rooms: ["index.ts"] },
  cli: {
    rooms: ["index.ts", "node", "locale"],
    packages: ["commander", "fflate", "fast-string-width", "picocolors"],
    node: true,
  },
};

// The studio stands beside the house and enters by its doors.
const studio = {
  doors: ["index.ts", "browser/index.ts"],
  packages: ["preact", "@preact/signals", "yaml", "zod"],
};

const TEST = "\\.test\\.ts$";
const CORE = ["core"];
const PACKAGE = ["npm", "npm-dev", "npm-optional", "npm-peer", "npm-bundled", "npm-no-pkg", "npm-unknown"];

const quoted = (text) => text.replaceAll(".", "\\.");
const inside = (room) => `^src/${quoted(room)}${room.endsWith(".ts") ? "$" : "/"}`;
const packaged = (name) => `^node_modules/${quoted(name)}/`;

const rules = Object.entries(floors).flatMap(([room, { rooms, packages = [], node = false }]) => {
  const from = { path: inside(room), pathNot: TEST };
  const name = room.replace("/", "-").replace(".ts", "");
  const list = (words) => words.join(", ") || "nothing";
  return [
    {
      name: `${name}-rooms`,
      comment: `src/${room} imports only from itself and: ${list(rooms)}.`,
      severity: "error",
      from,
      to: { path: "^src/", pathNot: [room, ...rooms].map(inside) },
    },
    {
      name: `${name}-packages`,
      comment: `src/${room} may use these npm packages: ${list(packages)}.`,
      severity: "error",
      from,
      to: { dependencyTypes: PACKAGE, pathNot: packages.map(packaged) },
    },
    ...(node
      ? []
      : [
          {
            name: `${name}-world`,
            comment: "Only src/node and src/cli use Node's built-in modules.",
            severity: "error",
            from,
            to: { dependencyTypes: CORE },
          },
        ]),
  ];
});

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...rules,
    {
      name: "no-room",
      comment:
        "Every file of src is in a room of the floors table, and the table is at the top of this file.",
      severity: "error",
      from: { path: "^src/", pathNot: [...Object.keys(floors).map(inside), TEST] },
      to: {},
    },
    {
      name: "outside-src",
      comment: "What is published does not reach outside src.",
      severity: "error",
      from: { path: "^src/", pathNot: TEST },
      to: { pathNot: ["^src/", "^node_modules/"], dependencyTypesNot: CORE, couldNotResolve: false },
    },
    {
      name: "web-rooms",
      comment: `web imports from src only the doors: ${studio.doors.join(", ")}.`,
      severity: "error",
      from: { path: "^web/", pathNot: TEST },
      to: { path: "^src/", pathNot: studio.doors.map(inside) },
    },
    {
      name: "web-packages",
      comment: `web may use these npm packages: ${studio.packages.join(", ")}.`,
      severity: "error",
      from: { path: "^web/", pathNot: [TEST, "^web/[a-z.]*config\\.ts$"] },
      to: { dependencyTypes: PACKAGE, pathNot: studio.packages.map(packaged) },
    },
    {
      name: "web-world",
      comment: "The studio runs in browsers.",
      severity: "error",
      from: { path: "^web/", pathNot: [TEST, "^web/[a-z.]*config\\.ts$"] },
      to: { dependencyTypes: CORE },
    },
    {
      name: "no-web-imported",
      comment: "The library knows nothing of the studio.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^web/" },
    },
    {
      name: "no-circular",
      comment: "A circle has no floor; a circle of types is one too.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-test-imported",
      comment: "A test is imported by nobody.",
      severity: "error",
      from: {},
      to: { path: TEST },
    },
    {
      name: "no-unresolvable",
      comment: "An import that leads nowhere cannot be judged.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "^node_modules/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    detectProcessBuiltinModuleCalls: true,
    skipAnalysisNotInRules: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["node", "import", "types", "default"],
    },
  },
};
