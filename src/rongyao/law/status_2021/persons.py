"""Article 68: whom the law means."""

from rongyao.law.model import Test, any_of, clause, threshold
from rongyao.law.model import fact as f

GROWN = threshold("68", years=18)


@clause("2", zh="现役军人", en="a serving soldier")
def soldier() -> Test:
    return f.is_serving


@clause(
    "68",
    zh="军人家属：配偶、父母（扶养人）、未成年子女、不能独立生活的成年子女",
    en="a soldier's spouse or parent, a child under eighteen, or a grown child unable to live alone",
)
def family() -> Test:
    dependent = ~(f.age >= GROWN) | f.kin_cannot_live_alone
    return f.serving_kin.is_in("spouse", "parent") | ((f.serving_kin == "child") & dependent)


@clause(
    "68",
    zh="烈士、因公牺牲军人、病故军人遗属",
    en="a survivor of a martyr, of a duty death or of an illness death",
)
def survivor() -> Test:
    return f.survivor_of.is_in("martyr", "duty_death", "illness_death")


@clause("68", zh="烈士、因公牺牲军人遗属", en="a survivor of a martyr or of a duty death")
def survivor_of_honour() -> Test:
    return f.survivor_of.is_in("martyr", "duty_death")


@clause("68", zh="军人配偶", en="a soldier's spouse")
def spouse() -> Test:
    return f.serving_kin == "spouse"


@clause("68", zh="军人子女", en="a soldier's child")
def child() -> Test:
    return f.serving_kin == "child"


@clause("42", zh="已批准随军", en="approved to follow the soldier")
def approved_to_follow() -> Test:
    return f.follows_soldier


family_or_survivor = any_of(
    family, survivor, zh="军人家属或者三属", en="of a soldier's family, or a survivor"
)
soldier_family_or_survivor = any_of(
    soldier, family, survivor, zh="军人、军人家属或者三属", en="a soldier, of the family, or a survivor"
)
