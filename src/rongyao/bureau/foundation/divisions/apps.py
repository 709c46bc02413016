from django.apps import AppConfig


class DivisionsConfig(AppConfig):
    name = "rongyao.bureau.foundation.divisions"
    label = "divisions"
