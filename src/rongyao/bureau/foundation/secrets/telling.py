"""What failed, told without anybody's number: for logs, for what a failed job says of itself, for the developer's page.

Python quotes what it could not read ("invalid literal for int(): '3205…'"), and a database quotes the row it refused.
"""

from __future__ import annotations

import logging
import re
from collections.abc import ItemsView
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

HIDDEN = "[number]"
# An identity number (15 or 18 places) or a mobile telephone, also split by spaces or dashes.
_GAP = r"[ \-\u2009\u202f]?"
_NUMBER = re.compile(
    rf"(?<!\d)(?:[1-9]\d(?:{_GAP}\d){{12,15}}{_GAP}[\dXx]|1{_GAP}[3-9](?:{_GAP}\d){{9}})(?!\d)"
)


def without_numbers(text: str) -> str:
    """The text with every run of digits that could be somebody's number hidden."""
    return _NUMBER.sub(HIDDEN, text)


class Formatter(logging.Formatter):
    """Lines of the log, tracebacks too, without numbers of people."""

    def format(self, record: logging.LogRecord) -> str:
        return without_numbers(super().format(record))


class Filter(SafeExceptionReporterFilter):
    """The developer's page of a failure shows the code's way and no value: neither variables nor what was typed."""

    def get_post_parameters(self, request: Any) -> dict[str, str]:
        return dict.fromkeys(request.POST, HIDDEN) if request is not None else {}

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> ItemsView[str, Any]:
        return dict[str, Any]().items()


class Reporter(ExceptionReporter):
    """The developer's page, its address and its words without numbers."""

    def get_traceback_html(self) -> SafeString:
        return mark_safe(without_numbers(super().get_traceback_html()))

    def get_traceback_text(self) -> SafeString:
        return mark_safe(without_numbers(super().get_traceback_text()))
