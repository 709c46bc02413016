from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "rongyao.bureau.demo"
    label = "demo"
