"""What the page can ask for: itself, a job with files, how far it is, what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import wraps
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from gblint.findings import Lang
from gblint.readers.forms import suffix_of, written_form
from gblint.run.find_inputs import COMMENTED
from gblint.text.display import clean
from gblint.web.guard import Door, Guard
from gblint.web.jobs import MADE, Jobs, Refused
from gblint.web.start_page import Offer, build_page, read_program, read_style
from gblint.writers.html import content_policy

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EVERY = 30
_LONGEST_ORGAN = 60

Answer = Callable[[Request], Awaitable[Response]]


def build_app(
    door: Door, jobs: Jobs, offer: Offer, *, commands: Collection[str], lang: Lang
) -> Starlette:
    """The application. `commands` are what gblint can make files by: annotate, fix, new."""
    return Starlette(
        routes=_Routes(jobs, offer, commands, lang).routes(),
        middleware=[Middleware(Guard, door=door)],
        lifespan=_keep_order(jobs),
    )


def _keep_order(jobs: Jobs) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async def clear() -> None:
            while True:
                await asyncio.sleep(_EVERY)
                jobs.remove_left()

        clearing = asyncio.get_running_loop().create_task(clear())
        try:
            yield
        finally:
            clearing.cancel()
            jobs.remove_all()

    return lifespan


def _refusing(answer: Answer) -> Answer:
    @wraps(answer)
    async def answered(request: Request) -> Response:
        try:
            return await answer(request)
        except Refused as refused:
            return Response(refused.told, refused.status, media_type="text/plain")
        except ClientDisconnect:
            return Response(status_code=400)

    return answered


class _Routes:
    def __init__(self, jobs: Jobs, offer: Offer, commands: Collection[str], lang: Lang) -> None:
        self.jobs, self.offer, self.commands, self.lang = jobs, offer, commands, lang

    def routes(self) -> list[Route]:
        each: list[tuple[str, Answer, str]] = [
            ("/", self.page, "GET"),
            ("/page.css", self.style, "GET"),
            ("/page.js", self.program, "GET"),
            ("/jobs", self.open, "POST"),
            ("/jobs/{key}", self.state, "GET"),
            ("/jobs/{key}/files", self.take, "POST"),
            ("/jobs/{key}/start", self.start, "POST"),
            ("/jobs/{key}/end", self.end, "POST"),
            ("/jobs/{key}/report", self.report, "GET"),
            ("/jobs/{key}/{made}/{at:int}", self.make, "GET"),
            ("/new", self.new, "GET"),
        ]
        return [Route(path, _refusing(answer), methods=[way]) for path, answer, way in each]

    async def page(self, request: Request) -> Response:
        lang = _lang(request, self.lang)
        page = build_page(lang, self.offer, new="new" in self.commands)
        return Response(page, media_type="text/html")

    async def style(self, _: Request) -> Response:
        return Response(read_style(), media_type="text/css")

    async def program(self, _: Request) -> Response:
        return Response(read_program(), media_type="text/javascript")

    async def open(self, request: Request) -> Response:
        key = self.jobs.open(self._pack(request), _lang(request, self.lang))
        return JSONResponse({"key": key})

    async def take(self, request: Request) -> Response:
        job = self.jobs.get(request.path_params["key"])
        role = "previous" if request.query_params.get("role") == "previous" else "report"
        name = request.query_params.get("name", "")
        await self.jobs.take(job, name, role, request.stream())
        return JSONResponse({"files": len(job.files)})

    async def start(self, request: Request) -> Response:
        self.jobs.start(self.jobs.get(request.path_params["key"]))
        return JSONResponse({})

    async def state(self, request: Request) -> Response:
        job = self.jobs.get(request.path_params["key"])
        files = [
            {
                "name": file.name,
                "errors": file.errors,
                "warnings": file.warnings,
                "notes": file.notes,
                "failed": file.failed,
                "fixable": file.fixable,
                "unsafe": file.fixable_unsafe,
                "makes": [one for one in file.makes if one in self.commands],
            }
            for file in job.report.files
        ]
        told = {"state": job.state, "done": job.report.done, "total": len(job.files)}
        return JSONResponse({**told, "files": files, "error": job.report.error})

    async def end(self, request: Request) -> Response:
        self.jobs.remove(request.path_params["key"])
        return Response(status_code=204)

    async def report(self, request: Request) -> Response:
        job = self.jobs.get(request.path_params["key"])
        if job.state != "done":
            raise Refused(404)
        policy = f"{content_policy()}; frame-ancestors 'self'; sandbox allow-scripts allow-modals"
        headers = {"content-security-policy": policy}
        if "save" in request.query_params:
            headers |= _name_attachment("gblint.html")
        return FileResponse(job.page, headers=headers, media_type="text/html")

    async def make(self, request: Request) -> Response:
        """The file with comments, or a corrected one."""
        wanted, at = request.path_params["made"], request.path_params["at"]
        job = self.jobs.get(request.path_params["key"])
        made = next((one for one in MADE if one == wanted and one in self.commands), None)
        if made is None or job.state != "done" or at >= len(job.files):
            raise Refused(404)
        if made not in job.report.files[at].makes:
            raise Refused(404)
        out = await self.jobs.make(job, at, made)
        name = job.files[at].name
        stem = name.removesuffix(suffix_of(name)) or name
        sign = {"annotate": COMMENTED, "fix": ".改正"}[made]
        kind = _WORD if out.suffix == written_form().suffixes[0] else "text/plain"
        headers = _name_attachment(f"{stem}{sign}{out.suffix}")
        return FileResponse(out, media_type=kind, headers=headers)

    async def new(self, request: Request) -> Response:
        """A blank report; of what last year's says where a job with that is named."""
        organ = clean(request.query_params.get("organ", ""))[:_LONGEST_ORGAN]
        year = request.query_params.get("year", "")
        if "new" not in self.commands or not organ:
            raise Refused(404 if organ else 400)
        if not (year.isascii() and year.isdecimal() and len(year) == len("2026")):
            raise Refused(400)
        pack, lang = self._pack(request), _lang(request, self.lang)
        key = request.query_params.get("job") or self.jobs.open(pack, lang)
        job = self.jobs.get(key)
        try:
            out = job.folder / "new.docx"
            words = ["new", f"--organ={organ}", f"--year={year}", f"--output={out.name}"]
            words += ["--lang", lang, *([f"--pack={pack}"] if pack else [])]
            if job.previous is not None:  # named as it stands there, for what is said of it
                words.append(f"--previous={job.previous.path.name}")
            told = await self.jobs.run_command(job, words, out)
            data = await asyncio.to_thread(out.read_bytes)
        finally:
            self.jobs.remove(key)
        name = f"{organ}{year}年政府信息公开工作年度报告.docx"
        headers = {**_name_attachment(name), "x-told": quote(told, safe="")}
        return Response(data, media_type=_WORD, headers=headers)

    def _pack(self, request: Request) -> str:
        """The pack that is chosen on the page, "" for none."""
        pack = request.query_params.get("pack", "")
        if pack not in self.offer.packs and pack != "":
            raise Refused(400)
        return pack


def _name_attachment(name: str) -> dict[str, str]:
    """A header that has a browser keep a file under a name, whatever that holds."""
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}


def _lang(request: Request, otherwise: Lang) -> Lang:
    given = request.query_params.get("lang")
    return "zh" if given == "zh" else "en" if given == "en" else otherwise
