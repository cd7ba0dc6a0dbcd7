"""Grammar: programs written from templates, with the names that are visible where they stand.

A template is Luau text with holes:

    $n $i $s $b ...   an expression of that kind; an upper-case letter is a variable of the kind
    $B                a block of statements
    @x:n              a fresh name of kind n, visible at once and until the template ends
    ^x:n              a fresh name of kind n that the enclosing block sees after the template
    @x, ^x            the same name again

Which templates there are for a kind is for the other files; this one only knows how to fill them.
Every choice is one integer and the first template the simplest, so programs shrink to short ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from hypothesis import strategies as st

__all__ = ["Forms", "Grammar", "Template", "Writer"]

Template = str
Draw = Callable[[st.SearchStrategy[int]], int]

_HOLE = re.compile(r"\$(?P<kind>\w)|(?P<sigil>[@^])(?P<name>\w+)(?::(?P<type>\w))?")
_NAME = re.compile(r"(?!nil$|true$|false$)[A-Za-z_][\w.]*")
_WRONG_ONE_IN = 40
"""How rarely a hole holds a value of another kind: errors are wanted, but not everywhere."""


@dataclass(frozen=True, slots=True)
class Forms:
    """The templates of one kind.

    Attributes:
        leaves: without holes that need depth; the first is what everything shrinks to.
        plain: valid in Lua 5.1 and in Luau.
        luau: valid in Luau only.
    """

    leaves: tuple[Template, ...]
    plain: tuple[Template, ...] = ()
    luau: tuple[Template, ...] = ()


@dataclass(frozen=True, slots=True)
class Grammar:
    """All templates.

    Attributes:
        kinds: expressions by hole letter.
        statements: the forms of a statement.
        wrong: by hole letter, the letters of kinds that may stand in for it.
        luau: whether templates of Luau only are used.
    """

    kinds: Mapping[str, Forms]
    statements: Forms
    wrong: Mapping[str, str]
    luau: bool = True


@cache
def _up_to(bound: int) -> st.SearchStrategy[int]:
    return st.integers(min_value=0, max_value=bound)


@dataclass(slots=True)
class Writer:
    """Fills templates. One writer writes one program.

    Attributes:
        draw: Hypothesis' draw.
        grammar: the templates.
        names: how many names were given out.
        globals: the globals in use, with the values they start with.
        scope: (kind, name) of every visible variable, innermost last.
        pending: variables of the current statement, visible after it.
    """

    draw: Draw
    grammar: Grammar
    names: int = 0
    globals: dict[str, str] = field(default_factory=dict)
    scope: list[tuple[str, str]] = field(default_factory=list)
    pending: list[tuple[str, str]] = field(default_factory=list)

    def index(self, count: int) -> int:
        """A number below `count`; shrinks to 0."""
        return self.draw(_up_to(count - 1)) if count > 1 else 0

    def pick(self, items: Sequence[str]) -> str:
        """One of the items; shrinks to the first."""
        return items[self.index(len(items))]

    def block(self, depth: int, *, most: int = 3) -> str:
        """Up to `most` statements, a line or more each."""
        height = len(self.scope)
        lines: list[str] = []
        # One choice before each statement, so that shrinking can leave out any of them.
        while len(lines) < most and self.index(3):
            lines.append(self.statement(depth))
            self.publish()
        del self.scope[height:]
        return "\n".join(lines)

    def statement(self, depth: int) -> str:
        """One statement, whose `^` names are left in `pending`."""
        return self.fill(self._choose(self.grammar.statements, depth), depth)

    def publish(self) -> None:
        """Makes the names of the last statement visible to the next one."""
        self.scope += self.pending
        self.pending = []

    def expression(self, kind: str, depth: int) -> str:
        """An expression of the kind, or rarely of another one."""
        if kind.isupper():
            return self._variable(kind.lower()) or self._global(kind.lower())
        others = self.grammar.wrong.get(kind, "")
        if others and self.index(_WRONG_ONE_IN) == _WRONG_ONE_IN - 1:
            kind = self.pick(others)
        if self.index(3) == 0:
            name = self._variable(kind)
            if name:
                return name
        return self.fill(self._choose(self.grammar.kinds[kind], depth), depth)

    def fill(self, template: Template, depth: int) -> str:
        """The template with every hole filled, left to right."""
        height = len(self.scope)
        names: dict[str, str] = {}
        exported: list[tuple[str, str]] = []
        written: list[str] = []
        end = 0
        for hole in _HOLE.finditer(template):
            written.append(template[end : hole.start()])
            end = hole.end()
            if hole["kind"]:
                text = self._hole(hole["kind"], depth, _indentation(written))
                # Only a name may be indexed or called as it stands.
                prefix = template[end : end + 1] in tuple("[.:(") and not _NAME.fullmatch(text)
                written.append(f"({text})" if prefix else text)
                continue
            name = names.get(hole["name"])
            if name is None:
                self.names += 1
                name = names[hole["name"]] = f"{hole['name']}{self.names}"
            if hole["type"] and hole["sigil"] == "@":
                self.scope.append((hole["type"], name))
            elif hole["type"]:
                exported.append((hole["type"], name))
            written.append(name)
        written.append(template[end:])
        del self.scope[height:]
        self.pending += exported
        return "".join(written)

    def _hole(self, kind: str, depth: int, indentation: str) -> str:
        if kind != "B":
            return self.expression(kind, depth - 1)
        pending, self.pending = self.pending, []
        text = self.block(depth - 1)
        self.pending = pending
        return text.replace("\n", "\n" + indentation)

    def _choose(self, forms: Forms, depth: int) -> Template:
        if depth <= 0:
            return self.pick(forms.leaves)
        rich = (*forms.plain, *(forms.luau if self.grammar.luau else ()))
        return self.pick((*forms.leaves, *rich))

    def _global(self, kind: str) -> str:
        """A global stands in where no variable of the kind is visible."""
        self.globals.setdefault(f"G{kind}", self.grammar.kinds[kind].leaves[1])
        return f"G{kind}"

    def _variable(self, kind: str) -> str:
        names = [name for each, name in reversed(self.scope) if each == kind]
        return self.pick(names) if names else ""


def _indentation(written: Sequence[str]) -> str:
    line = "".join(written).rpartition("\n")[2]
    return line[: len(line) - len(line.lstrip("\t"))]
