from django.apps import AppConfig


class QueueConfig(AppConfig):
    name = "rongyao.bureau.foundation.queue"
    label = "queue"
