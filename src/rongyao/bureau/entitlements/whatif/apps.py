"""The app: scenarios."""

from django.apps import AppConfig


class WhatifConfig(AppConfig):
    name = "rongyao.bureau.entitlements.whatif"
    label = "whatif"
