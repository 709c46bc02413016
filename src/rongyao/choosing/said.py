"""What is wrong with the files of ``rongyao place`` and ``rongyao match``, in Chinese: the English sentence is the key.

The choosing is pure code without catalogues of messages; its refusals are written once, in English, where they are found. A test
holds that each has its Chinese here.
"""

import re

SENTENCES = {
    # the tables
    "{} is neither UTF-8 nor GB 18030": "{} 既不是 UTF-8 也不是 GB 18030 编码",
    "{} is empty": "{} 是空的",
    "{} is a workbook: open it and save it as CSV": "{} 是工作簿（Excel 文件）：请打开后另存为 CSV",
    "{} is UTF-16 text: save it as CSV UTF-8": "{} 是 UTF-16 文本：请另存为“CSV UTF-8”",
    "{} is no CSV file: {}": "{} 不是 CSV 文件：{}",
    "no headers": "没有表头",
    "{}: no commas between the cells; save it as CSV with commas": "{}：单元格之间不是逗号，请另存为逗号分隔的 CSV",
    "{} has no row below the headers": "{} 的表头下面没有一行",
    "the column {} is missing": "缺少 {} 这一列",
    "{}: the column {} stands there twice": "{}：{} 列出现两次",
    "{}, row {}: more cells than headers": "{}，第 {} 行：单元格比表头多",
    "the column {} is not understood; the columns are {}": "不认识 {} 这一列；可用的列是 {}",
    "tie.{}: {} is not a whole number": "tie.{}：{} 不是整数",
    "{} {} is not a whole number": "{} 列的 {} 不是整数",
    "{}: {} is not in {}": "{}：{} 不在 {} 中",
    # the settings
    "{}: the settings are {}": "{}：可用的设置是 {}",
    "the settings are {}": "可用的设置是 {}",
    "{} cannot be read: {}": "无法读取 {}：{}",
    "no JSON from sign {} on ({})": "从第 {} 个字符起不是 JSON（{}）",
    "{} should be text": "{} 应为文字",
    "{} should be 1 to 128 signs without blanks or +": "{} 应为 1 至 128 个字符，不含空白和 +",
    "{} should be an identifier (1–64 of A-Z a-z 0-9 . _ -)": "{} 应为编号（1–64 个 A-Z a-z 0-9 . _ -）",
    "{} should be a whole number": "{} 应为整数",
    "{} should be a whole number from {} on": "{} 应为不小于 {} 的整数",
    "{} should be one of {}": "{} 应为以下之一：{}",
    "{} should be a time such as {}": "{} 应为时间，写作 {}",
    "{} should be the 64 hex digits that rongyao witness tells": "{} 应为 rongyao witness 给出的 64 位十六进制公钥",
    "{} should be an object of {}": "{} 应为对象，含 {}",
    "{} should be a list": "{} 应为列表",
    "{} should be a list of id, zh and en": "{} 应为 [编号, 中文, 英文] 的列表",
    "{} stands there twice": "{} 出现两次",
    "{}: an identifier stands there twice": "{}：有编号出现两次",
    "{}: least is more than most": "{}：最少（least）大于最多（most）",
    "least_witnesses is {}, but there are {} witnesses": "least_witnesses 是 {}，见证人却只有 {} 个",
    "two of the bureau and the witnesses have one name": "单位和见证人中有两个同名",
    "two witnesses have the same key": "两个见证人用了同一把公钥",
    "seed.least is {}, but it must be from 1 to {}, the number of sources": "seed.least 是 {}，应在 1 与来源个数 {} 之间",
    "{}: {} is not a time such as {}": "{}：{} 不是合格的时间，应写作 {}",
    "--seed-at {} is before --at {}": "--seed-at（{}）早于 --at（{}）",
    # people
    "no id": "没有编号",
    "no score": "没有总分",
    "neither rank nor score": "既没有名次也没有总分",
    "{} is the same person as row {}": "{} 与第 {} 行是同一个人",
    "one person has two rows": "同一个人有两行",
    "{} has two rows: the other is row {}": "{} 有两行，另一行是第 {} 行",
    "{} is a number that the spreadsheet has shortened: make the column text and enter it again": (
        "{} 是被表格软件缩写的数字：请把该列设为文本格式，重新填入完整号码"
    ),
    "{} is not in {}": "{} 不在 {} 中",
    "{} is not a number of points such as 689.85": "{} 不是分数（应如 689.85）",
    "{} has more than two decimals: points are counted in hundredths": "{} 的小数多于两位：分数只计到百分之一",
    "{} is larger than any score can be written": "{} 超出可以写出的分数",
    "the rule has no item {}": "规则中没有赋分项 {}",
    "item {} is not given: 0 must be said, not left out": "缺少赋分项 {}：零分也要写 0，不能空着",
    "item {}: {} is outside {}": "赋分项 {}：{} 超出 {}",
    "the settings give no range for {}": "设置中没有 {} 的分值范围",
    "the items do not add up": "各项得分之和不等于总分",
    "{}: the items do not add up": "{}：各项得分之和不等于总分",
    "{}: {} tie keys": "{}：有 {} 个同分条件，与规则不符",
    "round {} is none of {}": "轮次 {} 不在 {} 之中",
    "{} names no round": "{} 没有指明轮次",
    "the group {} is none of {}": "组别 {} 不在 {} 之中",
    "the status {} is none of in, withdrew, late": "状态 {} 不是 参加、退出、逾期 之一",
    "person {} is in no group": "第 {} 人不属于任何组",
    "{}: not known: {}; ask for the paper first": "{}：尚不清楚 {}；请先索取证明材料",
    "two people have the same leaf: the same nonces were used twice": "两个人的承诺相同：同一组随机数用了两次",
    # posts, order lines, classes
    "{} stands there twice: it is also row {}": "{} 出现两次：第 {} 行也是它",
    "{} is full-width: write {}": "{} 是全角字符，请写成半角 {}",
    "no identifier": "没有编号",
    "two posts have the same identifier": "两个岗位编号相同",
    "two {} have the same identifier": "{} 中有两个编号相同",
    "post {} has {} seats": "岗位 {} 的名额是 {}",
    "post {} names no round": "岗位 {} 没有指明轮次",
    "the line {} stands there twice: it is also row {}": "订单 {} 出现两次：第 {} 行也是它",
    "the class {} has other limits than in row {}": "班级 {} 的人数限制与第 {} 行不同",
    "the class {} asks for at least {} and at most {}": "班级 {} 最少要 {} 人，最多却只有 {} 人",
    "the institution {} has other limits than in row {}": "机构 {} 的人数限制与第 {} 行不同",
    "line {} is malformed": "第 {} 个订单不合格",
    "class {} names no institution": "第 {} 个班级所属机构不存在",
    "class {} has a negative size": "第 {} 个班级的人数为负",
    "{} is not of the form: fact operator value|value (= != >= <= in, not in, has, has all)": (
        "条件 {} 应写作：事实 运算符 值|值（运算符有 = != >= <= in、not in、has、has all）"
    ),
    "{} asks for {}, which no column fact.{} gives": "条件 {} 要求 {}，但没有 fact.{} 这一列",
    "{}: a {} cannot be asked with {}": "{}：{} 类的事实不能用 {} 来要求",
    "{}: {} takes one value": "{}：{} 只能有一个值",
    "fact.{}: {}": "fact.{}：{}",
    "{} is not a value of kind {}, which is written {}": "{} 不是 {} 类的值（应如 {}）",
    # wishes
    "there is no post {}": "没有岗位 {}",
    "there is no line {}": "没有订单 {}",
    "{} lists {} twice": "{} 把 {} 填了两次",
    "{} lists a post twice": "{} 把同一岗位填了两次",
    "{} lists {}, which is no post": "{} 填了不存在的岗位 {}",
    "{} ranks two posts {}": "{} 有两个第 {} 志愿",
    "{} lists {} or the place {} twice": "{} 把 {} 或第 {} 志愿填了两次",
    "person {} lists a line twice": "第 {} 人把同一订单填了两次",
    "person {} lists no line": "第 {} 人填了不存在的订单",
    # text
    "{} is not an identifier (1–64 of A-Z a-z 0-9 . _ -)": "{} 不是合格的编号（1–64 个 A-Z a-z 0-9 . _ -）",
    "{} contains the forbidden character U+{}": "{} 含有不允许的字符 U+{}",
    "{} has no canonical form: use an integer or text": "{} 无法规范书写：请用整数或文字",
    "a {} has no canonical form": "{} 类的值无法规范书写",
    "{} is beyond 2^53 - 1": "{} 超出 2^53 - 1",
    "the key {} is not ASCII": "键 {} 不是 ASCII",
    "source {} is drawn at {}, not after the root ({}) and before the seed ({}): say both times with --at and --seed-at": (
        "来源 {} 的开奖时间 {} 不在根（{}）之后、种子（{}）之前：请用 --at 和 --seed-at 写明两个时间"
    ),
    # draws, suites, folders, witnesses
    "the recipe names no source {}": "规则中没有种子来源 {}",
    "the recipe asks for at least {} draws": "规则要求至少 {} 个开奖号码",
    "source {}: its {} digits are not given; say --draw {}=DIGITS": "来源 {}：没有给出 {} 位号码，请写 --draw {}=号码",
    "source {}: {} is not {} digits; type it again": "来源 {}：{} 不是 {} 位数字，请重新输入",
    "there is no suite {}: use sha256 or sm3": "没有杂凑套件 {}：请用 sha256 或 sm3",
    "this machine's OpenSSL offers no SM3; use sha256": "本机的 OpenSSL 没有 SM3，请用 sha256",
    "mode is most or stable, accept is listed or eligible": "mode 应为 most 或 stable，accept 应为 listed 或 eligible",
    "{} is not empty: a record is never written over another": "{} 不是空文件夹：绝不覆盖已有的记录",
    "{} has {} lines and no checkpoint of them": "{} 有 {} 行，却没有对应的检查点",
    "{} is not a checkpoint of these lines": "{} 不是这些行的检查点",
    "{} is no record: its log.jsonl does not begin with rules, posts and root": (
        "{} 不是记录：log.jsonl 的开头不是规则、岗位和承诺根"
    ),
    "log.jsonl: its line ends were changed to CRLF in copying; take the file as it was published": (
        "log.jsonl：换行在复制时被改成了 CRLF；请取公布的原文件"
    ),
    "{}: RULES gives another public key; this is not the right key file": "{}：规则中的公钥与此不同，密钥文件拿错了",
    "the draw is over: a root that is signed now could have been made to suit it": (
        "已经开奖：现在才签署的根，可能是照着结果做的"
    ),
    "{}: the bureau's signature does not hold": "{}：单位的签名无效",
    "{} cannot be read: it remembers what was signed, and without it a second history goes unseen": (
        "无法读取 {}：它记着上次签署的内容，没有它就看不出另一份历史"
    ),
    "the settings ask for {} witnesses: run with --root-only, let them sign, then give that folder with --witnessed": (
        "设置要求 {} 个见证人：请先用 --root-only，待见证人签署后，再用 --witnessed 给出那个文件夹"
    ),
    "{} is no root for witnesses: it has no checkpoints/3.txt": "{} 不是供见证的根：没有 checkpoints/3.txt",
    "the signature of {} under the root does not hold": "{} 在根上的签名无效",
    "{} signed the root only after a draw": "{} 在开奖之后才签署根",
    "{} witnesses have signed the root, the settings ask for {}": "只有 {} 个见证人签署了根，设置要求 {} 个",
    "{} cannot be written: {}": "无法写入 {}：{}",
    "{}: RULES names no such witness": "{}：规则中没有这个见证人",
    "{} lines now, {} when last signed: lines are missing": "现在 {} 行，上次签署时 {} 行：少了行",
    "version {} does not take the place of what was signed last of version {}": (
        "第 {} 版取代的，不是第 {} 版中上次签署的内容"
    ),
    "another history than the one signed at {} lines": "与上次签署的前 {} 行不是同一份历史",
    "the files, the settings, the secret, the time or the program are not those whose root the witnesses signed": (
        "文件、设置、密钥、时间或程序版本不是见证人签署其根时的那些"
    ),
}  # fmt: skip
COLUMNS = {
    "seats": "名额 seats",
    "rank": "序号 rank",
    "least": "开班最少 least",
    "most": "班额 most",
    "institution_least": "机构最少 institution_least",
    "institution_most": "机构最多 institution_most",
}
"""A column as the header of a Chinese file has it."""
_PLACE = re.compile(r"(.+?), row (\d+): (.+)", re.DOTALL)
_IN_FILE = re.compile(r"([^\s:]+\.[A-Za-z]+): (.+)", re.DOTALL)


def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(re.escape(part) for part in sentence.split("{}")), re.DOTALL)


_PATTERNS = [  # what says the most comes first: "the line {} stands there twice" before "{} stands there twice"
    (_pattern(english), chinese)
    for english, chinese in sorted(SENTENCES.items(), key=lambda pair: -len(pair[0].replace("{}", "")))
]


def in_chinese(told: str) -> str:
    """``told`` (one sentence a line) in Chinese; a sentence of another program (of the JSON reader) stays as it is."""
    return "\n".join(_sentence(line) for line in told.split("\n"))


def _sentence(told: str) -> str:
    if found := _PLACE.fullmatch(told):
        return f"{found[1]}，第 {found[2]} 行：{_sentence(found[3])}"
    if (found := _IN_FILE.fullmatch(told)) and (inner := _sentence(found[2])) != found[2]:
        return f"{found[1]}：{inner}"
    for pattern, chinese in _PATTERNS:
        if found := pattern.fullmatch(told):
            return chinese.format(*(COLUMNS.get(one, one) for one in found.groups()))
    return told
