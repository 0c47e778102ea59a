"""When the one cap among the dependencies can go."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
import typer

app = typer.Typer(add_completion=False)

@app.command()
def main() -> None:
    print("x")

app(standalone_mode=False)
print("pydantic" in sys.modules)
"""


def test_a_command_with_the_installed_typer_does_not_load_pydantic():
    """To see whether a newer one may be allowed: `pip install --upgrade typer`, then run this test.

    While it fails, the cap beside `typer` in pyproject.toml stays. Once it passes, the cap can go.
    """
    said = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["x", "False"]
