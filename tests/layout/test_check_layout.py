"""The layout check finds each fault it is there for: one fabricated bad tree per fault."""

from __future__ import annotations

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import check_layout

CMAKE = "".join(
    f"evenload_module({name}{' USES ' if uses else ''}{' '.join(sorted(uses))} PRIVATE_NEEDS json)\n"
    for name, uses in check_layout.MODULES.items())

GOOD = {
    "src/CMakeLists.txt": CMAKE,
    "LICENSE": "text",
    "include/evenload/core/ids.hpp": "#pragma once\n#include <span>\n// boost:: and ssize_t in words\n",
    "include/evenload/optimize/solve.hpp": '#include "evenload/core/ids.hpp"\n',
    "include/evenload_c/core.h": "#include <stdint.h>\n",
    "include/evenload_c/export.h": "#define EVENLOAD_C_API __attribute__((visibility(\"default\")))\n",
    "src/optimize/solve.cpp": '#include <boost/graph/adjacency_list.hpp>\n#include "src/core/wide.hpp"\n',
    "src/c_api/core.cpp": '#include "evenload_c/core.h"\n#include "evenload/core/ids.hpp"\n',
    "bindings/python/src/register_core.cpp": '#include <evenload/core/ids.hpp>\n',
    "docs/data-model.md": "https://example.org/work/plan\n",
}

# (rule, path, text)
BAD = [
    ("include_direction", "src/core/ids.cpp", '#include "evenload/optimize/solve.hpp"\n'),
    ("include_direction", "src/core/ids.cpp", '#include <evenload/workload/capacity.hpp>\n'),
    ("include_direction", "src/optimize/a.cpp", '#  include "evenload/workload/capacity.hpp"\n'),
    ("include_direction", "src/optimize/a.cpp", '#include "src/allocation/rules.hpp"\n'),
    ("include_direction", "src/optimize/a.cpp", '#include "../core/wide.hpp"\n'),
    ("include_direction", "src/pool/a.cpp", '#include "evenload/allocation/solve.hpp"\n'),
    ("include_direction", "src/core/a.cpp", '#include "evenload_c/core.h"\n'),
    ("include_direction", "include/evenload/workload/a.hpp", '#include <evenload/allocation/b.hpp>\n'),
    ("include_direction", "include/evenload/core/a.hpp", '#include "src/core/wide.hpp"\n'),
    ("include_direction", "include/evenload/core/a.hpp", '#include "evenload/typo/b.hpp"\n'),
    ("include_direction", "include/evenload_c/a.h", '#include "evenload/core/ids.hpp"\n'),
    ("include_direction", "bindings/python/src/a.cpp", '#include "evenload_c/core.h"\n'),
    ("module_folders", "src/helpers/a.cpp", "int a;\n"),
    ("module_folders", "include/evenload/util/a.hpp", "#pragma once\n"),
    ("cmake_agrees", "src/CMakeLists.txt", CMAKE.replace("USES core PRIVATE", "USES core pool PRIVATE")),
    ("cmake_agrees", "src/CMakeLists.txt", CMAKE + "evenload_module(extra)\n"),
    ("public_headers", "include/evenload/core/a.hpp", "#include <boost/rational.hpp>\n"),
    ("public_headers", "include/evenload/core/a.hpp", "#include <Eigen/Dense>\n"),
    ("public_headers", "include/evenload/core/a.hpp", "#include <nlohmann/json.hpp>\n"),
    ("public_headers", "include/evenload/core/a.hpp", "void f(const Eigen::VectorXd& x);\n"),
    ("public_headers", "include/evenload/core/a.hpp", "boost :: any a();\n"),
    ("public_headers", "include/evenload/core/a.hpp", "unsigned __int128 a();\n"),
    ("public_headers", "include/evenload/core/a.hpp", "ssize_t a();\n"),
    ("public_headers", "include/evenload/core/a.hpp", "#include <unistd.h>\n"),
    ("public_headers", "include/evenload_c/a.h", "#include <sys/types.h>\n"),
    ("public_headers", "include/evenload_c/a.h", "ssize_t a(void);\n"),
    ("public_headers", "include/evenload_c/a.h", "int a(void) __attribute__((pure));\n"),
    ("machine_paths", "src/core/a.cpp", 'auto path = "/work/main/data";\n'),
    ("machine_paths", "examples/run", "cd /home/somebody/evenload\n"),
    ("machine_paths", "examples/python/a.py", 'open("../shared/data/x.csv")\n'),
    ("machine_paths", "bindings/python/evenload/a.py", 'ROOT = "/root/data"\n'),
    ("top_level", "cmake/Helper.cmake", "\n"),
    ("top_level", "setup.py", "\n"),
]


def tree(folder: Path, contents: dict[str, str]) -> Path:
    """Write a source tree."""
    for name, text in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


class LayoutCheck(unittest.TestCase):
    """Each rule fires on its own bad trees, and only there."""

    def test_a_good_tree_passes(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(check_layout.faults(tree(Path(folder), GOOD)), [])

    def test_each_fault_is_found_by_its_rule_alone(self) -> None:
        for rule, name, text in BAD:
            with self.subTest(rule=rule, name=name, text=text[:60]), \
                    tempfile.TemporaryDirectory() as folder:
                found = check_layout.faults(tree(Path(folder), GOOD | {name: text}))
                self.assertEqual(len(found), 1, found)
                self.assertTrue(found[0].startswith(f"[{rule}] "), found)

    def test_every_rule_has_a_bad_tree(self) -> None:
        self.assertEqual({rule.__name__ for rule in check_layout.RULES}, {rule for rule, *_ in BAD})


if __name__ == "__main__":
    unittest.main()
