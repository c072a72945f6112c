import { describe, expect, test } from "vitest";
import { setScripts, textToLatex } from "./latex-text.ts";

describe("textToLatex", () => {
  test("nothing that somebody writes is a command", () => {
    expect(textToLatex("\\foo_bar $x$ 50% {a} #1 & <b> | ~^")).toBe(
      "\\textbackslash{}foo\\_bar \\$x\\$ 50\\% \\{a\\} \\#1 \\& \\textless{}b\\textgreater{} \\textbar{} \\textasciitilde{}\\textasciicircum{}",
    );
  });

  test("quotes and dashes stay as they are", () => {
    expect(textToLatex("'a' `b` \"c\" --- ,,")).toBe(
      "\\textquotesingle{}a\\textquotesingle{} \\textasciigrave{}b\\textasciigrave{} \\textquotedbl{}c\\textquotedbl{} -{}-{}- ,{},",
    );
  });

  test("what begins a text is no argument of the line's end before it", () => {
    expect(textToLatex("[1cm]")).toBe("{}[1cm]");
    expect(textToLatex("*")).toBe("{}*");
  });
});

describe("setScripts", () => {
  test("Latin letters and symbols need no font", () => {
    expect(setScripts("é ½ Ł → ≈ η", false)).toEqual({
      body: "é ½ Ł \\ensuremath{\\rightarrow} \\ensuremath{\\approx} \\ensuremath{\\eta}",
      needsFonts: false,
    });
    expect(setScripts("e\u0301", false).body).toBe("é");
  });

  test("other scripts are marked for their fonts", () => {
    expect(setScripts("a 實例 b", false)).toEqual({ body: "a \\chinesetext{實例} b", needsFonts: true });
    expect(setScripts("שלום עולם!", false).body).toBe("\\righttoleft{שלום עולם}!");
    expect(setScripts("ДА 😀", false).body).toBe("\\othertext{ДА 😀}");
  });

  test("Chinese is what a Chinese document is written in", () => {
    expect(setScripts("輸入層，ＡＢ", true).body).toBe("輸入層，ＡＢ");
    expect(setScripts("輸入層 → 隱藏層 ש", true).body).toBe(
      "輸入層 \\ensuremath{\\rightarrow} 隱藏層 \\righttoleft{ש}",
    );
  });

  test("marks that would turn the text around are left out, and so is what is no character", () => {
    expect(setScripts("a\u202eb\u2066c\ufeffd\uffffe\ue000f", false)).toEqual({
      body: "abcdef",
      needsFonts: false,
    });
  });

  test("quotes in the words of a formula stay as they are", () => {
    expect(setScripts("$\\text{it's}$", false).body).toBe("$\\text{it\\textquotesingle{}s}$");
  });
});
