import { type CheckingWords, LISTED } from "./checking.ts";

const listed = (parts: readonly (string | number)[]): string => parts.join("、");
/** Of many lines the first. */
const lines = (numbers: readonly number[]): string =>
  numbers.length > LISTED + 1
    ? `第 ${listed(numbers.slice(0, LISTED))} 等 ${numbers.length} 行`
    : `第 ${listed(numbers)} 行`;
const some = (about: readonly string[], named: (list: string) => string, otherwise: string): string =>
  about.length === 0 ? otherwise : named(listed(about));

const following = (carried: readonly number[]): string =>
  carried.length === 0 ? "" : `；${lines(carried)}受它影响`;

export const checkingZhHans: CheckingWords = {
  stop: "。",
  line: (line) => `第 ${line} 行`,
  tally: ({ numbers, right, wrong, carried, unknown }) => [
    `${numbers} 个数`,
    `${right} 个正确`,
    ...(wrong > 0 ? [`${wrong} 个错误`] : []),
    ...(carried > 0 ? [`${carried} 个受其影响`] : []),
    ...(unknown > 0 ? [`${unknown} 个无法辨认`] : []),
  ],
  cut: (full) => `直接舍去末位，未四舍五入（${full}）`,
  fromRounded: (own) => (own.length === 0 ? "" : `由你取近似后的 ${listed(own)} 算出`),
  firstMistake: "第一个错误",
  anotherMistake: "另一个错误",
  lastDigit: "只差最后一位",
  carried: (from) => `承接${lines(from)}的数，算法正确`,
  notRecognised: "看不出这是什么量",
  expected: (value) => `应为 ${value}`,
  calculationGives: (value) => `前面的算式得 ${value}`,
  fromOwn: (line, own, value, isMethodRight) =>
    `第 ${line} 行：由你自己的 ${listed(own)}，应得 ${value}。${isMethodRight ? "方法正确，其后各行可得承接分。" : ""}`,
  gives: (claimed, slips) => `若${slips.join("；或者")}，便会得到 ${claimed}`,
  within: (slip, at) => `计算 ${at} 时${slip}`,
  throughout: (slip) => `每一处都${slip}`,
  both: (slip, other) => `${slip}，同时${other}`,
  slips: {
    "factor-missing": ({ about }) => some(about, (list) => `漏乘因子 ${list}`, "漏乘一个因子"),
    "derivative-missing": ({ about }) => some(about, (list) => `漏乘因子 ${list}`, "漏乘激活函数的导数"),
    "derivative-at-net": ({ at, about }) =>
      some(
        about,
        (list) => `把 ${list} 当作神经元的输出来计算 ${at}`,
        "以净输入（而非神经元的输出）计算激活函数的导数",
      ),
    "derivative-at-error": ({ at, about }) =>
      some(
        about,
        (list) => `把误差 ${list} 当作神经元的输出来计算 ${at}`,
        "以误差（而非神经元的输出）计算激活函数的导数",
      ),
    "derivative-of-other-neuron": ({ about }) =>
      about.length > 1
        ? `把另一个神经元的 ${about[1]} 当作 ${about[0]}`
        : some(about, (list) => `用了另一个神经元的 ${list}`, "用了另一个神经元的导数"),
    sign: ({ at, about }) => some(about, (list) => `弄反了 ${list} 前的正负号`, `弄反了 ${at} 的正负号`),
    half: () => "漏掉平方误差的 ½，或多乘了一次",
    "mean-for-sum": () => "把总和算成平均，或把平均算成总和",
    "path-missing": ({ about }) => some(about, (list) => `漏算含 ${list} 的路径`, "漏算一条路径"),
    "term-missing": ({ about }) => some(about, (list) => `漏算含 ${list} 的项`, "漏算一项"),
    "updated-too-early": ({ about }) =>
      some(about, (list) => `过早使用 ${list} 更新后的值`, "过早使用更新后的权重"),
    transposed: ({ about }) =>
      some(
        [...new Set(about)],
        (list) => `对调了 ${list}（如同矩阵转置）`,
        "对调了权重的行与列（如同矩阵转置）",
      ),
    "other-quantity": ({ about }) =>
      about.length > 1 ? `把 ${about[1]} 当作 ${about[0]}` : "用了另一个量的数值",
    "bias-missing": ({ about }) => some(about, (list) => `漏加偏置 ${list}`, "漏加偏置"),
    "rate-missing": ({ about }) => some(about, (list) => `漏乘学习率 ${list}`, "漏乘学习率"),
    "rate-added": () => "把应减去的更新量加了上去",
    "output-error-for-hidden": () => "把输出的误差直接当作隐藏神经元的误差，没有乘上两者之间的权重",
    "softmax-without-exp": () => "计算 softmax 时漏取指数",
    "activation-missing": ({ about }) =>
      some(about, (list) => `漏掉激活函数，以净输入代替 ${list}`, "漏掉激活函数"),
    "off-by-one-step": ({ about }) => some(about, (list) => `用了前一步的 ${list}`, "用了前一步的数值"),
    "stale-forward": ({ about }) => some(about, (list) => `用了更新前的 ${list}`, "用了更新前的前向传播数值"),
    padded: () => "在已经四舍五入的数后面补 0，代替本来的下一位",
  },
  kinds: {
    "factor-missing": "漏乘因子",
    "derivative-missing": "漏乘激活函数的导数",
    "derivative-at-net": "以净输入计算导数",
    "derivative-at-error": "以误差计算导数",
    "derivative-of-other-neuron": "用了另一个神经元的导数",
    sign: "正负号弄反",
    half: "平方误差的 ½",
    "mean-for-sum": "总和与平均混淆",
    "path-missing": "漏算路径",
    "term-missing": "漏算一项",
    "updated-too-early": "过早使用更新后的权重",
    transposed: "权重的行与列对调",
    "other-quantity": "用了另一个量的数值",
    "bias-missing": "漏加偏置",
    "rate-missing": "漏乘学习率",
    "rate-added": "更新量应减而加",
    "output-error-for-hidden": "把输出的误差当作隐藏神经元的误差",
    "softmax-without-exp": "softmax 漏取指数",
    "activation-missing": "漏掉激活函数",
    "off-by-one-step": "用了前一步的数值",
    "stale-forward": "用了更新前的数值",
    padded: "在四舍五入后的数后面补 0",
  },
  startAt: (line, carried) => `请从第 ${line} 行开始改。它之前的都正确${following(carried)}。`,
  startAtFirst: (line, carried) => `请从第 ${line} 行开始改，在计算顺序上它最先${following(carried)}。`,
  allRight: "全部正确。",
  moreRight: (count) => `… ${count} 个数，全部正确`,
  allReadRight: "读得懂、认得出的数全部正确。",
  lookAgain: "再看一看这里",
  unread: (line, text) => `第 ${line} 行无法读取：${text}`,
  unrecognised: (line, name) => `看不出第 ${line} 行的 ${name} 是什么量`,
  negativeDelta: "从数值看来，这里的 δ 是 −∂E/∂net",
  more: (count, option) => `… 还有 ${count} 个数：${option} 可列出每一个`,
  marks: { total: "总分", legend: "M：方法分；A：准确分；FT：承接前面错误的准确分" },
  files: {
    file: "文件",
    numbers: "数",
    right: "正确",
    marks: "得分",
    firstMistake: "第一个错误",
    none: "无",
    nothingRecognised: "找不到这个例子的任何数",
    commonest: "最常见的错误",
    count: (files) => `${files} 个文件`,
  },
};
