"""Article 62: money and preferences alike stop during a sentence or a manhunt, and end with the gravest sentences.

The province decides; until its decision is entered the county reports up and says so.
"""

from rongyao.law.model import Test, clause
from rongyao.law.model import fact as f


@clause(
    "62",
    zh="正在服有期徒刑、被剥夺政治权利，或者被通缉",
    en="while serving a prison term, deprived of political rights, or wanted",
)
def suspended() -> Test:
    return (f.criminal_record & f.serving_sentence) | f.is_wanted


@clause("62", zh="被判处死刑、无期徒刑", en="sentenced to death or for life")
def cancelled() -> Test:
    return f.criminal_record & f.life_or_death_sentence
