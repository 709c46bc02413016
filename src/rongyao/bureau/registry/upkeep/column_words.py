"""What the columns of kept rows are called in a copy of one's own data: (Chinese, English).

A vocabulary, not sentences: the same short words would mean other things elsewhere on a page, so it stands by itself.
"""

from __future__ import annotations

from rongyao.bureau.registry.forms.words import is_chinese

WORDS: dict[str, tuple[str, str]] = {
    "about": ("关于什么", "about"), "address": ("送达地址", "address"), "address_shown": ("显示的地址", "address shown"),
    "amount_fen": ("金额（分）", "amount (fen)"), "answer": ("答复", "answer"), "answered_at": ("答复时间", "answered at"),
    "answered_by": ("答复人", "answered by"), "arrears": ("补发清单", "list of arrears"), "asked_at": ("提出时间", "asked at"),
    "asked_by": ("提出人", "asked by"), "at": ("时间", "at"), "at_enlistment": ("是否入伍时学历", "at enlistment"),
    "batch": ("群发批次", "batch"), "birth_on": ("出生日期", "born on"), "body": ("内容", "text"), "bound_at": ("绑定时间", "bound at"),
    "bound_by": ("绑定人", "bound by"), "by": ("经办人", "by"), "candidates": ("可能的档案", "possible files"),
    "category": ("类别", "category"), "changed_at": ("修改时间", "changed at"), "changed_by": ("修改人", "changed by"),
    "clock": ("时限", "clock"), "closed_at": ("办结时间", "closed at"), "code": ("代码", "code"),
    "computed_at": ("计算时间", "computed at"), "confidence": ("确定程度", "how sure"), "consent": ("是否同意", "consent"),
    "consent_ended_on": ("同意撤回日期", "consent withdrawn on"), "consent_how": ("同意方式", "how consent was given"),
    "consent_on": ("同意日期", "consent given on"), "consent_source": ("同意依据", "paper of consent"),
    "created_at": ("建立时间", "made at"), "destroy_reason": ("销毁原因", "why destroyed"),
    "destroyed_at": ("销毁时间", "destroyed at"), "destroyed_by": ("销毁人", "destroyed by"),
    "determination": ("核算结论", "answer it rests on"), "died_on": ("去世日期", "died on"), "differences": ("不同之处", "differences"),
    "division": ("区划", "division"), "due_on": ("到期日", "due on"), "email": ("电子邮箱", "e-mail"), "employer": ("工作单位", "employer"),
    "end_reason": ("终止原因", "why it ended"), "ended_at": ("终止时间", "ended at"), "ended_by": ("终止人", "ended by"),
    "ends_on": ("截止日期", "ends on"), "entitlement": ("待遇事项", "entitlement"), "expires_at": ("失效时间", "expires at"),
    "expires_on": ("有效期至", "valid until"), "fact": ("事项", "fact"), "failed_count": ("输错次数", "failed tries"),
    "field": ("栏目", "field"), "finding": ("核算过程", "finding"), "first": ("档案一", "first file"),
    "from_month": ("起始月份", "from month"), "from_on": ("起始日期", "from"), "grade": ("等级", "grade"), "ground": ("登记依据", "ground"),
    "ground_words": ("依据说明", "ground in words"), "helper": ("代办人账号", "helper's sign-in"), "helper_name": ("代办人姓名", "helper's name"),
    "household": ("家庭户", "household"), "id_last4": ("身份证号后四位", "last four of the identity number"),
    "id_number": ("身份证号", "identity number"), "is_by_facts": ("是否按事实认定", "follows from the facts"),
    "is_deceased": ("是否去世", "deceased"), "is_dependent": ("是否由本人供养", "dependent"), "is_granted": ("是否已批准", "granted"),
    "is_payable": ("是否可以发放", "payable"), "is_provisional": ("是否暂定", "provisional"), "is_touched": ("是否改过", "mended by hand"),
    "is_urgent": ("是否紧急", "urgent"), "issued_by": ("发证机关", "issued by"), "issued_on": ("发证日期", "issued on"),
    "kept_at": ("提交时间", "handed in at"), "kept_by": ("提交账号", "handed in by"), "kept_by_name": ("提交人", "name of who handed it in"),
    "kind": ("种类", "kind"), "language": ("语言", "language"), "level": ("学历层次", "level"), "linked": ("关联档案", "file of the relative"),
    "lives_with": ("是否同住", "lives with"), "made_at": ("核算时间", "worked out at"), "may": ("可以代办什么", "what the helper may do"),
    "missing_count": ("缺少材料数", "facts missing"), "months": ("月份", "months"), "moved_note": ("顺延说明", "why moved"),
    "name": ("名称", "name"), "needs_second": ("需要第二人签字", "needs a second signature"), "next_at": ("下次发送时间", "next try at"),
    "no_sms": ("不接收短信", "no text messages"), "number": ("序号", "number"), "number_last4": ("证号后四位", "last four of the number"),
    "occupation": ("职业", "occupation"), "on": ("基准日", "legal date"), "opened_at": ("开始时间", "opened at"),
    "organisation": ("单位", "organisation"), "outcome": ("结果", "outcome"), "owner": ("承办人", "owner"), "paper": ("材料", "paper"),
    "paper_asked": ("要求补交的材料", "papers asked for"), "params": ("说明", "details"), "pauses": ("停表时段", "pauses"),
    "phone": ("电话", "phone"), "phone_last4": ("电话后四位", "last four of the phone"), "post": ("岗位", "post"),
    "printed_at": ("打印时间", "printed at"), "printed_by": ("打印人", "printed by"), "proposal": ("待遇建议", "proposal"),
    "rank": ("联系顺序", "order of contact"), "read_at": ("阅读时间", "read at"), "reason": ("理由", "reason"),
    "recoding": ("区划调整", "recoding"), "recorded_at": ("登记时间", "recorded at"), "recorded_by": ("登记人", "recorded by"),
    "reference": ("发送回执", "receipt of the sender"), "relation": ("关系", "relation"), "release_reason": ("放行原因", "why released"),
    "released_at": ("放行时间", "released at"), "released_by": ("放行人", "released by"), "removed": ("是否已删除", "removed"),
    "renews": ("续期自", "renews"), "roster": ("名册", "roster"), "rule": ("期限规则", "rule"), "scan_words": ("检查结果", "scanner's words"),
    "scanned_at": ("检查时间", "scanned at"), "school": ("学校", "school"), "second": ("档案二", "second file"),
    "second_at": ("第二人签字时间", "signed second at"), "second_by": ("第二签字人", "signed second by"), "sent_at": ("发送时间", "sent at"),
    "sent_back_at": ("退回时间", "sent back at"), "sent_back_reason": ("退回原因", "why sent back"), "since": ("自何时起", "since"),
    "since_on": ("自何日起", "since"), "size": ("大小（字节）", "size (bytes)"), "source": ("来源材料", "source"),
    "started_on": ("起算日", "counted from"), "starts_on": ("起始日期", "starts on"), "state": ("状态", "state"),
    "stated_value": ("本人认为应是", "what you say it is"), "stopped_on": ("停止日期", "stopped on"), "subject": ("所属事项", "what it belongs to"),
    "title": ("标题", "heading"), "to_month": ("截止月份", "to month"), "to_on": ("截止日期", "to"), "total_fen": ("合计（分）", "total (fen)"),
    "tried": ("试过的方式", "ways tried"), "tries": ("发送次数", "tries"), "unit": ("计发单位", "unit"), "until": ("截至", "until"),
    "round": ("选岗轮次", "round of placement"), "row": ("表中行号", "row of the table"), "position": ("名次", "position"),
    "used_at": ("使用时间", "used at"), "user": ("账号", "sign-in"), "value": ("内容", "value"), "was_cleaned": ("是否去除拍摄信息", "camera data removed"),
    "way": ("方式", "way"), "what": ("要删除的内容", "what"), "words": ("说明", "in words"),
}  # fmt: skip
# Nothing that says anything to a person: places in the program, digests, copies made for searching.
NOT_SHOWN = frozenset(
    {
        "path", "person_id", "permission", "key", "sha256", "version", "claimed_at", "name_pinyin", "name_initials",
        "finding_hash", "pack_hash", "standards_hash", "facts_hash",
    }
)  # fmt: skip


def column_words(name: str) -> str:
    """The heading of a column in the language of the page. Raises KeyError for a column nobody named."""
    chinese, english = WORDS[name]
    return chinese if is_chinese() else english.capitalize()
