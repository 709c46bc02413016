"""Installs the bundle into an empty environment with the network taken away, and runs it: ``make bundle-test``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = (
    ("--help",),
    ("law", "--help"),
    ("roster", "template", "-o", "empty.xlsx"),
    ("demo", "roster", "-o", "sample.xlsx", "--on", "2026-11-24"),
    ("determine", "sample.xlsx", "-o", "answers.xlsx", "--on", "2026-11-24"),
    ("migrate",),
    ("check", "--deep"),
    ("backup", "make"),
    ("backup", "verify", "latest"),
)


def main() -> None:
    """Unpack, install, run; the first thing that fails stops it with its own words."""
    tar = max((ROOT / "dist").glob("rongyao-bundle-*.tar"), key=lambda path: path.stat().st_mtime)
    with tempfile.TemporaryDirectory(prefix="bundle-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        subprocess.run(["tar", "-xf", str(tar), "-C", name], check=True)
        prefix, began = folder / "rongyao", time.monotonic()
        _run(
            folder,
            "sh",
            str(next(folder.glob("rongyao-bundle-*")) / "install.sh"),
            "--prefix",
            str(prefix),
            "--python",
            sys.executable,
        )
        size = sum(path.stat().st_size for path in prefix.rglob("*") if path.is_file())
        say(f"Installed with no network in {time.monotonic() - began:.0f} s, {size / 2**20:.0f} MB")
        for words in COMMANDS:
            began = time.monotonic()
            _run(folder, str(prefix / "bin" / "rongyao"), *words)
            say(f"  rongyao {' '.join(words)} ({time.monotonic() - began:.1f} s)")


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def no_network() -> list[str]:
    """What takes the network away: a namespace of its own where that is allowed; otherwise every proxy leads nowhere."""
    tried = ["unshare", "--net", "--map-root-user"] if os.geteuid() else ["unshare", "--net"]
    if shutil.which("unshare") and subprocess.run([*tried, "true"], capture_output=True).returncode == 0:
        return tried
    return []


def _run(folder: Path, *command: str) -> None:
    nowhere = "http://127.0.0.1:9"
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "RONGYAO_HOME": str(folder / "home"),
        "RONGYAO_DEMO": "1",
    }
    env |= {
        "PIP_NO_INDEX": "1",
        "PIP_INDEX_URL": nowhere,
        "PIP_CONFIG_FILE": os.devnull,
        "http_proxy": nowhere,
        "https_proxy": nowhere,
    }
    done = subprocess.run([*no_network(), *command], env=env, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        sys.exit(
            f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout[-2000:]}\n{done.stderr[-3000:]}"
        )


if __name__ == "__main__":
    say(
        "No network: a namespace without one."
        if no_network()
        else "No network: no index, every proxy leads nowhere."
    )
    main()
