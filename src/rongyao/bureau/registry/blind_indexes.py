"""How each blind index of the registry is worked out anew from the sealed text beside it, when its key is rotated."""

from __future__ import annotations

from rongyao.bureau.foundation.secrets.fields import blind
from rongyao.bureau.foundation.secrets.registrations import declare_blinded
from rongyao.bureau.registry.actions.matching import Body
from rongyao.bureau.registry.models import (
    ActivationSlip,
    Person,
    Remark,
    RosterRow,
    id_index_of,
    phone_index_of,
)


def declare_blind_indexes() -> None:
    declare_blinded(Person, "id_index", lambda row: id_index_of(row.id_number or ""))
    declare_blinded(Person, "phone_index", lambda row: phone_index_of(row.phone or ""))
    declare_blinded(Remark, "index", lambda row: blind(f"{row.kind}:{row.body}", purpose="person.remark"))
    # Emptied once written; then nothing looks for it any more.
    declare_blinded(RosterRow, "id_index", lambda row: Body.of(row).id_index if row.body else None)
    declare_blinded(ActivationSlip, "code_digest", why_never="no code is kept; a slip runs out after a week")
