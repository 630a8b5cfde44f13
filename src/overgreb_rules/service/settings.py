"""What a service is started with: its rules, its folder of calendars, and its limits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from overgreb_rules.policy import Policy
from overgreb_rules.rulebook import DEFAULT_MATCHER, MatcherName, Rulebook


@dataclass(frozen=True, slots=True)
class ServiceLimits:
    """How much a request may ask for; `GET /v1/limits` shows it.

    Attributes:
        case_bytes: Bytes of a body that is one case, and of one line of a stream.
        stream_bytes: Bytes of a stream.
        events: Events of one case, supposed ones too.
        duties: Duties of one answer.
        evaluation_seconds: Seconds that one evaluation may take, and that a request may wait until it begins.
        idle_seconds: Seconds that a client may take to send or to receive the next piece.
        body_seconds: Seconds that a client may take to send each `case_bytes` of a body that is read whole.
        keep_alive_seconds: Seconds that a connection stays open after an answer; longer than gateways keep theirs.
        stop_seconds: Seconds that what has begun may take to end once the service is told to stop.
        unread_bytes: Bytes of bodies that one process holds while they are not complete; more are answered with 429.
        waiting: Requests about one case that one process keeps waiting for evaluation; more are answered with 429.
        streams: Streams that may be open in one process; more are answered with 429.
        agendas: Agendas that one process makes or keeps waiting; more are answered with 429.
        replays: Saved answers that one process makes again or keeps waiting; more are answered with 429.
    """

    case_bytes: int = 2**20
    stream_bytes: int = 64 * 2**20
    events: int = 500
    duties: int = 10_000
    evaluation_seconds: int = 30
    idle_seconds: int = 30
    body_seconds: int = 60
    keep_alive_seconds: int = 75
    stop_seconds: int = 30
    unread_bytes: int = 128 * 2**20
    waiting: int = 64
    streams: int = 64
    agendas: int = 4
    replays: int = 4

    def as_json(self) -> dict[str, int]:
        """Return the limits as data.

        Returns:
            The limits by name.
        """
        return asdict(self)


@dataclass(frozen=True, slots=True)
class AccessSettings:
    """Whose tokens are taken.

    Attributes:
        issuer: The issuer that a token must name.
        audience: The audience that a token must name.
        keys: The file of the public keys of the issuer (JWKS).
    """

    issuer: str
    audience: str
    keys: Path


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """What a service is started with.

    Attributes:
        rules: The folder of rules; None for the packaged ones.
        matcher: The matcher.
        policy: The file of a municipality's ladder of escalation; None for the one of the rules.
        calendars: The folder that `overgreb-meetings plan` wrote; None where no calendars are served.
        limits: How much a request may ask for.
        access: Whose tokens are taken; None where a gateway decides who may ask.
    """

    rules: Path | None = None
    matcher: MatcherName = DEFAULT_MATCHER
    policy: Path | None = None
    calendars: Path | None = None
    limits: ServiceLimits = field(default_factory=ServiceLimits)
    access: AccessSettings | None = None

    def load_rulebook(self) -> Rulebook:
        """Load the rulebook.

        Returns:
            The rulebook.

        Raises:
            RuleError: The rules cannot be used.
            EngineMissing: The engine cannot be loaded.
        """
        return Rulebook.load(self.rules, self.matcher)

    def load_policy(self, rulebook: Rulebook) -> Policy | None:
        """Load the policy and check it against the rules.

        Args:
            rulebook: The rulebook of the service.

        Returns:
            The policy; None for the one of the rules.

        Raises:
            RuleError: The policy cannot be used, or names what the rules do not know.
        """
        if self.policy is None:
            return None
        policy = Policy.load(self.policy)
        policy.check(rulebook.rules.names)
        return policy

    def to_text(self) -> str:
        """Return the settings as text, for the environment of a worker process.

        Returns:
            JSON on one line.
        """
        places = {name: str(value) for name in ("rules", "policy", "calendars") if (value := getattr(self, name))}
        access = asdict(self.access) | {"keys": str(self.access.keys)} if self.access else None
        return json.dumps({**places, "matcher": self.matcher, "limits": self.limits.as_json(), "access": access})

    @classmethod
    def from_text(cls, text: str) -> ServiceSettings:
        """Return the settings that `to_text` wrote.

        Args:
            text: The text.

        Returns:
            The settings.
        """
        told: Mapping[str, object] = json.loads(text)
        places = {name: Path(str(told[name])) for name in ("rules", "policy", "calendars") if name in told}
        matcher: MatcherName = "reference" if told["matcher"] == "reference" else "durable"
        limits: dict[str, int] = told["limits"]  # type: ignore[assignment]  # written by `to_text`
        access: dict[str, str] | None = told["access"]  # type: ignore[assignment]  # written by `to_text`
        whose = AccessSettings(access["issuer"], access["audience"], Path(access["keys"])) if access else None
        return cls(**places, matcher=matcher, limits=ServiceLimits(**limits), access=whose)
