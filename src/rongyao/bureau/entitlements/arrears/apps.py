"""The app: lists of arrears."""

from django.apps import AppConfig


class ArrearsConfig(AppConfig):
    name = "rongyao.bureau.entitlements.arrears"
    label = "arrears"
