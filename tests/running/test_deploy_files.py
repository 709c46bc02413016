"""The units, the proxy, the container and the installer say what the product understands. Nothing here is started."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from rongyao.bureau.config import cli, readiness

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service"]
HARDENED = {
    "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes", "PrivateDevices": "yes",
    "CapabilityBoundingSet": "", "RestrictSUIDSGID": "yes", "SystemCallFilter": "@system-service", "UMask": "0077",
    "User": "rongyao",
}  # fmt: skip


def _unit(path: Path) -> configparser.RawConfigParser:
    """A unit may name a key twice; only the last is looked at here."""
    parser = configparser.RawConfigParser(strict=False, comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[method-assign,assignment]
    parser.read_string(path.read_text())
    return parser


def _commands() -> dict[str, set[str]]:
    """Every command of ``rongyao`` with its options."""
    if "backup" not in {group.name for group in cli.app.registered_groups}:
        cli._include_pure_commands()
    found: dict[str, set[str]] = {}
    for name, command in get_command(cli.app).commands.items():  # type: ignore[attr-defined]
        subs = getattr(command, "commands", None)
        for words, one in (
            {f"{name} {sub}": c for sub, c in subs.items()} if subs else {name: command}
        ).items():
            found[words] = {option for parameter in one.params for option in parameter.opts}
    return found


def _check_command(words: list[str]) -> None:
    known = _commands()
    name = " ".join(words[:2]) if " ".join(words[:2]) in known else words[0]
    assert name in known, words
    options = {word for word in words if word.startswith("--")}
    assert options <= known[name], words


@pytest.mark.parametrize("path", SERVICES, ids=[path.name for path in SERVICES])
def test_a_service_runs_a_command_that_exists_and_may_do_nothing_else(path: Path) -> None:
    unit = _unit(path)
    assert {name: unit["Service"].get(name) for name in HARDENED} == HARDENED
    program, *words = unit["Service"]["ExecStart"].split()
    assert program == "/opt/rongyao/bin/rongyao"
    _check_command(words)
    assert "/var/lib/rongyao" in unit["Service"]["ReadWritePaths"]


def test_only_migration_and_backup_are_given_the_owners_address() -> None:
    given = {path.name for path in SERVICES if "owner.env" in path.read_text()}
    assert given == {"rongyao-migrate.service", "rongyao-backup.service"}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze on this machine")
@pytest.mark.parametrize("path", SERVICES, ids=[path.name for path in SERVICES])
def test_systemd_understands_every_line(path: Path) -> None:
    said = subprocess.run(["systemd-analyze", "verify", str(path)], capture_output=True, text=True)
    assert "Unknown" not in said.stderr


def test_the_examples_set_what_a_real_bureau_must_set() -> None:
    lines = (DEPLOY / "rongyao.env.example").read_text().splitlines()
    env = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    lacks = readiness.lacks(env)
    assert lacks == ["The backup key /etc/rongyao/backup.key does not exist."]
    assert "DATABASE_OWNER_URL" not in env


def test_the_container_runs_as_nobody_special_and_asks_its_own_health() -> None:
    text = (DEPLOY / "Containerfile").read_text()
    steps = re.findall(r"^([A-Z]+)\s", text, re.M)
    assert steps[:2] == ["ARG", "FROM"]
    assert set(steps) <= {
        "ARG",
        "FROM",
        "RUN",
        "COPY",
        "ENV",
        "USER",
        "WORKDIR",
        "VOLUME",
        "EXPOSE",
        "HEALTHCHECK",
        "ENTRYPOINT",
        "CMD",
    }
    assert re.search(r"^USER rongyao:rongyao$", text, re.M)
    assert steps.index("USER") < steps.index("ENTRYPOINT")
    for words in re.findall(r"^(?:CMD|HEALTHCHECK .* CMD) \[(.*)\]$", text, re.M):
        command = [word.strip(' "') for word in words.split(",")]
        _check_command([word for word in command if word != "rongyao"])


def test_whatever_lies_beside_the_program_is_packed_into_the_wheel() -> None:
    """A table left out of the wheel is missed by an installation only, never by a checkout."""
    packed = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]["*"]
    files = [path for path in (ROOT / "src" / "rongyao").rglob("*") if path.is_file()]
    ours = [path for path in files if not {"tests", "__pycache__"} & set(path.parts) and path.suffix != ".py"]
    assert len(ours) > 100
    left_out = [path for path in ours if not any(path.match(pattern) for pattern in packed)]
    assert [str(path.relative_to(ROOT)) for path in left_out] == []


def test_the_proxy_balances_its_braces_and_overwrites_the_scheme_header() -> None:
    text = re.sub(r"#.*", "", (DEPLOY / "nginx.conf").read_text())
    assert text.count("{") == text.count("}") > 0
    assert all(line.strip().endswith((";", "{", "}")) for line in text.splitlines() if line.strip())
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in (DEPLOY / "rongyao-proxy.conf").read_text()


def test_the_installer_is_sound_shell_and_refuses_another_python_and_a_damaged_bundle(tmp_path: Path) -> None:
    for name in ("install.sh",):
        shutil.copy(DEPLOY / name, tmp_path)
    assert subprocess.run(["sh", "-n", str(tmp_path / "install.sh")]).returncode == 0
    (tmp_path / "VERSION").write_text("0\n")
    (tmp_path / "PYTHON").write_text("2.4\n")

    def install() -> subprocess.CompletedProcess[str]:
        command = ["sh", str(tmp_path / "install.sh"), "--prefix", str(tmp_path / "there")]
        return subprocess.run(command, capture_output=True, text=True)

    other = install()
    assert other.returncode == 1
    assert "This bundle is for Python 2.4" in other.stderr
    version = subprocess.run(
        ["python3", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], capture_output=True, text=True
    )
    (tmp_path / "PYTHON").write_text(version.stdout)
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  VERSION\n")
    damaged = install()
    assert damaged.returncode == 1
    assert "This bundle is damaged" in damaged.stderr
    assert not (tmp_path / "there").exists()
