"""`NamedTuple` as `typing` has it, `IntEnum` and `StrEnum` as `enum` does, for a sixth of the cost.

A start of hv makes some eighty tuples and a few enumerations. `typing` checks every field and
compiles a constructor, in 0.1 ms a class; here the constructor is compiled for the first record.
Loading `typing` is a third of a Python that does nothing: what a start of hv loads takes the names
that it annotates with from here, where they stand for nothing.
"""

# Type checkers know the fields of a tuple that `typing` makes, and of no other.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from enum import IntEnum as IntEnum
    from enum import StrEnum as StrEnum
    from typing import IO as IO
    from typing import Annotated as Annotated
    from typing import Any as Any
    from typing import Final as Final
    from typing import Generic as Generic
    from typing import Literal as Literal
    from typing import NamedTuple as NamedTuple
    from typing import NoReturn as NoReturn
    from typing import Protocol as Protocol
    from typing import Self as Self
    from typing import TextIO as TextIO
    from typing import TypeVar as TypeVar
    from typing import cast as cast
else:
    try:
        # What the standard library reads a field with: twice as fast as a property.
        from _collections import _tuplegetter as getter
    except ImportError:
        from operator import itemgetter

        def getter(place, doc):
            """A property that reads the value at a place."""
            return property(itemgetter(place), doc=doc)

    class Generic:
        """A name that only type checkers read."""

        __slots__ = ()
        __class_getitem__ = classmethod(type(list[int]))

    Annotated = Any = Final = IO = Literal = NoReturn = Protocol = Self = TextIO = Generic

    def TypeVar(_name, *_kinds, **_bound):  # noqa: N802
        """A name that only type checkers read."""
        return Generic

    def cast(_kind, value):
        """The value."""
        return value

    class Kind(type):
        """Gives a class its fields, from what is annotated in its body."""

        def __new__(mcs, name, bases, body):
            """The class, with a reader for each field."""
            made = super().__new__(mcs, name, bases, {"__slots__": (), **body})
            if fields := tuple(made.__annotations__):
                made._fields = made.__match_args__ = fields
                made._field_defaults = {each: body[each] for each in fields if each in body}
                for place, each in enumerate(fields):
                    setattr(made, each, getter(place, ""))
            return made

    class NamedTuple(tuple, metaclass=Kind):
        """Base of a class whose annotated names are the fields of a tuple."""

        def __new__(cls, *values, **named):
            """Compile the constructor that the class has from now on, and call it."""
            if not values and not named:
                # Most records without values are defaults of others, and the only ones of a start.
                return cls._make(cls._field_defaults.values())
            given = ", ".join(cls._fields)
            made = eval(f"lambda _cls, {given}: _new(_cls, ({given},))", {"_new": tuple.__new__})
            made.__name__, made.__qualname__ = "__new__", f"{cls.__qualname__}.__new__"
            made.__defaults__ = tuple(cls._field_defaults.values())
            cls.__new__ = staticmethod(made)
            return made(cls, *values, **named)

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                message = f"Expected {len(cls._fields)} values, got {len(made)}"
                raise TypeError(message)
            return made

        def _replace(self, **changes):
            made = self._make(map(changes.pop, self._fields, self))
            if changes:
                message = f"{type(self).__name__} has no {', '.join(changes)}"
                raise ValueError(message)
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            """`Name(field=value)`."""
            told = (f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({', '.join(told)})"

        def __getnewargs__(self):
            """What a copy is made from."""
            return tuple(self)

    class Members(type):
        """Makes the texts or numbers in the body of a class its only instances."""

        def __new__(mcs, name, bases, body):
            """The class, with a member for each value."""
            made = super().__new__(mcs, name, bases, body)
            made.__members__, made._by_value = {}, {}
            for key, value in body.items():
                if isinstance(value, (str, int)) and not key.startswith("_"):
                    member = bases[0].__new__(made, value)
                    member.name, member.value = key, value
                    made.__members__[key] = made._by_value[value] = member
                    setattr(made, key, member)
            return made

        def __call__(cls, value):
            """The member of that value; raises ValueError where there is none."""
            try:
                return cls._by_value[value]
            except KeyError:
                message = f"{value} is not a valid {cls.__name__}"
                raise ValueError(message) from None

        def __iter__(cls):
            """The members in their order."""
            return iter(cls.__members__.values())

        def __len__(cls):
            """How many members there are."""
            return len(cls.__members__)

        def __contains__(cls, value):
            """Whether it is a member."""
            return isinstance(value, cls)

    def _itself(member, _protocol):
        """What a copy of a member is made from: the member."""
        return type(member), (member.value,)

    def _shown(member):
        return f"<{type(member).__name__}.{member.name}: {member.value}>"

    class StrEnum(str, metaclass=Members):
        """Base of a class of texts."""

        __repr__, __reduce_ex__ = _shown, _itself

    class IntEnum(int, metaclass=Members):
        """Base of a class of numbers."""

        __repr__, __reduce_ex__ = _shown, _itself
        __str__ = int.__repr__
