"""Article 40: how the right to an assigned job was lost after it was given."""

from rongyao.law.model import Test, any_of, clause
from rongyao.law.model import fact as f


@clause("40", zh="无正当理由拒不服从安排工作", en="refuses the post assigned without good reason")
def refuses_without_reason() -> Test:
    return f.refused_assignment & f.refused_without_reason


@clause("40", zh="等待安排期间被追究刑事责任", en="held criminally liable while waiting for a post")
def prosecuted_while_waiting() -> Test:
    return f.prosecuted_while_waiting


assignment_lost = any_of(
    refuses_without_reason,
    prosecuted_while_waiting,
    zh="有丧失安排工作待遇的任一情形",
    en="any way of losing an assigned job",
    article="40",
)
