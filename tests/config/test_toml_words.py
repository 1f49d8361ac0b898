"""What is wrong with the TOML of settings, in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from gblint.config import ConfigError, read_config
from gblint.config.toml_source import explain_toml_error


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ignore = [", "“[”“{”没有配对"),
        ("ignore = ['GB1',\n", "“[”“{”没有配对"),
        ("ignore = ['GB1' 'GB2']", "没有用“]”结束"),
        ("a = {b = 1", "没有用“}”结束"),
        ("a = {b = 1, b = 2}", "已经写过"),
        ("a = 1\na = 2", "已经写过"),
        ("[a]\n[a]", "已经写过"),
        ("a = {b = 1}\n[a.c]", "已经写过"),
        ("a = 1\n[a.b]", "已经写过"),
        ("pack", "缺等号"),
        ("pack: 'x'", "缺等号"),
        ("[a", "方括号没有配对"),
        ("[[a]", "方括号没有配对"),
        ("a = 1 b = 2", "另起一行"),
        ("a = 'x", "引号没有"),
        ('a = "x', "引号没有"),
        ('a = """x', "引号没有"),
        ("a = '''x", "引号没有"),
        ("a = 'x\ny'", "引号"),
        ('a = "C:\\报告"', "双引号里的“\\”"),
        ('a = "\\uZZZZ"', "双引号里的“\\”"),
        ('a = "\\ud800"', "双引号里的“\\”"),
        ("a = 2023-02-30", "日期"),
        ("规则 = 1", "键的名称"),
        ("= 1", "键的名称"),
        ("a = ", "缺一个值"),
        ("a = \nb = 1", "不是可用的值"),
        ("a = True", "不是可用的值"),
        ("a = x", "不是可用的值"),
        ("a = '\x01'", "不能出现的字符"),
        (f"a = {'1' * 5000}", "数字过长"),
    ],
)
def test_errors_of_toml_are_told_in_own_words(tmp_path: Path, text: str, meant: str) -> None:
    path = tmp_path / "gblint.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    (problem,) = caught.value.problems
    assert meant in problem.message.zh
    said = problem.message.zh.removeprefix("TOML 语法错误：").replace("TOML", "")
    assert not any(char.isascii() and char.isalpha() for char in said)
    assert problem.message.in_lang("en").isascii()
    assert problem.excerpt


def test_an_error_of_toml_that_is_not_known_is_told_all_the_same() -> None:
    assert explain_toml_error("Something else altogether").zh.startswith("这里不符合 TOML")
