"""An invented form with one of each field, and a filter."""

from __future__ import annotations

from typing import Any

from django import forms

from rongyao.bureau.foundation.ui.forms import IdNumberInput, MoneyInput, PhoneInput, PreciseDateField
from rongyao.bureau.foundation.ui.samples.pieces import t


class SampleForm(forms.Form):
    """A citizen's step with one of each field."""

    name = forms.CharField()
    id_number = forms.CharField(widget=IdNumberInput)
    phone = forms.CharField(widget=PhoneInput, required=False)
    discharged_on = PreciseDateField()
    contact = forms.ChoiceField(widget=forms.RadioSelect)
    amount = forms.CharField(widget=MoneyInput, required=False)
    town = forms.ChoiceField()
    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    photo = forms.FileField(required=False)
    agreed = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in _labels().items():
            self.fields[name].label, self.fields[name].help_text = label, hint
        contact: Any = self.fields["contact"]
        town: Any = self.fields["town"]
        contact.choices = [("call", t("打电话", "By phone")), ("message", t("发短信", "By message")), ("kin", t("联系我的家人", "Through my family"))]  # fmt: skip
        town.choices = [("a", t("玉山镇", "Yushan")), ("b", t("巴城镇", "Bacheng"))]

    def clean_id_number(self) -> str:
        raise forms.ValidationError(
            t("要 18 位，您填了 17 位，请对一遍", "It needs 18 characters; there are 17.")
        )


def _labels() -> dict[str, tuple[str, str]]:
    return {
        "name": (t("姓名", "Name"), ""),
        "id_number": (t("身份证号", "Identity number"), t("18 位，最后一位可能是 X。", "18 characters; the last may be X.")),
        "phone": (t("手机号或座机", "Phone"), t("办好了告诉您。", "To tell you when it is done.")),
        "discharged_on": (t("哪天退役的", "Day of discharge"), t("照退役证上写。记不清日子可以只填年月。", "As in the paper. The day may be left empty.")),
        "contact": (t("怎么联系您方便", "How to reach you"), ""),
        "amount": (t("工资", "Pay"), t("每月，元。", "A month, in yuan.")),
        "town": (t("住在哪个镇", "Town"), ""),
        "words": (t("还有什么要说的", "Anything else"), ""),
        "photo": (t("证件照片", "Photo of the paper"), ""),
        "agreed": (t("以上填的都是真的", "What I filled in is true"), ""),
    }  # fmt: skip


def filled() -> SampleForm:
    data = {
        "name": "陈卫国", "id_number": "32058319691104261", "phone": "138 0000 6027", "discharged_on_0": "1992",
        "discharged_on_1": "11", "discharged_on_2": "", "contact": "call", "town": "a", "agreed": "on",
    }  # fmt: skip
    return SampleForm(data, auto_id="id_%s")


class FilterForm(forms.Form):
    """A filter over a list."""

    q = forms.CharField(required=False)
    state = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state: Any = self.fields["state"]
        self.fields["q"].label, state.label = t("姓名", "Name"), t("结果", "Result")
        state.choices = [("", t("全部", "All")), ("bad", t("要改", "To mend"))]
