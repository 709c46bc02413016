"""Two results of placements of people who do not exist: one public, one waiting to be published. Rehearsals, as they say themselves."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping

from rongyao.bureau.demo import staff
from rongyao.bureau.placement.results import actions as results
from rongyao.choosing.by_score import publish as by_score
from rongyao.choosing.by_score.points import ScoreItem
from rongyao.choosing.by_score.ranking import TieKey
from rongyao.choosing.by_score.requirements import FactKind, parse
from rongyao.choosing.record.leaves import Nonces
from rongyao.choosing.record.notes import Signer
from rongyao.choosing.together import publish as together
from rongyao.choosing.together.market import Line, TrainingClass

RECORD = "kunshan.example/demo/{year}-{what}"
PEOPLE, TRAINEES = 46, 64
POSTS = (
    ("市水务局（示例）", "管网巡查", 2, ""), ("示例公交公司", "车辆调度", 3, ""), ("花桥镇（示例）", "综合执法", 3, "education in 大专|本科"),
    ("玉山镇（示例）", "应急管理", 2, "service_years >= 12"), ("示例水厂", "安全生产", 3, ""), ("市档案馆（示例）", "档案整理", 1, "education in 本科"),
    ("示例图书馆", "设备维护", 2, ""), ("张浦镇（示例）", "网格管理", 4, ""), ("周市镇（示例）", "安全巡查", 4, ""), ("市体育中心（示例）", "场馆管理", 2, ""),
    ("示例城投公司", "工程管理", 2, "education in 大专|本科"), ("巴城镇（示例）", "文化服务", 3, ""), ("市救助站（示例）", "救助服务", 2, ""), ("示例机场快线", "站务", 4, ""),
)  # fmt: skip
ORDERS = (
    ("示例精密制造", "数控操作", 14, 8, 20), ("示例精密制造", "质量检验", 6, 8, 20), ("示例新能源", "储能运维", 16, 10, 24),
    ("示例物流", "仓储管理", 14, 10, 30), ("示例软件园", "运维工程", 14, 12, 24), ("示例康养", "养老护理", 10, 15, 20),
)  # fmt: skip


def stage(*, on: dt.date) -> None:
    """Take both in as the bureau's own officer; the director publishes the first."""
    officer, director = staff.actor(staff.BUREAU_OFFICER, on), staff.actor(staff.DIRECTOR, on)
    row = results.keep(
        by=officer, files=score_record(on), title=f"{on.year}年安置选岗结果（演示）", title_en=f"Posts chosen by score, {on.year} (made up)",
    )  # fmt: skip
    results.publish(by=director, record=row)
    results.keep(
        by=officer, files=joint_record(on), title=f"{on.year}年订单培训录取结果（演示）", title_en=f"Classes and jobs, {on.year} (made up)",
    )  # fmt: skip


def _at(on: dt.date) -> str:
    return f"{on - dt.timedelta(days=3):%Y-%m-%d}T09:00:00+08:00"


def score_record(on: dt.date) -> Mapping[str, str]:
    """The files of a record of posts chosen by score, by people who do not exist."""
    draw, at = random.Random(320583), _at(on)
    facts = {"education": FactKind("education", "category", "学历", "education"), "service_years": FactKind("service_years", "int", "服役年限", "years of service")}  # fmt: skip
    posts = [
        by_score.Post(f"P{n:02}", seats, parse(asks, facts), zh, employer)
        for n, (employer, zh, seats, asks) in enumerate(POSTS, 1)
    ]
    rules = by_score.Rules(
        RECORD.format(year=on.year, what="posts"), facts=tuple(facts.values()),
        items=(ScoreItem("service", "服役年限", "years of service", "演示", 0, 4000), ScoreItem("honours", "奖励", "honours", "演示", 0, 3000)),
        ties=(TieKey("months", "服役月数", "months of service", "higher"),),
        text_zh="演示：服役年限和奖励计分，分高者先选；同分比服役月数，再同分按抽签。",
        text_en="Made up: points for years of service and honours; more points choose first; equals by months of service, then by lot.",
    )  # fmt: skip
    people = [_candidate(f"made-up-{n}", posts, draw) for n in range(PEOPLE)]
    made = by_score.Placement(rules, posts, people, Signer("bureau", draw.randbytes(32)), _nonces(draw))
    made.close(at=at)
    made.draw({}, at=at)
    session = made.session(at=at)
    session.run_by_lists(at=at)
    return made.finish(session, at=at)


def _candidate(key: str, posts: list[by_score.Post], draw: random.Random) -> by_score.Applicant:
    months = draw.randint(8 * 12, 18 * 12)
    points = {"service": months // 12 * 200, "honours": draw.choice((0, 0, 500, 500, 1000, 1500))}
    facts = {"education": draw.choice(("高中", "大专", "大专", "本科")), "service_years": months // 12}
    wishes = tuple(post.id for post in draw.sample(posts, draw.randint(4, 9)))
    return by_score.Applicant(key, sum(points.values()), (months,), points, facts, wishes)


def _nonces(draw: random.Random) -> Callable[[str], Nonces]:
    return lambda _key: Nonces(draw.randbytes(32), draw.randbytes(32))


def joint_record(on: dt.date) -> Mapping[str, str]:
    """The files of a record of classes and jobs matched together, for people who do not exist."""
    draw, at = random.Random(2026), _at(on)
    classes = [TrainingClass(f"C{n}", least, most) for n, (*_words, least, most) in enumerate(ORDERS, 1)]
    orders = [
        together.Order(Line(f"L{n}", n - 1, seats), (), employer, zh)
        for n, (employer, zh, seats, *_limits) in enumerate(ORDERS, 1)
    ]
    rules = together.Rules(
        RECORD.format(year=on.year, what="classes"), groups=(("first", "优先", "served first"), ("others", "其他", "others")),
        text_zh="演示：先使尽可能多的人得到岗位，再照顾优先组；人数不够的班不开。",
        text_en="Made up: as many people as possible are placed, then as many of the first group; a class with too few does not run.",
    )  # fmt: skip
    ids = [one.line.id for one in orders]
    people = [
        together.Applicant(f"made-up-{n}", n, draw.randrange(2), tuple(draw.sample(ids, draw.randint(1, 4))))
        for n in range(TRAINEES)
    ]
    made = together.Matching(
        rules, orders, classes, [], people, Signer("bureau", draw.randbytes(32)), _nonces(draw)
    )
    made.close(at=at)
    made.draw({}, at=at)
    made.run()
    return made.finish(at=at)
