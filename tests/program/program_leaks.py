"""Looking for words where they must not be: in files, in what the system says of a process, in titles."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_TITLE = re.compile(r"\x1b\][012lL;]?[^\x07\x1b]*(?:\x07|\x1b\\)|\x1bk[^\x1b]*\x1b\\")


def forms(secret: str | bytes) -> dict[str, bytes]:
    """What a secret would look like in a file: as text of several kinds, packed in base64, as digits."""
    raw = secret if isinstance(secret, bytes) else secret.encode()
    found = {"bytes": raw, "hex": raw.hex().encode()}
    if isinstance(secret, str):
        found["UTF-16 LE"] = secret.encode("utf-16-le")
        found["UTF-16 BE"] = secret.encode("utf-16-be")
    for shift in range(3):
        # The characters at both ends also hold bits of their neighbours.
        packed = base64.b64encode(b"\0" * shift + raw)
        found[f"base64 {shift}"] = packed[-(-shift * 8 // 6) : (shift + len(raw)) * 8 // 6]
    return found


def seen_in(data: bytes, secrets: Iterable[str | bytes]) -> list[str]:
    """In which forms the secrets stand in some bytes, capitals or not."""
    low = data.lower()
    return [
        f"{number}: {name}"
        for number, secret in enumerate(secrets)
        for name, form in forms(secret).items()
        if form in data or form.lower() in low
    ]


def files_in(*folders: Path) -> Iterator[Path]:
    """Every file under these folders."""
    for folder in folders:
        yield from (one for one in folder.rglob("*") if one.is_file() and not one.is_symlink())


def in_files(secrets: Iterable[str | bytes], *folders: Path) -> list[str]:
    """Where secrets stand in files or in their names."""
    wanted = list(secrets)
    found = []
    for file in files_in(*folders):
        for form in seen_in(file.read_bytes(), wanted):
            found.append(f"{file.name}: {form}")
        found += [f"the name {file.name}: {form}" for form in seen_in(os.fsencode(file.name), wanted)]
    return found


def in_process(secrets: Iterable[str | bytes], pid: int) -> list[str]:
    """Where secrets stand in what anyone can learn of a process, and in files it holds that have no name."""
    process = Path(f"/proc/{pid}")
    if not process.exists():
        return []
    wanted = list(secrets)
    found = []
    for name in ("cmdline", "environ", "comm", "status"):
        found += [f"{name}: {form}" for form in seen_in((process / name).read_bytes(), wanted)]
    for handle in (process / "fd").iterdir():
        try:
            target = os.readlink(handle)
            if target.startswith("/") and not target.startswith("/dev/"):
                found += [f"open file {target}: {form}" for form in seen_in(handle.read_bytes(), wanted)]
        except OSError:
            continue
    return found


def titles(raw: str) -> list[str]:
    """The titles a program gave its window."""
    return _TITLE.findall(raw)
