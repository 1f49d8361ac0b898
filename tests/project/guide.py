"""The guide to packs, played: files are written, commands run, their output is in the text.

`python -m tests.project.guide` writes what the commands print into the guides.
"""

from __future__ import annotations

import re
import shlex
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from gblint import authoring
from gblint.authoring.examples import ExampleCase, PackWithSources, list_cases
from tests.tools import forked
from tests.tools.forked import environment, with_packs
from tests.tools.repository import DOCS, FIXTURES

GUIDES = tuple(sorted((DOCS).glob("guide-packs*.md")))
REPORT = FIXTURES / "clean-markdown" / "report.md"
_BLOCK = re.compile(r"(?ms)(?:^<!-- file: (\S+) -->\n)?^```(\w+)\n(.*?)^```$")


def played(guide: str, folder: Path, lang: str, *, few: bool = False) -> str:
    """The guide with the output that its commands give in a folder.

    With `few`, of the examples that a pack inherits those of a few rules are run.
    """
    (folder / "年报.md").write_bytes(REPORT.read_bytes())
    run = _runner(folder, lang, few=few)

    def block(match: re.Match[str]) -> str:
        file, kind, text = match.groups()
        if file:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text, "utf-8")
        if kind != "console":
            return match[0]
        commands = [line for line in text.splitlines() if line.startswith("$ ")]
        return "```console\n" + "\n".join(map(run, commands)) + "```"

    return _BLOCK.sub(block, guide)


def try_few() -> None:
    """In the process of a command: of inherited examples, those of the rule that the guide changes,
    and of some beside it.
    """

    def few(pack: PackWithSources) -> Iterator[ExampleCase]:
        return (
            one for one in list_cases(pack) if not one.inherited or one.rule.id.startswith("GB40")
        )

    vars(authoring)["list_cases"] = few


def _runner(folder: Path, lang: str, *, few: bool) -> Callable[[str], str]:
    env = environment(with_packs(folder / ".cache")) | {"GBLINT_LANG": lang}

    def run(line: str) -> str:
        program, *words = shlex.split(line.removeprefix("$ "))
        assert program == "gblint", line
        before = f"{try_few.__module__}:{try_few.__name__}" if few else ""
        done = forked.run(words, cwd=folder, env=env, before=before)
        out = done.out + done.err
        assert "Traceback" not in out, out
        return f"{line}\n{out}" if out else f"{line}\n"

    return run


def language(guide: Path) -> str:
    return "zh" if "zh-CN" in guide.name else "en"


if __name__ == "__main__":
    for path in GUIDES:
        with tempfile.TemporaryDirectory() as home:
            text = played(path.read_text("utf-8"), Path(home), language(path))
            path.write_text(text, "utf-8")
            made = Path(home) / "our-province"
            if language(path) == "zh":
                kept = FIXTURES / "packs" / "our-province"
                kept.mkdir(parents=True, exist_ok=True)
                for name in ("pack.yaml", "rules.yaml"):
                    (kept / name).write_bytes((made / name).read_bytes())
