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
  carried.length === 0 ? "" : `；${lines(carried)}受它影響`;

export const checkingZhHant: CheckingWords = {
  stop: "。",
  line: (line) => `第 ${line} 行`,
  tally: ({ numbers, right, wrong, carried, unknown }) => [
    `${numbers} 個數`,
    `${right} 個正確`,
    ...(wrong > 0 ? [`${wrong} 個錯誤`] : []),
    ...(carried > 0 ? [`${carried} 個受其影響`] : []),
    ...(unknown > 0 ? [`${unknown} 個無法辨認`] : []),
  ],
  cut: (full) => `直接捨去末位，未四捨五入（${full}）`,
  fromRounded: (own) => (own.length === 0 ? "" : `由你取近似後的 ${listed(own)} 算出`),
  firstMistake: "第一個錯誤",
  anotherMistake: "另一個錯誤",
  lastDigit: "只差最後一位",
  carried: (from) => `承接${lines(from)}的數，算法正確`,
  notRecognised: "看不出這是什麼量",
  expected: (value) => `應為 ${value}`,
  calculationGives: (value) => `前面的算式得 ${value}`,
  fromOwn: (line, own, value, isMethodRight) =>
    `第 ${line} 行：由你自己的 ${listed(own)}，應得 ${value}。${isMethodRight ? "方法正確，其後各行可得承接分。" : ""}`,
  gives: (claimed, slips) => `若${slips.join("；或者")}，便會得到 ${claimed}`,
  within: (slip, at) => `計算 ${at} 時${slip}`,
  throughout: (slip) => `每一處都${slip}`,
  both: (slip, other) => `${slip}，同時${other}`,
  slips: {
    "factor-missing": ({ about }) => some(about, (list) => `漏乘因子 ${list}`, "漏乘一個因子"),
    "derivative-missing": ({ about }) => some(about, (list) => `漏乘因子 ${list}`, "漏乘激活函數的導數"),
    "derivative-at-net": ({ at, about }) =>
      some(
        about,
        (list) => `把 ${list} 當作神經元的輸出來計算 ${at}`,
        "以淨輸入（而非神經元的輸出）計算激活函數的導數",
      ),
    "derivative-at-error": ({ at, about }) =>
      some(
        about,
        (list) => `把誤差 ${list} 當作神經元的輸出來計算 ${at}`,
        "以誤差（而非神經元的輸出）計算激活函數的導數",
      ),
    "derivative-of-other-neuron": ({ about }) =>
      about.length > 1
        ? `把另一個神經元的 ${about[1]} 當作 ${about[0]}`
        : some(about, (list) => `用了另一個神經元的 ${list}`, "用了另一個神經元的導數"),
    sign: ({ at, about }) => some(about, (list) => `弄反了 ${list} 前的正負號`, `弄反了 ${at} 的正負號`),
    half: () => "漏掉平方誤差的 ½，或多乘了一次",
    "mean-for-sum": () => "把總和算成平均，或把平均算成總和",
    "path-missing": ({ about }) => some(about, (list) => `漏算含 ${list} 的路徑`, "漏算一條路徑"),
    "term-missing": ({ about }) => some(about, (list) => `漏算含 ${list} 的項`, "漏算一項"),
    "updated-too-early": ({ about }) =>
      some(about, (list) => `過早使用 ${list} 更新後的值`, "過早使用更新後的權重"),
    transposed: ({ about }) =>
      some(
        [...new Set(about)],
        (list) => `對調了 ${list}（如同矩陣轉置）`,
        "對調了權重的行與列（如同矩陣轉置）",
      ),
    "other-quantity": ({ about }) =>
      about.length > 1 ? `把 ${about[1]} 當作 ${about[0]}` : "用了另一個量的數值",
    "bias-missing": ({ about }) => some(about, (list) => `漏加偏置 ${list}`, "漏加偏置"),
    "rate-missing": ({ about }) => some(about, (list) => `漏乘學習率 ${list}`, "漏乘學習率"),
    "rate-added": () => "把應減去的更新量加了上去",
    "output-error-for-hidden": () => "把輸出的誤差直接當作隱藏神經元的誤差，沒有乘上兩者之間的權重",
    "softmax-without-exp": () => "計算 softmax 時漏取指數",
    "activation-missing": ({ about }) =>
      some(about, (list) => `漏掉激活函數，以淨輸入代替 ${list}`, "漏掉激活函數"),
    "off-by-one-step": ({ about }) => some(about, (list) => `用了前一步的 ${list}`, "用了前一步的數值"),
    "stale-forward": ({ about }) => some(about, (list) => `用了更新前的 ${list}`, "用了更新前的前向傳播數值"),
    padded: () => "在已經四捨五入的數後面補 0，代替本來的下一位",
  },
  kinds: {
    "factor-missing": "漏乘因子",
    "derivative-missing": "漏乘激活函數的導數",
    "derivative-at-net": "以淨輸入計算導數",
    "derivative-at-error": "以誤差計算導數",
    "derivative-of-other-neuron": "用了另一個神經元的導數",
    sign: "正負號弄反",
    half: "平方誤差的 ½",
    "mean-for-sum": "總和與平均混淆",
    "path-missing": "漏算路徑",
    "term-missing": "漏算一項",
    "updated-too-early": "過早使用更新後的權重",
    transposed: "權重的行與列對調",
    "other-quantity": "用了另一個量的數值",
    "bias-missing": "漏加偏置",
    "rate-missing": "漏乘學習率",
    "rate-added": "更新量應減而加",
    "output-error-for-hidden": "把輸出的誤差當作隱藏神經元的誤差",
    "softmax-without-exp": "softmax 漏取指數",
    "activation-missing": "漏掉激活函數",
    "off-by-one-step": "用了前一步的數值",
    "stale-forward": "用了更新前的數值",
    padded: "在四捨五入後的數後面補 0",
  },
  startAt: (line, carried) => `請從第 ${line} 行開始改。它之前的都正確${following(carried)}。`,
  startAtFirst: (line, carried) => `請從第 ${line} 行開始改，在計算順序上它最先${following(carried)}。`,
  allRight: "全部正確。",
  moreRight: (count) => `… ${count} 個數，全部正確`,
  allReadRight: "讀得懂、認得出的數全部正確。",
  lookAgain: "再看一看這裡",
  unread: (line, text) => `第 ${line} 行無法讀取：${text}`,
  unrecognised: (line, name) => `看不出第 ${line} 行的 ${name} 是什麼量`,
  negativeDelta: "從數值看來，這裡的 δ 是 −∂E/∂net",
  more: (count, option) => `… 還有 ${count} 個數：${option} 可列出每一個`,
  marks: { total: "總分", legend: "M：方法分；A：準確分；FT：承接前面錯誤的準確分" },
  files: {
    file: "檔案",
    numbers: "數",
    right: "正確",
    marks: "得分",
    firstMistake: "第一個錯誤",
    none: "無",
    nothingRecognised: "找不到這個例子的任何數",
    commonest: "最常見的錯誤",
    count: (files) => `${files} 個檔案`,
  },
};
