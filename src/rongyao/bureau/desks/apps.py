from django.apps import AppConfig


class DesksConfig(AppConfig):
    name = "rongyao.bureau.desks"
    label = "desks"
