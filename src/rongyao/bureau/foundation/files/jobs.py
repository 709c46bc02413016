"""The worker's part of files: scanning one, erasing one, the sweep."""

from __future__ import annotations

from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.files.actions import ending, opening
from rongyao.bureau.foundation.queue.work import task

SCANNER = Actor.system("scanner")


@task(name="files.scan", queue="files")
def scan(file_id: int) -> None:
    opening.scan(by=SCANNER, file_id=file_id)


@task(name="files.erase", queue="files")
def erase(index: str) -> None:
    ending.erase(by=SCANNER, index=index)


@task(name="files.sweep", queue="files")
def sweep(timestamp: int) -> None:
    ending.sweep(by=SCANNER)
