import type { Language } from "../../locale/catalogue.ts";
import type { Scripts } from "./latex-text.ts";

const PACKAGES = `\\usepackage[a4paper,margin=22mm]{geometry}
\\usepackage[fleqn]{amsmath}
\\usepackage{booktabs}
\\usepackage{tikz}
\\usetikzlibrary{backgrounds}`;

const LAYOUT = `\\setlength{\\mathindent}{0pt}
\\setlength{\\parindent}{0pt}
\\setlength{\\parskip}{4pt}
\\setlength{\\jot}{6pt}
\\renewcommand{\\labelitemi}{$\\bullet$}
\\setlength{\\emergencystretch}{3em}
% displays begin paragraphs of their own: no empty line before them
\\AtBeginDocument{\\setlength{\\abovedisplayshortskip}{-0.6\\baselineskip}\\setlength{\\abovedisplayskip}{-0.6\\baselineskip}}
\\allowdisplaybreaks
\\definecolor{asked}{HTML}{D55E00}
\\definecolor{path}{HTML}{0072B2}`;

/** For a text in Latin letters. */
const LATIN = `\\documentclass[11pt]{article}
\\usepackage[utf8]{inputenc}
\\usepackage[T1]{fontenc}
\\IfFileExists{lmodern.sty}{\\usepackage{lmodern}}{}
${PACKAGES}
${LAYOUT}`;

/** Fonts for Chinese, the first that is there is taken: from Linux, macOS, Windows, TeX. */
const chineseFonts: Readonly<Record<"zh-Hant" | "zh-Hans", readonly string[]>> = {
  "zh-Hant": [
    "Noto Serif CJK TC",
    "Source Han Serif TC",
    "Noto Sans CJK TC",
    "Songti TC",
    "PMingLiU",
    "FandolSong",
  ],
  "zh-Hans": [
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Sans CJK SC",
    "Songti SC",
    "SimSun",
    "FandolSong",
  ],
};

const OTHER_FONTS = ["DejaVu Sans", "Noto Sans", "FreeSerif", "Arial Unicode MS", "Arial"];

/** Chinese has no spaces at which lines could break. */
const CHINESE_LINES = `\\XeTeXlinebreaklocale "zh"\\XeTeXlinebreakskip=0pt plus 1pt`;

/** Everything before the text, which `setScripts` has made. */
export function preambleFor(language: Language, { body, needsFonts }: Scripts): string {
  if (!needsFonts) return LATIN;
  return `% !TeX program = xelatex
\\documentclass[11pt]{article}
\\usepackage{iftex}
\\RequireXeTeX
${PACKAGES}
\\usepackage[no-math]{fontspec}
${LAYOUT}
% the first font of a list that is installed; without any, its letters are missing but all else is there
${fontsFor(language, body).join("\n")}`;
}

function fontsFor(language: Language, body: string): string[] {
  const uses = (command: string) => body.includes(`\\${command}{`);
  const lines: string[] = [];
  if (language !== "en") lines.push(firstOf(chineseFonts[language], "\\setmainfont"), CHINESE_LINES);
  if (uses("chinesetext")) {
    lines.push(
      "\\newcommand{\\chinesefont}{}",
      firstOf(chineseFonts["zh-Hant"], "\\renewfontfamily\\chinesefont"),
    );
    lines.push(`\\newcommand{\\chinesetext}[1]{{\\chinesefont${CHINESE_LINES} #1}}`);
  }
  if (uses("othertext") || uses("righttoleft")) {
    lines.push("\\newcommand{\\otherfont}{}", firstOf(OTHER_FONTS, "\\renewfontfamily\\otherfont"));
    lines.push("\\newcommand{\\othertext}[1]{{\\otherfont #1}}", "\\TeXXeTstate=1");
    lines.push("\\newcommand{\\righttoleft}[1]{{\\otherfont\\beginR #1\\endR}}");
  }
  return lines;
}

function firstOf(fonts: readonly string[], use: string): string {
  const tests = fonts.map((font) => `\\IfFontExistsTF{${font}}{${use}{${font}}}{%\n`);
  return `${tests.join("")}${"}".repeat(fonts.length)}`;
}
