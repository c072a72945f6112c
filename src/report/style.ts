/** The look of what only a report has. Lines differ by their dashes too, for those who do not see their colours. */
export const REPORT_STYLE: string = `
:root { --train: #0072b2; --validation: #b84a00; --best: #5a5a66; }
@media (prefers-color-scheme: dark) { :root { --train: #56b4e9; --validation: #e69f00; --best: #a9a9b6; } }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1.25rem 2rem; }
.plot { margin: 0; min-width: 0; break-inside: avoid; }
.plot figcaption { margin: 0 0 .5rem; text-align: left; color: inherit; display: flex; flex-wrap: wrap; gap: 0 1rem; }
.keys { display: flex; flex-wrap: wrap; gap: 0 1rem; color: var(--faint); }
.key::before {
  content: ""; display: inline-block; width: 1.6em; margin-right: .4em; vertical-align: middle;
  border-top: 2px solid var(--train);
}
.key.validation::before { border-top-color: var(--validation); border-top-style: dashed; }
.key.best::before { border-top-color: var(--best); border-top-style: dotted; }
.frame { position: relative; height: 13rem; margin: .5rem .6rem 1.5rem calc(var(--margin) + .9rem); font-size: .8rem; }
figure .frame svg { display: block; width: 100%; height: 100%; overflow: visible; }
.frame .x, .frame .y { position: absolute; color: var(--faint); white-space: nowrap; font-variant-numeric: tabular-nums; }
.frame .x { top: 100%; transform: translateX(-50%); padding-top: .2rem; }
.frame .y { right: 100%; transform: translateY(50%); padding-right: .4rem; line-height: 1; }
.unit { text-align: center; color: var(--faint); font-size: .8rem; line-height: 1; }
.frame path { vector-effect: non-scaling-stroke; }
.grid path, .frame .grid { fill: none; stroke: var(--line); stroke-width: 1px; }
.line { fill: none; stroke: var(--train); stroke-width: 2px; stroke-linejoin: round; }
.line.validation { stroke: var(--validation); stroke-dasharray: 6 3; }
.line.best { stroke: var(--best); stroke-dasharray: 2 3; stroke-width: 1.5px; }
.shade { fill: var(--train); }
.s1 { fill-opacity: .12; } .s2 { fill-opacity: .24; } .s3 { fill-opacity: .36; } .s4 { fill-opacity: .48; }
.s5 { fill-opacity: .6; } .s6 { fill-opacity: .72; } .s7 { fill-opacity: .86; }
.scroll.grid table { display: table; font-variant-numeric: tabular-nums; }
.scroll.grid thead { display: table-header-group; position: static; width: auto; height: auto; clip-path: none; }
.scroll.grid tbody { display: table-row-group; }
.scroll.grid tr { display: table-row; padding: 0; }
.scroll.grid th, .scroll.grid td { display: table-cell; padding: .35rem 1.1rem .35rem 0; text-align: right; white-space: nowrap; }
.scroll.grid th:first-child { text-align: left; }
.scroll.grid th[scope=row] { font-weight: 600; }
.scroll.grid bdi { overflow-wrap: normal; }
.scroll.grid tbody tr + tr > * { border-top: 1px solid var(--line); }
.confusion .scroll.grid th, .confusion .scroll.grid td { padding: .35rem .6rem; }
.confusion .scroll.grid th:first-child { padding-left: 0; }
.confusion td { min-width: 3.2rem; }
.confusion .right { background: color-mix(in srgb, var(--train) calc(var(--share) * .45), transparent); }
.confusion .wrong { background: color-mix(in srgb, var(--validation) calc(var(--share) * .45), transparent); }
.facts { margin: 0; }
.facts > div { display: grid; grid-template-columns: minmax(9rem, 16rem) 1fr; gap: 0 1.5rem; padding: .3rem 0; border-top: 1px solid var(--line); }
.facts > div:first-child { border-top: 0; }
.facts dt { color: var(--faint); grid-row: span 99; overflow-wrap: anywhere; }
.facts dd { margin: 0; grid-column: 2; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.finding { margin: 1rem 0; padding-left: 1rem; border-left: 3px solid var(--validation); break-inside: avoid; }
.finding h3 { margin: 0; color: inherit; }
.finding p { margin: .2rem 0 0; }
@media (max-width: 30rem) {
  .facts > div { display: block; }
  .frame { height: 11rem; }
}
@media print {
  :root { --train: #0072b2; --validation: #b84a00; --best: #444; }
  .frame { height: 5.5cm; }
  .plots { grid-template-columns: 1fr 1fr; }
  .shade, .confusion td { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .scroll.grid { overflow: visible; }
}
`;
