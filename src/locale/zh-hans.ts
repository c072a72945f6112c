import type { Catalogue } from "./catalogue.ts";

function layers(number: number, count: number): string {
  return `${nameOf(number - 1)} → ${nameOf(number)}`;

  function nameOf(layer: number): string {
    if (layer === 0) return "输入层";
    if (layer === count) return "输出层";
    return count === 2 ? "隐藏层" : `隐藏层 ${layer}`;
  }
}

const ties: Readonly<Record<string, string>> = {
  relu: "relu：在 0 处，斜率取 0",
  max: "max：两者相等时，以第二个为较大者",
  step: "step：在 0 处值为 0，斜率处处为 0",
};

export const zhHans: Catalogue = {
  language: "zh-Hans",
  forward: "前向传播",
  loss: "计算总误差",
  colon: "：",
  columns: { factor: "因子", formula: "公式", withNumbers: "代入数值", value: "值" },
  layer: (number) => `第 ${number} 层`,
  layers,
  weight: (number, count) => `${layers(number, count)}的权重更新`,
  bias: (number, count) => `${layers(number, count)}的偏置更新`,
  sample: (number) => `样本 ${number}`,
  through: (neuron) => `经由 ${neuron}`,
  sumOfPaths: (count) => `${count} 条路径之和`,
  feeds: (from, to) => `${from} 参与了 ${to.join("、")} 的计算，所以 ${to.length} 条路径都要相加`,
  everySampleCounts: "每个样本都要计入",
  frozen: (name, value) => `${name} 固定不变，仍为 ${value}`,
  otherValues: (count) => `……另有 ${count} 个数值，下文没有用到`,
  approximately: "≈　数值以完整精度计算；若用这里四舍五入后的数字来算，最后一位会不同",
  tie: (op, text) => ties[op] ?? `${op}: ${text}`,
};
