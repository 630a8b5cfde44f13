"""The types of single values in a request: days, times, codes, names and numbers."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictInt
from pydantic_core import PydanticCustomError

from meetings._domain.parties import FACILITATOR_ID
from meetings._request.messages import refuse
from overgreb_rules.calendar import COPENHAGEN
from overgreb_rules.shared.cpr_number import has_cpr_shape
from overgreb_rules.shared.iso_time import parse_iso_day
from overgreb_rules.shared.redaction import LOOKS_LIKE_CPR_NUMBER, name_value
from overgreb_rules.shared.text import Text

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])\Z")
_PINNED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}\Z")
_CODE = re.compile(r"[0-9]{4}\Z")
_MAIL = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\]+\.[^@\s<>,;:\"()\[\]\\.]+\Z")
_URI = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[!#-;=?-\[\]_a-z~%]*)?\Z")
_MOST = 1000
_MOST_LETTERS = 4000
_ID = re.compile(FACILITATOR_ID)


def _refuse_value(danish: str, english: str) -> PydanticCustomError:
    return refuse((), Text(danish, english))


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str):
        raise _refuse_value(
            f"{name_value(value).da} er ikke en tekst; sæt det i anførselstegn",
            f"{name_value(value).en} is no text; put it in quotes",
        )
    if has_cpr_shape(value):
        raise _refuse_value(f"{LOOKS_LIKE_CPR_NUMBER.da}; fjern det", f"{LOOKS_LIKE_CPR_NUMBER.en}; take it out")
    return value


def _day(value: object) -> dt.date:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.date(value.year, value.month, value.day)
    day = parse_iso_day(value) if isinstance(value, str) else None
    if day is not None:
        return day
    raise _refuse_value(
        f'{name_value(value).da} er ikke en dato; skriv "2027-05-07"',
        f'{name_value(value).en} is no day; write it as "2027-05-07"',
    )


def _clock(value: object) -> dt.time:
    if isinstance(value, dt.time):
        return value
    found = _CLOCK.match(value) if isinstance(value, str) else None
    if not found:
        raise _refuse_value(
            f'{name_value(value).da} er ikke et klokkeslæt; skriv "09:00" i anførselstegn',
            f'{name_value(value).en} is no time of day; write it as "09:00", in quotes',
        )
    return dt.time(int(found[1]), int(found[2]))


def _moment(value: object) -> dt.datetime:
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        return value.astimezone(COPENHAGEN)
    if isinstance(value, str) and _PINNED.match(value):
        try:
            return dt.datetime.fromisoformat(value).replace(tzinfo=COPENHAGEN)
        except ValueError:
            pass
    raise _refuse_value(
        f'{name_value(value).da} er ikke et lokalt tidspunkt; skriv "2027-03-09T09:00" uden tidszone',
        f'{name_value(value).en} is no local time; write it as "2027-03-09T09:00", without an offset',
    )


def _code(value: object) -> str:
    text = _text(value)
    if not _CODE.match(text):
        raise _refuse_value(
            f"{name_value(text).da} er hverken en kode eller et kendt navn; en kode har fire cifre i anførselstegn",
            f"{name_value(text).en} is no code and no known name; a code has four figures, in quotes",
        )
    return text


def _mail(value: object) -> str:
    text = _text(value)
    if not _MAIL.match(text):
        raise _refuse_value(
            'det er ikke en mailadresse; skriv den som "navn@example.org"',
            'this is no mail address; write it as "name@example.org"',
        )
    return text


def _one_line(value: object) -> str:
    text = _text(value)
    if not text.strip() or any(ord(letter) < 32 for letter in text):
        raise _refuse_value(
            "det er ikke én linje tekst; skriv en linje, der ikke er tom",
            "this is not one line of text; write a line that is not empty",
        )
    return text


def _uri(value: object) -> str:
    text = _one_line(value)
    if not _URI.match(text):
        raise _refuse_value(
            "det er ikke en adresse på nettet; skriv den som https://example.org/moede",
            "this is no address on the web; write it as https://example.org/meeting",
        )
    return text


def _paragraphs(value: object) -> str:
    text = _text(value).replace("\r\n", "\n").strip()
    if len(text) > _MOST_LETTERS or any(ord(letter) < 32 and letter not in "\n\t" for letter in text):
        raise _refuse_value(
            f"teksten er for lang eller har styretegn; skriv højst {_MOST_LETTERS} tegn",
            f"the text is too long or holds control characters; write at most {_MOST_LETTERS} characters",
        )
    return text


def _mail_name(value: object) -> str:
    text = _one_line(value)
    if '"' in text:
        # RFC 6868 has a way to write a quotation mark in a name of a calendar; Outlook shows it as it is written.
        raise _refuse_value(
            "navnet har et anførselstegn, som en kalender ikke kan vise; skriv det uden",
            "the name has a quotation mark, which no calendar shows; write it without",
        )
    return text


def _id(value: object) -> str:
    text = _text(value)
    if not _ID.fullmatch(text):
        raise _refuse_value(
            f"{name_value(text).da} er ikke et id; et id har små bogstaver a-z, cifre og enkelte bindestreger, i alt "
            "højst 40 tegn",
            f"{name_value(text).en} is no id; an id has small letters a-z, figures and single hyphens, at most 40 "
            "characters in all",
        )
    return text


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _refuse_value(
            f"{name_value(value).da} er ikke et tal; skriv et tal",
            f"{name_value(value).en} is no number; write a number",
        )
    if not 0 <= value <= _MOST or Fraction(str(value)) * 1000 % 1:
        raise _refuse_value(
            f"{name_value(value).da} kan ikke bruges; skriv et tal fra 0 til {_MOST} med højst tre decimaler",
            f"{name_value(value).en} is not allowed; write a number from 0 to {_MOST} with at most three decimals",
        )
    return value


def _year(value: object) -> int:
    if isinstance(value, str) and _CODE.match(value):
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _refuse_value(
            f"{name_value(value).da} er ikke et årstal; skriv det som 2027",
            f"{name_value(value).en} is no year; write it as 2027",
        )
    return value


def check_each_year_once(value: object) -> object:
    """Refuse a mapping in which a year stands as a number and as text.

    Args:
        value: The mapping.

    Returns:
        The value itself.

    Raises:
        PydanticCustomError: A year stands twice.
    """
    # JSON has no numbers as keys, so that "2027" is a year too: both beside each other would be one.
    if isinstance(value, dict):
        for year in value:
            if isinstance(year, int) and str(year) in value:
                raise refuse(
                    (year,),
                    Text(
                        f"året {year} står to gange; behold det ene", f"the year {year} stands twice; keep one of them"
                    ),
                )
    return value


def _districts(value: object) -> object:
    if value == "all":
        return value
    if not isinstance(value, (list, tuple)):
        named = name_value(value)
        raise _refuse_value(
            f"{named.da} er ikke en liste af politikredse; skriv all eller en liste af koder i anførselstegn",
            f"{named.en} is no list of kredse; write all, or a list of codes in quotes",
        )
    return tuple(_code(one) for one in value)


Day = Annotated[dt.date, BeforeValidator(_day)]
TimeOfDay = Annotated[dt.time, BeforeValidator(_clock)]
PinnedStart = Annotated[dt.datetime, BeforeValidator(_moment)]
Code = Annotated[str, BeforeValidator(_code)]
Mail = Annotated[str, BeforeValidator(_mail)]
OneLineText = Annotated[str, BeforeValidator(_one_line)]
MailName = Annotated[str, BeforeValidator(_mail_name)]
Uri = Annotated[str, BeforeValidator(_uri)]
Paragraphs = Annotated[str, BeforeValidator(_paragraphs)]
Id = Annotated[str, BeforeValidator(_id)]
Year = Annotated[int, BeforeValidator(_year)]
Districts = Annotated[Literal["all"] | tuple[str, ...], BeforeValidator(_districts)]
Number = Annotated[float, BeforeValidator(_number)]
PathText = Annotated[str, BeforeValidator(_one_line)]
WinterWeek = Annotated[StrictInt, Field(ge=7, le=8)]
Minutes = Annotated[StrictInt, Field(ge=0, le=1440)]
Days = Annotated[StrictInt, Field(ge=0, le=366)]
