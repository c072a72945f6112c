import type { JSX } from "preact";

interface Props<T extends string> {
  readonly label: string;
  /** The label is to be seen, not only heard. */
  readonly shown?: boolean;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  choose(value: T): void;
}

/** One of several words. */
export function Menu<T extends string>({
  label,
  shown = false,
  value,
  options,
  choose,
}: Props<T>): JSX.Element {
  return (
    <label class={shown ? "field" : ""}>
      <span class={shown ? "" : "unseen"}>{label}</span>
      <select value={value} onChange={({ currentTarget }) => choose(currentTarget.value as T)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  );
}
