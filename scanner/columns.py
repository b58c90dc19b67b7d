"""Records kept as columns: a record is made when somebody asks for it.

Of a million lines hardly one is looked at as a whole: stages read a column or two of all of them, and a few lines in
full. So what many records have in common stands once, and what is asked of all of them is asked of a column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import repeat
from operator import attrgetter
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")
S = TypeVar("S")


def column(records: Sequence[Any], name: str) -> Sequence[Any]:
    """One field of every record; a dotted name leads on into the records of a field."""
    if isinstance(records, Records):
        field, _, rest = name.partition(".")
        found = records.columns[field]
        return column(found, rest) if rest else found
    return list(map(attrgetter(name), records))


class Column(Sequence[T], Generic[T]):
    """A column that holds less than one value for each of its places."""

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        if isinstance(at, slice):
            return self._cut(at)
        return self._one(range(len(self))[at])

    def _one(self, at: int) -> T:
        raise NotImplementedError

    def _cut(self, at: slice) -> Sequence[T]:
        return [self._one(i) for i in range(len(self))[at]]


class Same(Column[T]):
    """One value everywhere."""

    def __init__(self, value: T, size: int) -> None:
        self.value, self._size = value, size

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[T]:
        return repeat(self.value, self._size)

    def _one(self, at: int) -> T:  # noqa: ARG002 - the same everywhere
        return self.value

    def _cut(self, at: slice) -> Same[T]:
        return Same(self.value, len(range(self._size)[at]))


class Sparse(Column[T]):
    """One value nearly everywhere, and where it is another."""

    def __init__(self, usual: T, others: Mapping[int, T], size: int) -> None:
        self.usual, self.others, self._size = usual, others, size

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[T]:
        get, usual = self.others.get, self.usual
        return (get(i, usual) for i in range(self._size))

    def _one(self, at: int) -> T:
        return self.others.get(at, self.usual)


class Derived(Column[T]):
    """What a function makes of another column; it is made anew for everyone who asks."""

    def __init__(self, function: Callable[[S], T], given: Sequence[S]) -> None:
        self._function: Callable[[Any], T] = function
        self._given: Sequence[Any] = given

    def __len__(self) -> int:
        return len(self._given)

    def __iter__(self) -> Iterator[T]:
        return map(self._function, self._given)

    def _one(self, at: int) -> T:
        return self._function(self._given[at])

    def _cut(self, at: slice) -> Derived[T]:
        return Derived(self._function, self._given[at])


class Filled(Column[dict[str, str]]):
    """Dictionaries of what some columns of text say."""

    def __init__(self, columns: Mapping[str, Sequence[str | None]], size: int) -> None:
        """``columns`` hold None, never a blank, where there is nothing."""
        self.columns, self._size = columns, size

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[dict[str, str]]:
        names = tuple(self.columns)
        if not names:
            return ({} for _ in range(self._size))
        rows = zip(*self.columns.values(), strict=True)
        return ({name: text for name, text in zip(names, row) if text} for row in rows)  # noqa: B905 - of one length

    def _one(self, at: int) -> dict[str, str]:
        return {name: text for name, texts in self.columns.items() if (text := texts[at])}

    def _cut(self, at: slice) -> Filled:
        return Filled({name: texts[at] for name, texts in self.columns.items()}, len(range(self._size)[at]))


def entries(dictionaries: Sequence[Mapping[str, str]], key: str) -> Sequence[str | None]:
    """What each of many dictionaries says of a key; None where nothing."""
    if isinstance(dictionaries, Filled):
        return dictionaries.columns.get(key) or Same(None, len(dictionaries))
    return [x.get(key) for x in dictionaries]


class Records(Column[T]):
    """Records of one frozen type, equal to a tuple of them.

    One that is asked for is made and kept; so are all of them once somebody walks through.
    """

    def __init__(self, kind: type[T], columns: Mapping[str, Sequence[Any]]) -> None:
        """``columns`` are one a field, all of one length."""
        self.kind, self.columns = kind, columns
        self._size = len(next(iter(columns.values())))
        self._constant = {name: x.value for name, x in columns.items() if isinstance(x, Same)}
        self._varying = {name: x for name, x in columns.items() if not isinstance(x, Same)}
        self._some: dict[int, T] = {}
        self._all: tuple[T, ...] | None = None

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[T]:
        if self._all is None:
            kind, constant, names = self.kind, self._constant, tuple(self._varying)
            rows = zip(*self._varying.values(), strict=True) if names else repeat((), self._size)
            self._all = tuple([kind(**constant, **dict(zip(names, row))) for row in rows])  # noqa: B905 - of one length
            self._some.clear()
        return iter(self._all)

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, tuple | Records) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(tuple(self))

    def _one(self, at: int) -> T:
        if self._all is not None:
            return self._all[at]
        found = self._some.get(at)
        if found is None:
            found = self._some[at] = self.kind(**self._constant, **{n: x[at] for n, x in self._varying.items()})
        return found

    def _cut(self, at: slice) -> Sequence[T]:
        part = Records(self.kind, {name: x[at] for name, x in self.columns.items()})
        part._all = None if self._all is None else self._all[at]
        return part
