"""A joint record's checkpoints are signed by the bureau and its witnesses, and the checker holds them to it."""

import json
from pathlib import Path

import made
import pytest

from rongyao.choosing.record.log import Log, witnesses, write_folder
from rongyao.choosing.record.notes import Signer
from rongyao.choosing.record.suites import suite
from rongyao.choosing.together import instances
from rongyao.choosing.verify import check_together
from rongyao.choosing.verify.check_together import Refused

BUREAU, NOTARY = Signer("bureau.example", b"7" * 32), Signer("notary.example", b"n" * 32)
STRANGER = Signer("bureau.example", b"z" * 32)
Lines = list[dict[str, object]]


@pytest.fixture(scope="module")
def lines() -> Lines:
    market = instances.city(60, over=1.2, seed=4, wishes=3)
    files = made.record(market).finish(at=made.AT)
    found = [json.loads(line) for line in files["log.jsonl"].splitlines()]
    found[0]["keys"] = {"bureau": BUREAU.declared(), "witnesses": [NOTARY.declared()], "least": 1}
    return found


def signed(lines: Lines, *, bureau: Signer = BUREAU, by: tuple[Signer, ...] = (NOTARY,)) -> dict[str, str]:
    log = Log(lines[0]["record"], suite(lines[0]["suite"]))
    for line in lines:
        kept = {key: value for key, value in line.items() if key not in ("n", "kind", "at")}
        log.append(line["kind"], at=line["at"], **kept)
        if len(log.lines) in (3, len(lines)):
            log.sign(bureau, witnesses(by, at=1_790_000_000) if by else None)
    return log.files()


def checked(files: dict[str, str], folder: Path, **known: object) -> list[tuple[str, str]]:
    write_folder(files, folder / "record")
    return check_together.verify(folder / "record", **known)


def test_a_witnessed_record_holds_and_counts_its_signatures(lines: Lines, tmp_path: Path):
    said = checked(signed(lines), tmp_path, witnesses={NOTARY.name: NOTARY.public})
    assert any("4 signatures hold" in en for _zh, en in said)


def test_a_record_signed_by_another_key_than_its_rules_name_is_refused(lines: Lines, tmp_path: Path):
    with pytest.raises(Refused, match="bureau's signature"):
        checked(signed(lines, bureau=STRANGER), tmp_path)


def test_a_record_without_the_witness_its_rules_promise_is_refused(lines: Lines, tmp_path: Path):
    with pytest.raises(Refused, match="too few witnesses"):
        checked(signed(lines, by=()), tmp_path)


def test_a_witness_nobody_named_is_refused(lines: Lines, tmp_path: Path):
    with pytest.raises(Refused, match="is no witness of RULES"):
        checked(signed(lines, by=(Signer("friend.example", b"f" * 32),)), tmp_path)


def test_a_forged_co_signature_is_refused(lines: Lines, tmp_path: Path):
    with pytest.raises(Refused, match=r"co-signature of .* does not hold"):
        checked(signed(lines, by=(Signer(NOTARY.name, b"x" * 32),)), tmp_path)


def test_a_history_made_up_anew_with_a_made_up_witness_key_is_seen_by_whoever_knows_the_key(
    lines: Lines, tmp_path: Path
):
    forged = Signer(NOTARY.name, b"x" * 32)
    other = [{**lines[0], "keys": {**lines[0]["keys"], "witnesses": [forged.declared()]}}, *lines[1:]]
    files = signed(other, by=(forged,))
    assert checked(files, tmp_path / "alone")
    with pytest.raises(Refused, match="not the one it publishes"):
        checked(files, tmp_path / "known", witnesses={NOTARY.name: NOTARY.public})


def test_a_checkpoint_the_witness_kept_shows_another_history(lines: Lines, tmp_path: Path):
    kept = tmp_path / "kept.txt"
    kept.write_text(signed(lines)["checkpoints/3.txt"])
    assert any(
        "witnessed exactly" in en for _zh, en in checked(signed(lines), tmp_path / "same", notes=[kept])
    )
    changed = [{**lines[0], "text_en": "other rules"}, *lines[1:]]
    with pytest.raises(Refused, match="another history"):
        checked(signed(changed), tmp_path / "other", notes=[kept])


def test_a_seed_that_was_not_drawn_so_is_seen_by_whoever_knows_the_draw(tmp_path: Path):
    source = {
        "id": "3d",
        "zh": "福彩3D",
        "en": "3D",
        "digits": 3,
        "required": 1,
        "drawn_at": "2026-03-01T21:00:00+08:00",
    }
    market = instances.city(40, over=1.2, seed=4, wishes=3)
    drawn = made.record(market, sources=(source,), draws={"3d": "407"}, seed_at="2026-03-02T09:00:00+08:00")
    files = drawn.finish(at="2026-03-02T09:00:00+08:00")
    assert checked(files, tmp_path / "alone", draws={"3d": "407"})
    with pytest.raises(Refused, match="drew 408"):
        checked(files, tmp_path / "known", draws={"3d": "408"})
