/** What somebody might call a neuron, a weight or an example. */
export const hostileNames: Readonly<Record<string, string>> = {
  markup: "<script>alert(1)</script>",
  quotes: `"a" 'b' \`c\` -- ,,`,
  commands: "\\input{/etc/passwd} $x$ \\end{document}",
  "special characters": "a_b^c 50% | {d} [e] & #f ~ *",
  "right to left": "שלום עולם",
  "a direction turned around": "a\u202Egpj.exe",
  "full width": "ＡＢＣ　１２３",
  emoji: "😀 👩‍👩‍👧",
  accents: "é Ł e\u0301 x\u0302",
  "other scripts": "Привет 안녕 ありがとう नमस्ते",
  "control characters": "a\u0000b\u0007c\ufffed\ue000e\ud800",
};
