from django.apps import AppConfig


class EntitlementsConfig(AppConfig):
    name = "rongyao.bureau.entitlements"
    label = "entitlements"
