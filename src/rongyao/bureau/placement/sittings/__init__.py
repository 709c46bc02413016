"""The day of choosing: people are called up in their order and take a post, step by step, before everybody.

For: calling, choosing, absence, second thoughts, changes of seats and rulings, each a step that is kept before it is shown;
the board in the hall. Not for: rounds by lists (rounds), publishing (results). Verbs: begin, act, finish.
"""
