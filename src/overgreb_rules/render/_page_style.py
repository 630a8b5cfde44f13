"""How the page looks: on a screen in light and in dark, and on paper."""

from __future__ import annotations

__all__ = ["STYLE"]

STYLE = """
:root { color-scheme: light dark; --paper: #ffffff; --card: #f6f8fa; --ink: #16202b; --soft: #4a5560;
  --rule: #c9d0d7; --link: #0b4f8a; --late: #9b1c1c; --contested: #6b2fa0; --soon: #7d4300; --running: #0b4f8a;
  --unknown: #45455f; --open: #0f5c63; --done: #1e6432; --gone: #55606b; }
@media (prefers-color-scheme: dark) { :root { --paper: #14191f; --card: #1d242c; --ink: #e9eef3; --soft: #b4bfca;
  --rule: #46515c; --link: #8fc4f5; --late: #ff9d94; --contested: #d3b1ff; --soon: #f4bf6a; --running: #8fc4f5;
  --unknown: #c5c5de; --open: #86d5d8; --done: #8fd6a2; --gone: #b4bfca; } }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.5 'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif;
  color: var(--ink); background: var(--paper); }
header, main, footer { max-width: 74rem; margin: 0 auto; padding: 0 1.25rem; }
h1 { font-size: 1.75rem; margin: 1.5rem 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; margin: 2.25rem 0 .75rem; }
h3 { font-size: 1.05rem; margin: 0; }
p { margin: .3rem 0; max-width: 46rem; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: .5rem; top: .5rem; background: var(--paper); padding: .5rem; }
.soft { color: var(--soft); }
.counts { list-style: none; display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; margin: .9rem 0 0; }
.counts li { border: 1px solid var(--rule); border-radius: 1rem; padding: .1rem .75rem; background: var(--card); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--soft); padding-bottom: .5rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem 1rem .45rem 0; border-bottom: 1px solid var(--rule); }
thead th { border-bottom-width: 2px; }
tbody th { font-weight: 600; }
.overview td, .overview th { overflow-wrap: break-word; }
.when { white-space: nowrap; }
.status { font-weight: 700; white-space: nowrap; }
.status svg { width: 1.05em; height: 1.05em; vertical-align: -.12em; margin-right: .4em; }
.late { color: var(--late); } .contested { color: var(--contested); } .soon { color: var(--soon); }
.running { color: var(--running); } .unknown { color: var(--unknown); } .open { color: var(--open); }
.done { color: var(--done); } .gone { color: var(--gone); }
figure { margin: 0; background: #ffffff; border: 1px solid var(--rule); border-radius: .4rem; overflow-x: auto; }
figure svg { display: block; width: 100%; min-width: 56rem; height: auto; }
article { background: var(--card); border: 1px solid var(--rule); border-radius: .4rem; padding: .9rem 1.1rem;
  margin-bottom: .8rem; }
article dl, footer dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .5rem 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; grid-column: -2; }
details { margin-top: .4rem; }
summary { cursor: pointer; color: var(--link); font-weight: 600; width: fit-content; }
details > :not(summary) { margin: .4rem 0 .4rem 1.1rem; }
.warnings { border-left: .3rem solid var(--soon); padding-left: 1rem; }
footer { border-top: 1px solid var(--rule); margin-top: 2.5rem; padding-top: 1rem; padding-bottom: 2rem;
  font-size: .88rem; color: var(--soft); }
@media (max-width: 40rem) {
  header, main, footer { padding: 0 .9rem; }
  th, td { padding-right: .6rem; }
  article dl, footer dl { grid-template-columns: 1fr; }
  dt { margin-top: .3rem; }
}
@page { size: A4 portrait; margin: 14mm; }
@media print {
  :root { color-scheme: light; --paper: #ffffff; --card: #ffffff; --ink: #000000; --soft: #333333; --rule: #999999;
    --link: #000000; --late: #9b1c1c; --contested: #6b2fa0; --soon: #7d4300; --running: #0b4f8a; --unknown: #45455f;
    --open: #0f5c63; --done: #1e6432; --gone: #55606b; }
  body { font-size: 9.5pt; }
  header, main, footer { max-width: none; padding: 0; }
  .skip { display: none; }
  figure, .scroll { overflow: visible; }
  figure { border: 0; }
  figure svg { min-width: 0; }
  a { text-decoration: none; }
  tr, dl { break-inside: avoid; }
  th, td { padding-top: .2rem; padding-bottom: .2rem; }
  h2, h3 { break-after: avoid; }
  details > :not(summary) { display: revert; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
"""
