"""Article 50 of the earlier text: benefits stop during a sentence or a search, and end with the gravest sentences.

Unlike the 2024 text it did not name expulsion from the army, and it suspended the preferences with the money.
"""

from rongyao.law.model import Test, clause
from rongyao.law.model import fact as f


@clause(
    "50",
    zh="正在服有期徒刑、被剥夺政治权利，或者被通缉",
    en="serving a prison term, deprived of political rights, or wanted",
)
def suspended() -> Test:
    return (f.criminal_record & f.serving_sentence) | f.is_wanted


@clause("50", zh="被判处死刑、无期徒刑", en="sentenced to death or for life")
def cancelled() -> Test:
    return f.criminal_record & f.life_or_death_sentence
