"""The operators of the mutation run over Python modules: one expression or statement is changed, on the syntax tree.

A comparison moves its boundary or is denied, `+` becomes `-`, a number moves by one, `and` becomes `or`, a truth is
denied, the reading of a time is the other one (`earliest`, `strict`), a result becomes None, a statement is dropped,
two keywords of a call exchange their values. Annotations, decorators, docstrings and words for persons are left as they
are; a result that is False becomes True, not None, which its callers take for False.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_OTHER_COMPARISONS: Mapping[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_OTHER_OPERATOR: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_PAIRS = (
    ("earliest", "latest"),
    ("strict", "lenient"),
    ("strict_last", "lenient_last"),
    ("min", "max"),
    ("any", "all"),
)
_OTHER_NAME = {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])}
_WORDS = frozenset({"Text", "NoMoment", "TypeVar"})
"""Calls whose arguments are words, not numbers."""
_LONGEST = 100


@dataclass(frozen=True)
class PythonMutant:
    """One change of a module.

    Attributes:
        function: The function that is changed, with its class; empty at the level of the module.
        line: The line of the change.
        change: What was there and what stands there instead.
        position: The number of the changed node, in the order of the tree.
        ordinal: The number of the change among those of the node.
        at_import: Whether the changed code runs when the module is imported.
        lines: The first and the last line of the statement that is changed; of a compound statement those of its head.
    """

    function: str
    line: int
    change: str
    position: int
    ordinal: int
    at_import: bool
    lines: tuple[int, int]

    @property
    def name(self) -> str:
        """The function and the change: the name of the mutant in documents, which no moved line alters."""
        return f"{self.function or 'module'}: {self.change}"


@dataclass(frozen=True)
class _Place:
    node: ast.AST
    function: str
    at_import: bool
    lines: tuple[int, int]


def find_mutants(source: str) -> list[PythonMutant]:
    """Return every single change of a module.

    Args:
        source: The text of the module.

    Returns:
        The mutants in the order of the tree; no two have the same name.
    """
    found: list[PythonMutant] = []
    names: Counter[str] = Counter()
    for position, place in enumerate(_places(ast.parse(source), "", at_import=True)):
        for ordinal, (change, _) in enumerate(_changes(place.node)):
            names[f"{place.function} {change}"] += 1
            number = names[f"{place.function} {change}"]
            told = change if number == 1 else f"{change} (no. {number})"
            line = getattr(place.node, "lineno", 0)
            found.append(PythonMutant(place.function, line, told, position, ordinal, place.at_import, place.lines))
    return found


def apply_mutant(source: str, position: int, ordinal: int) -> ast.Module:
    """Return the syntax tree of a changed module; the numbers of its lines stay.

    Args:
        source: The text of the module.
        position: The number of the changed node.
        ordinal: The number of the change among those of the node.

    Returns:
        A tree that can be compiled.
    """
    tree = ast.parse(source)
    target = next(place.node for number, place in enumerate(_places(tree, "", at_import=True)) if number == position)
    _, new = list(_changes(target))[ordinal]
    _Replacement(target, ast.copy_location(new, target)).visit(tree)
    return ast.fix_missing_locations(tree)


class _Replacement(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self._new if node is self._old else self.generic_visit(node)


def _places(node: ast.AST, function: str, *, at_import: bool, lines: tuple[int, int] = (1, 1)) -> Iterator[_Place]:
    """Yield the nodes that can be changed, from outside to inside."""
    if isinstance(node, ast.stmt | ast.match_case):
        lines = _lines_of_head(node)
    yield _Place(node, function, at_import, lines)
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "bases"}:
            continue
        inner, inner_at_import = function, at_import
        if name == "body" and isinstance(node, ast.ClassDef | ast.FunctionDef):
            inner = f"{function}.{node.name}" if function else node.name
            inner_at_import = at_import and isinstance(node, ast.ClassDef)
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_left_alone(child):
                yield from _places(child, inner, at_import=inner_at_import, lines=lines)


def _lines_of_head(node: ast.stmt | ast.match_case) -> tuple[int, int]:
    """The lines of a statement without those of its body."""
    start = node.pattern if isinstance(node, ast.match_case) else node
    body = getattr(node, "body", None) or getattr(node, "cases", None)
    if not body:
        return start.lineno, start.end_lineno or start.lineno
    inside = body[0].pattern if isinstance(body[0], ast.match_case) else body[0]
    return start.lineno, max(start.lineno, inside.lineno - 1)


def _is_left_alone(node: ast.AST) -> bool:
    match node:
        case ast.JoinedStr() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in _WORDS
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
    return False


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield each change of one node in words, with the new node."""
    for change, new in (*_changes_of_expression(node), *_changes_of_statement(node)):
        yield " ".join(change.split()), new


def _changes_of_expression(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:  # noqa: PLR0912  # one case an operator
    match node:
        case ast.Compare():
            for number, operator in enumerate(node.ops):
                for other in _OTHER_COMPARISONS[type(operator)]:
                    ops = [*node.ops[:number], other(), *node.ops[number + 1 :]]
                    yield _told(node, ast.Compare(node.left, ops, node.comparators))
        case ast.BoolOp():
            other_op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield _told(node, ast.BoolOp(other_op, node.values))
        case ast.BinOp() if type(node.op) in _OTHER_OPERATOR:
            yield _told(node, ast.BinOp(node.left, _OTHER_OPERATOR[type(node.op)](), node.right))
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield _told(node, node.operand)
        case ast.Constant(value=bool()):
            yield _told(node, ast.Constant(not node.value))
        case ast.Constant(value=int(number)):
            for step in (1, -1):
                yield _told(node, ast.Constant(number + step))
        case ast.Attribute(ctx=ast.Load()) if node.attr in _OTHER_NAME:
            yield _told(node, ast.Attribute(node.value, _OTHER_NAME[node.attr], ast.Load()))
        case ast.Name(ctx=ast.Load()) if node.id in {"min", "max", "any", "all"}:
            yield _told(node, ast.Name(_OTHER_NAME[node.id], ast.Load()))
        case ast.IfExp() if _is_plain(node.test):
            yield _told(node, ast.IfExp(_denied(node.test), node.body, node.orelse))
        case ast.comprehension():
            for number, test in enumerate(node.ifs):
                if _is_plain(test):
                    new = copy.copy(node)
                    new.ifs = [*node.ifs[:number], _denied(test), *node.ifs[number + 1 :]]
                    yield f"if {ast.unparse(test)} → if not", new
        case ast.Call() if len(node.keywords) > 1:
            for first, second in zip(node.keywords, node.keywords[1:], strict=False):
                if first.arg and second.arg:
                    swapped = {first: second.value, second: first.value}
                    keywords = [ast.keyword(one.arg, swapped.get(one, one.value)) for one in node.keywords]
                    yield (
                        f"{ast.unparse(node.func)}: {first.arg} and {second.arg} exchanged",
                        ast.Call(node.func, node.args, keywords),
                    )


def _changes_of_statement(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Return(value=ast.expr() as value) if not (
            isinstance(value, ast.Constant) and value.value in (None, False)
        ):
            yield f"{_short(ast.unparse(node))} → return None", ast.Return(ast.Constant(None))
        case ast.If() | ast.While() if _is_plain(node.test):
            new = copy.copy(node)
            new.test = _denied(node.test)
            yield f"{type(node).__name__.lower()} {ast.unparse(node.test)} → not", new
        case ast.AugAssign():
            if type(node.op) in _OTHER_OPERATOR:
                yield _told(node, ast.AugAssign(node.target, _OTHER_OPERATOR[type(node.op)](), node.value))
            yield _dropped(node)
        case ast.Expr() | ast.Continue() | ast.Break() | ast.Raise():
            yield _dropped(node)
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript() | ast.Tuple(elts=[ast.Attribute(), *_])]):
            yield _dropped(node)


def _dropped(node: ast.stmt) -> tuple[str, ast.AST]:
    return f"{_short(ast.unparse(node))} dropped", ast.Pass()


def _is_plain(test: ast.expr) -> bool:
    """Whether no other operator denies the test."""
    return not isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp)


def _denied(test: ast.expr) -> ast.expr:
    return ast.copy_location(ast.UnaryOp(ast.Not(), test), test)


def _told(old: ast.AST, new: ast.AST) -> tuple[str, ast.AST]:
    located = ast.fix_missing_locations(ast.copy_location(new, old))
    return f"{_short(ast.unparse(old))} → {_short(ast.unparse(located))}", located


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 2 :]}"
