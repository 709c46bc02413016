from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "rongyao.bureau.foundation.access"
    label = "access"
