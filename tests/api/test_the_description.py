"""Requests made from the API's own description: every answer is a documented one, and none is a crash."""

from __future__ import annotations

import datetime as dt

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from rongyao.bureau.foundation.api import actions

CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance, content_type_conformance]
FEW = settings(
    max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck), derandomize=True,
)  # fmt: skip


@pytest.fixture
def _one_connection():
    """Requests of the WSGI application stay inside the test's own transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def described(cast, _one_connection):
    """The description, read as the officer's system reads it."""
    row, token = actions.issue(
        by=cast.actor(cast.ma),
        user=cast.lin,
        name="contract",
        expires_on=timezone.localdate() + dt.timedelta(days=9),
    )
    assert row.pk
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    return schema, {"Authorization": f"Bearer {token}"}


def test_every_operation_keeps_to_its_description(described):
    schema, headers = described
    seen = set()
    for result in schema.get_all_operations():
        operation = result.ok()
        seen.add(operation.label)

        @FEW
        @given(case=operation.as_strategy())
        def keeps(case):
            case.call_and_validate(headers=headers, checks=CHECKS)

        keeps()
    assert len(seen) > 18


def test_a_run_of_requests_that_follow_each_other_never_crashes_it(described):
    schema, headers = described

    class Workflow(schema.as_state_machine()):
        def get_call_kwargs(self, case):
            return {"headers": headers}

        def validate_response(self, response, case, additional_checks=(), **more):
            case.validate_response(response, checks=CHECKS)

    Workflow.run(settings=settings(FEW, max_examples=6, stateful_step_count=6))
