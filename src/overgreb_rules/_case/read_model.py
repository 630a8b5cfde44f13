"""A model that is read and written in the words of the vocabulary, and what pydantic is told of it."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, Self

from pydantic import ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from overgreb_rules._case import json_text as _json
from overgreb_rules._case.json_schema import Refer, Schema
from overgreb_rules._case.reader import Fields
from overgreb_rules._case.validation_error import to_validation_error
from overgreb_rules.errors import CaseError
from overgreb_rules.shared.lazy_model import FrozenModel

_EVENT_TYPE = "event_type"
"""What the definitions of event types are called before their name while pydantic collects them."""


class ReadModel(FrozenModel):
    """A model whose data is read in the words of the vocabulary, whichever way it comes in.

    The constructor, `model_validate` and `model_validate_json` raise CaseError. Where pydantic validates the model as
    a part of something else (a field of another model, the body of a request), the refusal is a ValidationError.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Defer the validator of the model alone, and not those of others in which it is a part.

        FastAPI wraps the body of a request in a validator that takes over this option of the model. Deferred, it would
        be built with the first request, outside the place where FastAPI silences pydantic about the parameter's name.

        Args:
            **_: The arguments of the class statement, which change nothing.
        """
        cls.model_config["defer_build"] = False

    @classmethod
    @abstractmethod
    def _read(cls, data: object) -> Fields: ...

    @classmethod
    def _build(cls, fields: Fields) -> Self:
        return cls.model_construct(**fields)

    @abstractmethod
    def told(self) -> dict[str, object]:
        """Return the model in the JSON form of the vocabulary.

        Returns:
            JSON data: what is not known is absent.
        """

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Describe to pydantic how the model is validated and written.

        Args:
            source: The model.
            handler: Not used: the schema of the fields is not that of the JSON form.

        Returns:
            A function to validate and one to write.
        """
        written = core_schema.plain_serializer_function_ser_schema(lambda model: model.told())
        # With a reference the schema becomes a definition of its own in a document, under the name of the class.
        return core_schema.no_info_plain_validator_function(
            cls._validate_as_part, ref=f"{cls.__module__}.{cls.__qualname__}:1", serialization=written
        )

    @classmethod
    @abstractmethod
    def _json_schema(cls, define: Refer) -> Schema: ...

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Describe the JSON form, both as it is read and as it is written.

        Args:
            schema: What pydantic knows of the model: two functions.
            handler: Takes the definitions of the event types up into the document.

        Returns:
            The JSON Schema.
        """

        def define(name: str, definition: Schema) -> str:
            updates = {"pydantic_js_updates": dict(definition)}
            defined = core_schema.any_schema(ref=f"{_EVENT_TYPE}.{name}:1", metadata=updates)
            # pydantic takes up the definition of what stands in another schema, such as a list.
            return str(handler(core_schema.list_schema(defined))["items"]["$ref"])

        return dict(cls._json_schema(define))

    @classmethod
    def _validate_as_part(cls, data: object) -> Self:
        try:
            return cls.model_validate(data)
        except CaseError as error:
            raise to_validation_error(error, cls.__name__) from None

    @classmethod
    def model_validate(cls, obj: object, **_: Any) -> Self:
        """Read the model from Python objects. The options of pydantic change nothing: reading is always strict.

        Args:
            obj: The JSON form as Python objects, or a model, which stays as it is.

        Returns:
            The model.

        Raises:
            CaseError: The data is refused.
        """
        return obj if isinstance(obj, cls) else cls._build(cls._read(obj))

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **_: Any) -> Self:
        """Read the model from JSON text. The options of pydantic change nothing: reading is always strict.

        Args:
            json_data: JSON text; bytes are UTF-8.

        Returns:
            The model.

        Raises:
            CaseError: The text is no JSON, or is refused.
        """
        return cls.model_validate(_json.parse(json_data))

    def _take(self, data: object) -> None:
        """Fill a new model with what the data says."""
        self.__setstate__(self.model_validate(data).__getstate__())
