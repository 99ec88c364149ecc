// SPDX-License-Identifier: Apache-2.0
//
// One style sheet, inline in every page: when a page is needed most, a second request may not
// arrive. Text colours hold 4.5:1 on their ground in both schemes; shapes hold 3:1 and differ
// without colour, because all six tones print as the same grey.
#include "web/pages/page.hpp"

namespace saksi::web::pages {

std::string_view style_sheet() {
  return R"css(
:root{color-scheme:light dark;--paper:#fff;--ground:#f4f5f3;--ink:#1b1f23;--soft:#4b535b;--rule:#d9dcd8;--link:#1d5a9c;
--ok:#13694a;--ok-t:#e8f3ed;--slow:#8a5300;--slow-t:#fbf0df;--outage:#a8201a;--outage-t:#fbe9e7;--local:#a8201a;--local-t:#fbf0ee;
--closed:#565c63;--closed-t:#eceeef;--no_data:#6b4e9b;--no_data-t:#f1ecf8;--off:#4b535b;--off-t:#eceeef}
@media(prefers-color-scheme:dark){:root{--paper:#1a1e22;--ground:#111417;--ink:#eceff1;--soft:#b4bcc4;--rule:#383f46;--link:#8fc1f7;
--ok:#7dd3a8;--ok-t:#16291f;--slow:#f2b866;--slow-t:#2e2413;--outage:#ff9f97;--outage-t:#371a18;--local:#ff9f97;--local-t:#2e1b1a;
--closed:#b7bec5;--closed-t:#262b30;--no_data:#c8b0f0;--no_data-t:#271f36;--off:#b4bcc4;--off-t:#262b30}}
.grey{--ok:var(--closed);--ok-t:var(--closed-t);--slow:var(--closed);--slow-t:var(--closed-t);--outage:var(--closed);
--outage-t:var(--closed-t);--local:var(--closed);--local-t:var(--closed-t);--no_data:var(--closed);--no_data-t:var(--closed-t)}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Ubuntu,Cantarell,sans-serif;overflow-wrap:break-word}
a{color:var(--link);text-underline-offset:.18em}
a:focus-visible,summary:focus-visible,main:focus-visible{outline:3px solid var(--link);outline-offset:3px;border-radius:3px}
h1,h2,p,ul,ol,dl,dd,table{margin:0}
.wrap{max-width:46rem;margin:0 auto;padding:0 1rem}
.wide .wrap{max-width:70rem}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:.5rem;z-index:1;background:var(--paper);padding:.6rem 1rem}
.demo{background:var(--ink);color:var(--paper);padding:.6rem 0;font-size:.9375rem;line-height:1.4}
.site{background:var(--paper);border-bottom:1px solid var(--rule)}
.site .wrap{display:flex;flex-wrap:wrap;align-items:center;gap:0 .8rem;padding-top:.35rem;padding-bottom:.35rem}
.brand{margin-right:auto;padding:.4rem 0;line-height:1.3}
.brand b{letter-spacing:-.01em}
.brand span{color:var(--soft)}
nav ul{display:flex;flex-wrap:wrap;gap:0 .8rem;list-style:none;padding:0}
nav a,.site>div>a{font-size:.9375rem;display:inline-block;padding:.5rem 0;min-height:44px;line-height:1.75rem}
nav a[aria-current]{color:var(--ink);font-weight:650;text-decoration-thickness:3px}
main{display:block;padding:1.25rem 0 2.5rem}
main:focus{outline-offset:-3px}
.when{color:var(--soft);margin-bottom:.75rem}
.card{background:var(--paper);border:1px solid var(--rule);border-radius:12px;padding:1.15rem 1.15rem 1.3rem;margin-top:1rem}
.answer{border:0;border-left:8px solid var(--c);background:var(--t);margin-top:0;padding:1.4rem 1.25rem 1.5rem}
h1{font-size:clamp(1.6rem,1.15rem + 2.6vw,2.5rem);line-height:1.16;letter-spacing:-.022em;font-weight:720;text-wrap:balance}
.answer h1{color:var(--c)}
.answer h1 .g{width:.82em;height:.82em;margin-right:.32em;vertical-align:-.04em}
.lead{font-size:1.1875rem;line-height:1.5;margin-top:.7rem;max-width:36em}
.lead+.lead{margin-top:.4rem}
.lead b{font-weight:700}
h2{font-size:1.1875rem;line-height:1.3;letter-spacing:-.01em;font-weight:680}
h2+*{margin-top:.5rem}
.answer h2{font-size:1.0625rem;margin-top:1.2rem}
.answer ol{padding-left:1.35rem;margin-top:.35rem}
.answer li{margin-top:.25rem;padding-left:.15rem}
.number{font-weight:720;font-size:1.125em;white-space:nowrap;font-variant-numeric:tabular-nums}
.big{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 .5rem;line-height:1.1}
.big b{font-size:clamp(2.5rem,2rem + 3vw,3.5rem);font-weight:720;letter-spacing:-.03em;font-variant-numeric:tabular-nums}
.big span{font-size:1.1875rem;color:var(--soft)}
.note{color:var(--soft);font-size:.9375rem;line-height:1.5;margin-top:.5rem}
p+p{margin-top:.5rem}
.copy{-webkit-user-select:all;user-select:all;border:1px dashed var(--soft);border-radius:8px;padding:.8rem 1rem;margin-top:.6rem}
.g{width:1.05em;height:1.05em;flex:none;vertical-align:-.14em;fill:currentColor;stroke:currentColor}
.rows{list-style:none;padding:0}
.rows li{display:flex;gap:.7rem;padding:.7rem 0;border-top:1px solid var(--rule)}
.rows li:first-child{border-top:0;padding-top:.2rem}
.rows li:last-child{padding-bottom:0}
.rows .g{margin-top:.28em;width:1.1em;height:1.1em}
.rows div{min-width:0;flex:1}
.rows p{margin:0}
.rows a{display:inline-block;padding:.15rem 0}
.rows .more{color:var(--soft);font-size:.9375rem}
.fact{color:var(--c);font-weight:620}
.ok{--c:var(--ok);--t:var(--ok-t)}.slow{--c:var(--slow);--t:var(--slow-t)}.outage{--c:var(--outage);--t:var(--outage-t)}
.local{--c:var(--local);--t:var(--local-t)}.closed{--c:var(--closed);--t:var(--closed-t)}.no_data{--c:var(--no_data);--t:var(--no_data-t)}
.off{--c:var(--off);--t:var(--off-t)}
.g.ok,.g.slow,.g.outage,.g.local,.g.closed,.g.no_data,.g.off{color:var(--c)}
.hide{position:absolute;width:0;height:0;overflow:hidden}
.strip{display:block;width:100%;overflow:visible;margin-top:.9rem}
.strip text{fill:var(--soft);font-size:12px;font-variant-numeric:tabular-nums}
.strip .base{stroke:var(--rule)}.strip .pin{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:3 2}
.strip .pinned{fill:var(--ink);font-weight:600}
.m-good{fill:var(--ok)}.m-slow{fill:url(#p-slow)}.m-mid{fill:url(#p-mid)}.m-bad{fill:var(--outage)}
.m-half{fill:var(--local)}.m-frame{fill:none;stroke:var(--local)}.m-shut{fill:none;stroke:var(--closed)}
.m-none{fill:none;stroke:var(--no_data);stroke-dasharray:2 2}.m-aside{fill:url(#p-aside)}
.k-slow{stroke:var(--slow);stroke-width:3.2}.k-mid{fill:var(--outage)}.k-aside{fill:var(--closed)}
.legend{display:flex;flex-wrap:wrap;gap:.15rem 1.1rem;list-style:none;padding:0;margin-top:.5rem;font-size:.9375rem;color:var(--soft)}
.legend li{display:flex;align-items:center;gap:.4rem}
.legend svg{width:14px;height:22px;flex:none}
details{margin-top:.7rem}
summary{cursor:pointer;color:var(--link);padding:.5rem 0;min-height:44px;text-decoration:underline;text-underline-offset:.18em}
table{border-collapse:collapse;width:100%;font-size:.9875rem;line-height:1.45}
caption{text-align:left;color:var(--soft);font-size:.9375rem;padding:0 0 .4rem}
th,td{text-align:left;vertical-align:top;padding:.55rem .8rem .55rem 0;border-top:1px solid var(--rule)}
thead th{font-size:.875rem;color:var(--soft);font-weight:600;border-top:0}
tbody th{font-weight:620}
td,th{font-variant-numeric:tabular-nums}
td p+p,td p{margin:0}
.nb{white-space:nowrap}
th a,.number{display:inline-block;padding:.2rem .6rem .2rem 0}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
h2.gap{margin-top:1.4rem}
.answer>p:first-child{margin-bottom:.5rem}
.quiet{color:var(--soft);font-size:.9375rem}
del{color:var(--soft)}
.chip{display:inline-block;color:var(--c);font-weight:650}
.pair{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.25rem 1.25rem;margin-top:1rem}
.pair a{padding:.6rem 0;min-height:44px}
.cite{background:var(--ground);border-radius:8px;padding:.8rem 1rem;user-select:all;font-size:.9875rem}
.field{margin-top:1rem}.field:first-of-type{margin-top:0}
label{display:block;font-weight:650}
.field .note{margin:.1rem 0 .3rem}
input[type=text],select,textarea{display:block;width:100%;max-width:26rem;min-height:44px;padding:.5rem .65rem;border:1px solid var(--soft);border-radius:8px;background:var(--paper);color:var(--ink);font:inherit}
textarea{max-width:none;font:.9375rem/1.5 ui-monospace,Menlo,Consolas,monospace;white-space:pre;overflow:auto}
.field [aria-invalid]{border:2px solid var(--outage)}
form .note a,p.screen a,ol li>a:only-child,ul li>a:only-child{display:inline-block;padding:.4rem 0}
.wrong{color:var(--outage);font-weight:620;margin:.2rem 0 .4rem}
.tick{display:flex;align-items:center;gap:.65rem;min-height:44px}.tick label{font-weight:400;padding:.5rem 0}
.tick input{width:24px;height:24px;flex:none;margin:0}
button{min-height:44px;padding:.55rem 1.4rem;margin-top:1rem;border:2px solid var(--link);border-radius:8px;background:var(--link);color:var(--paper);font:inherit;font-weight:650;cursor:pointer}
.second{background:var(--paper);color:var(--link)}
.plain{padding-left:1.25rem}
.plain li{margin-top:.25rem}
.track h3{font-size:1rem;font-weight:620;margin:1rem 0 0}
.track .strip{margin-top:.3rem}
.steps{list-style:none;padding:0}
.steps li{display:flex;gap:.7rem;padding:.5rem 0;border-top:1px solid var(--rule)}
.steps li:first-child{border-top:0}
.steps .g{margin-top:.25em}
footer{border-top:1px solid var(--rule);padding:1.25rem 0 2.5rem;color:var(--soft);font-size:.9375rem}
footer p+p{margin-top:.35rem}
@media(max-width:56rem){.wide table.stack,.wide .stack tbody,.wide .stack tr,.wide .stack th,.wide .stack td{display:block}
.wide .stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.wide .stack tr{border-top:1px solid var(--rule);padding:.75rem 0}.wide .stack th,.wide .stack td{border:0;padding:.08rem 0}
.wide .stack td[data-k]::before{content:attr(data-k) ": ";color:var(--soft);font-size:.9375rem}.wide .stack td[data-k]>p:first-child{display:inline}}
@media(max-width:38rem){
nav ul,.site .wrap{column-gap:.6rem}nav a,.site>div>a{font-size:.875rem}.brand{flex-basis:100%;padding-bottom:0}
table.stack,.stack tbody,.stack tr,.stack th,.stack td{display:block}
.stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.stack tr{border-top:1px solid var(--rule);padding:.75rem 0}
.stack th,.stack td{border:0;padding:.08rem 0}
.stack td[data-k]::before{content:attr(data-k) ": ";color:var(--soft);font-size:.9375rem}
.stack td[data-k]>p:first-child{display:inline}
.stack caption:not(.vh){display:block}
.card{padding:1rem 1rem 1.1rem;border-radius:10px}
.answer{padding:1.15rem 1rem 1.25rem}
}
@media(prefers-reduced-motion:no-preference){a,summary{transition:color .15s}}
@media(forced-colors:active){.answer{border:2px solid}.m-good,.m-bad,.m-half{fill:CanvasText}.m-frame,.m-shut,.m-none{stroke:CanvasText}.k-slow{stroke:CanvasText}.k-mid,.k-aside{fill:CanvasText}.demo{border:1px solid}}
@page{size:A4;margin:2cm 1.5cm 2cm 2.5cm}
@media print{
:root{--paper:#fff;--ground:#fff;--ink:#000;--soft:#000;--rule:#999;--link:#000;--ok:#000;--slow:#000;--outage:#000;--local:#000;--closed:#000;--no_data:#000;--off:#000;
--ok-t:#fff;--slow-t:#fff;--outage-t:#fff;--local-t:#fff;--closed-t:#fff;--no_data-t:#fff;--off-t:#fff}
body{font-size:10.5pt}.wrap{max-width:none;padding:0}nav,form,.skip,.pair,.screen,.site>div>a,summary{display:none}
.demo{color:#000;background:#fff;border:2px solid #000;padding:.3rem .6rem}
.card{border:0;border-radius:0;padding:0;margin-top:1rem}.answer{border-left:4px solid #000;padding:0 0 0 .8rem}
h1{font-size:18pt}h2{font-size:12pt;break-after:avoid}.lead{font-size:11.5pt}.big b{font-size:26pt}
tr,.track>div,.rows li,.strip{break-inside:avoid}thead{display:table-header-group}
main{padding:.5rem 0}footer{padding:.5rem 0}.cite{border:1px solid #000}
svg *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
})css";
}

// Shapes of 16 by 16, and the patterns that tell minutes apart in black and white.
std::string_view sprites() {
  return R"svg(<svg class="hide" aria-hidden="true" focusable="false"><defs>
<symbol id="g-ok" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" stroke="none"/></symbol>
<symbol id="g-slow" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.6" fill="none" stroke-width="1.6"/><path d="M8 1.4a6.6 6.6 0 0 0 0 13.2z" stroke="none"/></symbol>
<symbol id="g-outage" viewBox="0 0 16 16"><path d="M2 2l12 12M14 2L2 14" fill="none" stroke-width="3.6"/></symbol>
<symbol id="g-local" viewBox="0 0 16 16"><rect x="1" y="1" width="14" height="14" fill="none" stroke-width="1.8"/><path d="M1 1h7v14H1z" stroke="none"/></symbol>
<symbol id="g-closed" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.2" fill="none" stroke-width="2.2"/></symbol>
<symbol id="g-no_data" viewBox="0 0 16 16"><path d="M4 5.6a4 4 0 1 1 5.6 3.6Q8 10 8 11.4" fill="none" stroke-width="2.2"/><circle cx="8" cy="14.4" r="1.5" stroke="none"/></symbol>
<symbol id="g-off" viewBox="0 0 16 16"><path d="M2 8h12" fill="none" stroke-width="2.6"/></symbol>
<pattern id="p-slow" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="k-slow" d="M1.6 0v6"/></pattern>
<pattern id="p-mid" width="4" height="6" patternUnits="userSpaceOnUse"><path class="k-mid" d="M0 0h2v6H0z"/></pattern>
<pattern id="p-aside" width="5" height="5" patternUnits="userSpaceOnUse"><circle class="k-aside" cx="2" cy="2" r="1.1"/></pattern>
</defs></svg>)svg";
}

}  // namespace saksi::web::pages
