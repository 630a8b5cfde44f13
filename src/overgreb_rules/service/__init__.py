"""Rule evaluation over HTTP: the same reader, the same refusals and the same bytes as the command line.

Needs the extra `http`. The service holds no state, keeps nothing, and has no clock: every question brings its instant.
"""

from overgreb_rules.service.application import create_application
from overgreb_rules.service.settings import AccessSettings, ServiceLimits, ServiceSettings

__all__ = ["AccessSettings", "ServiceLimits", "ServiceSettings", "create_application"]
