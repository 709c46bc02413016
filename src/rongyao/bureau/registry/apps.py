from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "rongyao.bureau.registry"
    label = "registry"
