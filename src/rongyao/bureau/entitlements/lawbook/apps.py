"""The app: statute texts a bureau imported."""

from django.apps import AppConfig


class LawbookConfig(AppConfig):
    name = "rongyao.bureau.entitlements.lawbook"
    label = "lawbook"
