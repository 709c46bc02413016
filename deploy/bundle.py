"""Builds the bundle that installs with no network: ``make bundle``.

Every locked requirement as a wheel (hashes checked when downloaded, and again when installed), our own wheel with its
translations compiled, the installer, the units and the how-to pages; one tar for one Python and one platform.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"


def main() -> None:
    """Build it and say what is in it and how big it is."""
    began = time.monotonic()
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    name = (
        f"rongyao-bundle-{version}-py{python.replace('.', '')}-{sysconfig.get_platform().replace('-', '_')}"
    )
    folder = DIST / name
    shutil.rmtree(folder, ignore_errors=True)
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    _download(wheels)
    ours = _build(wheels)
    _copy(folder, version, python, ours)
    tar = DIST / f"{name}.tar"
    _pack(folder, tar)
    count = len(list(wheels.glob("*.whl")))
    shutil.rmtree(folder)
    say(
        f"{tar.relative_to(ROOT)}: {count} wheels, {tar.stat().st_size / 2**20:.0f} MB, {time.monotonic() - began:.0f} s"
    )
    say(f"sha256 {_digest(tar)}")
    say("Copy it to a machine without a network, then: tar -xf … && sh rongyao-bundle-*/install.sh")


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _pip(*words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", *words, "--quiet", "--disable-pip-version-check"], check=True, cwd=ROOT
    )


def _download(wheels: Path) -> None:
    say("Downloading the locked requirements as wheels ...")
    _pip(
        "download",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "-r",
        "requirements/base.txt",
        "-d",
        str(wheels),
    )


def _build(wheels: Path) -> Path:
    say("Building our own wheel ...")
    sys.path.insert(0, str(ROOT / "src"))
    from rongyao.bureau.config.messages import compile_all

    compile_all()
    with_copy = DIST / "source"
    shutil.rmtree(with_copy, ignore_errors=True)
    # From a copy, so that no build folder of an earlier day slips old files into the wheel.
    for part in ("src", "requirements"):
        shutil.copytree(
            ROOT / part, with_copy / part, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info", "tests")
        )
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, with_copy)
    _pip("wheel", "--no-deps", "--no-build-isolation", "-w", str(wheels), str(with_copy))
    shutil.rmtree(with_copy)
    return next(wheels.glob("rongyao-*.whl"))


def _copy(folder: Path, version: str, python: str, ours: Path) -> None:
    locked = (ROOT / "requirements" / "base.txt").read_text().rstrip("\n")
    (folder / "requirements.txt").write_text(
        f"{locked}\nrongyao=={version} \\\n    --hash=sha256:{_digest(ours)}\n"
    )
    (folder / "VERSION").write_text(f"{version}\n")
    (folder / "PYTHON").write_text(f"{python}\n")
    for file in (
        "install.sh",
        "nginx.conf",
        "rongyao-proxy.conf",
        "rongyao.env.example",
        "owner.env.example",
        "Containerfile",
    ):
        shutil.copy(ROOT / "deploy" / file, folder)
    shutil.copytree(ROOT / "deploy" / "systemd", folder / "systemd")
    shutil.copytree(ROOT / "docs" / "howto", folder / "howto")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{_digest(path)}  {path.relative_to(folder)}" for path in files]
    (folder / "SHA256SUMS").write_text("\n".join(lines) + "\n")


def _pack(folder: Path, tar: Path) -> None:
    with tarfile.open(tar, "w") as out:
        out.add(folder, arcname=folder.name)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    main()
