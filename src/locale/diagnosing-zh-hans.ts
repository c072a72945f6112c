import type { DiagnosingWords } from "./diagnosing.ts";

const listed = (names: readonly string[], count: number): string =>
  count > names.length ? `${names.join("、")} 等 ${count} 个` : names.join("、");

export const diagnosingZhHans: DiagnosingWords = {
  warning: "警告",
  headings: {
    "not-finite": "出现非有限的数",
    "loss-rising": "损失上升",
    "loss-oscillating": "损失忽高忽低",
    "loss-not-falling": "损失没有下降",
    "rate-too-high": "学习率过高",
    "rate-too-low": "学习率过低",
    "gradients-vanishing": "梯度消失",
    "gradients-exploding": "梯度爆炸",
    "dead-units": "死亡的神经元",
    "saturated-units": "饱和的神经元",
    "constant-feature": "固定不变的特征",
    "unscaled-features": "特征未经缩放",
    "targets-out-of-reach": "目标值超出范围",
    "classes-unbalanced": "类别不平衡",
    "over-fitting": "过拟合",
  },
  findings: {
    "not-finite": ({ layer, by, about, measured }) =>
      about.length === 0
        ? "损失不再是有限的数"
        : `${about[0]} 在${layer || "输入"}（${by}）变成 ${measured}，是第一个出问题的数`,
    "loss-rising": ({ measured }) => `损失是开始时的 ${measured} 倍`,
    "loss-oscillating": ({ measured }) => `损失忽高忽低：平均每步回升已降幅度的 ${measured}；学习率过高`,
    "loss-not-falling": ({ measured, threshold }) => `损失只比开始时下降了 ${measured}，不到 ${threshold}`,
    "rate-too-high": ({ measured, threshold }) =>
      `学习率过高：每步使权重改变自身大小的 ${measured}；一般约为 0.001，${threshold} 已过大`,
    "rate-too-low": ({ measured, threshold }) =>
      `学习率过低：每步只使权重改变自身大小的 ${measured}；一般约为 0.001，对这次训练而言 ${threshold} 已过小`,
    "gradients-vanishing": ({ layer, about, measured, count }) =>
      `梯度消失：${layer}的梯度是${about[0]}的 ${measured} 倍，其间共 ${count} 层`,
    "gradients-exploding": ({ layer, about, measured, count }) =>
      `梯度爆炸：${layer}的梯度是${about[0]}的 ${measured} 倍，其间共 ${count} 层`,
    "dead-units": ({ layer, by, about, count, among }) =>
      `${layer}：${among} 个 ${by} 神经元中有 ${count} 个已死亡，对每个样本都输出 0，再也不会改变：${listed(about, count)}`,
    "saturated-units": ({ layer, by, about, count, among }) =>
      `${layer}：${among} 个 ${by} 神经元中有 ${count} 个对每个样本都饱和，几乎学不到东西：${listed(about, count)}`,
    "constant-feature": ({ about, count, measured }) =>
      count === 1
        ? `特征 ${about[0]} 在每个样本中都是 ${measured}，学不到任何东西`
        : `特征 ${listed(about, count)} 在每个样本中都相同（${about[0]}：${measured}），学不到任何东西`,
    "unscaled-features": ({ about, measured }) =>
      about.length === 0
        ? `输入未经缩放：大小为 ${measured}，而权重的初始值适用于约为 1 的输入`
        : `特征的尺度相差很大：${about[0]} 可达 ${about[1]} 的 ${measured} 倍，其权重的梯度亦然`,
    "targets-out-of-reach": ({ by, about, count, among, measured, threshold }) =>
      `${about[0]} 是 ${measured}，但 ${by} 最远只到 ${threshold}；${among} 个目标值中有 ${count} 个如此`,
    "classes-unbalanced": ({ about, count, among }) =>
      `类别 ${about[0]} 在 ${among} 个样本中只有 ${count} 个：从不回答这一类也几乎不会错`,
    "over-fitting": ({ about, measured }) =>
      `验证损失是第 ${about[0]} 个周期之后的 ${measured} 倍，而训练损失仍在下降`,
  },
  advice: {
    "lower-rate": "把学习率降为三分之一至十分之一",
    "raise-rate": "把学习率提高为十倍",
    "clip-gradients": "在 optimizer 中设置 clip: { norm: 1 }",
    "other-optimizer": "改用 adam，它为每个权重调整步幅",
    "scale-inputs": "以 scale: standard 缩放数据",
    "check-data": "查看这些数的来源",
    "check-targets": "检查目标值与输入是否相配",
    "drop-feature": "去掉这个特征",
    relu: "在隐藏层使用 relu",
    "leaky-relu": "改用 leaky-relu，它在 0 以下仍有斜率",
    initializer: "换一种初始化：relu 用 he-normal，tanh 与 sigmoid 用 glorot-uniform",
    "normalize-layers": "在各层之间归一化",
    "fewer-layers": "减少层数",
    "more-units": "增加神经元或层数",
    "linear-output": "最后一层使用 linear",
    "scale-targets": "把目标值缩放到最后一层输出得到的范围",
    "class-weights": "在 loss 中设置 classWeights",
    "other-metric": "除准确率外也看 f1 或混淆矩阵",
    "early-stopping": "在 training 中设置 earlyStopping: { patience: 10 }",
    regularize: "在 regularization 中设置 l2，或减少神经元",
    "more-data": "增加样本",
  },
  tries: (advice) => `可尝试：${advice.join("；或")}`,
  afterStep: (step) => `第 ${step} 步之后`,
  summary: (findings, steps, epochs) => `${steps} 步（${epochs} 个周期）中有 ${findings} 项发现`,
  healthy: (steps, epochs) => `${steps} 步（${epochs} 个周期）中没有发现问题。`,
  shown: (part, samples) =>
    `以${{ train: "", validation: "验证", batch: "下一批次的" }[part]}样本 ${listed(samples.map(String), samples.length)}${samples.length > 1 ? `（这里称为 1 至 ${samples.length}）` : ""} 推导：`,
  tooLarge: "网络太大，无法写出推导过程",
};
