/** The look of what is explained: for wide and narrow screens; in the colours of the page around it. */
export const EXPLANATION_STYLE: string = `
p, li, bdi { overflow-wrap: anywhere; }
math {
  font-family: "Latin Modern Math", "STIX Two Math", "Cambria Math", math;
  font-size: 1.15em; line-height: normal; white-space: nowrap;
}
math * { border-color: currentColor; }
.conventions { color: var(--faint); padding-left: 1.2rem; margin: 0 0 1.5rem; }
.scroll { display: inline-block; overflow-x: auto; overflow-y: hidden; max-width: 100%; vertical-align: bottom; }
div.scroll { display: block; }
.scroll:focus-visible { outline: 2px solid #0072b2; outline-offset: 2px; border-radius: 2px; }
figure { margin: 1.5rem 0; }
figure svg { display: block; margin: 0 auto; max-width: 100%; height: auto; }
figcaption { margin-top: .75rem; text-align: center; color: var(--faint); font-size: .9rem; }
.row { display: flex; flex-wrap: wrap; align-items: baseline; gap: .15rem .4rem; margin: .45rem 0; }
.row > :first-child { min-width: 3.4rem; }
.row > * { max-width: 100%; padding-block: .15rem; }
.parts { flex: 1 1 12rem; min-width: 0; display: flex; flex-wrap: wrap; align-items: baseline; gap: .15rem .4rem; }
.parts > * { max-width: 100%; padding-block: .15rem; }
.pieces { display: inline-block; max-width: 100%; padding-left: 1.5em; text-indent: -1.5em; }
.pieces > * { text-indent: 0; }
.table { margin: .75rem 0 .75rem .5rem; }
table { border-collapse: collapse; font-size: .95em; }
th, td { text-align: left; vertical-align: middle; padding: .35rem 1.1rem .35rem 0; font-weight: inherit; }
thead th { color: var(--faint); font-size: .85rem; padding-bottom: .2rem; border-bottom: 1px solid var(--line); }
tbody tr + tr > * { border-top: 1px solid var(--line); }
td:last-child, th:last-child { padding-right: 0; }
.in2 { padding-left: 1.5rem; } .in3 { padding-left: 3rem; } .in4 { padding-left: 4.5rem; }
.notes { margin-top: 2.5rem; padding: .5rem 1rem; background: var(--shade); font-size: .9rem; }
.notes h2 { font-size: 1rem; margin: 0; padding: 0; border: 0; }
.notes ul { margin: .25rem 0; padding-left: 1.2rem; }
.unseen {
  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; user-select: none;
}
@media (max-width: 48rem) {
  table, tbody, tr, th, td { display: block; max-width: 100%; }
  .table { margin-left: 0; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { padding: .5rem 0; border-top: 1px solid var(--line); display: flex; flex-wrap: wrap; align-items: center; gap: .1rem .4rem; }
  tbody tr + tr > * { border-top: 0; }
  th, td { padding: .1rem 0; }
  td:empty { display: none; }
  .equal::before { content: "=\\2002"; font-family: "Latin Modern Math", "STIX Two Math", "Cambria Math", math; }
  .equal { display: flex; align-items: center; }
  .in2 { padding-left: 0; } .in3 { padding-left: 0; } .in4 { padding-left: 0; }
  tr:has(> .in2) { margin-left: 1rem; } tr:has(> .in3) { margin-left: 2rem; } tr:has(> .in4) { margin-left: 3rem; }
}
`.trim();

/** The look of a page that holds nothing else: light and dark, and on paper. */
export const PAGE_STYLE: string = `
:root {
  color-scheme: light dark;
  --paper: #fff; --ink: #1b1b1f; --faint: #5a5a66; --line: #d9d9e0; --shade: #f5f5f8;
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #16161a; --ink: #e8e8ee; --faint: #a9a9b6; --line: #3a3a44; --shade: #1f1f25; }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 100%/1.6 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 58rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1, h2, h3 { line-height: 1.3; text-wrap: balance; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; margin: 0 0 1rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; color: var(--faint); }
@media (max-width: 48rem) { h1 { font-size: 1.4rem; } h2 { font-size: 1.15rem; } }
${EXPLANATION_STYLE}
@media print {
  :root { color-scheme: light; --paper: #fff; --ink: #000; --faint: #444; --line: #bbb; --shade: #fff; }
  html { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  h1, h2, h3 { break-after: avoid; }
  .derivation, .row, tr, figure { break-inside: avoid; }
  .scroll { overflow: visible; }
  @page { margin: 18mm; }
}
`.trim();
