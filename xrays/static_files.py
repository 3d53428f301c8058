"""The stylesheets as one file when static files are collected: readers fetch one instead of one per component."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

MAIN = "css/main.css"

_IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\((\w+)\);')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def bundle(main: str, read: Callable[[str], str]) -> str:
    """main.css with each import replaced by its file, in the layer it names.

    read gives the text of a file beside main.css. Raises ValueError where a file in a subfolder points to another
    one with url(), which would no longer resolve.
    """

    def imported(match: re.Match[str]) -> str:
        name, layer = match.groups()
        text = _COMMENT.sub("", read(name))
        if "/" in name and "url(" in text:
            raise ValueError(f"{name}: only files beside main.css may use url().")
        return f"@layer {layer} {{\n{text.strip()}\n}}"

    return re.sub(r"\n\s*\n+", "\n", _IMPORT.sub(imported, _COMMENT.sub("", main)))


class _Bundled:
    """A storage that gives the bundle for main.css and is otherwise the one it wraps."""

    def __init__(self, storage: Any) -> None:
        self._storage = storage

    def __getattr__(self, name: str) -> Any:
        return getattr(self._storage, name)

    def open(self, path: str, mode: str = "rb") -> File:
        folder = posixpath.dirname(path)

        def read(name: str) -> str:
            with self._storage.open(posixpath.join(folder, name)) as file:
                return file.read().decode()

        return ContentFile(bundle(read(posixpath.basename(path)), read).encode())


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed, compressed names; main.css carries everything it imports."""

    def post_process(
        self, paths: Mapping[str, tuple[Any, str]], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str, bool]]:
        if MAIN in paths:
            storage, path = paths[MAIN]
            paths = {**paths, MAIN: (_Bundled(storage), path)}
        yield from super().post_process(paths, dry_run, **options)
