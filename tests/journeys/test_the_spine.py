"""A roster in, reasons out, a signed letter: the whole path, by the people who walk it."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from rongyao.bureau.demo import rosters

pytestmark = pytest.mark.journey
OFFICER, OTHER_TOWN, CLERK = "Officer, Yushan", "Officer, Bacheng", "Station clerk"
TODAY = dt.datetime.now(tz=ZoneInfo("Asia/Shanghai")).date()
PASSWORD = "一条大河波浪宽风吹稻花香两岸"


@pytest.fixture(scope="module")
def roster() -> rosters.Roster:
    return rosters.faulty(TODAY)


@pytest.fixture(scope="module")
def files(roster: rosters.Roster, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("rosters")
    written = {"faulty": roster, "clean": rosters.clean(roster.on)}
    for name, one in written.items():
        rosters.write(one, folder / f"{name}.xlsx")
    return {name: folder / f"{name}.xlsx" for name in written}


class Story:
    """What one test leaves for the next: the journey is one story told in chapters."""

    roster_path = ""
    person_path = ""
    person_name = ""
    proposal_path = ""
    letter_path = ""


@pytest.fixture(scope="module")
def officer(open_visit):
    visit = open_visit(1440).enter(OFFICER)
    yield visit
    visit.close()


def _upload(officer: object, file: Path) -> str:
    officer.open("/desk/import/new/")
    page = officer.page
    page.set_input_files("input[name=file]", file)
    page.fill("input[name=given_by]", "演示部队")
    today = TODAY
    for number, part in enumerate((today.year, today.month, today.day)):
        page.fill(f"input[name=dated_on_{number}]", str(part))
    page.locator("main form[method=post] button.btn").first.click()
    page.wait_for_url(re.compile(r"/desk/import/\d+/"))
    path = re.search(r"/desk/import/\d+/", page.url)[0]
    page.wait_for_selector(".counts", timeout=60_000)
    return path


def _problems(officer: object, path: str) -> set[tuple[int, str]]:
    """(sheet row, column) of every problem listed, over all pages."""
    found: set[tuple[int, str]] = set()
    number = 1
    while True:
        officer.open(f"{path}problems/?page={number}")
        rows = officer.page.locator("table tbody tr")
        for text in [row.inner_text() for row in rows.all()]:
            cells = [part.strip() for part in re.split(r"[\t\n]+", text) if part.strip()]
            if cells and cells[0].isdigit():
                found |= {(int(cells[0]), cell) for cell in cells[1:4]}
        if not officer.page.locator(f"a[href*='page={number + 1}']").count():
            return found
        number += 1


def _press(visit: object, selector: str) -> None:
    """Press the first of these and wait for the page it leads to."""
    with visit.page.expect_navigation():
        visit.page.locator(selector).first.click()


def _link(page: object, pattern: str) -> str:
    """The address of the first link of the page that is wholly ``pattern``."""
    links = (link.get_attribute("href") or "" for link in page.locator("a").all())
    return next(address for address in links if re.fullmatch(pattern, address))


def _own(roster: rosters.Roster) -> list[rosters.Fault]:
    """The faults in rows of this officer's town; those of other towns are nobody's to see here."""
    good = rosters.clean(roster.on).rows
    return [fault for fault in roster.faults if good[fault.place - 1]["安置地"] == "玉山镇"]


def test_01_every_planted_fault_is_named_with_its_row_and_column(officer, roster, files) -> None:
    Story.roster_path = _upload(officer, files["faulty"])
    counts = [int(n) for n in officer.page.locator(".counts dd").all_inner_texts()]
    assert counts[1] + counts[2] == counts[0] == rosters.PEOPLE
    officer.shot("import-report")
    listed = _problems(officer, Story.roster_path)
    assert len(_own(roster)) > 18
    for fault in _own(roster):
        assert (fault.sheet_row, fault.header) in listed, f"{fault.en} in row {fault.sheet_row} is not named"


def test_02_a_cell_mended_in_the_page_is_read_again(officer, roster, files) -> None:
    good = rosters.clean(roster.on).rows
    for fault in _own(roster):
        officer.open(f"{Story.roster_path}rows/{fault.sheet_row}/")
        row = good[fault.place - 1]
        for header in {fault.header} | (
            {"姓名", *rosters.HEADERS[2:]} if fault.place == rosters.DUPLICATE else set()
        ):
            field = officer.page.locator(
                "main .field", has=officer.page.locator(f"label:text-matches('^{header} ')")
            )
            field.locator("input").first.fill(str(row.get(header, "")))
        _press(officer, "section[aria-labelledby=h-cells] button.btn")
        assert officer.page.locator("main .field--err").count() == 0, f"row {fault.sheet_row} is still wrong"
    officer.open(f"{Story.roster_path}rows/?state=rejected")
    assert officer.page.locator("table tbody tr").all_inner_texts() == []


def test_03_nothing_is_written_until_it_is_accepted_and_then_all_of_it(officer, roster) -> None:
    name = next(row["姓名"] for row in rosters.clean(roster.on).rows if row["安置地"] == "玉山镇")
    officer.open(f"/desk/people/?q={name}")
    before = officer.page.locator("table tbody tr", has_text=name).count()
    officer.open(Story.roster_path)
    officer.page.locator("form[action$='/accept/'] button.btn").click()
    officer.page.wait_for_selector(".note--done", timeout=120_000)
    officer.open(f"/desk/people/?q={name}")
    assert officer.page.locator("table tbody tr", has_text=name).count() == before + 1


def test_04_the_same_file_again_changes_nothing(officer, files) -> None:
    path = _upload(officer, files["clean"])
    officer.open(f"{path}rows/?state=new")
    assert officer.page.locator("table tbody tr").count() == 0
    officer.open(f"{path}rows/?state=changed")
    assert officer.page.locator("table tbody tr").count() == 0


def test_05_a_proposal_opened_by_itself_is_read_granted_printed_and_served(officer, roster) -> None:
    page = officer.page
    officer.open("/desk/proposals/?entitlement=resettlement_2024.self_employment")
    names = {row["姓名"] for row in rosters.clean(roster.on).rows if row["安置地"] == "玉山镇"}
    link = _first_of(officer, names)
    link.click()
    page.wait_for_selector(".why")
    Story.proposal_path = re.search(r"/desk/proposals/\d+/", page.url)[0]
    Story.person_path = _link(page, r"/desk/people/\d+/")
    officer.shot("proposal")
    page.goto(f"{officer.bureau.address}{Story.proposal_path}grant/")
    page.fill("textarea[name=reason]", "")
    page.locator("main form button.btn").first.click()  # without a reason: nothing is signed
    page.wait_for_selector(".errsum")
    page.fill("textarea[name=reason]", "名册和退役证已核对，符合自主就业条件。")
    _press(officer, "main form button.btn")
    officer.open(Story.proposal_path)
    Story.letter_path = _link(page, r"/desk/letters/\d+/")
    officer.open(Story.letter_path)
    officer.open(f"{Story.letter_path}print/")
    assert "〔" in page.inner_text("body")
    officer.shot("letter")
    officer.open(f"{Story.letter_path}serve/")
    page.locator("main input[type=radio]").first.check()
    for box, part in enumerate((TODAY.year, TODAY.month, TODAY.day)):
        page.fill(f"main input[name=on_{box}]", str(part))
    _press(officer, "main form button.btn")
    officer.open(Story.letter_path)
    assert "复议" in page.inner_text("main")


def _first_of(officer: object, names: set[str]) -> object:
    """The first proposal in the list whose person is one of ``names``."""
    page = officer.page
    number = 1
    while True:
        for row in page.locator("table tbody tr").all():
            words = row.inner_text()
            hit = next((name for name in names if name in words), None)
            if hit:
                Story.person_name = hit
                return row.locator("a").first
        number += 1
        following = page.locator(f"a[href*='page={number}']")
        assert following.count(), "no proposal of a person of the roster is listed"
        with page.expect_navigation():
            following.first.click()


def test_06_the_veteran_reads_it_on_a_phone_in_both_views(visit, officer) -> None:
    officer.open(f"{Story.person_path}account/")
    _press(officer, "form[action$='/slip/'] button")
    slip = officer.page.inner_text("main")
    code = re.search(r"\b[A-Z0-9]{5}[ -]?[A-Z0-9]{5}\b", slip)[0]
    number = next(r["身份证号"] for r in rosters.clean(TODAY).rows if r["姓名"] == Story.person_name)
    veteran = visit(width=390)
    veteran.open("/activate/")
    veteran.page.fill("input[name=code]", code)
    veteran.page.fill("input[name=id_last4]", str(number)[-4:])
    veteran.page.fill("input[name=password]", PASSWORD)
    veteran.page.fill("input[name=again]", "不一样的另一句话不一样的话")
    veteran.page.locator("main form button").click()
    veteran.page.wait_for_selector(".errsum")  # a mistake keeps the code and says what is wrong
    assert veteran.page.input_value("input[name=code]")
    veteran.page.fill("input[name=password]", PASSWORD)
    veteran.page.fill("input[name=again]", PASSWORD)
    veteran.page.locator("main form button").click()
    veteran.page.wait_for_url(re.compile("/me/"))
    assert Story.person_name in veteran.page.inner_text("h1")
    assert "自主就业" in veteran.page.inner_text("main")
    veteran.shot("me")
    veteran.open("/me/letters/")
    _press(veteran, "main .card a")
    assert "〔" in veteran.page.inner_text("main")
    veteran.shot("me-letter")
    veteran.open("/me/log/")
    assert "玉山镇" in veteran.page.inner_text("main")
    veteran.open("/me/")
    veteran.page.locator("button", has_text="长者版").first.click()
    veteran.page.wait_for_selector("html[data-view=elder]")
    assert veteran.page.locator("html").get_attribute("data-view") == "elder"
    veteran.shot("me-elder")
    wide = veteran.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390, f"the elder view scrolls sideways: {wide}"


def test_07_another_towns_officer_finds_nothing_of_it(visit) -> None:
    other = visit().enter(OTHER_TOWN)
    other.open(f"/desk/people/?q={Story.person_name}")
    assert other.page.locator("table tbody tr", has_text=Story.person_name).count() == 0
    for path in (Story.person_path, Story.proposal_path, Story.letter_path, Story.roster_path):
        assert other.page.goto(other.bureau.address + path).status == 404
        assert Story.person_name not in other.page.content()


def test_08_the_command_line_gives_the_same_answers(officer, files, tmp_path) -> None:
    results = tmp_path / "results.xlsx"
    command = [
        sys.executable,
        "-m",
        "rongyao.bureau.config.cli",
        "determine",
        str(files["clean"]),
        "-o",
        str(results),
    ]
    subprocess.run(command, check=True, capture_output=True)
    text = "\n".join(
        "\t".join(str(cell) for cell in row)
        for sheet in CalamineWorkbook.from_path(results).sheet_names
        for row in CalamineWorkbook.from_path(results).get_sheet_by_name(sheet).to_python()
        if Story.person_name in row
    )
    officer.open(f"{Story.person_path}entitlements/")
    page = officer.page.inner_text("main")
    assert "自主就业" in text
    assert "自主就业" in page
    for amount in set(re.findall(r"[\d,]+\.\d{2} 元", page)):
        assert amount in text, f"{amount} is on the page and not in the workbook"
