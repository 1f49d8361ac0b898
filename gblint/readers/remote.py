"""Files that are not on this machine (`s3://bucket/2026/年报.docx`), by way of fsspec.

Nothing is fetched but what the user names. Keys and addresses of a store are found where fsspec and
its own tools look for them; gblint keeps none of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gblint.findings import Say
from gblint.processes import let_through, make_temporary_folder
from gblint.readers.refusals import ReadError, check_size, count_bytes, get_limits

_GLOB = "*?["


def list_files(url: str) -> tuple[str, ...]:
    """The files at a url, in the order of their paths: itself, those below it, or what matches it.

    Raises ReadError.
    """
    files, path = _open_store(url)
    with _Telling(url):
        if any(sign in path for sign in _GLOB):
            found = [one for one in files.glob(path) if files.isfile(one)]
        elif files.isfile(path):
            found = [path]
        else:
            found = files.find(path)
        return tuple(sorted(map(files.unstrip_protocol, found)))


def read_remote(url: str) -> bytes:
    """The bytes of a file, up to the limit in force. Raises ReadError."""
    files, path = _open_store(url)
    with _Telling(url):
        size = int(files.info(path).get("size") or 0)
        check_size(size, "file_mb")
        most = count_bytes(get_limits().file_mb) + 1
        # a store may tell a wrong size; no more is fetched than it says, nor than may be
        data: bytes = files.cat_file(path, start=0, end=min(most, size)) if size else b""
    check_size(len(data), "file_mb")
    return data


def write_remote(url: str, pieces: Iterable[bytes]) -> None:
    """Write a file, which is there whole or not at all. Raises OSError."""
    try:
        files, path = _open_store(url)
        with make_temporary_folder() as folder:
            # first to a file here: pieces may fail half-way, and a store would keep what came
            whole = Path(folder, "output")
            with whole.open("wb") as out:
                out.writelines(pieces)
            with _Telling(url):
                files.put_file(str(whole), path)
    except ReadError as error:
        raise OSError(5, error.say.zh) from error


class _Telling:
    """Has whatever a store raises be told in plain words."""

    def __init__(self, url: str) -> None:
        self._url = url

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> None:
        if error is None or isinstance(error, ReadError):
            return
        let_through(error)
        if isinstance(error, Exception):
            raise _explain(self._url, error) from error


def _explain(url: str, error: Exception) -> ReadError:
    if isinstance(error, FileNotFoundError):
        return ReadError(Say("远程没有这个文件或文件夹", "there is no such file or folder there"))
    if isinstance(error, PermissionError):
        return ReadError(
            Say(
                "没有权限，或没有凭据：请检查访问该存储的密钥设置",
                "no permission, or no credentials: see to the keys for this store",
            )
        )
    store = url.partition("://")[0]
    why = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    return ReadError(
        Say(f"远程存储（{store}）不能读写：{why}", f"the store ({store}) cannot be used: {why}")
    )


def _open_store(url: str) -> tuple[Any, str]:
    """The file system of a url, and the path in it. Raises ReadError."""
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise ReadError(_NO_FSSPEC) from None
    if "::" in url:  # to fsspec a chain: a file in a file, or a cache on this machine
        raise ReadError(Say("网址里不能有“::”", 'there must be no "::" in the address'))
    try:
        files, path = url_to_fs(url)
    except ImportError as error:
        raise ReadError(
            Say(f"{_NO_FSSPEC.zh}（{error}）", f"{_NO_FSSPEC.in_lang('en')} ({error})")
        ) from error
    except ValueError as error:
        store = url.partition("://")[0]
        raise ReadError(
            Say(f"不认识这种存储：{store}://", f"no such kind of store: {store}://")
        ) from error
    except Exception as error:
        let_through(error)
        raise _explain(url, error) from error
    return files, str(path)


_NO_FSSPEC = Say(
    "读写远程文件需要另装组件：运行 pip install fsspec s3fs",
    "remote files need further packages: run pip install fsspec s3fs",
)
