"""The service of the packaged rules, made once; without the extra `http` its tests are skipped."""

from __future__ import annotations

import pytest

pytest.importorskip("fastapi", reason="the extra `http` is not installed")
pytest.importorskip("prometheus_client", reason="the extra `http` is not installed")

from overgreb_rules.service import ServiceLimits, ServiceSettings, create_application


@pytest.fixture(scope="package")
def app(matcher):
    return create_application(ServiceSettings(matcher=matcher))


@pytest.fixture(scope="package")
def small_app(matcher):
    """A service with small limits."""
    limits = ServiceLimits(case_bytes=2_000, stream_bytes=10_000, events=2, duties=20, idle_seconds=1, waiting=1)
    return create_application(ServiceSettings(matcher=matcher, limits=limits))
