"""The worker's part of files: scanning one, erasing one, the sweep."""

from __future__ import annotations

from procrastinate.contrib.django import app

from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.files.actions import ending, opening

SCANNER = Actor.system("scanner")


@app.task(name="files.scan", queue="files")
def scan(file_id: int) -> None:
    opening.scan(by=SCANNER, file_id=file_id)


@app.task(name="files.erase", queue="files")
def erase(index: str) -> None:
    ending.erase(by=SCANNER, index=index)


@app.task(name="files.sweep", queue="files")
def sweep(timestamp: int) -> None:
    ending.sweep(by=SCANNER)
