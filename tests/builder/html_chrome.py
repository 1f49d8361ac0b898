"""What stands around a report on a page: invented sites, with telephones and years of their own."""

from __future__ import annotations

from dataclasses import dataclass

_LINKS = ("首页", "政务动态", "政务公开", "政务服务", "政民互动", "走进示例")
_OTHERS = (
    "示例市财政局2021年政府信息公开工作年度报告",
    "示例市示例区2022年政府信息公开工作年度报告",
    "示例市教育局2020年政府信息公开工作年度报告",
)


@dataclass(frozen=True)
class Chrome:
    """A page with places for the content. `titled`: the page has the report's title itself.

    In `text` stand $BODY, $TITLE, $NEXT (the year after the report's) and $CHARSET.
    """

    text: str
    titled: bool = False

    def page(self, body: str, *, title: str, year: int, charset: str) -> str:
        text = self.text.replace("$CHARSET", charset).replace("$NEXT", str(year + 1))
        return text.replace("$TITLE", title).replace("$BODY", body)


def _links(names: tuple[str, ...], form: str) -> str:
    return "\n".join(
        form.format(f'<a href="/{at}.html">{name}</a>') for at, name in enumerate(names)
    )


_CMS = f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="$CHARSET">
<title>$TITLE_示例市人民政府门户网站</title>
<meta name="SiteName" content="示例市人民政府门户网站">
<meta name="ArticleTitle" content="$TITLE">
<meta name="PubDate" content="$NEXT-01-25 10:12:00">
<meta name="ContentSource" content="示例市人民政府办公室">
<style>.hide {{ display: none }}</style>
<script>var phone = "联系电话：010-55559999", year = "2019年1月1日至2019年12月31日";</script>
</head>
<body>
<!-- 联系电话：010-55558888 -->
<div class="header"><div class="logo"><img src="/images/logo.png" alt="示例市人民政府"></div>
<ul class="nav">{_links(_LINKS, "<li>{}</li>")}</ul></div>
<div class="crumb">您现在的位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a></div>
<div class="wrap"><div class="main">
<h1 class="article-title">$TITLE</h1>
<div class="info"><span>发布时间：$NEXT-01-25 10:12</span> <span>来源：示例市人民政府办公室</span>
<span>浏览次数：<i id="hits">128</i></span>
<span>字号：[ <a href="#">大</a> <a href="#">中</a> ]</span></div>
<div class="TRS_Editor">
$BODY
</div>
<div class="share">分享到：<a href="#w">微信</a> <a href="#b">微博</a></div>
<div class="related"><h3>相关链接</h3><ul>{_links(_OTHERS, "<li>{}</li>")}</ul></div>
</div>
<div class="sidebar"><h4>热点专题</h4><ul>{_links(_OTHERS, "<li>{}</li>")}</ul></div></div>
<div class="footer"><p>主办单位：示例市人民政府　承办单位：示例市大数据中心</p>
<p>联系电话：010-55559999　地址：示例市中心区网络路9号　邮编：100009</p>
<p>版权所有 © 2019-$NEXT　京ICP备00000000号　网站标识码：0000000000</p></div>
<noscript>请启用脚本。联系电话：010-55557777</noscript>
</body></html>
"""

_JPAGE = f"""\ufeff<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
  "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta http-equiv="Content-Type" content="text/html; charset=$CHARSET" />
<title>示例市人民政府 政府信息公开年报 $TITLE</title>
</head><body>
<div id="top"><div id="menu">{_links(_LINKS, "<span>{}</span>")}</div></div>
<div id="weizhi">当前位置：<a href="/">首页</a>&gt;&gt;<a href="/col/1">政府信息公开年报</a></div>
<table width="100%" class="xxgk-head"><tr><td>索引号：</td><td>000000000/$NEXT-00012</td>
<td>发布机构：</td><td>示例市人民政府办公室</td></tr><tr><td>成文日期：</td><td>$NEXT-01-19</td>
<td>发布日期：</td><td>$NEXT-01-25</td></tr></table>
<div class="article"><div class="bt">$TITLE</div>
<div class="ly">发布日期：$NEXT年1月25日　信息来源：示例市人民政府办公室
阅读次数：<span>35</span></div>
<div id="zoom">
$BODY
</div><div class="fujian" style="display:none">附件下载</div></div>
<p><a href="javascript:window.print()">【打印本页】</a>
<a href="javascript:close()">【关闭窗口】</a></p>
<div>上一篇：<a href="/a/1.html">{_OTHERS[0]}</a></div>
<div>下一篇：<a href="/a/2.html">{_OTHERS[1]}</a></div>
<div id="foot"><p>主办：示例市人民政府办公室 电话：010-55559999</p>
<p>Copyright © $NEXT All Rights Reserved</p></div>
</body></html>
"""

_TABLES = f"""<HTML><HEAD><TITLE>示例市政府网</TITLE>
<META http-equiv=Content-Type content="text/html; charset=$CHARSET"></HEAD>
<BODY bgColor=#ffffff>
<TABLE width=778 align=center>
<TR><TD colSpan=2><IMG src="banner.jpg" width=778 height=120></TD></TR>
<TR><TD colSpan=2><TABLE width="100%"><TR>{_links(_LINKS, "<TD>{}</TD>")}</TR></TABLE></TD></TR>
<TR><TD width=160 vAlign=top><TABLE>{_links(_OTHERS, "<TR><TD>{}</TD></TR>")}</TABLE></TD>
<TD vAlign=top><TABLE width="100%">
<TR><TD>当前位置：<A href="/">首页</A> -&gt; 政府信息公开 -&gt; 年报</TD></TR>
<TR><TD align=middle><FONT size=4><B>$TITLE</B></FONT></TD></TR>
<TR><TD align=middle>发布日期：$NEXT-1-25　　点击数：55</TD></TR>
<TR><TD>
$BODY
</TD></TR></TABLE></TD></TR>
<TR><TD colSpan=2 align=center>主办：示例市人民政府　电话：010-55559999
<BR>地址：示例市中心区网络路9号
<BR>ICP备00000000号　建议使用1024*768分辨率浏览</TD></TR></TABLE></BODY></HTML>
"""

_WORD = """<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word"
xmlns="http://www.w3.org/TR/REC-html40">

<head>
<meta http-equiv=Content-Type content="text/html; charset=$CHARSET">
<meta name=Generator content="Microsoft Word 11">
<title>文档标题</title>
<!--[if gte mso 9]><xml>
 <o:DocumentProperties><o:Author>示例</o:Author><o:LastPrinted>2019-01-01T00:00:00Z</o:LastPrinted>
 </o:DocumentProperties>
</xml><![endif]-->
<style>
<!--
 p.MsoNormal {margin:0cm; text-align:justify; font-size:10.5pt;}
-->
</style>
</head>

<body lang=ZH-CN style='tab-interval:21.0pt'>

<div class=Section1 style='layout-grid:15.6pt'>

$BODY

<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>

</div>

</body>

</html>
"""

_OFFICE = """<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="" xml:lang="">
<head>
  <meta charset="$CHARSET" />
  <meta name="generator" content="pandoc" />
  <title>report</title>
  <style>
    code{white-space: pre-wrap;}
    table { margin: 1em 0; border-collapse: collapse; }
  </style>
</head>
<body>
$BODY
</body>
</html>
"""

_SOUP = f"""<!doctype html><html><head><title>$TITLE - 示例市</title>
<meta property="article:published_time" content="$NEXT-01-25T10:00:00+08:00">
<meta http-equiv="Content-Type" content="text/html; charset=$CHARSET"></head>
<body>
<header class="site-header"><a href="/">示例市人民政府</a>
<nav>{_links(_LINKS, "{}")}</nav></header>
<section class="breadcrumb-box"><a href="/">首页</a> / <a href="/n">年报</a></section>
<main><article><h1>$TITLE</h1><p class="meta">发布时间：$NEXT-01-25 10:00　来源：本网</p>
<div class="view TRS_UEDITOR trs_paper_default"><ucapcontent>
$BODY
</ucapcontent></div></article>
<aside><p>政务新媒体</p><img src="/qr.png" width="80" height="80"></aside></main>
<footer>主办单位：示例市人民政府<br>联系电话：010-55559999<br>统计时间：2019年1月1日至2019年12月31日</footer>
</body></html>
"""

_BARE = f"""<html><head><title>年报</title></head><body>
<div><div>{_links(_LINKS, "{}")}</div><div>今天是$NEXT年2月1日 星期四</div></div>
<div>首页 &gt; 政府信息公开 &gt; 政府信息公开年报</div>
<div>
$BODY
</div>
<div>发布日期：$NEXT-01-25</div>
<div><p>联系电话：010-55559999　地址：示例市中心区网络路9号</p>
<p>主办：示例市人民政府</p>
<p>Copyright © 2019 示例市人民政府 版权所有</p>
<p>京公网安备00000000000000号</p></div>
</body></html>
"""

CHROME: dict[str, Chrome] = {
    "cms": Chrome(_CMS, titled=True),
    "jpage": Chrome(_JPAGE, titled=True),
    "tables": Chrome(_TABLES, titled=True),
    "word": Chrome(_WORD),
    "office": Chrome(_OFFICE),
    "soup": Chrome(_SOUP, titled=True),
    "bare": Chrome(_BARE),
}
