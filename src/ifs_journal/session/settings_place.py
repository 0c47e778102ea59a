"""Where the settings are, and whether they name a key at all. Every page waits for it: it imports little."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

VARIABLE = "IFS_CONFIG"
FILE_NAME = "config.toml"


def config_folder(environ: Mapping[str, str] | None = None) -> Path:
    """The folder of the settings file: `IFS_CONFIG`, else the platform's. It need not exist."""
    named = (os.environ if environ is None else environ).get(VARIABLE, "").strip()
    if named:
        return Path(os.path.expanduser(named))
    from platformdirs import user_config_dir

    return Path(user_config_dir("ifs-journal", appauthor=False))


def config_file(environ: Mapping[str, str] | None = None) -> Path:
    """The settings file. It need not exist."""
    return config_folder(environ) / FILE_NAME


def may_name(key: str, environ: Mapping[str, str] | None = None) -> bool:
    """Whether some line of the file begins with this key, so that reading it whole is worth the time."""
    try:
        text = config_file(environ).read_bytes()
    except OSError:
        return False
    return re.search(rb"^[ \t\"'\xef\xbb\xbf]*" + key.encode(), text, re.MULTILINE) is not None
