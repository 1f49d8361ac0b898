"""The words by which the furniture of a site is known: navigation, sharing, footers.

Chinese government sites follow one standard for their pages (国务院办公厅《政府网站发展指引》),
and so use the same few words.
"""

from __future__ import annotations

import re

_BAR = re.compile(
    r"(?:nav|navi|navbar|navigation|navlist|menu|breadcrumbs?|crumbs?|mbx|mianbaoxie|weizhi|dqwz"
    r"|dqweizhi|share|shares|sharebox|bshare|bdshare\w*|social|foot|footer\w*|copyright|copy"
    r"|sidebar|toolbar|xgxx|xglj|xiangguan|related|friendlinks?|links|yqlj|banner|logo|search"
    r"|pagination|pager|qrcode|ewm|erweima|login|contentinfo|complementary)"
)
"""Class, id or role of what stands around an article."""
_TITLE = re.compile(r"title|tit|bt")
_NAMES = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")

_SITE = re.compile(
    r"^\W*(?:网站)?(?:主办|承办|协办|版权|技术支持|运维单位)(?:单位|所有|方)?\s*[:：]"
    r"|ICP备|公网安备|网站标识码|©|copyright|all rights reserved|版权所有"
    r"|建议使用.{0,30}(?:浏览|分辨率)",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"^\W*(?:分享到|分享|打印(?:本页|此页|本文)?|关闭(?:窗口|本页)?|上一[篇条]|下一[篇条]|相关链接|相关信息"
    r"|相关文章|相关阅读|扫一扫|责任编辑|责编|字号|字体|收藏|返回顶部|网站地图|联系我们|关于我们|网站声明"
    r"|【?打印|隐私声明|版权保护|无障碍|手机版)"
)
_CRUMBS = re.compile(
    r"^\W*(?:您|你)?(?:现在|当前|目前)?(?:所在|的)*(?:位置|导航)\W*[:：]|^\W*首页\s*(?:>|＞|»|/|-)"
)
_INFO = re.compile(
    r"^\W*(?:发布|发文|成文|生成|公开|发表|更新)?(?:日期|时间)\s*[:：]|^\W*(?:信息|文章|稿件)?来源\s*[:：]"
    r"|^\W*(?:浏览|阅读|点击|访问)(?:次数|量|数)?\s*[:：]|^\W*索引号\s*[:：]?|^\W*今天是"
)
_LONGEST = 120


def names_bar(names: str) -> bool:
    """Whether the names of a block say that it is furniture of the site, not an article."""
    words = [word.lower() for word in _NAMES.findall(names)]
    return any(_BAR.fullmatch(word) for word in words) and not any(
        _TITLE.fullmatch(word) for word in words
    )


def is_site(text: str) -> bool:
    """Whether a line tells who runs the site, its licence, its copyright."""
    return len(text) <= 2 * _LONGEST and _SITE.search(text) is not None


def is_furniture(text: str) -> bool:
    """Whether a line is a button, a path through the site or a note on its publication."""
    if len(text) > _LONGEST:
        return False
    return bool(_LINE.match(text) or _CRUMBS.match(text) or _INFO.match(text))
