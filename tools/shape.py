"""Measure the shape of the code against the aims of the house; print a table in Markdown.

    python tools/shape.py [ROOT]

Code lines are lines that are neither blank, nor comment, nor docstring. A function is measured
without its docstring. Duplicates are runs of six code lines that stand alike in two places, imports
and lone brackets left out.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

RUN = 6
"""Lines alike that make a duplicate."""
LONG_FUNCTION = 60
LARGE_MODULE = 400
UNIT = re.compile(
    r"_(m|s|m_s|m_s2|m2|kg|kg_m2|rad|deg|enu_m|ecef_m|days?|h|km|km2|hz|pa|k)$"
    r"|^(p|n|pd|pfa|rho|mach|share|seed)(_|$)|^(axis|number|count)$"
)
NUMBERS = re.compile(r"\b(float|F8)\b")
ARRAYS = re.compile(r"\b(NDArray|F8|I4|I8|U1|U8|B1)\b")
RAISES = re.compile(r"Raises|as `\w+` otherwise")
SHAPE = re.compile(r"\(\w*(, ?\w*)+\)|\(\w+,\)|shape|for each|per |rows?\b|columns?\b|arrays?\b")
WRITES = ("append", "add", "update", "setdefault", "pop", "extend", "clear", "insert", "remove")
KIN = ("Exception", "Error")


@dataclass(frozen=True)
class Module:
    """One file: its tree, the numbers of its code lines, and their text."""

    path: Path
    tree: ast.Module
    lines: dict[int, str]


Function = ast.FunctionDef | ast.AsyncFunctionDef


def read(path: Path) -> Module:
    """Read a module, without comments, blanks and docstrings."""
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    skip = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    kept: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in skip and token.type != tokenize.ENDMARKER:
            kept.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(tree):
        if _is_text(node):
            kept.difference_update(range(node.lineno, (node.end_lineno or 0) + 1))
    rows = text.splitlines()
    return Module(path, tree, {number: rows[number - 1].strip() for number in sorted(kept)})


def _is_text(node: ast.AST) -> bool:
    """Tell whether a statement is nothing but a text: a docstring, of whatever it stands behind."""
    constant = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return constant and isinstance(node.value.value, str)


def functions(module: Module) -> Iterator[Function]:
    """Yield all functions and methods."""
    for node in ast.walk(module.tree):
        if isinstance(node, Function):
            yield node


def length(module: Module, node: ast.AST) -> int:
    """Return the code lines of a function or class."""
    first, last = node.lineno, node.end_lineno  # type: ignore[attr-defined]
    return sum(first <= number <= last for number in module.lines)


def public(module: Module) -> Iterator[Function]:
    """Yield the functions that other modules may call."""
    for node in module.tree.body:
        if isinstance(node, Function) and not node.name.startswith("_"):
            yield node


def runs(modules: list[Module]) -> set[tuple[str, int, str, int]]:
    """Return pairs of places whose next six code lines are alike; overlapping ones count once."""
    places: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    for module in modules:
        rows = [
            (number, row)
            for number, row in module.lines.items()
            if re.search(r"\w", row) and not re.match(r"(from|import) ", row)
        ]
        for k in range(len(rows) - RUN + 1):
            key = tuple(row for _, row in rows[k : k + RUN])
            places.setdefault(key, []).append((str(module.path), k))
    pairs = {
        (*one, *other)
        for found in places.values()
        for i, one in enumerate(found)
        for other in found[i + 1 :]
    }
    return {(a, i, b, j) for a, i, b, j in pairs if (a, i - 1, b, j - 1) not in pairs}


def changed(module: Module) -> int:
    """Return how many lists, dictionaries and sets of a module are written to by its functions."""
    shared = {
        ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)
        for node in module.tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and isinstance(node.value, ast.List | ast.Dict | ast.Set | ast.Call)
    }
    written = {
        ast.unparse(node.value)
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load))
        or (isinstance(node, ast.Attribute) and node.attr in WRITES)
    }
    return len(shared & written)


def depth(name: str, bases: dict[str, list[str]]) -> int:
    """Return how many of our own classes a class stands on."""
    own = [base for base in bases.get(name, []) if base in bases]
    return 1 + max(depth(base, bases) for base in own) if own else 0


def spread(values: list[int]) -> str:
    """Return median, 90 % and largest of some counts."""
    ordered = sorted(values)
    return f"{median(ordered):g} / {ordered[int(0.9 * (len(ordered) - 1))]} / {ordered[-1]}"


def share(part: int, whole: int) -> str:
    """Return a share in per cent, and of how many."""
    return f"{100 * part / whole:.0f} % of {whole}" if whole else "–"


def arguments(node: Function) -> list[ast.arg]:
    """Return the arguments of a function."""
    return [*node.args.args, *node.args.kwonlyargs]


def _annotated(node: Function, what: re.Pattern[str]) -> list[str]:
    return [
        one.arg
        for one in arguments(node)
        if one.annotation and what.search(ast.unparse(one.annotation))
    ]


def docstrings(modules: list[Module]) -> dict[str, str]:
    """Return how many public functions say what the house asks of them."""
    all_public = [(module, node) for module in modules for node in public(module)]
    docs = {id(node): ast.get_docstring(node) or "" for _, node in all_public}
    raising = [
        n
        for m, n in all_public
        if "cli" not in m.path.parts and any(isinstance(x, ast.Raise) for x in ast.walk(n))
    ]
    arrays = [n for _, n in all_public if _annotated(n, ARRAYS)]
    units = [(name, docs[id(node)]) for _, node in all_public for name in _annotated(node, NUMBERS)]
    kernel = [n for m, n in all_public if "kernel" in m.path.parts]
    united = [UNIT.search(name) or re.search(rf"\b{name}\b", doc) for name, doc in units]
    return {
        "public functions with a docstring": share(
            sum(bool(doc) for doc in docs.values()), len(docs)
        ),
        "numbers with a unit in the name or a word in the docstring": share(
            sum(found is not None for found in united), len(united)
        ),
        "functions of arrays that say their shape": share(
            sum(bool(SHAPE.search(docs[id(n)])) for n in arrays), len(arrays)
        ),
        "functions that raise and say so, commands apart": share(
            sum(bool(RAISES.search(docs[id(n)])) for n in raising), len(raising)
        ),
        "kernel functions that name their source": share(
            sum("Source" in docs[id(n)] for n in kernel), len(kernel)
        ),
    }


def measure(root: Path) -> dict[str, str]:
    """Return each measure of a checkout in words."""
    package = root / "src" / "airshield"
    modules = [read(path) for path in sorted(package.rglob("*.py"))]
    tests = [read(path) for path in sorted((root / "tests").rglob("*.py"))]
    full = [module for module in modules if module.path.name != "__init__.py"]
    every = [(module, node) for module in modules for node in functions(module)]
    classes = [n for m in modules for n in ast.walk(m.tree) if isinstance(n, ast.ClassDef)]
    bases = {one.name: [ast.unparse(base) for base in one.bases] for one in classes}
    plain = [name for name in bases if not name.endswith(KIN)]
    nodes = [node for module in modules for node in ast.walk(module.tree)]
    caught = [
        ast.unparse(n.type) if n.type else "" for n in nodes if isinstance(n, ast.ExceptHandler)
    ]
    code = sum(len(module.lines) for module in modules)
    tested = sum(len(module.lines) for module in tests)
    largest = sorted(full, key=lambda module: -len(module.lines))
    longest = sorted(every, key=lambda pair: -length(*pair))
    over = [pair for pair in longest if length(*pair) > LONG_FUNCTION]
    large = [module for module in largest if len(module.lines) > LARGE_MODULE]
    return {
        "rooms at the top": str(
            sum(
                1
                for entry in package.iterdir()
                if (entry / "__init__.py").exists()
                or (entry.suffix == ".py" and not entry.name.startswith("__"))
            )
        ),
        "modules": str(len(full)),
        "code lines of a module: median / 90 % / largest": spread([len(m.lines) for m in full]),
        f"modules over {LARGE_MODULE} lines": ", ".join(
            f"{m.path.relative_to(package)} ({len(m.lines)})" for m in large
        ),
        "functions": str(len(every)),
        "code lines of a function: median / 90 % / largest": spread(
            [length(*pair) for pair in every]
        ),
        f"functions over {LONG_FUNCTION} lines": ", ".join(
            f"{m.path.relative_to(package)}:{n.name} ({length(m, n)})" for m, n in over
        ),
        "methods of a class: median / 90 % / largest": spread(
            [sum(isinstance(n, Function) for n in one.body) for one in classes]
        ),
        "own classes that a class stands on (errors apart), most": str(
            max(depth(name, bases) for name in plain)
        ),
        "broad excepts": str(
            sum(bool(re.search(r"\b(Base)?Exception\b", name)) or not name for name in caught)
        ),
        "`global` statements": str(sum(isinstance(n, ast.Global) for n in nodes)),
        "values at module level that code changes": str(sum(map(changed, modules))),
        f"duplicated runs of {RUN} lines": str(len(runs(modules))),
        "lines of test per line of code": f"{tested / code:.2f} ({code} of code)",
        **docstrings(modules),
    }


def main(root: Path) -> None:
    """Print the measures as a table."""
    print("| measure | value |\n| --- | --- |")
    for name, value in measure(root).items():
        print(f"| {name} | {value or 'none'} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1])
