"""What a letter says, in Chinese (the one that counts) and in English (to be read beside it). Pure: facts in, text out.

The order is fixed: a plain box first (result, reason, what you can do), then the formal text, the conditions with
their sources, the sum in one line, and the rights. Periods come from the clock's rules, never from here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rongyao.bureau.entitlements.rules import letter_rows
from rongyao.bureau.entitlements.rules.articles import cited, titled
from rongyao.bureau.entitlements.rules.findings import Json
from rongyao.bureau.foundation.clock.periods import COURT, REVIEW
from rongyao.bureau.foundation.clock.rules import UNIT_WORDS, Rule
from rongyao.bureau.foundation.ui.formats import date_text, precise_date, yuan_text

WAYS_SERVED = {
    "in_person": ("当面送达", "handed over"),
    "post": ("邮寄送达", "by post"),
    "family": ("留置同住成年家属签收", "left with an adult of the family"),
    "electronic": ("经本人同意电子送达", "electronically, as the person agreed"),
}
LANGUAGES = ("zh", "en")
FOUND = {
    "met": ("符合", "met"),
    "not_met": ("不符合", "not met"),
    "is_so": ("有此情形", "this is so"),
    "is_not_so": ("均无此情形", "none of these is so"),
}
PER = {"once": ("", ""), "month": ("每月", " a month"), "year": ("每年", " a year")}
Pair = tuple[str, str]
Body = dict[str, Any]


@dataclass(frozen=True)
class SourceSeen:
    """Where a fact came from: the paper's title and its day as ISO text."""

    title: str
    as_of: str


@dataclass(frozen=True)
class Outside:
    """The decision of the authority above, with its document."""

    to: str
    document_no: str
    decided_on: dt.date


@dataclass(frozen=True)
class LetterFacts:
    """Everything a letter is made of."""

    number: str
    on: dt.date
    is_granted: bool
    person: str
    entitlement: Pair
    edition: Pair
    article: str
    finding: Json
    amount_fen: int | None
    unit: str
    reason: str
    officer: str
    bureau: Pair
    phone: str
    sources: dict[str, SourceSeen]
    outside: Outside | None
    is_synthetic: bool


def compose(facts: LetterFacts) -> Body:
    """The whole letter: ``{number, issued_on, zh: {...}, en: {...}}``, each language with the same parts."""
    text = {lang: _Writer(facts, lang).body() for lang in LANGUAGES}
    return {
        "number": facts.number,
        "issued_on": facts.on.isoformat(),
        "is_synthetic": facts.is_synthetic,
        **text,
    }


class _Writer:
    """One language of one letter."""

    def __init__(self, facts: LetterFacts, lang: str) -> None:
        self.facts, self.lang = facts, lang

    def say(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def of(self, pair: Pair) -> str:
        return self.say(*pair)

    def body(self) -> Body:
        return {
            "org": self.of(self.facts.bureau),
            "title": self.title(),
            "box": self.box(),
            "to": self.say(f"{self.facts.person}同志：", f"To {self.facts.person}:"),
            "opening": self.opening(),
            "conditions": list(self.conditions()),
            "law": self.law(),
            "amount": self.amount(),
            "rights": self.rights(),
            "sign": [self.of(self.facts.bureau), self.day(self.facts.on.isoformat())],
            "last": self.last(),
        }

    def title(self) -> str:
        name = self.of(self.facts.entitlement)
        return self.say(f"关于{name}的决定", f"Decision: {name}")

    def result(self) -> str:
        if self.facts.is_granted:
            return self.say("结果：给予。", "Result: granted.")
        return self.say("结果：这次没有通过。", "Result: not granted this time.")

    def box(self) -> list[str]:
        return [part for part in (self.result(), self.money(), self.why(), self.you_can()) if part]

    def money(self) -> str:
        if not self.facts.is_granted:
            return ""
        if self.facts.amount_fen is None:
            return self.later() if self.facts.finding.get("amount") else ""
        per = self.of(PER[self.facts.unit or "once"])
        sum_text = yuan_text(self.facts.amount_fen, self.lang)
        return self.say(f"金额：{per}{sum_text}。", f"Amount: {sum_text}{per}.")

    def later(self) -> str:
        return self.say(
            "金额：标准尚未确认，确认后另行书面告知，不影响您享受这项待遇的资格。",
            "Amount: the standard is not confirmed yet. You are entitled; the amount follows in writing when it is.",
        )

    def why(self) -> str:
        return self.say(f"原因：{self.facts.reason}", f"Reason: {self.facts.reason}")

    def you_can(self) -> str:
        review, court = self.period(REVIEW), self.period(COURT)
        return self.say(
            f"您可以：情况有误请告诉我们更正；不同意的，收到之日起{review}内申请行政复议，或{court}内向法院起诉。",
            f"You can: tell us if a fact is wrong; or, if you disagree, ask for administrative review within {review} "
            f"of the day you receive this, or go to court within {court}.",
        )

    def period(self, rule: Rule) -> str:
        zh, en = UNIT_WORDS[rule.unit]
        return self.say(f"{rule.number}{zh}", f"{rule.number} {en}{'' if rule.number == 1 else 's'}")

    def opening(self) -> str:
        name = self.of(self.facts.entitlement)
        opening = self.say(
            f"我局依据已登记的情况，对您是否符合“{name}”的条件进行了核对，现决定如下。",
            f"On what is recorded of you we examined whether you meet the conditions of “{name}”, and decide as follows.",
        )
        return opening + self.outside()

    def outside(self) -> str:
        if self.facts.outside is None:
            return ""
        to, number = self.facts.outside.to, self.facts.outside.document_no
        day = self.day(self.facts.outside.decided_on.isoformat())
        return self.say(
            f"本事项经报请{to}，{to}于{day}以{number}作出决定。",
            f" The matter was sent up to {to}, which decided it on {day} under {number}.",
        )

    def conditions(self) -> Iterator[dict[str, str]]:
        """The conditions as the letter lists them: text, article, what was found, and where that came from."""
        for line in letter_rows.lines(self.facts.finding.get("tree")):
            if not self.facts.is_granted and line.found not in letter_rows.FAILED:
                continue  # refused though the conditions are met: the reason says why, a list of "met" would contradict it
            yield {
                "text": self.say(line.zh, line.en),
                "article": self._article(line),
                "found": self.of(FOUND[line.found]),
                "source": self._source(line.facts),
            }

    def _article(self, line: letter_rows.Line) -> str:
        if not line.article:
            return ""
        return cited(f"{line.article}({line.item})" if line.item else line.article, self.lang)

    def _source(self, names: Iterable[str]) -> str:
        found = [self.facts.sources[name] for name in names if name in self.facts.sources]
        words = dict.fromkeys(f"{one.title}{self.say('，', ', ')}{self.day(one.as_of)}" for one in found)
        return self.say("；", "; ").join(words)

    def law(self) -> str:
        edition, article = (
            titled(self.of(self.facts.edition), self.lang),
            cited(self.facts.article, self.lang),
        )
        decided = self.say("决定给予。", "it is granted.") if self.facts.is_granted else self.say(
            "决定不予给予。", "it is not granted."
        )  # fmt: skip
        return self.say(f"依据{edition}{article}，{decided}", f"Under {edition}, {article}, {decided}")

    def amount(self) -> str:
        line = (self.facts.finding.get("amount") or {}).get(f"line_{self.lang}") or ""
        if not self.facts.is_granted:
            return ""
        return str(line) if self.facts.amount_fen is not None else self.money()

    def rights(self) -> list[str]:
        review, court = self.period(REVIEW), self.period(COURT)
        return [
            self.say(
                f"不服本决定的，可以自收到之日起{review}内依法申请行政复议（{REVIEW.article_zh}），"
                f"也可以自收到之日起{court}内依法向人民法院提起行政诉讼（{COURT.article_zh}）。",
                f"If you disagree, you may ask for administrative review within {review} of the day you receive this "
                f"({REVIEW.article_en}), or go to the people's court within {court} ({COURT.article_en}).",
            ),
            self.say(
                "所登记的情况有误的，可以随时向所在镇退役军人服务站提出更正，我们更正后重新核对。",
                "If something recorded of you is wrong, tell the service station of your town at any time: "
                "once it is mended we examine the matter again.",
            ),
        ]

    def last(self) -> str:
        phone = self.facts.phone
        ask = self.say(
            "看不懂，请到所在镇退役军人服务站", "If this is hard to read, the service station of your town"
        )
        call = self.say(f"，或打 {phone}", f", or {phone},") if phone else ""
        told = self.say(
            f"，我们讲给您听。经办人：{self.facts.officer}。",
            f" will explain it. Officer: {self.facts.officer}.",
        )
        check = self.say(
            "扫码可以核对这份决定是不是真的。", "Scan the code to check that this letter is genuine. "
        )
        return check + ask + call + told

    def day(self, iso: str) -> str:
        seen = precise_date(iso)
        return date_text(seen, self.lang, "date")[0] if seen else iso
