"""The offline page as a person uses it: a folder or one file, a receipt, keys and draws; no network."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rongyao.choosing.place_cli import place
from rongyao.choosing.record.log import bundle, write_folder
from rongyao.choosing.verify.tests import staged
from rongyao.choosing.verify.tests.staged import NOTARY

PAGE = Path(__file__).parents[1] / "rongyao_verify.html"


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page nobody has filled in."""
    found = chromium.new_page()
    found.goto(PAGE.as_uri())
    yield found
    found.close()


@pytest.fixture
def record(tmp_path: Path) -> Path:
    write_folder(staged.everything()[0].files, tmp_path / "record")
    return tmp_path / "record"


def result(page: Any) -> str:
    page.click("#go")
    page.wait_for_selector("#result p.yes, #result p.no")
    return str(page.inner_text("#result"))


def test_choosing_the_folder_says_line_by_line_what_was_checked(page: Any, record: Path):
    (record / "README.md").write_text("说明", "utf-8")
    page.set_input_files("#folder", str(record))
    said = result(page)
    assert "核验通过" in said
    assert "everything checked holds" in said
    assert "7 people stand in the order" in said
    words = page.text_content("#lines")
    assert "第 1 名" in words
    assert "position 1" in words


def test_one_file_and_a_receipt_give_my_own_place(page: Any, tmp_path: Path):
    one = staged.everything()[0]
    (tmp_path / "record.json").write_text(bundle(one.files), "utf-8")
    (tmp_path / "mine.json").write_text(json.dumps(one.receipt(3)), "utf-8-sig")  # as some editors save it
    page.set_input_files("#bundle", str(tmp_path / "record.json"))
    page.set_input_files("#receipt", str(tmp_path / "mine.json"))
    result(page)
    assert "您是第 3 名" in page.inner_text("#result li:first-child")  # what the reader came for stands first


def test_a_witness_key_and_the_numbers_drawn_are_compared(page: Any, record: Path):
    page.set_input_files("#folder", str(record))
    page.fill("#witnesses", f"{NOTARY.name} = {NOTARY.public.hex()}")
    page.fill("#draws", "3d=407")
    assert "核验通过" in result(page)
    page.fill("#draws", "3d=408")
    assert "line 3" in result(page)
    page.fill("#draws", "")
    page.fill("#witnesses", f"{NOTARY.name}={'00' * 32}")
    assert "line 0" in result(page)


def test_a_fault_is_named_in_both_languages(page: Any, record: Path):
    log = record / "log.jsonl"
    log.write_text(log.read_text("utf-8").replace('"position":2', '"position":3', 1), "utf-8")
    page.set_input_files("#folder", str(record))
    said = result(page)
    assert "第 5 行" in said
    assert "line 5: this line is not the one whose hash is published" in said
    assert "Lines are counted from 0" in said
    assert "核验未通过" in said


def test_what_is_not_utf_8_or_no_record_is_refused_in_words(page: Any, tmp_path: Path):
    (tmp_path / "odd.json").write_bytes(b"\xff\xfe")
    page.set_input_files("#bundle", str(tmp_path / "odd.json"))
    assert "UTF-8" in result(page)
    (tmp_path / "odd.json").write_bytes(b"PK\x03\x04\xff")
    page.set_input_files("#bundle", str(tmp_path / "odd.json"))
    assert "请先解压" in result(page)
    (tmp_path / "odd.json").write_text("{}")
    page.set_input_files("#bundle", str(tmp_path / "odd.json"))
    assert "not a bundle" in result(page)


def test_the_page_asks_for_nothing_from_anywhere_and_fits_a_phone(chromium: Any, record: Path):
    page = chromium.new_page(viewport={"width": 390, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(PAGE.as_uri())
    page.set_input_files("#folder", str(record))
    result(page)
    assert asked == [PAGE.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("fetch('http://127.0.0.1:9/').then(() => 'sent', () => 'blocked')") == "blocked"
    page.close()


def test_the_hashes_of_the_page_are_the_standard_ones(page: Any):
    ask = "['sha256','sm3','sha512'].map(name => hexOf(({sha256, sm3, sha512})[name](bytesOf('abc'))).slice(0, 16))"
    assert page.evaluate(ask) == ["ba7816bf8f01cfea", "66c7f0f462eeedd9", "ddaf35a193617aba"]


def test_what_is_typed_wrongly_is_told_and_never_passed_over(page: Any, record: Path):
    said = result(page)
    assert ("请先选择记录文件夹" in said, "未通过" in said) == (True, False)
    page.set_input_files("#folder", str(record))
    page.fill("#draws", "407")
    assert "“407” should be SOURCE=DIGITS" in result(page)
    page.fill("#draws", "3d＝４０７\n")  # as a Chinese keyboard writes it
    assert "the draws are those you gave: 3d=407" in result(page)
    page.fill("#witnesses", f"{NOTARY.name}=abc")
    assert "64 位十六进制" in result(page)
    page.fill("#witnesses", f"{NOTARY.name}={NOTARY.public.hex().upper()}")
    assert "signed root and result with the key you gave" in result(page)


def test_the_wrong_thing_chosen_is_told_what_it_is(page: Any, record: Path, tmp_path: Path):
    (tmp_path / "mine.json").write_text(json.dumps(staged.everything()[0].receipt(3)), "utf-8")
    page.set_input_files("#bundle", str(tmp_path / "mine.json"))
    assert "这是回执" in result(page)
    page.set_input_files("#folder", str(record))
    assert page.evaluate("element('bundle').files.length") == 0
    assert "核验通过" in result(page)
    (record / ".DS_Store").write_bytes(b"\xff\x00")
    page.set_input_files("#folder", str(record))
    assert "操作系统自己放进来的" in result(page)
    page.set_input_files("#folder", str(tmp_path))
    assert "the record is record inside it" in result(page)


def test_a_file_dropped_replaces_what_was_chosen(page: Any, record: Path, tmp_path: Path):
    one = staged.everything()[0]
    (tmp_path / "other.json").write_text(bundle(staged.everything()[1].files), "utf-8")
    page.set_input_files("#bundle", str(tmp_path / "other.json"))
    assert "核验通过" in result(page)
    page.evaluate(
        """([name, text]) => {
            const held = new DataTransfer();
            held.items.add(new File([text], name));
            element("drop").dispatchEvent(new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
        }""",
        ["record.json", bundle(one.files)],
    )
    root = json.loads(one.files["log.jsonl"].split("\n")[2])["root"]
    page.wait_for_function("root => element('result').innerText.includes(root)", arg=root)


def test_on_a_telephone_the_verdict_comes_into_sight(page: Any, record: Path):
    page.set_viewport_size({"width": 390, "height": 700})
    page.set_input_files("#folder", str(record))
    result(page)
    page.wait_for_function(
        "() => { const at = element('result').firstElementChild.getBoundingClientRect(); return at.top >= 0 && at.bottom <= innerHeight; }"
    )


def test_what_is_printed_is_the_verdict_and_the_page_breaks_no_rule_of_access(page: Any, record: Path):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    page.set_input_files("#folder", str(record))
    for width in (320, 390, 720, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        result(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert [one["id"] for one in axe.run(page).response["violations"]] == []
    page.emulate_media(media="print")
    assert not page.is_visible("#go")
    assert not page.is_visible("#folder")
    assert page.is_visible("#result p.yes")
    assert page.is_visible("#limits")


def test_a_rehearsal_is_called_one_in_the_verdict(page: Any, tmp_path: Path):
    for name, text in (
        ("people", "id,score\na,1\n"),
        ("posts", "post,seats\nP1,1\n"),
        ("choices", "id,choices\na,P1\n"),
    ):
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    place(*(tmp_path / f"{name}.csv" for name in ("people", "posts", "choices")), tmp_path / "record")
    page.set_input_files("#folder", str(tmp_path / "record"))
    assert "这是演练，不是正式结果" in result(page)
