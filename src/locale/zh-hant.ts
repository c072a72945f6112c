import type { Catalogue } from "./catalogue.ts";
import { connected, type LayerNames, layerName } from "./layers.ts";

const names: LayerNames = { input: "輸入層", hidden: "隱藏層", output: "輸出層" };
const layers = (number: number, count: number): string => connected(names, number, count);

const ties: Readonly<Record<string, string>> = {
  relu: "relu：在 0 處，斜率取 0",
  max: "max：兩者相等時，以第二個為較大者",
  largest: "largest：有數個最大值時，斜率由它們平分",
  step: "step：[x > 0] 在 x 為正時為 1，否則為 0；在 0 處值為 0，斜率處處為 0",
};

/** The wording is that of the article this project began with. */
export const zhHant: Catalogue = {
  language: "zh-Hant",
  forward: "前向傳播",
  backward: "反向傳播",
  loss: "計算總誤差",
  untitled: "推導過程",
  notes: "說明",
  colon: "：",
  comma: "，",
  columns: { factor: "因子", formula: "公式", withNumbers: "代入數值", value: "值" },
  working: (name) => `${name} 的計算過程`,
  picture: {
    title: "神經網路",
    neurons: (counts) => `由輸入到輸出，各層的神經元數：${counts.join("、")}`,
    highlighted: (names, result) => `彩色線條：${names.join("、")} 如何影響 ${result}`,
    more: (count) => `另 ${count} 個`,
  },
  layerName: (number, count) => layerName(names, number, count),
  layer: (number) => `第 ${number} 層`,
  layers,
  weight: (number, count) => `${layers(number, count)}的權重更新`,
  bias: (number, count) => `${layers(number, count)}的偏置更新`,
  parameter: (number, count) => `${layers(number, count)}的參數更新`,
  sample: (number) => `樣本 ${number}`,
  through: (neuron) => `經由 ${neuron}`,
  sumOfPaths: (count) => `${count} 條路徑之和`,
  feeds: (from, to) => `${from} 參與了 ${to.join("、")} 的計算，所以 ${to.length} 條路徑都要相加`,
  everySampleCounts: "每個樣本都要計入",
  manyPaths: (count) => `共有 ${count} 條路徑通往誤差`,
  delta: "δ_x 即 ∂E/∂net_x，匯集了該神經元通往誤差的所有路徑",
  moreTerms: (count) => `（另 ${count} 項）`,
  drift: (name, carried, exact) =>
    `以四捨五入後的數字逐步計算：此處 ${name} 為 ${carried}，精確值為 ${exact}`,
  frozen: (name, value) => `${name} 固定不變，仍為 ${value}`,
  otherValues: (count) => `……另有 ${count} 個數值，下文沒有用到`,
  approximately: "≈　數值以完整精度計算；若用這裡四捨五入後的數字來算，最後一位會不同",
  why: {
    title: (of, gradient) => `為什麼 ${of} = ${gradient}？`,
    factors: "貢獻最大的路徑上的各個因子，依絕對值由小到大：",
    fork: (at, shares) => `${at} 的組成（百分比按絕對值計）：${shares.join("、")}`,
    saturated: (neuron, slope) => `${neuron} 已飽和：斜率只有 ${slope}，梯度幾乎無法通過`,
    dead: (neuron) => `${neuron} 在此處失效（死亡神經元）：斜率為 0，梯度無法通過`,
    cancelling: (at, sum, size) => `通往 ${at} 的各條路徑互相抵消：絕對值合計 ${size}，只剩 ${sum}`,
    vanishing: (layers, factor) => `梯度消失：經過 ${layers} 層，乘上了 ${factor}`,
    exploding: (layers, factor) => `梯度爆炸：經過 ${layers} 層，乘上了 ${factor}`,
  },
  tie: (op, text) => ties[op] ?? `${op}: ${text}`,
};
