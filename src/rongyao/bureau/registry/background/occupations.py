"""The national classification of occupations of 2022 (see data/README.md for what it lacks)."""

from __future__ import annotations

from pathlib import Path

from rongyao.bureau.registry.organisations.classifications import Classification

OCCUPATIONS = Classification(
    Path(__file__).parent / "data" / "occupations_2022.csv", ("大类", "中类", "小类", "细类")
)
