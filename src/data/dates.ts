import { civilOf, daysInMonth, daysOf, SECONDS_IN_DAY } from "./calendar.ts";

const ISO =
  /^(\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?)?$/i;

/**
 * The moment that an ISO 8601 text writes, in seconds since 1970-01-01T00:00:00Z; undefined where it is none. It is a
 * date (`2026-11-27`), a month (`2026-11`), or a date and a time (`2026-11-27T08:30`, `2026-11-27 08:30:15.5Z`,
 * `2026-11-27T08:30+01:00`). What has no zone is UTC.
 */
export function parseIsoDate(text: string): number | undefined {
  const found = ISO.exec(text);
  if (!found) return undefined;
  const [, ...parts] = found;
  const [year, month, day, hour, minute, second] = parts
    .slice(0, 6)
    .map((part) => Number(part ?? Number.NaN));
  if (month < 1 || month > 12) return undefined;
  const date = { year, month, day: parts[2] === undefined ? 1 : day };
  if (date.day < 1 || date.day > daysInMonth(year, month)) return undefined;
  const midnight = daysOf(date) * SECONDS_IN_DAY;
  if (parts[3] === undefined) return midnight;
  const seconds = parts[5] === undefined ? 0 : second;
  if (hour > 23 || minute > 59 || seconds > 59) return undefined;
  const offset = offsetOf(parts[7]);
  if (offset === undefined) return undefined;
  return midnight + hour * 3600 + minute * 60 + seconds + Number(`0.${parts[6] ?? 0}`) - offset;
}

/** `2026-11-27`, or with the time of day where there is one, to the second. */
export function formatIsoDate(seconds: number): string {
  const days = Math.floor(seconds / SECONDS_IN_DAY);
  const { year, month, day } = civilOf(days);
  const two = (number: number) => String(Math.floor(number)).padStart(2, "0");
  const date = `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
  const time = Math.floor(seconds - days * SECONDS_IN_DAY);
  if (time === 0) return date;
  return `${date} ${two(time / 3600)}:${two((time / 60) % 60)}:${two(time % 60)}`;
}

/** Seconds by which a zone is ahead of UTC. */
function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined || zone.toUpperCase() === "Z") return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(":", ""))];
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 3600 + minutes * 60);
}

/**
 * What a date may become: `time` is its days since 1970, `year` a number; `month`, `weekday` and `hour` go round, and
 * become two numbers each, the sine and cosine of an angle, so that December is next to January.
 */
export const dateParts = ["time", "year", "month", "weekday", "hour"] as const;
export type DatePart = (typeof dateParts)[number];

interface Part {
  /** Does it become a sine and a cosine? Otherwise it is one number, which is scaled as numbers are. */
  readonly goesRound: boolean;
  /** Of seconds since 1970: a number, or for what goes round a share of the round. */
  of(seconds: number): number;
}

const parts: Readonly<Record<DatePart, Part>> = {
  time: { goesRound: false, of: (seconds) => seconds / SECONDS_IN_DAY },
  year: { goesRound: false, of: (seconds) => civilAt(seconds).year },
  month: { goesRound: true, of: (seconds) => (civilAt(seconds).month - 1) / 12 },
  // 1970-01-01 was a Thursday; Monday is 0
  weekday: { goesRound: true, of: (seconds) => modulo(dayAt(seconds) + 3, 7) / 7 },
  hour: { goesRound: true, of: (seconds) => modulo(seconds, SECONDS_IN_DAY) / SECONDS_IN_DAY },
};

const dayAt = (seconds: number): number => Math.floor(seconds / SECONDS_IN_DAY);
const civilAt = (seconds: number): ReturnType<typeof civilOf> => civilOf(dayAt(seconds));
const modulo = (value: number, by: number): number => ((value % by) + by) % by;

/** How many numbers a part becomes. */
export function widthOfPart(part: DatePart): number {
  return parts[part].goesRound ? 2 : 1;
}

/** Is the part a number to be scaled? */
export function isScaledPart(part: DatePart): boolean {
  return !parts[part].goesRound;
}

/** Writes what the parts of a moment become, from `at` on. */
export function writeParts(
  seconds: number,
  wanted: readonly DatePart[],
  out: { [index: number]: number },
  at: number,
): void {
  let to = at;
  for (const name of wanted) {
    const value = parts[name].of(seconds);
    if (!parts[name].goesRound) out[to++] = value;
    else {
      out[to++] = Math.sin(2 * Math.PI * value);
      out[to++] = Math.cos(2 * Math.PI * value);
    }
  }
}
