import type { Catalogue } from "./catalogue.ts";
import { connected, type LayerNames, layerName } from "./layers.ts";

const names: LayerNames = { input: "输入层", hidden: "隐藏层", output: "输出层" };
const layers = (number: number, count: number): string => connected(names, number, count);

const ties: Readonly<Record<string, string>> = {
  relu: "relu：在 0 处，斜率取 0",
  max: "max：两者相等时，以第二个为较大者",
  largest: "largest：有多个最大值时，斜率由它们平分",
  step: "step：[x > 0] 在 x 为正时为 1，否则为 0；在 0 处值为 0，斜率处处为 0",
};

export const zhHans: Catalogue = {
  language: "zh-Hans",
  forward: "前向传播",
  backward: "反向传播",
  loss: "计算总误差",
  untitled: "推导过程",
  notes: "说明",
  colon: "：",
  comma: "，",
  columns: { factor: "因子", formula: "公式", withNumbers: "代入数值", value: "值" },
  working: (name) => `${name} 的计算过程`,
  picture: {
    title: "神经网络",
    neurons: (counts) => `由输入到输出，各层的神经元数：${counts.join("、")}`,
    highlighted: (names, result) => `彩色线条：${names.join("、")} 如何影响 ${result}`,
    more: (count) => `另 ${count} 个`,
  },
  layerName: (number, count) => layerName(names, number, count),
  layer: (number) => `第 ${number} 层`,
  layers,
  weight: (number, count) => `${layers(number, count)}的权重更新`,
  bias: (number, count) => `${layers(number, count)}的偏置更新`,
  parameter: (number, count) => `${layers(number, count)}的参数更新`,
  sample: (number) => `样本 ${number}`,
  through: (neuron) => `经由 ${neuron}`,
  sumOfPaths: (count) => `${count} 条路径之和`,
  feeds: (from, to) => `${from} 参与了 ${to.join("、")} 的计算，所以 ${to.length} 条路径都要相加`,
  everySampleCounts: "每个样本都要计入",
  manyPaths: (count) => `共有 ${count} 条路径通往误差`,
  delta: "δ_x 即 ∂E/∂net_x，汇集了该神经元通往误差的所有路径",
  moreTerms: (count) => `（另 ${count} 项）`,
  drift: (name, carried, exact) =>
    `以四舍五入后的数字逐步计算：此处 ${name} 为 ${carried}，精确值为 ${exact}`,
  frozen: (name, value) => `${name} 固定不变，仍为 ${value}`,
  otherValues: (count) => `……另有 ${count} 个数值，下文没有用到`,
  approximately: "≈　数值以完整精度计算；若用这里四舍五入后的数字来算，最后一位会不同",
  why: {
    title: (of, gradient) => `为什么 ${of} = ${gradient}？`,
    factors: "贡献最大的路径上的各个因子，按绝对值由小到大：",
    fork: (at, shares) => `${at} 的组成（百分比按绝对值计）：${shares.join("、")}`,
    saturated: (neuron, slope) => `${neuron} 已饱和：斜率只有 ${slope}，梯度几乎无法通过`,
    dead: (neuron) => `${neuron} 在此处失效（死亡神经元）：斜率为 0，梯度无法通过`,
    cancelling: (at, sum, size) => `通往 ${at} 的各条路径互相抵消：绝对值合计 ${size}，只剩 ${sum}`,
    vanishing: (layers, factor) => `梯度消失：经过 ${layers} 层，乘上了 ${factor}`,
    exploding: (layers, factor) => `梯度爆炸：经过 ${layers} 层，乘上了 ${factor}`,
  },
  tie: (op, text) => ties[op] ?? `${op}: ${text}`,
};
