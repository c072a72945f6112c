/** Longer lines are no headings, and longer names have no step in them. */
const MAX_LENGTH = 120;

const COUNT = "(\\d{1,3}(?:[, ]\\d{3})+|\\d{1,9})";
const UNIT = "(?:(?:weight |parameter |training |gradient )?(?:update|step|iteration|epoch|round)s?)";
const CHINESE_UNIT = "(?:次|步|輪|轮|回)(?:更新|迭代|訓練|训练|反向傳播|反向传播)?";
const CHINESE = `(?:經過|经过|更新|迭代|訓練|训练|在)? ?第? ?${COUNT} ?${CHINESE_UNIT}(?:之)?(?:後|后)`;

const HEADING = new RegExp(`^(?:after ${COUNT}(?: ${UNIT})?|${CHINESE})$`, "i");
const KEY = new RegExp(`^(?:step|update|iteration) ${COUNT}$`, "i");
const SUFFIX = new RegExp(
  `^(.+?) ?(?:\\(after ${COUNT}(?: ${UNIT})?\\)|(?<= )after ${COUNT}(?: ${UNIT})?)$`,
  "i",
);
/** Of a section: `2.1`. */
const NUMBERING = /^\d{1,2}(?:\.\d{1,2}){0,3}[.)]? /;

/** `## After 10,000 steps:` as 10000; undefined if the line is not such a heading and nothing else. */
export function stepOfHeading(line: string): number | undefined {
  const bare = bareHeading(line);
  if (bare === undefined) return undefined;
  const found = HEADING.exec(bare) ?? HEADING.exec(bare.replace(NUMBERING, ""));
  return countOf(found?.slice(1));
}

/** What a heading says, without its marks; undefined where a line is too long for one. */
export function bareHeading(line: string): string | undefined {
  if (line.length > MAX_LENGTH) return undefined;
  return line
    .replaceAll(/[*_`]{1,3}/g, "")
    .replaceAll(/\s{1,9}/g, " ")
    .replaceAll(/^[#>\-–—=~【\s]{1,20}|[-–—=~#：:.。】\s]{1,20}$/g, "");
}

/** The key of a mapping may also be `step 1`, which over a paragraph counts the steps of a method. */
export function stepOfKey(key: string): number | undefined {
  const found = key.length > MAX_LENGTH ? null : KEY.exec(key);
  return found ? countOf(found.slice(1)) : stepOfHeading(key);
}

/** `E after 1` as `E` and 1. */
export function stepOfName(name: string): { readonly name: string; readonly step?: number } {
  if (name.length > MAX_LENGTH) return { name };
  const found = SUFFIX.exec(name);
  const step = countOf(found?.slice(2));
  return found && step !== undefined ? { name: found[1], step } : { name };
}

function countOf(groups: readonly (string | undefined)[] | undefined): number | undefined {
  const written = groups?.find((group) => group !== undefined);
  return written === undefined ? undefined : Number(written.replaceAll(/[, ]/g, ""));
}
