"""A relative's fields as a page may show them: numbers masked, codes in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rongyao.bureau.foundation.ui.formats import mask_id, mask_phone
from rongyao.bureau.registry.families.models import Kin
from rongyao.bureau.registry.families.rules import FLAGS, KIN_FIELDS


def shown_value(kin: Kin, name: str) -> str:
    """One field in words."""
    value = getattr(kin, name)
    if name in FLAGS:
        return _("Yes") if value else _("No")
    if name == "relation":
        return str(kin.get_relation_display())
    masks = {"id_number": mask_id, "phone": mask_phone}
    return masks[name](value or "") if name in masks else str(value or "")


def opened_values(kin: Kin) -> dict[str, str]:
    """Every field as the editor sees it when the form opens."""
    return {name: shown_value(kin, name) for name in KIN_FIELDS}
