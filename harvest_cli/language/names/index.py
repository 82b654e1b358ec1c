"""The names that sentences and flags may use: projects, codes, aliases, clients and tasks.

Levels of a match: exact name, code or alias › client and project › the beginnings of its words ›
initials. A tie is refused with the text to paste, never broken by the order of the list.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property

from harvest_cli.domain.company import ProjectAssignment, Task
from harvest_cli.domain.records import TypeVar
from harvest_cli.language.names import matching
from harvest_cli.language.names.matching import NameMatch
from harvest_cli.language.names.spelling import Written, respelled, unique_slugs
from harvest_cli.language.text.tokens import key_of, words_of

_NOTHING: Mapping[str, str] = {}
V = TypeVar("V")


class Names:
    """Everything that can be named; the order it was listed in never matters.

    `aliases` map a word to a project's name, code or slug; `lately` gives ids of projects in the
    order of their use, the latest first.
    """

    def __init__(
        self,
        assignments: Iterable[ProjectAssignment],
        aliases: Mapping[str, str] = _NOTHING,
        lately: Callable[[], Iterable[int]] = tuple,
    ) -> None:
        self.assignments = tuple(
            sorted(assignments, key=lambda a: (a.client.name, a.project.name, a.project.id))
        )
        self._aliases = dict(aliases)
        self._lately = lately
        self.respellings: dict[str, str | None] = {}

    def newest_first(self, found: Iterable[ProjectAssignment]) -> tuple[ProjectAssignment, ...]:
        """Those that were used lately first, the others as they stand in the index."""
        ranks = {each: rank for rank, each in enumerate(dict.fromkeys(self._lately()))}
        return tuple(sorted(found, key=lambda a: ranks.get(a.project.id, len(ranks))))

    # -- the index ---------------------------------------------------------------------------

    @cached_property
    def keys(self) -> list[str]:
        """The folded name of each assignment, in the order of `assignments`."""
        return [key_of(a.project.name) for a in self.assignments]

    @cached_property
    def exact(self) -> dict[str, tuple[int, ...]]:
        """Folded name, code or alias to places in `assignments`."""
        found: dict[str, list[int]] = {}
        for place, (key, assignment) in enumerate(zip(self.keys, self.assignments, strict=True)):
            found.setdefault(key or f"project {assignment.project.id}", []).append(place)
            code = key_of(assignment.project.code) if assignment.project.code else ""
            if code and code != key:
                found.setdefault(code, []).append(place)
        index = {key: tuple(places) for key, places in found.items()}
        for alias, target in self._aliases.items():
            places = self._alias_places(index, target)
            if places and key_of(alias):
                index[key_of(alias)] = places
        return index

    def _alias_places(
        self, index: Mapping[str, tuple[int, ...]], target: str
    ) -> tuple[int, ...] | None:
        places = index.get(key_of(target))
        if places and len(places) == 1:
            return places
        place = self._place_of_slug.get(target)
        return (place,) if place is not None else self._qualified(index, target) or places

    def _qualified(self, index: Mapping[str, tuple[int, ...]], target: str) -> tuple[int, ...]:
        client, _, name = target.rpartition("/")
        key = key_of(client)
        return tuple(
            place
            for place in index.get(key_of(name), ())
            if key and key_of(self.assignments[place].client.name) == key
        )

    @cached_property
    def clients(self) -> dict[str, tuple[int, ...]]:
        """Folded client name to places in `assignments`."""
        names = [a.client.name for a in self.assignments]
        known = {name: key_of(name) for name in dict.fromkeys(names)}
        found = _gathered((known[name], at) for at, name in enumerate(names) if known[name])
        return {key: tuple(places) for key, places in found.items()}

    @cached_property
    def first_words(self) -> dict[str, int]:
        """First word of every exact or client name to the length of the longest such name."""
        longest: dict[str, int] = {}
        for key in (*self.exact, *self.clients):
            first, length = key.partition(" ")[0], key.count(" ") + 1
            if longest.get(first, 0) < length:
                longest[first] = length
        return longest

    @cached_property
    def words(self) -> dict[str, list[int]]:
        """Every word of every project's name to the places that have it."""
        keys = enumerate(self.keys)
        return _gathered((word, place) for place, key in keys for word in set(key.split()))

    @cached_property
    def signs_only(self) -> list[tuple[int, tuple[str]]]:
        """Places of the names without a letter or a figure, and how each is written."""
        found = zip(self.keys, self.assignments, strict=True)
        return [(place, (a.project.name,)) for place, (key, a) in enumerate(found) if not key]

    @cached_property
    def squeezed(self) -> dict[str, list[int]]:
        """Names without their blanks to places: `taskforce`."""
        return _gathered((key.replace(" ", ""), at) for at, key in enumerate(self.keys))

    @cached_property
    def initials(self) -> dict[str, list[int]]:
        """First letters of names of two words and more to places."""
        names = ((place, key.split()) for place, key in enumerate(self.keys) if " " in key)
        return _gathered(("".join(part[0] for part in parts), place) for place, parts in names)

    @cached_property
    def task_names(self) -> dict[str, str]:
        """The folded names of all tasks of all projects, and how each is written."""
        names = {task.name for a in self.assignments for task in a.tasks}
        return {key_of(name): name for name in sorted(names, reverse=True)}

    def task_called(self, words: str) -> str | None:
        """The name of the task that any project has under just these words."""
        return self.task_names.get(key_of(words))

    @property
    def task_keys(self) -> Collection[str]:
        """The folded names of all tasks of all projects."""
        return self.task_names.keys()

    @cached_property
    def slugs(self) -> list[str]:
        """A unique slug for each assignment, in the order of `assignments`."""
        return unique_slugs(self.assignments, self.keys)

    @cached_property
    def _place_of_slug(self) -> dict[str, int]:
        return {slug: place for place, slug in enumerate(self.slugs)}

    @cached_property
    def _place_of(self) -> dict[int, int]:
        return {a.project.id: place for place, a in enumerate(self.assignments)}

    @cached_property
    def _clients_with(self) -> dict[str, list[str]]:
        """The clients by each word of their names."""
        return _gathered((word, name) for name in self.clients for word in set(name.split()))

    @cached_property
    def _clients_from(self) -> dict[str, list[str]]:
        """The clients by their first two letters."""
        return _gathered((name[:2], name) for name in self.clients)

    @cached_property
    def _words_from(self) -> dict[str, list[str]]:
        """Every word of every project's name by its first letter."""
        return _gathered((word[:1], word) for word in self.words)

    # -- matching ----------------------------------------------------------------------------

    def match(self, words: Sequence[str], shortest: int = 1) -> NameMatch | None:
        """The best level at which folded `words`, all of them, fit; None when none does.

        A word that is only the beginning of a name's word needs `shortest` characters.
        """
        key = " ".join(words)
        if not key:
            return None
        if key in self.exact:
            return NameMatch(self.exact[key], "exact")
        return (
            self._client_match(words, shortest)
            or self._prefix_match(words, shortest)
            or self._initials_match(words)
            or self._squeezed_match(words)
        )

    def _client_match(self, words: Sequence[str], shortest: int) -> NameMatch | None:
        if whole := self.places_of_client(words, shortest):
            named = self._by_words(words, shortest)
            return NameMatch(sorted({*whole, *named}), "client")
        for cut in range(1, len(words)):
            for client, project in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
                inside = set(self.places_of_client(client, shortest))
                exact = inside.intersection(self.exact.get(" ".join(project), ()))
                if exact:
                    return NameMatch(sorted(exact), "client")
                begun = inside.intersection(self._by_words(project, shortest)) if inside else ()
                if begun:
                    return NameMatch(sorted(begun), "client")
        return None

    def may_begin(self, word: str) -> bool:
        """Whether a folded word is, or begins, a word of any name."""
        return f" {word}" in self._all

    @cached_property
    def _all(self) -> str:
        """Every name and code in one text, a blank in front of each word."""
        return " ".join(("", *self.exact, *self.clients, *self.task_keys))

    def client_places(self, words: Sequence[str], shortest: int = 1) -> tuple[int, ...]:
        """Places of the one client whose name is, or begins with, `words`; else nothing."""
        key = " ".join(words)
        if key in self.clients:
            return self.clients[key]
        if len(words[-1]) < max(shortest, 2):
            return ()
        fits = [name for name in self._clients_from.get(key[:2], ()) if name.startswith(key)]
        whole = [name for name in fits if name.startswith(key + " ")]
        chosen = whole or fits
        return self.clients[chosen[0]] if len(chosen) == 1 else ()

    def places_of_client(self, words: Sequence[str], shortest: int = 1) -> tuple[int, ...]:
        """Places of the one client that `words` begin, or else are a word of."""
        return self.client_places(words, shortest) or self.client_of_word(words)

    def client_of_word(self, words: Sequence[str]) -> tuple[int, ...]:
        """Places of the one client that has a word of three letters and more in its name."""
        if len(words) != 1 or len(words[0]) < 3:
            return ()
        fits = self._clients_with.get(words[0], ())
        return self.clients[fits[0]] if len(fits) == 1 else ()

    def _prefix_match(self, words: Sequence[str], shortest: int) -> NameMatch | None:
        places = self._by_words(words, shortest)
        return NameMatch(places, "prefix") if places else None

    def _by_words(self, words: Sequence[str], shortest: int) -> list[int]:
        """Places whose name has words that begin with `words`, in that order."""
        return [
            place
            for place in self._holding(words, shortest)
            if matching.in_order(words, self.keys[place].split(), shortest)
        ]

    def _holding(self, words: Sequence[str], shortest: int) -> Sequence[int]:
        rarest: set[int] | None = None
        for typed in words:
            places = set(self.words.get(typed, ()))
            if len(typed) >= shortest and not typed.isdigit():
                for word in self._words_from.get(typed[:1], ()):
                    if word.startswith(typed):
                        places.update(self.words[word])
            rarest = places if rarest is None else rarest & places
            if not rarest:
                return ()
        return sorted(rarest or ())

    def _initials_match(self, words: Sequence[str]) -> NameMatch | None:
        key = "".join(words)
        if len(words) > 1 or not 2 <= len(key) <= 6:
            return None
        places = self.initials.get(key)
        return NameMatch(places, "initials") if places else None

    def _squeezed_match(self, words: Sequence[str]) -> NameMatch | None:
        key = "".join(words)
        places = self.squeezed.get(key) if len(key) > 2 else None
        return NameMatch(places, "prefix") if places else None

    def respelled(self, typed: str) -> str | None:
        """The words with slips mended, where each is, or resembles, a word of some name."""
        if typed not in self.respellings:
            # A sentence that is refused is read twice.
            self.respellings = {typed: respelled(self.written, typed)}
        return self.respellings[typed]

    @cached_property
    def written(self) -> Written:
        """Every word of a name that can be typed."""
        return Written(self.assignments, self.task_names.values())

    @cached_property
    def live_keys(self) -> dict[str, list[int]]:
        """The folded names of active projects to their places in `assignments`."""
        keys = enumerate(self.keys)
        return _gathered((key, at) for at, key in keys if key and self.assignments[at].is_active)

    # -- what flags and commands ask ---------------------------------------------------------

    def project(self, words: str, client: str | None = None) -> ProjectAssignment:
        """The one project that `words` name: id, code, slug, alias, name or its beginnings.

        Raises SentenceError: unknown_project, ambiguous_project or archived_project.
        """
        match = self.project_match(words)
        if match is not None and client is not None:
            name = self.client(client)
            places = [p for p in match.places if self.assignments[p].client.name == name]
            if not places:
                found = matching.live(self, match.places)
                raise matching.other_client(found[0], words, name)
            match = NameMatch(places, match.how)
        return matching.one_project(self, words, match)

    def project_match(self, words: str) -> NameMatch | None:
        """What one word or phrase of a flag or `@word` fits."""
        typed = words.strip()
        if typed.isascii() and typed.isdigit() and len(typed) <= 18:
            place = self._place_of.get(int(typed))
            if place is not None:
                return NameMatch((place,), "exact")
        parts = words_of(typed)
        if not parts:
            alike = [place for place, (name,) in self.signs_only if name.strip() == typed]
            return NameMatch(alike, "exact") if alike else None
        match = self.match(parts, 2)
        if match is not None and match.how == "exact":
            return match
        place = self._place_of_slug.get(typed.lower())
        if place is not None:
            return NameMatch((place,), "exact")
        return (self._slashed(typed) if "/" in typed else None) or match or self._coded(parts)

    def _coded(self, parts: Sequence[str]) -> NameMatch | None:
        """`[R26] Redesign`: a code and a name that are those of one project."""
        for cut in range(1, len(parts)):
            ends = (" ".join(parts[:cut]), " ".join(parts[cut:]))
            both = set(self.exact.get(ends[0], ())).intersection(self.exact.get(ends[1], ()))
            if both:
                return NameMatch(sorted(both), "exact")
        return None

    def _slashed(self, typed: str) -> NameMatch | None:
        for at, character in enumerate(typed):
            if character != "/":
                continue
            client, name = words_of(typed[:at]), words_of(typed[at + 1 :])
            if not client or not name:
                continue
            inside = set(self.client_places(client, 2))
            match = (self.match(name, 2) or self._coded(name)) if inside else None
            places = inside.intersection(match.places) if match else ()
            if places and match:
                return NameMatch(sorted(places), "exact" if match.how == "exact" else match.how)
        return None

    def task(self, assignment: ProjectAssignment, words: str) -> Task:
        """The one task of a project that `words` name; raises unknown_task or ambiguous_task."""
        return matching.one_task(assignment, words)

    def client(self, words: str) -> str:
        """The name of the one client that `words` (or an id) name; raises like `project`."""
        return matching.one_client(self, words)

    def of_client(self, name: str) -> "Names":
        """The names of one client's projects; their slugs stay what they are among all."""
        mine = Names([a for a in self.assignments if a.client.name == name], self._aliases)
        mine.slugs = [self.slug(each) for each in mine.assignments]
        return mine

    def search(self, words: str) -> list[ProjectAssignment]:
        """Projects where every word fits somewhere in client, project, code or task; best first."""
        return matching.search(self.assignments, words)

    def slug(self, assignment: ProjectAssignment) -> str:
        """The unique `[a-z0-9-]` word for a project."""
        place = self._place_of.get(assignment.project.id)
        return f"project-{assignment.project.id}" if place is None else self.slugs[place]


def _gathered(pairs: Iterable[tuple[str, V]]) -> dict[str, list[V]]:
    """All that stands beside each key, in order."""
    found: dict[str, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
