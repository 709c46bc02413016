"""Made-up markets: the shape measured in the benchmarks (regions, skewed wishes), and nobody real."""

import random

from rongyao.choosing.together.market import Line, Market, Person, TrainingClass


def city(people: int, *, over: float = 1.3, seed: int = 1, groups: int = 1, wishes: int = 10) -> Market:
    """Classes of 15–40 with 1–5 lines, ``over`` seats a person, one region per 400 people, 15 % of wishes across."""
    draw = random.Random(seed)
    regions = max(1, people // 400)
    classes, lines, home = list[TrainingClass](), list[Line](), list[int]()
    while sum(line.seats for line in lines) < over * people:
        number = len(classes)
        classes.append(TrainingClass(f"C{number + 1:03}", 15, 40))
        for _ in range(draw.randint(1, 5)):
            lines.append(Line(f"L{len(lines) + 1:04}", number, draw.randint(3, 14)))
            home.append(number % regions)
    popular = [draw.paretovariate(1.2) for _ in lines]
    local = [[n for n, region in enumerate(home) if region == here] for here in range(regions)]
    rows = [_person(draw, local, popular, groups, wishes) for _ in range(people)]
    return Market(tuple(rows), tuple(lines), tuple(classes), groups=groups)


def _person(
    draw: random.Random, local: list[list[int]], popular: list[float], groups: int, wishes: int
) -> Person:
    here = draw.randrange(len(local))
    found: list[int] = []
    for _ in range(draw.randint(1, wishes)):
        pool = range(len(popular)) if draw.random() < 0.15 else local[here]
        line = draw.choices(pool, [popular[n] for n in pool])[0]
        if line not in found:
            found.append(line)
    return Person(tuple(found), draw.randrange(groups))
