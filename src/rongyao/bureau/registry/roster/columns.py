"""Which column of a roster is what: headers by their synonyms, in any order and any spelling offices use.

A header that is not recognised is never guessed; its column is reported as unread, with the number of cells in it.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rongyao.law.facts import FACTS

NAME, ID_NUMBER, PHONE, ADDRESS, TOWN, ETHNICITY, NOTE = (
    "person.name", "person.id_number", "person.phone", "person.address", "person.town", "person.ethnicity", "person.note",
)  # fmt: skip
RANK, DISABILITY, WAY = "special.rank", "special.disability", "special.way"
PARTY_DISCIPLINE = "special.party_discipline"
ENLISTED_FROM, HUKOU_THEN, HUKOU_NOW = (
    "place.enlisted_from_kunshan",
    "place.hukou_kunshan_at_enlistment",
    "place.hukou_kunshan",
)
SERVICE_YEARS, IGNORED = "check.service_years", "ignored"


@dataclass(frozen=True, slots=True)
class ColumnKind:
    """What a column is read as. `facts` are those it can fill; `is_location` columns answer yes or no by place name."""

    key: str
    zh: str
    en: str
    facts: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()


def _person(key: str, zh: str, en: str, *headers: str) -> ColumnKind:
    return ColumnKind(key, zh, en, (), headers)


SPECIAL: tuple[ColumnKind, ...] = (
    _person(NAME, "姓名", "name", "名字", "退役军人姓名", "人员姓名", "本人姓名", "退役士兵姓名", "name"),
    _person(ID_NUMBER, "身份证号", "identity number", "身份证", "身份证号码", "公民身份号码", "公民身份证号码", "公民身份证号", "居民身份证号", "居民身份证号码", "身份号码", "证件号码", "证件号", "有效证件号码", "id number", "identity card"),
    _person(PHONE, "联系电话", "telephone", "电话", "手机", "手机号", "手机号码", "联系方式", "本人电话", "电话号码", "联系手机", "移动电话", "本人联系电话", "联系电话1", "联系电话2", "备用电话", "固定电话", "phone", "mobile"),
    _person(ADDRESS, "家庭住址", "home address", "住址", "地址", "家庭地址", "家庭详细住址", "家庭详细地址", "详细住址", "现家庭住址", "家庭现住址", "家庭常住地址", "现住详细地址", "现住址", "居住地址", "现居住地", "详细地址", "常住地址", "居住地", "现住地址", "通讯地址", "联系地址", "address"),
    _person(TOWN, "安置地", "town of placement", "乡镇", "镇", "街道", "乡镇街道", "所属乡镇", "所属镇", "区镇", "所属区镇", "安置乡镇", "安置区镇", "安置地乡镇", "接收地", "接收乡镇", "所在乡镇", "户籍乡镇", "服务站", "town"),
    _person(ETHNICITY, "民族", "ethnicity", "族别", "民族名称", "ethnicity"),
    _person(NOTE, "备注", "remarks", "备注1", "备注2", "备注一", "备注二", "说明", "附注", "备考", "其他说明", "note", "remarks"),
    ColumnKind(RANK, "军衔", "military rank", ("rank_group", "nco_grade", "rank_sergeant_4_or_above"), (
        "军衔等级", "退役时军衔", "最后军衔", "衔级", "军衔级别", "现军衔", "警衔", "人员类别", "人员类型", "类别", "身份类别", "兵员类别", "人员身份", "退役时身份", "退役时人员类别", "人员性质", "退役军人类别", "退役类别", "类型", "身份", "身份等级", "身份类型", "rank")),
    ColumnKind(DISABILITY, "残疾等级", "disability grade", ("disability_grade", "disability_cause"), (
        "残疾级别", "残疾情况", "评残等级", "评残情况", "残情等级", "残疾等级及性质", "残疾等级性质", "伤残情况", "伤残级别", "伤残", "残疾", "是否残疾", "是否伤残", "disability grade")),
    ColumnKind(WAY, "安置方式", "way of discharge or placement", ("discharge_mode", "placement_choice"), (
        "退役方式", "退出现役方式", "离队方式", "退役安置方式", "安置去向", "安置类别", "安置类型", "拟安置方式", "选择安置方式", "本人选择安置方式", "安置意愿", "退役形式", "退役类型", "退役去向")),
    ColumnKind(PARTY_DISCIPLINE, "党内处分", "Party discipline", ("expelled_from_party",), (
        "党纪处分", "受过何种党内处分", "党内处分情况", "党纪处分情况", "处分", "处分情况", "受处分情况")),
    ColumnKind(ENLISTED_FROM, "入伍地", "place of enlistment", ("enlisted_from_kunshan",), (
        "入伍地点", "征集地", "批准入伍地", "应征地", "入伍所在地", "征集地点", "入伍批准地")),
    ColumnKind(HUKOU_THEN, "入伍时户籍所在地", "household register at enlistment", ("hukou_kunshan_at_enlistment",), (
        "入伍前户籍所在地", "入伍前户籍", "入伍时户籍", "入伍时户口", "入伍前户口", "入伍户籍地", "入伍时户籍地", "入伍前户籍地", "入伍户籍所在地")),
    ColumnKind(HUKOU_NOW, "户籍所在地", "household register", ("hukou_kunshan",), (
        "户籍地", "户口所在地", "户籍", "现户籍", "现户籍地", "户籍地址", "户籍住址", "现户籍所在地", "户口", "户口地")),
    ColumnKind(SERVICE_YEARS, "服役年限", "years of service (checked against the dates)", (), (
        "军龄", "服役年数", "服现役年限", "服役时长", "服役满年限", "兵龄")),
    ColumnKind(IGNORED, "序号", "row number and columns that follow from others", (), (
        "编号", "流水号", "序", "行号", "no", "号", "年龄", "周岁", "现年龄", "序列", "顺序号")),
)  # fmt: skip

# Headers of facts beside their own labels. A wrong synonym writes a wrong fact, so only clear ones stand here.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "birth_on": ("出生年月", "出生日期", "生日", "出生年月日", "出生时间", "出生"),
    "sex": ("性别", "性别代码", "男女"),
    "enlisted_on": ("入伍时间", "入伍年月", "入伍日期", "应征入伍时间", "参军时间", "服役开始时间", "批准入伍时间", "入伍年份", "何时入伍", "入伍"),
    "discharged_on": ("退役时间", "退出现役时间", "离队时间", "退役日期", "退伍时间", "退役年月", "批准退役时间", "退出现役日期", "离队日期", "服役结束时间", "批准退出现役时间", "何时退役", "退役"),
    "nco_since_on": ("选改军士时间", "选取军士时间", "转改军士时间", "选取士官时间", "转士官时间", "任军士时间", "首次选取军士时间", "担任军士时间", "晋升军士时间"),
    "rank_since_on": ("现军衔时间", "现衔时间", "现军衔起算时间", "授衔时间", "现军衔授予时间", "最后一次授衔时间"),
    "nco_grade": ("军士层级", "士官层级", "军士等级", "军士级别"),
    "discharge_mode": ("退役原因", "退出现役原因", "离队原因", "退役情形"),
    "honours": ("立功受奖", "立功受奖情况", "奖励情况", "奖励", "奖惩情况", "奖惩", "立功情况", "服役期间奖励", "服役期间立功受奖情况", "功勋荣誉表彰", "荣誉表彰", "获奖情况", "受奖情况", "表彰奖励", "功勋荣誉", "荣誉", "功奖", "立功", "立功受奖等情况"),
    "disability_cause": ("残疾性质", "致残性质", "残疾原因", "致残原因", "评残性质", "残情性质"),
    "disability_approved_on": ("评残时间", "评残日期", "残疾批准时间", "残疾评定时间", "残疾等级批准时间"),
    "child_of_martyr": ("是否烈士子女", "烈士子女", "烈属子女"),
    "took_part_in_combat": ("是否参战", "参战", "参战情况", "是否参加作战", "参战经历"),
    "took_part_in_tests": ("是否参试", "参试", "是否参加核试验", "是否涉核"),
    "in_tibet": ("是否在藏服役", "是否进藏", "进藏兵", "西藏服役", "是否西藏服役", "进藏服役"),
    "in_xinjiang": ("是否在疆服役", "进疆兵", "新疆服役", "是否新疆服役"),
    "hard_area_months": ("艰苦地区服役月数", "艰苦边远地区服役时间", "艰苦边远地区服役月数", "艰边地区服役时间"),
    "expelled_from_party": ("是否开除党籍", "开除党籍", "是否被开除党籍"),
    "criminal_record": ("是否受过刑事处罚", "刑事处罚", "刑事处罚情况", "受刑事处罚", "犯罪记录", "违法犯罪", "是否有犯罪记录"),
    "expelled_from_army": ("开除军籍", "是否开除军籍", "是否被开除军籍"),
    "reported_on": ("报到时间", "报到日期", "到地方报到时间", "回地方报到时间"),
    "report_due_on": ("报到截止时间", "应报到时间", "规定报到时间", "报到期限"),
    "file_registered": ("是否建档立卡", "建档立卡", "是否已建档立卡"),
    "holds_preference_card": ("优待证", "是否领取优待证", "是否持有优待证", "是否已领优待证"),
    "mental_illness": ("是否精神残疾", "是否患精神疾病", "是否精神病", "精神障碍"),
    "centralised_care": ("是否集中供养", "集中供养"),
    "student_at_enlistment": ("是否在校生入伍", "入伍时是否在校生", "在校大学生入伍", "是否大学生士兵"),
    "both_parents_dead": ("是否父母双亡", "父母双亡", "是否孤儿"),
    "monthly_basic_pay": ("月基本工资",),
    "is_deceased": ("是否去世", "是否死亡", "是否已故"),
    "died_on": ("去世时间", "死亡时间", "牺牲时间", "病故时间"),
}  # fmt: skip

# A column under such a heading speaks of somebody else, whatever its own heading says.
ABOUT_OTHERS = re.compile(
    r"配偶|父亲|母亲|父母|家属|亲属|家庭成员|家长|联系人|监护|介绍人|子女(?!$)|代理|经办|烈士(?!子女)|岳|儿|女儿"
)
# Words that mean something as a heading of their own, and anything at all below another heading ("证件" over "类型").
TOO_GENERAL = frozenset(
    {"类型", "类别", "等级", "级别", "性质", "时间", "情况", "说明", "编号", "号", "序号", "身份", "类"}
)
SAME_WORD = (
    ("年月日", "时间"), ("年月", "时间"), ("日期", "时间"), ("伤残", "残疾"), ("户口", "户籍"), ("退伍", "退役"), ("士官", "军士"),
    ("号码", "号"), ("的", ""),
)  # fmt: skip
MARKS = re.compile(r"[\s:：*＊#、,，.。“”\"'‘’\\_\-—~·必填项?？!！<>《》]+")
BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")


@lru_cache(maxsize=1)
def kinds() -> dict[str, ColumnKind]:
    """Every kind of column by its key: persons, special columns, and one for each fact nobody has to judge."""
    special = {kind.key: kind for kind in SPECIAL}
    facts = {
        f.name: ColumnKind(f.name, f.zh, f.en, (f.name,), SYNONYMS.get(f.name, ()))
        for f in FACTS.values()
        if not f.judged
    }
    return special | facts


def recognise(*headings: str) -> ColumnKind | None:
    """The kind of the column under these headings (outermost first), or None.

    The headings together are tried first ("残疾" over "等级"), then the innermost alone; an outer heading alone only when
    there is nothing under it.
    """
    texts = [text for text in headings if text]
    if not texts:
        return None
    joined = "".join(dict.fromkeys(texts))
    tried = [joined, re.sub(r"情况|信息|基本", "", joined)]
    if len(texts) > 1 and texts[-1] not in TOO_GENERAL and not ABOUT_OTHERS.search("".join(texts[:-1])):
        tried.append(texts[-1])
    return next((kind for text in tried if (kind := _by_header(text))), None)


def is_header_word(text: str) -> bool:
    """True when the text alone is a known header."""
    return _by_header(text) is not None


@lru_cache(maxsize=4096)
def _by_header(text: str) -> ColumnKind | None:
    if len(text) > 60:
        return None
    return next((kind for form in _forms(text) if (kind := _index().get(form))), None)


def _forms(text: str) -> Iterator[str]:
    """The header as written, without brackets, without "是否", and each side of a slash."""
    whole = unicodedata.normalize("NFKC", text)
    bare = BRACKETS.sub("", whole)
    for form in (whole, bare):
        yield _key(form)
        yield _key(re.sub(r"^是否(?:为|是|属于)?|情况$|标[志识]$", "", form.strip()))
        yield _key(
            re.sub(
                r"^[*＊\d.、\s]*(?:退役军人|退役士兵|退役人员|退役|本人|人员|个人|军人|士兵)",
                "",
                form.strip(),
            )
        )
    if re.search(r"[/或]", bare):
        yield from (_key(part) for part in re.split(r"[/或]", bare) if len(_key(part)) > 1)


def _key(text: str) -> str:
    key = MARKS.sub("", re.sub(r"[()\[\]【】/]", "", text)).lower()
    for word, same in SAME_WORD:
        key = key.replace(word, same)
    return key


@lru_cache(maxsize=1)
def _index() -> dict[str, ColumnKind]:
    index: dict[str, ColumnKind] = {}
    for kind in kinds().values():
        for header in (kind.zh, *kind.headers):
            index.setdefault(_key(unicodedata.normalize("NFKC", header)), kind)
    # Labels of the law come last: a roster's own word wins over a label that happens to be the same.
    for fact in FACTS.values():
        if not fact.judged:
            for header in (fact.name, fact.en, fact.zh, BRACKETS.sub("", fact.zh)):
                index.setdefault(_key(unicodedata.normalize("NFKC", header)), kinds()[fact.name])
    index.pop("", None)
    return index
