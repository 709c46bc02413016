"""Article 15: the preference card, by the trial Measures of November 2021: asked for at the station, two kinds.

One kind is for veterans, one for the survivors of martyrs and of soldiers who died on duty or of illness; whoever fits
both chooses one. The station of the registered, or usual, residence takes the application once the person is in the
national register, and hands the card over within ten working days of receiving it.
"""

from rongyao.law.model import Test, all_of, clause, deadline, entitlement, none_of, on
from rongyao.law.model import fact as f
from rongyao.law.protection_2020.edition import EDITION

HAND_OVER = deadline(
    "15",
    name="hand_over",
    zh="服务站收到制好的优待证后10个工作日内发给本人",
    en="the station hands the card over within 10 working days of receiving it",
    number=10,
    unit="working_day",
    starts="card_received_on",
    consequence_zh="满3个月仍联系不到本人的，逐级退回",
    consequence_en="a card whose holder is not reached for three months goes back up",
)


@clause("15", zh="已退出现役", en="discharged")
def veteran() -> Test:
    return on >= f.discharged_on


@clause(
    "15",
    zh="烈士遗属、因公牺牲军人遗属、病故军人遗属",
    en="a survivor of a martyr, or of a soldier who died on duty or of illness",
)
def survivor() -> Test:
    return f.survivor_of.is_in("martyr", "duty_death", "illness_death")


@clause("15", zh="已建档立卡", en="entered in the national register")
def registered() -> Test:
    return f.file_registered


@clause("15", zh="户籍在本市或者常住本市", en="registered or living in this city")
def of_this_city() -> Test:
    return f.hukou_kunshan | f.resident_kunshan


@clause("15", zh="已持有优待证", en="holds the card already")
def has_the_card() -> Test:
    return f.holds_preference_card


@clause("15", zh="已领取另一类优待证（两类只能择一）", en="has chosen the other kind of card")
def chose_the_other_kind() -> Test:
    return f.holds_other_card_kind


NOTE_ZH = "向户籍地（或者常住地）乡镇、街道退役军人服务站申请；无民事行为能力的由监护人代办"
NOTE_EN = "apply at the service station of the town of registration (or residence); a guardian applies for those without capacity"

preference_card = entitlement(
    "preference_card",
    zh="退役军人优待证",
    en="veteran's preference card",
    article="15",
    edition=EDITION,
    event=on,
    when=all_of(veteran, registered, of_this_city, none_of(has_the_card, chose_the_other_kind)),
    deadlines=(HAND_OVER,),
    note_zh=NOTE_ZH,
    note_en=NOTE_EN,
)

survivor_card = entitlement(
    "survivor_card",
    zh="其他优抚对象优待证（三属）",
    en="preference card of a survivor",
    article="15",
    edition=EDITION,
    event=on,
    when=all_of(survivor, registered, of_this_city, none_of(has_the_card, chose_the_other_kind)),
    deadlines=(HAND_OVER,),
    note_zh=NOTE_ZH,
    note_en=NOTE_EN,
)
