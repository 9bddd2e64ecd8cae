"""Check that the source tree keeps its layout: see RULES below.

Prints one line for each fault and exits with 1 where there is any. Python's standard library only,
so that it runs wherever the C++ tests run.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

# What each module may include besides itself.
MODULES: dict[str, set[str]] = {
    "core": set(),
    "optimize": {"core"},
    "workload": {"core"},
    "allocation": {"core", "optimize", "workload"},
    "pool": {"core", "optimize", "workload"},
    "development": {"core", "optimize", "workload"},
    "staffing": {"core", "optimize", "workload", "allocation", "pool", "development"},
}

TOP_LEVEL = {
    "CMakeLists.txt", "include", "src", "bindings", "examples", "tests", "pyproject.toml", "LICENSE",
    "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "CMakePresets.json", ".clang-format",
    ".clang-tidy", ".ci", "docs", ".gitignore",
}

PRODUCT = ("include", "src", "bindings", "examples")

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"\n]+)[>"]', re.MULTILINE)
COMMENT_OR_STRING = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"([^ ()\\]{0,16})\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'',
    re.DOTALL)
FOREIGN_HEADER = re.compile(r"^(boost|Eigen|nlohmann|Random123|pybind11|rapidcheck|catch2)(/|$)|^Python\.h$")
FOREIGN_TYPE = re.compile(r"\b(boost|Eigen|nlohmann|pybind11)\s*::")
NOT_STANDARD = re.compile(
    r"\b(__int128(?:_t)?|__uint128_t|__float128|ssize_t|u_int\d+_t|uint|ulong|off_t|pid_t"
    r"|__typeof__|typeof|__builtin_\w+|__extension__)\b")
NOT_STANDARD_HEADER = re.compile(r"^(bits|ext|sys|linux|tr1)/|^(unistd|pthread|endian|features)\.h$")
MACHINE_PATH = re.compile(r"(?<![\w.:-])/(?:work|root|farm|home/\w+)/|\.\./shared\b")


def files(root: Path, folder: str, suffixes: tuple[str, ...] = ()) -> Iterator[tuple[PurePosixPath, str]]:
    """Yield path and text of each text file below a folder."""
    for path in sorted((root / folder).rglob("*")):
        if path.is_symlink() or not path.is_file() or "__pycache__" in path.parts:
            continue
        if suffixes and path.suffix not in suffixes:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        yield PurePosixPath(path.relative_to(root).as_posix()), text


def code_only(text: str) -> str:
    """Return C or C++ text without comments and literals; line numbers stay."""
    return COMMENT_OR_STRING.sub(lambda match: "\n" * match.group().count("\n") or " ", text)


def located(path: PurePosixPath, text: str, position: int, message: str) -> str:
    """Return ``path:line: message``."""
    line = text.count("\n", 0, position) + 1
    return f"{path}:{line}: {message}"


def owner(path: PurePosixPath) -> str:
    """Return the module (or c_api, c_header, python, umbrella) that a source file belongs to."""
    parts = path.parts
    if parts[:2] == ("include", "evenload"):
        return parts[2] if len(parts) > 3 else "umbrella"
    if parts[:2] == ("include", "evenload_c"):
        return "c_header"
    if parts[0] == "src":
        return parts[1]
    return "python"


def module_of_include(name: str) -> str | None:
    """Return the module that an include names, or None for any other header."""
    parts = name.split("/")
    if parts[0] in ("evenload", "src") and len(parts) > 2:
        return parts[1]
    return None


def include_direction(root: Path) -> Iterator[str]:
    """Includes point along the dependencies only."""
    sources = (".hpp", ".h", ".cpp", ".c")
    for folder in ("include", "src", "bindings"):
        for path, text in files(root, folder, sources):
            name = owner(path)
            for match in INCLUDE.finditer(text):
                included = match.group(1)
                module = module_of_include(included)
                fault = ""
                if ".." in included.split("/"):
                    fault = "leaves its folder; name the header from its include root"
                elif folder == "include" and included.startswith("src/"):
                    fault = "is private, in a public header"
                elif name == "c_header":
                    if included.startswith("evenload/"):
                        fault = "is C++, in a C header"
                elif included.startswith("evenload_c/"):
                    if name != "c_api":
                        fault = "belongs to the C ABI, which stands above the modules"
                elif module is not None and module not in MODULES:
                    fault = "names no module"
                elif module is not None and name in MODULES and module not in MODULES[name] | {name}:
                    fault = f"is no dependency of {name}"
                if fault:
                    yield located(path, text, match.start(), f"include of {included}: {fault}")


def module_folders(root: Path) -> Iterator[str]:
    """Each folder of headers and sources is a known module."""
    for folder, others in (("include/evenload", set()), ("src", {"c_api", "cmake"})):
        base = root / folder
        if base.is_dir():
            for path in sorted(base.iterdir()):
                if path.is_dir() and path.name not in MODULES.keys() | others:
                    yield f"{folder}/{path.name}: no such module"


def cmake_agrees(root: Path) -> Iterator[str]:
    """The targets in src/CMakeLists.txt use the modules that MODULES allows."""
    path = root / "src/CMakeLists.txt"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    declared = {}
    for arguments in re.findall(r"^evenload_module\(([^)]*)\)", text, re.MULTILINE):
        name, *rest = arguments.split()
        uses = set()
        if "USES" in rest:
            for word in rest[rest.index("USES") + 1:]:
                if word.isupper():
                    break
                uses.add(word)
        declared[name] = uses
    if declared != MODULES:
        yield "src/CMakeLists.txt: modules and their USES differ from tests/layout/check_layout.py"


def public_headers(root: Path) -> Iterator[str]:
    """Public headers show standard types only."""
    for path, text in files(root, "include", (".hpp", ".h")):
        for match in INCLUDE.finditer(text):
            included = match.group(1)
            if FOREIGN_HEADER.search(included) or NOT_STANDARD_HEADER.search(included):
                yield located(path, text, match.start(), f"include of {included} in a public header")
        code = code_only(text)
        for pattern, what in ((FOREIGN_TYPE, "foreign type"), (NOT_STANDARD, "not standard")):
            for match in pattern.finditer(code):
                yield located(path, code, match.start(), f"{what} in a public header: {match.group()}")
        if path.stem != "export" and "__attribute__" in code:
            yield located(path, code, code.index("__attribute__"), "attributes belong in an export header")


def machine_paths(root: Path) -> Iterator[str]:
    """No path of one machine in what users get."""
    for folder in (*PRODUCT, "docs"):
        for path, text in files(root, folder):
            for match in MACHINE_PATH.finditer(text):
                yield located(path, text, match.start(), f"path of one machine: {match.group()}")


def top_level(root: Path) -> Iterator[str]:
    """Only the agreed names stand at the top."""
    if (root / ".git").exists():
        listing = subprocess.run(
            ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others",
             "--exclude-standard"],
            cwd=root, check=True, capture_output=True, text=True).stdout
        names = {name.split("/")[0] for name in listing.split("\0") if name}
    else:
        names = {name for name in os.listdir(root) if name not in ("build", ".git")}
    for name in sorted(names - TOP_LEVEL):
        yield f"{name}: does not belong at the top level"


RULES = (include_direction, module_folders, cmake_agrees, public_headers, machine_paths, top_level)


def faults(root: Path) -> list[str]:
    """Return every fault of the tree, rule by rule."""
    return [f"[{rule.__name__}] {fault}" for rule in RULES for fault in rule(root)]


def main() -> int:
    """Check the tree that this file stands in."""
    root = Path(__file__).resolve().parents[2]
    found = faults(root)
    count = sum(1 for _ in files(root, "include", (".hpp", ".h")))
    if count == 0:
        found.append("no public header found: is this the source tree?")
    print("\n".join(found) if found else f"layout kept: {len(RULES)} rules, {count} public headers")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
