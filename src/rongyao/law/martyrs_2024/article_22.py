"""Article 22: who pays in the year a survivor moves: the old county that year, the new one from the next January."""

from rongyao.law.martyrs_2024.edition import EDITION
from rongyao.law.model import Test, all_of, clause, entitlement, on, year_after
from rongyao.law.model import fact as f


@clause("22", zh="烈士遗属，抚恤关系由外地转入", en="a martyr's survivor whose pension was transferred here")
def transferred() -> Test:
    return (f.survivor_of == "martyr") & f.pension_moved_in


@clause("22", zh="户籍迁入当年", en="the year of the move")
def year_of_the_move() -> Test:
    return (on >= f.pension_moved_in_on) & (on < year_after(f.pension_moved_in_on))


@clause(
    "22",
    zh="当年由外地转入（当年由迁出地发放，次年1月起由迁入地发放）",
    en="transferred in this year, which the old county pays; the new one pays from January",
)
def moved_in_this_year() -> Test:
    """For the subsidies of Articles 20 and 21; the pension itself says it in the soldiers' regulation, Article 19."""
    return f.pension_moved_in & (on < year_after(f.pension_moved_in_on))


paid_by_the_old_county = entitlement(
    "paid_by_the_old_county",
    zh="迁入当年由迁出地发放",
    en="the old county pays the year of the move",
    article="22",
    edition=EDITION,
    event=on,
    when=all_of(transferred, year_of_the_move),
    kind="information",
    note_zh="当年的定期抚恤金、补助由迁出地发，昆山自次年1月起发；请同时办理转移手续",
    note_en="the old county pays this year, Kunshan from the next January; the transfer is asked for with the move",
)
