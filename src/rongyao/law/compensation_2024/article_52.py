"""Article 52: half fares across the country and free city transport for disabled soldiers; first in line, kin too."""

from rongyao.law.compensation_2024.article_59 import cancelled, sentenced_gravely
from rongyao.law.compensation_2024.edition import EDITION
from rongyao.law.model import Test, any_of, clause, entitlement, on, threshold, unless
from rongyao.law.model import fact as f

LIGHTEST = threshold("52", grade=10)


@clause("52", zh="持残疾军人证", en="holds the disabled soldier's card")
def disabled_soldier() -> Test:
    return f.disability_grade.between(1, LIGHTEST)


@clause("52", zh="现役军人", en="a serving soldier")
def serving() -> Test:
    return f.is_serving


@clause("52", zh="三属", en="a survivor of a martyr, or of a soldier who died on duty or of illness")
def travelling_kin() -> Test:
    return f.survivor_of.is_in("martyr", "duty_death", "illness_death")


fares_half = entitlement(
    "fares_half",
    zh="铁路、轮船、长途客运、民航减收50%",
    en="half fares on railways, ships, coaches and flights",
    article="52",
    edition=EDITION,
    event=on,
    when=unless(disabled_soldier, cancelled),
    note_zh="凭残疾军人证；减收国内运输经营者对外公布票价的50%，票价取决于行程，不作测算",
    note_en="on the disabled soldier's card; half of the published fare, which depends on the journey",
)

free_city_transport = entitlement(
    "free_city_transport",
    zh="免费乘坐市内公共交通",
    en="free city transport",
    article="52",
    edition=EDITION,
    event=on,
    when=unless(any_of(disabled_soldier, serving), cancelled),
    note_zh="公共汽车、电车、轮渡和轨道交通，凭证乘坐；优待证持有人在苏州另有免费",
    note_en="buses, trams, ferries and metro, on the card; in Suzhou holders of the preference card ride free too",
)

priority_travel = entitlement(
    "priority_travel",
    zh="购票、安检、候乘、通行优先",
    en="first in line for tickets, security, waiting and boarding",
    article="52",
    edition=EDITION,
    event=on,
    when=any_of(
        unless(any_of(disabled_soldier, serving), cancelled), unless(travelling_kin, sentenced_gravely)
    ),
    note_zh="随行家属一同享受；三属凭优待证",
    note_en="for the family travelling along too; survivors show the preference card",
)
