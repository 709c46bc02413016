"""How well the worked cases hold the law: change one thing in one file, and see whether a case notices.

    python -m rongyao.law.tests.mutate [--only resettlement_2024/article_25] [--kinds boundary,number,rate,date]

Not for: the kernel's own code, which has tests of its own. `articles` and `figures` make the mutants of article files and
of the files of amounts, `asking` puts the cases to one of them, `journal` keeps what was asked for the next run.
"""
