from django.apps import AppConfig


class ClockConfig(AppConfig):
    name = "rongyao.bureau.foundation.clock"
    label = "clock"
