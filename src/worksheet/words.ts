import type { Language } from "../locale/catalogue.ts";

/** What a worksheet says beside formulas, in one language. */
export interface WorksheetWords {
  readonly worksheet: string;
  readonly key: string;
  exercise(number: number): string;
  /** Beside the lines on which a learner says who it is. */
  readonly name: string;
  readonly date: string;
  readonly given: string;
  /** Over the steps that are shown. */
  readonly calculated: string;
  /** What is to be done with the blanks. */
  task(decimals: number): string;
  readonly quantity: string;
  readonly answer: string;
  /** Over the range of numbers that count as the answer. */
  readonly accepted: string;
  range(low: string, high: string): string;
  /** What ⁺ stands for. */
  readonly updated: string;
}

const en: WorksheetWords = {
  worksheet: "Worksheet",
  key: "Key",
  exercise: (number) => `Exercise ${number}`,
  name: "Name",
  date: "Date",
  given: "Given",
  calculated: "Worked out already",
  task: (decimals) =>
    `Work out, to ${decimals} ${decimals === 1 ? "decimal" : "decimals"}. Write nothing but the number behind the equals sign.`,
  quantity: "Quantity",
  answer: "Answer",
  accepted: "Accepted",
  range: (low, high) => `${low} to ${high}`,
  updated: "⁺ marks a value after the update.",
};

const zhHant: WorksheetWords = {
  worksheet: "練習",
  key: "解答",
  exercise: (number) => `第 ${number} 題`,
  name: "姓名",
  date: "日期",
  given: "已知",
  calculated: "已經算出",
  task: (decimals) => `計算下列各值，取到小數點後 ${decimals} 位。等號後面只寫數字。`,
  quantity: "量",
  answer: "答案",
  accepted: "可接受的範圍",
  range: (low, high) => `${low} 到 ${high}`,
  updated: "⁺ 表示更新後的值。",
};

const zhHans: WorksheetWords = {
  worksheet: "练习",
  key: "解答",
  exercise: (number) => `第 ${number} 题`,
  name: "姓名",
  date: "日期",
  given: "已知",
  calculated: "已经算出",
  task: (decimals) => `计算下列各值，取到小数点后 ${decimals} 位。等号后面只写数字。`,
  quantity: "量",
  answer: "答案",
  accepted: "可接受的范围",
  range: (low, high) => `${low} 到 ${high}`,
  updated: "⁺ 表示更新后的值。",
};

export const worksheetWords: Readonly<Record<Language, WorksheetWords>> = {
  en,
  "zh-Hant": zhHant,
  "zh-Hans": zhHans,
};
