import type { DiagnosingWords } from "./diagnosing.ts";

const listed = (names: readonly string[], count: number): string =>
  count > names.length ? `${names.join("、")} 等 ${count} 個` : names.join("、");

export const diagnosingZhHant: DiagnosingWords = {
  warning: "警告",
  headings: {
    "not-finite": "出現非有限的數",
    "loss-rising": "損失上升",
    "loss-oscillating": "損失忽高忽低",
    "loss-not-falling": "損失沒有下降",
    "rate-too-high": "學習率過高",
    "rate-too-low": "學習率過低",
    "gradients-vanishing": "梯度消失",
    "gradients-exploding": "梯度爆炸",
    "dead-units": "死亡的神經元",
    "saturated-units": "飽和的神經元",
    "constant-feature": "固定不變的特徵",
    "unscaled-features": "特徵未經縮放",
    "targets-out-of-reach": "目標值超出範圍",
    "classes-unbalanced": "類別不平衡",
    "over-fitting": "過擬合",
  },
  findings: {
    "not-finite": ({ layer, by, about, measured }) =>
      about.length === 0
        ? "損失不再是有限的數"
        : `${about[0]} 在${layer || "輸入"}（${by}）變成 ${measured}，是第一個出問題的數`,
    "loss-rising": ({ measured }) => `損失是開始時的 ${measured} 倍`,
    "loss-oscillating": ({ measured }) => `損失忽高忽低：平均每步回升已降幅度的 ${measured}；學習率過高`,
    "loss-not-falling": ({ measured, threshold }) => `損失只比開始時下降了 ${measured}，不到 ${threshold}`,
    "rate-too-high": ({ measured, threshold }) =>
      `學習率過高：每步使權重改變自身大小的 ${measured}；一般約為 0.001，${threshold} 已過大`,
    "rate-too-low": ({ measured, threshold }) =>
      `學習率過低：每步只使權重改變自身大小的 ${measured}；一般約為 0.001，對這次訓練而言 ${threshold} 已過小`,
    "gradients-vanishing": ({ layer, about, measured, count }) =>
      `梯度消失：${layer}的梯度是${about[0]}的 ${measured} 倍，其間共 ${count} 層`,
    "gradients-exploding": ({ layer, about, measured, count }) =>
      `梯度爆炸：${layer}的梯度是${about[0]}的 ${measured} 倍，其間共 ${count} 層`,
    "dead-units": ({ layer, by, about, count, among }) =>
      `${layer}：${among} 個 ${by} 神經元中有 ${count} 個已死亡，對每個樣本都輸出 0，再也不會改變：${listed(about, count)}`,
    "saturated-units": ({ layer, by, about, count, among }) =>
      `${layer}：${among} 個 ${by} 神經元中有 ${count} 個對每個樣本都飽和，幾乎學不到東西：${listed(about, count)}`,
    "constant-feature": ({ about, count, measured }) =>
      count === 1
        ? `特徵 ${about[0]} 在每個樣本中都是 ${measured}，學不到任何東西`
        : `特徵 ${listed(about, count)} 在每個樣本中都相同（${about[0]}：${measured}），學不到任何東西`,
    "unscaled-features": ({ about, measured }) =>
      about.length === 0
        ? `輸入未經縮放：大小為 ${measured}，而權重的初始值適用於約為 1 的輸入`
        : `特徵的尺度相差很大：${about[0]} 可達 ${about[1]} 的 ${measured} 倍，其權重的梯度亦然`,
    "targets-out-of-reach": ({ by, about, count, among, measured, threshold }) =>
      `${about[0]} 是 ${measured}，但 ${by} 最遠只到 ${threshold}；${among} 個目標值中有 ${count} 個如此`,
    "classes-unbalanced": ({ about, count, among }) =>
      `類別 ${about[0]} 在 ${among} 個樣本中只有 ${count} 個：從不回答這一類也幾乎不會錯`,
    "over-fitting": ({ about, measured }) =>
      `驗證損失是第 ${about[0]} 個週期之後的 ${measured} 倍，而訓練損失仍在下降`,
  },
  advice: {
    "lower-rate": "把學習率降為三分之一至十分之一",
    "raise-rate": "把學習率提高為十倍",
    "clip-gradients": "在 optimizer 中設定 clip: { norm: 1 }",
    "other-optimizer": "改用 adam，它為每個權重調整步幅",
    "scale-inputs": "以 scale: standard 縮放資料",
    "check-data": "查看這些數的來源",
    "check-targets": "檢查目標值與輸入是否相配",
    "drop-feature": "去掉這個特徵",
    relu: "在隱藏層使用 relu",
    "leaky-relu": "改用 leaky-relu，它在 0 以下仍有斜率",
    initializer: "換一種初始化：relu 用 he-normal，tanh 與 sigmoid 用 glorot-uniform",
    "normalize-layers": "在各層之間正規化",
    "fewer-layers": "減少層數",
    "more-units": "增加神經元或層數",
    "linear-output": "最後一層使用 linear",
    "scale-targets": "把目標值縮放到最後一層輸出得到的範圍",
    "class-weights": "在 loss 中設定 classWeights",
    "other-metric": "除準確率外也看 f1 或混淆矩陣",
    "early-stopping": "在 training 中設定 earlyStopping: { patience: 10 }",
    regularize: "在 regularization 中設定 l2，或減少神經元",
    "more-data": "增加樣本",
  },
  tries: (advice) => `可嘗試：${advice.join("；或")}`,
  afterStep: (step) => `第 ${step} 步之後`,
  summary: (findings, steps, epochs) => `${steps} 步（${epochs} 個週期）中有 ${findings} 項發現`,
  healthy: (steps, epochs) => `${steps} 步（${epochs} 個週期）中沒有發現問題。`,
  shown: (part, samples) =>
    `以${{ train: "", validation: "驗證", batch: "下一批次的" }[part]}樣本 ${listed(samples.map(String), samples.length)}${samples.length > 1 ? `（此處稱為 1 至 ${samples.length}）` : ""} 推導：`,
  tooLarge: "網路太大，無法寫出推導過程",
};
