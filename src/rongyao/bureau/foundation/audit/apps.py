from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "rongyao.bureau.foundation.audit"
    label = "audit"
