"""How a snapshot looks: light and dark by the reader's own wish, and on paper."""

from __future__ import annotations

STYLE = """
:root{color-scheme:light dark;--ground:#f3f5f4;--card:#fff;--line:#dbe1de;--text:#17211d;
--quiet:#55635d;--good:#17734f;--warn:#8a5300;--bad:#b3261e;--tint:#e4f2ec;--bad-tint:#fde9e7}
@media (prefers-color-scheme:dark){:root{--ground:#0e1412;--card:#161e1b;--line:#2a3531;
--text:#e6eeea;--quiet:#9dada6;--good:#5fd0a8;--warn:#f0b657;--bad:#ff8a80;--tint:#16342a;
--bad-tint:#3a1a18}}
body{margin:0;background:var(--ground);color:var(--text);font:15px/1.5 system-ui,-apple-system,
"Segoe UI","PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif;overflow-wrap:anywhere}
main{max-width:900px;margin:0 auto;padding:24px 20px 60px}
h1{font-size:21px;margin:0}h2{font-size:17px;margin:28px 0 8px}h3{font-size:15px;margin:0 0 6px}
p{margin:4px 0}ol,ul{list-style:none;margin:0;padding:0}small{font-weight:400}
.quiet{color:var(--quiet)}
article{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:14px 18px;
margin:12px 0;break-inside:avoid}
li{padding:7px 0 7px 20px;border-top:1px solid var(--line);position:relative}
li:first-child{border-top:0}
article li::before{content:"";position:absolute;left:0;top:14px;width:9px;height:9px;
border-radius:50%;background:var(--good)}
article .resting::before{background:var(--warn)}article .dead::before{background:var(--bad)}
article .aside::before{background:none;border:2px solid var(--quiet);width:6px;height:6px}
li p{color:var(--quiet)}.dead p,.dead,.error{color:var(--bad)}.resting p,.warning{color:var(--warn)}
.dead strong{color:var(--text)}
.next{color:var(--good);font-size:13px;border:1px solid;border-radius:99px;padding:0 8px}
.banner{background:var(--tint);border-radius:10px;padding:10px 14px}
.banner.bad{background:var(--bad-tint)}
code{font:13px ui-monospace,Menlo,Consolas,monospace;color:var(--text)}
.timeline li{display:grid;grid-template-columns:220px 1fr 260px;gap:12px;align-items:center;
padding-left:0}
.timeline svg{width:100%;height:8px}.track{fill:var(--line)}.left{fill:var(--good)}
.over{fill:var(--bad)}
@media (max-width:700px){.timeline li{grid-template-columns:1fr}}
"""
