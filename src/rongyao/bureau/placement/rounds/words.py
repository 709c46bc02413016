"""What a round and a result say, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from rongyao.bureau.placement.results.words import either
from rongyao.bureau.placement.rounds import rules
from rongyao.bureau.placement.rounds.models import Handed, Round
from rongyao.choosing.by_score.points import in_points
from rongyao.choosing.by_score.requirements import SIGNS, Atom, Lint

LOOKS = {
    "open": "plain",
    "closed": "run",
    "sitting": "run",
    "drawn": "run",
    "handed": "done",
    "given_up": "no",
}
STAGES = ("open", "closed", "drawn", "handed")


def title_of(row: Round) -> str:
    return either(row.title, row.title_en)


def mechanisms() -> dict[str, str]:
    """One plain sentence for each way of choosing."""
    return {
        "plain": _("The person whose turn it is takes the first post of their list that is still free, whatever is left for the others."),
        "preserving": _("The person whose turn it is takes the first post of their list that is still free, but never one that would leave more people without any post at the end."),
    }  # fmt: skip


def manners() -> dict[str, str]:
    """One plain sentence for each manner."""
    return {
        "sealed": _("Everybody hands in a list of posts before; the lists choose, nobody has to come."),
        "live": _("On the day everybody is called up in the order and takes a post before all the others."),
    }  # fmt: skip


def stage_labels() -> list[str]:
    return [_("Prepare"), _("Close and sign"), _("Draw"), _("Hand on and publish")]


def stage_of(row: Round) -> int:
    """Number of the stage a round is at, for the steps."""
    if row.state == "handed":
        return 4 if row.record and row.record.published_at else 3
    return {"open": 0, "closed": 1, "sitting": 2, "drawn": 2}.get(row.state, 0)


def fault_words(fault: rules.Fault) -> str:
    return either(fault.zh, fault.en)


def fault_line(fault: rules.Fault) -> str:
    """A fault with its table and row in one line."""
    if not fault.table:
        return fault_words(fault)
    where = str(Handed.Kind(fault.table).label)
    if fault.row:
        where = _("%(table)s, row %(row)s") % {"table": where, "row": fault.row}
    return _("%(where)s: %(what)s") % {"where": where, "what": fault_words(fault)}


def label_of(labels: Sequence[Mapping[str, str]], name: str) -> str:
    """The words for a tie key, a fact or a score item; its name where there are none."""
    return next((either(one["zh"], one["en"]) for one in labels if one["id"] == name), name)


def points(hundredths: int) -> str:
    return in_points(hundredths)


def digits_words(source: Mapping[str, Any]) -> str:
    """ "3 digits, drawn 2026-12-05 21:15; may be left out"."""
    told = _("%(digits)s digits, drawn %(time)s") % {
        "digits": source["digits"], "time": str(source["drawn_at"]).replace("T", " ")[:16],
    }  # fmt: skip
    return told if source["required"] else f"{told}; {_('may be left out')}"


def reason_words(reason: Mapping[str, Any], labels: Sequence[Mapping[str, str]]) -> str:
    """Why this post or why not, in a plain sentence."""
    match reason["outcome"]:
        case "taken":
            return _("You have it.")
        case "not_eligible":
            asked = "; ".join(
                condition_words(fact, sign, values, labels) for fact, sign, values in reason["failing"]
            )
            return _("You do not meet what it asks: %(asked)s.") % {"asked": asked}
        case "filled":
            words = _("Every seat was taken before your turn, the last by the person in position %(last)s.")
            return words % {"last": reason["last"]}
        case "refused":
            people, posts = reason["witness"]
            words = _(
                "%(people)s others could go only to %(posts)s posts, this one among them, and needed every seat."
            )
            return words % {"people": people, "posts": posts}
    return _("It was not reached.")


def condition_words(fact: str, sign: str, values: Sequence[str], labels: Sequence[Mapping[str, str]]) -> str:
    """Such as "years of service: at least 12"; several values are joined by "or"."""
    between = _(" or ")
    told = {
        "=": "%(values)s", "∈": "%(values)s", "≠": _("not %(values)s"), "∉": _("not %(values)s"),
        "≥": _("at least %(values)s"), "≤": _("at most %(values)s"), "∋": _("has %(values)s"), "⊇": _("has all of %(values)s"),
    }  # fmt: skip
    return f"{label_of(labels, fact)}: {told[sign] % {'values': between.join(values)}}"


def post_words(post: Mapping[str, Any]) -> str:
    """Employer, title and identifier of a post, as far as given."""
    return " ".join(part for part in (post["employer"], post["zh"], f"({post['post']})") if part)


def groups_of_four(text: str) -> str:
    """A long number as it is read aloud: four signs at a time."""
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def sign_of(atom: Atom) -> str:
    return SIGNS[atom.op]


def remark_words(remark: Lint, labels: Sequence[Mapping[str, str]]) -> str:
    """A remark on a requirement."""
    if remark.why == "contradiction":
        return _("Nobody can meet these conditions together: %(what)s") % {
            "what": remark.detail.removeprefix("nobody can meet ")
        }
    return _("It limits by sex, age or household register: name the legal ground (%(what)s).") % {
        "what": remark.detail.partition(" limits by ")[0]
    }


def flags(looks_tailored: bool, cannot_fill: bool) -> list[str]:
    """What is noticed of a post."""
    told = ((looks_tailored, _("Looks tailored")), (cannot_fill, _("Cannot be filled")))
    return [said for holds, said in told if holds]


def part_words() -> dict[str, dict[str, str]]:
    """The lists of a round's rules: heading, what it is, what stands where it is empty, the button."""
    return {
        "items": {
            "title": _("Score items"), "button": _("Add a score item"),
            "lead": _("What gives points, with the least and the most. The people table then has a column item.… for each."),
            "none": _("None: the people table gives each person's total."),
        },
        "labels": {
            "title": _("Words for columns"), "button": _("Add words for a column"),
            "lead": _("What the columns tie.… and fact.… of the people table are called on the public page."),
            "none": _("None: the short names of the columns are shown."),
        },
        "sources": {
            "title": _("Public draws"), "button": _("Add a draw"),
            "lead": _("The lottery among equals is made from them. They must be drawn after the round is closed."),
            "none": _("None: the record will call itself a rehearsal, and must not be published as a result."),
        },
        "witnesses": {
            "title": _("Witnesses"), "button": _("Add a witness"),
            "lead": _("They sign the root before the draw and the record after it, each with a key of their own."),
            "none": _("None."),
        },
    }  # fmt: skip
