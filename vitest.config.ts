import { defineConfig, type ViteUserConfig } from "vitest/config";

// `.ci/run` sets BACKSTEP_TEST_REPORT to the file in which it wants the counts of this one run.
const report = process.env.BACKSTEP_TEST_REPORT;

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["src/**/*.test.ts", "web/**/*.test.ts", "tests/**/*.test.ts"],
    environment: "node",
    testTimeout: 60_000,
    reporters: report ? ["default", ["json", { outputFile: report }]] : ["default"],
    coverage: { include: ["src/**/*.ts"], exclude: ["src/**/*.test.ts"] },
  },
});

export default config;
