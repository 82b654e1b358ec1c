"""`NamedTuple` as `typing` has it, for a sixth of what it costs to make the class.

A start of hv makes some eighty of these classes. `typing` checks every field and compiles a
constructor, in 0.1 ms a class; here the constructor is compiled for the first record.
"""

# Type checkers know the fields of a tuple that `typing` makes, and of no other.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    try:
        # What the standard library reads a field with: twice as fast as a property.
        from _collections import _tuplegetter as getter
    except ImportError:
        from operator import itemgetter

        def getter(place, doc):
            """A property that reads the value at a place."""
            return property(itemgetter(place), doc=doc)

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
