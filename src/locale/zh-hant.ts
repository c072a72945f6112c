import type { Catalogue } from "./catalogue.ts";

function layers(number: number, count: number): string {
  return `${nameOf(number - 1)} → ${nameOf(number)}`;

  function nameOf(layer: number): string {
    if (layer === 0) return "輸入層";
    if (layer === count) return "輸出層";
    return count === 2 ? "隱藏層" : `隱藏層 ${layer}`;
  }
}

const ties: Readonly<Record<string, string>> = {
  relu: "relu：在 0 處，斜率取 0",
  max: "max：兩者相等時，以第二個為較大者",
  step: "step：在 0 處值為 0，斜率處處為 0",
};

/** 用語以原文章為準：前向傳播、反向傳播、權重更新、學習率。 */
export const zhHant: Catalogue = {
  language: "zh-Hant",
  forward: "前向傳播",
  loss: "計算總誤差",
  colon: "：",
  columns: { factor: "因子", formula: "公式", withNumbers: "代入數值", value: "值" },
  layer: (number) => `第 ${number} 層`,
  layers,
  weight: (number, count) => `${layers(number, count)}的權重更新`,
  bias: (number, count) => `${layers(number, count)}的偏置更新`,
  sample: (number) => `樣本 ${number}`,
  through: (neuron) => `經由 ${neuron}`,
  sumOfPaths: (count) => `${count} 條路徑之和`,
  feeds: (from, to) => `${from} 參與了 ${to.join("、")} 的計算，所以 ${to.length} 條路徑都要相加`,
  everySampleCounts: "每個樣本都要計入",
  frozen: (name, value) => `${name} 固定不變，仍為 ${value}`,
  otherValues: (count) => `……另有 ${count} 個數值，下文沒有用到`,
  approximately: "≈　數值以完整精度計算；若用這裡四捨五入後的數字來算，最後一位會不同",
  tie: (op, text) => ties[op] ?? `${op}: ${text}`,
};
