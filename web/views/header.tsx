import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { builtIns } from "../app/examples.ts";
import { copy } from "../app/files.ts";
import { type Language, languages } from "../app/languages.ts";
import { type Theme, themes } from "../app/preferences.ts";
import type { Studio } from "../app/studio.ts";
import { Menu } from "./menu.tsx";

const languageNames: Readonly<Record<Language, string>> = {
  en: "English",
  "zh-Hant": "繁體中文",
  "zh-Hans": "简体中文",
};

export function Header({ studio }: { readonly studio: Studio }): JSX.Element {
  const words = studio.words.value;
  const { past, future, now } = studio.history.value;
  const { preferences } = studio;
  return (
    <header>
      <h1>Backstep</h1>
      <ExampleMenu studio={studio} file={now.file} />
      <div class="buttons">
        <button type="button" disabled={past.length === 0} onClick={() => studio.undo()}>
          {words.undo}
        </button>
        <button type="button" disabled={future.length === 0} onClick={() => studio.redo()}>
          {words.redo}
        </button>
      </div>
      <div class="buttons end">
        <ShareButton studio={studio} />
        <Menu
          label={words.preferences.language}
          value={preferences.language.value}
          options={languages.map((language) => ({ value: language, text: languageNames[language] }))}
          choose={(language) => preferences.setLanguage(language)}
        />
        <Menu<Theme>
          label={words.preferences.theme}
          value={preferences.theme.value}
          options={themes.map((theme) => ({ value: theme, text: words.preferences[theme] }))}
          choose={(theme) => {
            preferences.theme.value = theme;
          }}
        />
      </div>
    </header>
  );
}

function ShareButton({ studio }: { readonly studio: Studio }): JSX.Element {
  const { share, shared } = studio.words.value;
  const [isDone, setDone] = useState(false);
  const press = async () => {
    await copy(location.href);
    setDone(true);
    setTimeout(() => setDone(false), 2500);
  };
  return (
    <button type="button" onClick={press}>
      {isDone ? shared : share}
    </button>
  );
}

function ExampleMenu({ studio, file }: { readonly studio: Studio; readonly file: string }): JSX.Element {
  const { examples, titles, own } = studio.words.value.file;
  const isOwn = builtIns.every((one) => one.file !== file);
  const names = builtIns.map((one) => ({ value: one.file, text: titles[one.name] }));
  return (
    <Menu
      label={examples}
      value={file}
      options={isOwn ? [...names, { value: file, text: `${file} (${own})` }] : names}
      choose={(chosen) => {
        const found = builtIns.find((one) => one.file === chosen);
        if (found) void studio.openFile(found);
      }}
    />
  );
}
