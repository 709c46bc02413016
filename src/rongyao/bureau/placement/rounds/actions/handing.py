"""The record of a round goes to the public results, where another person publishes it."""

from __future__ import annotations

from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.queue import actions as queue
from rongyao.bureau.placement.results import actions as results
from rongyao.bureau.placement.rounds import making, rules
from rongyao.bureau.placement.rounds.actions.opening import note
from rongyao.bureau.placement.rounds.models import Round, Vault

State = Round.State


class UnableToHandOn(Exception):
    """The public's own program does not find the record right; the message says what it says."""


def hand_on_if_signed(by: Actor, row: Round, vault: Vault) -> Round:
    """Hand the record on once enough witnesses signed the whole of it; another person publishes it there.

    Raises:
        UnableToHandOn: the public's own program does not find the record right.
    """
    files = making.unpacked(vault.record_files)
    signed = rules.signatures(files[making.last_note(files)], row.witnesses)
    if len(signed) < row.least_witnesses:
        return row
    try:
        row.record = results.keep(by=by, files=files, title=row.title, title_en=row.title_en)
    except results.UnableToKeepRecord as error:
        raise UnableToHandOn(str(error)) from error
    row.state, vault.record_files = State.HANDED, ""
    row.save()
    vault.save(update_fields=["record_files"])
    queue.close_items(by=by, subject=row, outcome="handed")
    note(by, "handed_on", row, to=f"results.record:{row.record.pk}")
    return row
