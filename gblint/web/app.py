"""The application behind the page: what can be asked for (the page itself, where files are dropped,
a job with files, how far it is, what came of it), and who is let in to ask.

That are requests of the page itself, on this machine, with the token in the address. A site
elsewhere can have a browser send requests here. It knows no token; the browser says of its
requests where they come from (`Origin`, `Sec-Fetch-Site`); and where its name was made to point
here (DNS rebinding), `Host` is that name.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from functools import wraps
from hmac import compare_digest
from ipaddress import ip_address
from pathlib import Path
from string import Template
from urllib.parse import quote

import msgspec
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gblint.findings import Lang, Say
from gblint.packs import read_yaml
from gblint.readers import get_suffix, get_written_form
from gblint.run.find_inputs import COMMENTED
from gblint.text import clean
from gblint.web import MADE, Jobs, Refused
from gblint.writers.html import build_policy, read_asset
from gblint.writers.html.report import escape, get_html_lang

_OF_SETTINGS = Say("按设置", "as the settings say")
_SETTINGS = Say("设置：", "Settings: ")


class Offer(msgspec.Struct, frozen=True):
    """The packs to choose from, by their ids with titles, and the file of settings, if any."""

    packs: Mapping[str, Say]
    settings: str = ""


def read_style() -> str:
    """The style of the page: that of the report's page, and its own."""
    return read_asset("page.css") + _read_beside("page.css")


def _read_beside(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")


def _build_page(lang: Lang, offer: Offer, *, new: bool) -> str:
    def say(words: Say) -> str:
        return escape(words.in_lang(lang))

    texts = read_yaml(Path(__file__).with_name("texts.yaml"))
    labels = {name: say(Say(*words)) for name, words in texts["labels"].items()}
    settings_file = ""
    if offer.settings:
        labels["default"] = say(_OF_SETTINGS)
        settings_file = f'<p class="quiet">{say(_SETTINGS)}<bdi>{escape(offer.settings)}</bdi></p>'
    packs = (
        f'<option value="{escape(pack)}">{say(title)}</option>'
        for pack, title in offer.packs.items()
    )
    langs = (
        f'<option value="{one}"{" selected" if one == lang else ""}>{name}</option>'
        for one, name in (("zh", "中文"), ("en", "English"))
    )
    # without its ends of lines, which would be blanks between the fields
    blank = Template(_read_beside("blank_report.html").replace("\n", "")).substitute(labels)
    return Template(_read_beside("page.html")).substitute(
        labels,
        html_lang=get_html_lang(lang),
        data=" ".join(f'data-{name}="{say(Say(*both))}"' for name, both in texts["words"].items()),
        settings_file=settings_file,
        packs="".join(packs),
        langs="".join(langs),
        blank_report=blank if new else "",
    )


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EVERY = 30
_LONGEST_ORGAN = 60

Answer = Callable[[Request], Awaitable[Response]]


def build_app(
    door: Door, jobs: Jobs, offer: Offer, *, commands: Collection[str], lang: Lang
) -> Starlette:
    """The application. `commands` are what gblint can make files by: annotate, fix, new."""

    @asynccontextmanager
    async def keep_order(_: Starlette) -> AsyncIterator[None]:
        clearing = asyncio.get_running_loop().create_task(_clear(jobs))
        try:
            yield
        finally:
            clearing.cancel()
            jobs.remove_all()

    return Starlette(
        routes=_Routes(jobs, offer, commands, lang).list_routes(),
        middleware=[Middleware(Guard, door=door)],
        lifespan=keep_order,
    )


async def _clear(jobs: Jobs) -> None:
    """A browser that was closed, or fell, does not say so: its job is one that asks no more."""
    while True:
        await asyncio.sleep(_EVERY)
        jobs.remove_left()


def _answer_refusals(answer: Answer) -> Answer:
    @wraps(answer)
    async def answer_or_refuse(request: Request) -> Response:
        try:
            return await answer(request)
        except Refused as refused:
            return Response(refused.told, refused.status, media_type="text/plain")
        except ClientDisconnect:
            # nobody hears it any more; it only keeps a fault of the client out of the server's log
            return Response(status_code=400)

    return answer_or_refuse


class _Routes:
    def __init__(self, jobs: Jobs, offer: Offer, commands: Collection[str], lang: Lang) -> None:
        self.jobs, self.offer, self.commands, self.lang = jobs, offer, commands, lang

    def list_routes(self) -> list[Route]:
        each: list[tuple[str, Answer, str]] = [
            ("/", self.send_page, "GET"),
            ("/page.css", self.send_style, "GET"),
            ("/page.js", self.send_program, "GET"),
            ("/jobs", self.open, "POST"),
            ("/jobs/{key}", self.send_state, "GET"),
            ("/jobs/{key}/files", self.take, "POST"),
            ("/jobs/{key}/start", self.start, "POST"),
            ("/jobs/{key}/end", self.end, "POST"),
            ("/jobs/{key}/report", self.send_report, "GET"),
            ("/jobs/{key}/{made}/{at:int}", self.make, "GET"),
            ("/new", self.make_new, "GET"),
        ]
        return [Route(path, _answer_refusals(answer), methods=[way]) for path, answer, way in each]

    async def send_page(self, request: Request) -> Response:
        lang = _choose_lang(request, self.lang)
        page = _build_page(lang, self.offer, new="new" in self.commands)
        return Response(page, media_type="text/html")

    async def send_style(self, _: Request) -> Response:
        return Response(read_style(), media_type="text/css")

    async def send_program(self, _: Request) -> Response:
        return Response(_read_beside("page.js"), media_type="text/javascript")

    async def open(self, request: Request) -> Response:
        key = self.jobs.open(self._choose_pack(request), _choose_lang(request, self.lang))
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

    async def send_state(self, request: Request) -> Response:
        job = self.jobs.get(request.path_params["key"])
        files = [
            msgspec.structs.asdict(file)
            | {"makes": [made for made in file.makes if made in self.commands]}
            for file in job.report.files
        ]
        progress = {"state": job.state, "done": job.report.done, "total": len(job.files)}
        return JSONResponse({**progress, "files": files, "error": job.report.error})

    async def end(self, request: Request) -> Response:
        self.jobs.remove(request.path_params["key"])
        return Response(status_code=204)

    async def send_report(self, request: Request) -> Response:
        job = self.jobs.get(request.path_params["key"])
        if job.state != "done":
            raise Refused(404)
        # what others wrote stands in this page: should any of it run, it has no origin by which it
        # could ask for anything here
        policy = f"{build_policy()}; frame-ancestors 'self'; sandbox allow-scripts allow-modals"
        headers = {"content-security-policy": policy}
        if "save" in request.query_params:
            headers |= _name_attachment("gblint.html")
        return FileResponse(job.page, headers=headers, media_type="text/html")

    async def make(self, request: Request) -> Response:
        """The file with comments, or a corrected one."""
        wanted, at = request.path_params["made"], request.path_params["at"]
        job = self.jobs.get(request.path_params["key"])
        made = next((one for one in MADE if one == wanted and one in self.commands), None)
        # the name of what is made comes from an address: it is looked up, never used
        if made is None or job.state != "done" or at >= len(job.files):
            raise Refused(404)
        if made not in job.report.files[at].makes:
            raise Refused(404)
        out = await self.jobs.make(job, at, made)
        name = job.files[at].name
        stem = name.removesuffix(get_suffix(name)) or name
        sign = {"annotate": COMMENTED, "fix": ".改正"}[made]
        kind = _WORD if out.suffix == get_written_form().suffixes[0] else "text/plain"
        headers = _name_attachment(f"{stem}{sign}{out.suffix}")
        return FileResponse(out, media_type=kind, headers=headers)

    async def make_new(self, request: Request) -> Response:
        """A blank report; of what last year's says where a job with that is named."""
        organ = clean(request.query_params.get("organ", ""))[:_LONGEST_ORGAN]
        year = request.query_params.get("year", "")
        if "new" not in self.commands or not organ:
            raise Refused(404 if organ else 400)
        if not (year.isascii() and year.isdecimal() and len(year) == len("2026")):
            raise Refused(400)
        pack, lang = self._choose_pack(request), _choose_lang(request, self.lang)
        key = request.query_params.get("job") or self.jobs.open(pack, lang)
        job = self.jobs.get(key)
        try:
            out = job.folder / "new.docx"
            # with `=`, so that an organ that begins with - is no option
            words = ["new", f"--organ={organ}", f"--year={year}", f"--output={out.name}"]
            words += ["--lang", lang, *([f"--pack={pack}"] if pack else [])]
            if job.previous is not None:  # named as it stands there, for what is said of it
                words.append(f"--previous={job.previous.path.name}")
            said = await self.jobs.run_command(job, words, out)
            data = await asyncio.to_thread(out.read_bytes)
        finally:
            self.jobs.remove(key)
        name = f"{organ}{year}年政府信息公开工作年度报告.docx"
        # a header holds no Chinese
        headers = {**_name_attachment(name), "x-told": quote(said, safe="")}
        return Response(data, media_type=_WORD, headers=headers)

    def _choose_pack(self, request: Request) -> str:
        """The pack that is chosen on the page, "" for none."""
        pack = request.query_params.get("pack", "")
        if pack not in self.offer.packs and pack != "":
            raise Refused(400)
        return pack


def _name_attachment(name: str) -> dict[str, str]:
    """A header that has a browser keep a file under a name, whatever that holds."""
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}


def _choose_lang(request: Request, otherwise: Lang) -> Lang:
    given = request.query_params.get("lang")
    return "zh" if given == "zh" else "en" if given == "en" else otherwise


_HEADERS = {
    # what a report says is not to lie in the browser's cache when the page is closed
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    # the page shows its result in a frame
    "x-frame-options": "SAMEORIGIN",
}
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What the page that files are dropped on may load."""


class Door(msgspec.Struct, frozen=True):
    """Where the page is served, and the token that its address has."""

    host: str
    port: int
    token: str

    @property
    def open(self) -> bool:
        """Whether others than this machine can reach it."""
        return not is_loopback(self.host)

    @property
    def address(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/{self.token}/"

    def knows_host(self, given: str) -> bool:
        """Whether a `Host` is one of this door's: no name that somebody made to point here."""
        name, _, port = given.rpartition(":")
        if port != str(self.port):
            return False
        name = name.strip("[]").lower()
        if name in ("localhost", self.host.lower()):
            return True
        return is_loopback(name) or (self.open and _is_address(name))


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    return _is_address(host) and ip_address(host).is_loopback


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


class Guard:
    """Passes on what is let in, with the token taken off its path; all else is not found."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app = app
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        status = self._refuse(scope["method"], scope["path"], headers)
        if status:
            await PlainTextResponse("", status, headers=_HEADERS)(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    own[name] = value
                # the report brings a stricter one, by the digests of what stands in it
                own.setdefault("content-security-policy", PAGE_POLICY)
            await send(message)

        path = "/" + scope["path"][1:].partition("/")[2]
        inside = {**scope, "path": path, "raw_path": path.encode()}
        await self.app(inside, receive, send_guarded)

    def _refuse(self, method: str, path: str, headers: Headers) -> int:
        """The status of what is not let in, 0 for what is."""
        hosts = headers.getlist("host")
        # with two of them, whatever stands before this server may have gone by the other
        if len(hosts) != 1 or not self.door.knows_host(hosts[0]):
            return 421
        token, sign, _ = path[1:].partition("/")
        # in a time that does not tell how much of a guess is right
        if not sign or not compare_digest(token.encode(), self.door.token.encode()):
            return 404
        site = headers.get("sec-fetch-site", "same-origin")
        # `none`: the address was typed, or opened from outside of the browser
        if site not in ("same-origin", "none"):
            # the page in a frame is a stranger to all, also to what is around it
            return 403
        if method in ("GET", "HEAD"):
            return 0
        # a form on any site can send a POST here without asking; its Origin says that it did
        return 0 if headers.get("origin") == f"http://{hosts[0]}" else 403
