"""Article 62: what a survivor draws is suspended during a sentence or a manhunt, and cancelled by the gravest sentences."""

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
