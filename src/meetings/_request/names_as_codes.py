"""Names in the place of codes: a kreds, kommune or facilitator may stand by its name wherever its code or id may."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from meetings._domain.districts import (
    UnknownNameError,
    boernehus_by_name,
    boernehuse_on,
    kommune_by_name,
    politikreds_by_name,
)
from meetings._request.messages import Path, refuse
from overgreb_rules.shared.text import Text

_CODE = re.compile(r"[0-9]{4}\Z")
_ROUND = re.compile(r"(.+)-([0-9]+)\Z", re.DOTALL)

_LIST_OF_NAMES = Text("se overgreb-meetings districts", "overgreb-meetings districts lists the names")

KeyPaths = dict[Path, str]
"""The keys of the file by the path that they have after their names became codes."""


def replace_names(data: Mapping[Any, Any], year: int) -> tuple[dict[Any, Any], KeyPaths]:
    """Replace the names of kredse, kommuner, børnehuse and facilitators in a request by their codes.

    Args:
        data: The keys of the request, not yet validated; what has another form than it should is left as it is.
        year: The year of the request, whose names are used.

    Returns:
        The keys with codes, and the keys that had names.

    Raises:
        PydanticCustomError: Nobody has a name, or one stands twice.
    """
    return _NameReplacer(dt.date(year, 1, 1)).replace(dict(data))


def _list_facilitators(people: Any) -> dict[Any, Any]:
    """The id of each facilitator by its name; a name that several have stands for none of them."""
    listed = [one for one in people if isinstance(one, dict)] if isinstance(people, list | tuple) else []
    names = [one.get("name") for one in listed]
    ids = [one.get("id") for one in listed]
    return {
        name: id_
        for name, id_ in zip(names, ids, strict=True)
        if isinstance(name, str) and names.count(name) == 1 and name not in ids
    }


class _NameReplacer:
    """The replacement of names on one day."""

    def __init__(self, day: dt.date) -> None:
        self._day = day
        self._names: KeyPaths = {}

    def replace(self, data: dict[Any, Any]) -> tuple[dict[Any, Any], KeyPaths]:
        kreds, kommune, meeting = self._kreds, self._kommune, self._meeting
        for path, convert in (
            (("busy", "politikredse"), kreds), (("busy", "kommuner"), kommune), (("busy", "boernehuse"), self._place),
            (("away", "politikredse"), kreds), (("away", "kommuner"), kommune), (("away", "boernehuse"), self._place),
            (("school_holidays", "kommuner"), kommune), (("attendees",), kommune), (("hosts", "fixed"), kreds),
            (("pinned",), meeting), (("place",), meeting), (("link",), meeting),
        ):  # fmt: skip
            self._change(data, path, partial(self._convert_keys, path=path, convert=convert))
        ids = _list_facilitators(data.get("facilitators"))
        path = ("away", "facilitators")
        convert = partial(self._convert_keys, path=path, convert=lambda name, _: ids.get(name, name))
        self._change(data, path, convert)
        self._change(data, ("hosts", "fixed"), self._convert_hosts)
        self._change(data, ("school_holidays", "years"), self._convert_years)
        self._change(data, ("travel_minutes", "pairs"), self._convert_pairs)
        if isinstance(data.get("districts"), list | tuple):
            data["districts"] = [kreds(one, ("districts", n)) for n, one in enumerate(data["districts"])]
        return data, self._names

    def _change(self, data: dict[Any, Any], path: Path, change: Callable[[Any], Any]) -> None:
        """Change the value at a path; every mapping on the way is copied, and the caller keeps the first."""
        for key in path[:-1]:
            if not isinstance(data.get(key), dict):
                return
            data[key] = data = dict(data[key])
        if isinstance(data.get(path[-1]), dict | list | tuple):
            data[path[-1]] = change(data[path[-1]])

    def _convert_keys(self, table: Any, path: Path, convert: Callable[[Any, Path], Any]) -> Any:
        if not isinstance(table, dict):
            return table
        found: dict[Any, Any] = {}
        first: dict[Any, Any] = {}
        for key, value in table.items():
            code = convert(key, (*path, key))
            if code in found:
                raise refuse(
                    (*path, key),
                    Text(
                        f"»{first[code]}« og »{key}« er den samme; behold den ene",
                        f"“{first[code]}” and “{key}” are the same; keep one of them",
                    ),
                )
            found[code], first[code] = value, key
            if code != key:
                self._names[*path, code] = key
        return found

    def _convert_hosts(self, table: Any) -> Any:
        if not isinstance(table, dict):
            return table
        return {kreds: self._kommune(host, ("hosts", "fixed", kreds)) for kreds, host in table.items()}

    def _convert_years(self, years: Any) -> Any:
        if not isinstance(years, dict):
            return years
        path = ("school_holidays", "years")
        return {year: self._convert_keys(table, (*path, year), self._kommune) for year, table in years.items()}

    def _convert_pairs(self, pairs: Any) -> Any:
        if not isinstance(pairs, list | tuple):
            return pairs
        return [self._convert_pair(pair, ("travel_minutes", "pairs", index)) for index, pair in enumerate(pairs)]

    def _convert_pair(self, pair: Any, path: Path) -> Any:
        kredse = pair.get("kredse") if isinstance(pair, dict) else None
        if not isinstance(kredse, list | tuple):
            return pair
        return pair | {"kredse": [self._kreds(one, (*path, "kredse")) for one in kredse]}

    def _kreds(self, name: Any, path: Path) -> Any:
        return self._find(name, path, lambda text: politikreds_by_name(text, on=self._day).code)

    def _kommune(self, name: Any, path: Path) -> Any:
        return self._find(name, path, lambda text: kommune_by_name(text, on=self._day).code)

    def _place(self, name: Any, path: Path) -> Any:
        places = ", ".join(boernehuse_on(self._day))
        mend = Text(f"stederne er {places}", f"the places are {places}")
        return self._find(name, path, lambda text: boernehus_by_name(text, on=self._day), mend)

    def _meeting(self, key: Any, path: Path) -> Any:
        """The key of a meeting: a kreds, or a kreds and a round."""
        parts = _ROUND.match(key) if isinstance(key, str) else None
        if parts is None:
            return self._kreds(key, path)
        return f"{self._kreds(parts[1], path)}-{parts[2]}"

    def _find(self, name: Any, path: Path, find: Callable[[str], str], mend: Text = _LIST_OF_NAMES) -> Any:
        # A value that is no text, and an unknown code, are refused later, by the validation of the fields.
        if not isinstance(name, str) or _CODE.match(name):
            return name
        try:
            return find(name)
        except UnknownNameError as error:
            what = error.args[0]
            raise refuse(
                path,
                Text(f"{what.da}; {mend.da}", f"{what.en}; {mend.en}"),
            ) from None
