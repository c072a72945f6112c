import { type CheckingWords, LISTED } from "./checking.ts";

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts[parts.length - 1]}`;
const lines = (numbers: readonly number[]): string => {
  const others = numbers.length - LISTED;
  const shown = others > 1 ? [...numbers.slice(0, LISTED), `${others} more`] : numbers;
  return `${numbers.length === 1 ? "line" : "lines"} ${listed(shown.map(String))}`;
};
const some = (about: readonly string[], named: (list: string) => string, otherwise: string): string =>
  about.length === 0 ? otherwise : named(listed(about));

const following = (carried: readonly number[]): string =>
  carried.length === 0 ? "" : `; ${lines(carried)} ${carried.length === 1 ? "follows" : "follow"} from it`;

export const checkingEn: CheckingWords = {
  stop: ".",
  line: (line) => `line ${line}`,
  tally: ({ numbers, right, wrong, carried, unknown }) => [
    `${numbers} ${numbers === 1 ? "number" : "numbers"}`,
    `${right} right`,
    ...(wrong > 0 ? [`${wrong} wrong`] : []),
    ...(carried > 0 ? [`${carried} carried from ${wrong === 1 ? "it" : "them"}`] : []),
    ...(unknown > 0 ? [`${unknown} I could not tell`] : []),
  ],
  cut: (full) => `cut, not rounded (${full})`,
  fromRounded: (own) => (own.length === 0 ? "" : `from your rounded ${listed(own)}`),
  firstMistake: "first mistake",
  anotherMistake: "another mistake",
  lastDigit: "only the last digit",
  carried: (from) => `right, given ${lines(from)}`,
  notRecognised: "I could not tell what this is",
  expected: (value) => `expected ${value}`,
  calculationGives: (value) => `the calculation in front of it gives ${value}`,
  fromOwn: (line, own, value, isMethodRight) =>
    `Line ${line}: from your own ${listed(own)} it is ${value}.${isMethodRight ? " Your method is right. Everything after it earns follow-through marks." : ""}`,
  gives: (claimed, [first, ...others]) =>
    `${claimed} is what you get when ${first}${others.length === 0 ? "" : `; or when ${others.join("; or when ")}`}`,
  within: (slip, at) => `${slip}, in ${at}`,
  throughout: (slip) => `${slip}, throughout`,
  both: (slip, other) => `${slip}, and ${other}`,
  slips: {
    "factor-missing": ({ about }) =>
      some(about, (list) => `the factor ${list} is left out`, "a factor is left out"),
    "derivative-missing": ({ about }) =>
      some(about, (list) => `the factor ${list} is left out`, "the derivative of the activation is left out"),
    "derivative-at-net": ({ at, about }) =>
      some(
        about,
        (list) => `${at} is calculated with ${list}, where the neuron's output belongs`,
        "the derivative of the activation is calculated with net, where the neuron's output belongs",
      ),
    "derivative-at-error": ({ at, about }) =>
      some(
        about,
        (list) => `${at} is calculated with the error ${list}, where the neuron's output belongs`,
        "the derivative of the activation is calculated with the error, where the neuron's output belongs",
      ),
    "derivative-of-other-neuron": ({ about }) =>
      about.length > 1
        ? `${about[1]}, of another neuron, is taken for ${about[0]}`
        : some(
            about,
            (list) => `${list}, of another neuron, is taken`,
            "the derivative of another neuron is taken",
          ),
    sign: ({ at, about }) =>
      some(about, (list) => `the sign before ${list} is turned round`, `the sign of ${at} is turned round`),
    half: () => "the ½ of the squared error is left out, or counted once too often",
    "mean-for-sum": () => "a mean is taken for a sum, or a sum for a mean",
    "path-missing": ({ about }) =>
      some(about, (list) => `the path with ${list} is left out`, "one of the paths is left out"),
    "term-missing": ({ about }) =>
      some(about, (list) => `the term with ${list} is left out`, "one of the terms is left out"),
    "updated-too-early": ({ about }) =>
      some(
        about,
        (list) => `the updated value is used already for ${list}`,
        "updated weights are used too early",
      ),
    transposed: ({ about }) =>
      some(
        [...new Set(about)],
        (list) => `${list} change places, as in a transposed matrix`,
        "the weights change places, as in a transposed matrix",
      ),
    "other-quantity": ({ about }) =>
      about.length > 1 ? `${about[1]} is taken for ${about[0]}` : "the number of another quantity is taken",
    "bias-missing": ({ about }) =>
      some(about, (list) => `the bias ${list} is left out`, "the bias is left out"),
    "rate-missing": ({ about }) =>
      some(about, (list) => `the learning rate ${list} is left out`, "the learning rate is left out"),
    "rate-added": () => "the step is added, where it is to be subtracted",
    "output-error-for-hidden": () =>
      "the error of the output is taken for that of the hidden neuron, without the weight between them",
    "softmax-without-exp": () => "the softmax is calculated without e to the power of each net input",
    "activation-missing": ({ about }) =>
      some(
        about,
        (list) => `the activation is left out, and net stands in for ${list}`,
        "the activation is left out",
      ),
    "off-by-one-step": ({ about }) =>
      some(
        about,
        (list) => `the number of a step earlier is taken, ${list}`,
        "the number of a step earlier is taken",
      ),
    "stale-forward": ({ about }) =>
      some(
        about,
        (list) => `${list} from before the update is used`,
        "numbers of the forward pass from before the update are used",
      ),
    padded: () => "a zero is put behind a number that was rounded before, in place of its next digit",
  },
  kinds: {
    "factor-missing": "a factor left out",
    "derivative-missing": "the derivative of the activation left out",
    "derivative-at-net": "the derivative taken at net, not at the output",
    "derivative-at-error": "the derivative taken at the error, not at the output",
    "derivative-of-other-neuron": "the derivative of another neuron",
    sign: "a sign turned round",
    half: "the ½ of the squared error",
    "mean-for-sum": "a mean for a sum, or a sum for a mean",
    "path-missing": "a path left out",
    "term-missing": "a term left out",
    "updated-too-early": "updated weights used too early",
    transposed: "rows and columns of the weights interchanged",
    "other-quantity": "the number of another quantity",
    "bias-missing": "the bias left out",
    "rate-missing": "the learning rate left out",
    "rate-added": "the step added, not subtracted",
    "output-error-for-hidden": "the output's error taken for a hidden neuron's",
    "softmax-without-exp": "softmax without the exponential",
    "activation-missing": "the activation left out",
    "off-by-one-step": "the number of a step earlier",
    "stale-forward": "numbers from before the update",
    padded: "a zero added to a rounded number",
  },
  startAt: (line, carried) => `Start at line ${line}. Everything before it is right${following(carried)}.`,
  startAtFirst: (line, carried) =>
    `Start at line ${line}, which comes first in the calculation${following(carried)}.`,
  allRight: "Everything is right.",
  moreRight: (count) => `… ${count} numbers, all right`,
  allReadRight: "Everything that I could read and recognise is right.",
  lookAgain: "look here again",
  unread: (line, text) => `I could not read line ${line}: ${text}`,
  unrecognised: (line, name) => `I could not tell what ${name} is in line ${line}`,
  negativeDelta: "δ is taken to be −∂E/∂net here, as the numbers show",
  more: (count, option) => `… and ${count} more: ${option} shows every number`,
  marks: {
    total: "total",
    legend: "M: method, A: accuracy, FT: accuracy that follows through from an earlier mistake",
  },
  files: {
    file: "file",
    numbers: "numbers",
    right: "right",
    marks: "marks",
    firstMistake: "first mistake",
    none: "none",
    nothingRecognised: "no number of this example was found",
    commonest: "The commonest mistakes",
    count: (files) => `in ${files} ${files === 1 ? "file" : "files"}`,
  },
};
