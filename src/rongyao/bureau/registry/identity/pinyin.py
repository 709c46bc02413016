"""The sound of a name: keys to find a person by pinyin, by initials, or by a near sound.

The reading of a surname is not that of the common word (单 Shan, 曾 Zeng, 解 Xie, 仇 Qiu), so surnames have their own
table. Where families differ (盖 Ge or Gai), both readings are kept and both find the person.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, pinyin

from rongyao.bureau.registry.identity.names import MIDDLE_DOT, clean_name

# Readings of a character as a surname where it differs from the common word, the usual one first.
SURNAME_READINGS: dict[str, tuple[str, ...]] = {
    "单": ("shan", "dan"), "曾": ("zeng",), "解": ("xie",), "仇": ("qiu",), "任": ("ren",), "查": ("zha",),
    "区": ("ou",), "朴": ("piao", "pu"), "盖": ("ge", "gai"), "乐": ("yue", "le"), "缪": ("miao", "mou"),
    "么": ("yao",), "员": ("yun", "yuan"), "繁": ("po", "fan"), "晁": ("chao",), "逄": ("pang",),
    "覃": ("qin", "tan"), "秘": ("bi", "mi"), "种": ("chong", "zhong"), "召": ("shao", "zhao"),
    "翟": ("zhai", "di"), "黑": ("he", "hei"), "洗": ("xian",), "冼": ("xian",), "折": ("she", "zhe"),
    "宓": ("mi", "fu"), "祭": ("zhai", "ji"), "隗": ("kui", "wei"), "澹": ("tan", "dan"), "臧": ("zang",),
    "藏": ("zang",), "句": ("gou",), "过": ("guo",), "郗": ("xi", "chi"), "郇": ("xun", "huan"), "贲": ("ben",),
    "佴": ("nai",), "撒": ("sa",), "谌": ("chen", "shen"), "会": ("gui", "hui"), "车": ("che",),
    "那": ("na", "nuo"), "费": ("fei", "bi"), "柏": ("bai", "bo"), "薄": ("bo",), "尉": ("wei", "yu"),
    "盛": ("sheng",), "石": ("shi",), "叶": ("ye",), "卜": ("bu",), "贾": ("jia",), "钻": ("zuan",),
    "适": ("kuo", "shi"), "阚": ("kan",), "仉": ("zhang",), "乜": ("nie",), "幺": ("yao",), "应": ("ying",),
    "宁": ("ning",), "华": ("hua",), "燕": ("yan",), "纪": ("ji",), "哈": ("ha",), "牟": ("mou", "mu"),
    "尧": ("yao",), "咸": ("xian",), "阙": ("que",), "相": ("xiang",), "曲": ("qu",), "行": ("xing", "hang"),
    "冯": ("feng",), "长": ("chang",), "重": ("chong", "zhong"), "万": ("wan",), "沈": ("shen",), "颉": ("xie", "jie"),
    "尉迟": ("yu chi",), "长孙": ("zhang sun",), "万俟": ("mo qi",), "令狐": ("ling hu",), "澹台": ("tan tai",),
    "鲜于": ("xian yu",), "单于": ("chan yu",), "宰父": ("zai fu",), "亓官": ("qi guan",), "夏侯": ("xia hou",),
    "皇甫": ("huang fu",), "呼延": ("hu yan",), "濮阳": ("pu yang",), "欧阳": ("ou yang",), "钟离": ("zhong li",),
}  # fmt: skip

# Sounds that speakers of Wu and other southern dialects, and hurried typists, do not tell apart.
NEAR_SOUNDS = (
    ("lyu", "lu"), ("nyu", "nu"), ("v", "u"), ("ü", "u"),
    ("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("huan", "wan"),
)  # fmt: skip
NOT_A_LETTER = re.compile(r"[^a-z]")


@dataclass(frozen=True, slots=True)
class NameKeys:
    """Keys of one name, all in plain lower-case letters: full "zhangsan", initials "zs", near-sound key "zansan".

    `also_full` and `also_initials` are the further readings of the surname, where families differ.
    """

    full: str
    initials: str
    near: str
    also_full: tuple[str, ...] = ()
    also_initials: tuple[str, ...] = ()

    @property
    def all_full(self) -> tuple[str, ...]:
        return (self.full, *self.also_full)


@lru_cache(maxsize=4096)
def name_keys(name: str) -> NameKeys:
    """Keys of a name. A name in Latin letters is its own reading; unknown characters are left out of the keys."""
    cleaned = clean_name(name)
    readings = [_syllables(surname, cleaned) for surname in _surname_readings(cleaned)]
    full = ["".join(reading) for reading in readings]
    initials = ["".join(syllable[0] for syllable in reading) for reading in readings]
    also = tuple(dict.fromkeys(key for key in full[1:] if key != full[0]))
    also_initials = tuple(dict.fromkeys(key for key in initials[1:] if key != initials[0]))
    return NameKeys(full[0], initials[0], near_key(full[0]), also, also_initials)


def near_key(letters: str) -> str:
    """The near-sound key of pinyin as typed ("zhang san", "ZhangSan"): compare it with `NameKeys.near`."""
    key = _plain(letters)
    for sound, near in NEAR_SOUNDS:
        key = key.replace(sound, near)
    return key


def _surname_readings(name: str) -> tuple[tuple[int, str], ...]:
    """(length of the surname in characters, its reading) for each reading; length 0 means no special reading."""
    for length in (2, 1):
        if len(name) > length and MIDDLE_DOT not in name and name[:length] in SURNAME_READINGS:
            return tuple((length, reading) for reading in SURNAME_READINGS[name[:length]])
    return ((0, ""),)


def _syllables(surname: tuple[int, str], name: str) -> list[str]:
    length, reading = surname
    given = [_plain(found[0]) for found in pinyin(name[length:], style=Style.NORMAL, errors=_latin_words)]  # type: ignore[arg-type]
    return [syllable for syllable in [*reading.split(), *given] if syllable]


def _latin_words(unread: str) -> list[str]:
    """What has no reading: Latin words are kept, characters no dictionary knows give nothing."""
    words = [_plain(word) for word in re.split(r"[\s·'\-]+", unread)]
    return [word for word in words if word] or [""]


def _plain(letters: str) -> str:
    """Lower-case a to z: tone marks are dropped, ü becomes v as keyboards have it."""
    folded = letters.lower().replace("ü", "v")
    return NOT_A_LETTER.sub("", unicodedata.normalize("NFKD", folded))
