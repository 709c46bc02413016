"""Article 59: suspended while serving a sentence, deprived of political rights or wanted; cancelled by the gravest.

What is suspended is money only; what is cancelled is the standing itself, and so the preferences of Articles 35 to 52 too.
The province decides; until its decision is entered the county reports up and says so. Whoever has no criminal record
serves no sentence, and whoever was not struck off was not expelled, so the further question is asked of the others only.
"""

from rongyao.law.model import Test, clause
from rongyao.law.model import fact as f


@clause(
    "59",
    zh="正在服有期徒刑、被剥夺政治权利，或者被通缉",
    en="while serving a prison term, deprived of political rights, or wanted",
)
def suspended() -> Test:
    return (f.criminal_record & f.serving_sentence) | f.is_wanted


@clause("59", zh="被判处死刑、无期徒刑", en="sentenced to death or for life")
def sentenced_gravely() -> Test:
    """For survivors, of whom the army can expel none."""
    return f.criminal_record & f.life_or_death_sentence


@clause(
    "59",
    zh="被判处死刑、无期徒刑，或者被军队开除军籍",
    en="sentenced to death or for life, or expelled from the army",
)
def cancelled() -> Test:
    expelled = (f.discharge_mode == "removed") & f.expelled_from_army
    return (f.criminal_record & f.life_or_death_sentence) | expelled
