# shellcheck shell=bash
# What the run scripts need of a machine: sourced by tests/run and examples/run, from the top folder
# of the source tree. Installs what is missing through apt where it may, and otherwise says what is
# missing and stops. Where nothing is missing, neither apt nor the network is touched.

say() { printf '%s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

has_header() { # NAME: can the C++ compiler include it?
  printf '#include <%s>\n' "$1" | c++ -x c++ -std=c++20 -fsyntax-only - >/dev/null 2>&1
}

has_lemon() { # its headers are not C++20
  printf '#include <lemon/cost_scaling.h>\n' | c++ -x c++ -std=c++17 -fsyntax-only -w - >/dev/null 2>&1
}

has_postgresql() { # the server's programs stand outside PATH in Debian
  command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1
}

# The interpreter that environments are made from: 3.10 or later, with venv and C headers.
usable_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3 /usr/bin/python3; do
    [ -n "$candidate" ] || continue
    if "$candidate" - >/dev/null 2>&1 <<'PY'
import ensurepip, os, sys, sysconfig, venv
header = os.path.join(sysconfig.get_path("include"), "Python.h")
sys.exit(not (sys.version_info >= (3, 10) and os.path.exists(header)))
PY
    then
      say "$candidate"
      return 0
    fi
  done
  return 1
}

# missing_packages THING...: the Debian packages of those things that are not there.
missing_packages() {
  local thing
  for thing in "$@"; do
    case $thing in
      compiler) { command -v c++ && command -v cc; } >/dev/null || say g++ gcc ;;
      ninja) command -v ninja >/dev/null || say ninja-build ;;
      cmake | ccache | pkg-config | git) command -v "$thing" >/dev/null || say "$thing" ;;
      boost) has_header boost/graph/connected_components.hpp || say libboost-dev ;;
      eigen) has_header eigen3/Eigen/Dense || has_header Eigen/Dense || say libeigen3-dev ;;
      json) has_header nlohmann/json.hpp || say nlohmann-json3-dev ;;
      catch2) has_header catch2/catch.hpp || has_header catch2/catch_all.hpp || say catch2 ;;
      libcrypto) has_header openssl/evp.h || say libssl-dev ;;
      postgresql) has_postgresql || say postgresql ;;
      rapidcheck) has_header rapidcheck.h || say librapidcheck-dev ;;
      zones) [ -e "${TZDIR:-/usr/share/zoneinfo}/Europe/Stockholm" ] || say tzdata ;;
      lemon) has_lemon || say liblemon-dev ;;
      clang) command -v clang++-16 >/dev/null || say clang-16 ;;
      python) usable_python >/dev/null || say python3 python3-venv python3-dev ;;
      *) fail "unknown thing: $thing" ;;
    esac
  done
}

# need THING...: install the packages that are missing. ccache only makes builds quicker, and tests
# without PostgreSQL skip and say so: the lack of these alone stops nothing.
optional='ccache|postgresql'
# shellcheck disable=SC2086  # lists of words on purpose
need() {
  local packages required as_root=
  packages=$(missing_packages "$@" | tr '\n' ' ')
  [ -n "$packages" ] || return 0
  required=$(printf '%s\n' $packages | grep -vxE "$optional" | tr '\n' ' ')

  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
      as_root="sudo -n"
    else
      [ -n "$required" ] || return 0
      fail "these packages are missing, and installing them takes root: $required
       run as root: apt-get install $packages"
    fi
  fi
  if ! command -v apt-get >/dev/null; then
    [ -n "$required" ] || return 0
    fail "these Debian packages (or what they hold) are missing, and there is no apt: $required"
  fi

  say "installing: $packages"
  # The package lists may be absent or stale: fetch them only where the first try fails.
  export DEBIAN_FRONTEND=noninteractive
  local install="$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends"
  if ! $install $packages >/dev/null 2>&1; then
    if ! { $as_root apt-get update -q >/dev/null && $install $packages >/dev/null; }; then
      [ -n "$required" ] || return 0
      fail "apt could not install: $required
       is there a network, and are its package sources right?"
    fi
  fi
  required=$(missing_packages "$@" | grep -vxE "$optional" | tr '\n' ' ')
  [ -z "$required" ] || fail "still missing after installing: $required"
}

# make_venv FOLDER: a Python environment, made once and again where its interpreter has gone.
make_venv() {
  local folder=$1
  "$folder/bin/python" -c '' 2>/dev/null || "$(usable_python)" -m venv --clear "$folder"
}

# pip_install PYTHON ARGUMENT...: quiet, asks nothing, and says what to do where it fails.
pip_install() {
  local python=$1
  shift
  PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 "$python" -m pip install -q "$@" ||
    fail "pip could not install: $*
       if it could not reach the package index, run again with a network"
}

# need_cmake FOLDER: presets need CMake 3.25; where the system's is older, pip brings one into the
# environment in FOLDER.
need_cmake() {
  local version
  version=$(cmake --version 2>/dev/null | sed -n '1s/[^0-9]*\([0-9]*\)\.\([0-9]*\).*/\1 \2/p')
  # shellcheck disable=SC2086
  set -- "$1" ${version:-0 0}
  [ "$2" -gt 3 ] || { [ "$2" -eq 3 ] && [ "$3" -ge 25 ]; } && return 0
  make_venv "$1"
  [ -x "$1/bin/cmake" ] || pip_install "$1/bin/python" "cmake>=3.25"
  PATH=$(cd "$1/bin" && pwd):$PATH
  export PATH
}

# fingerprint PATH...: changes when the content of any file below these paths does.
fingerprint() {
  find "$@" -type f ! -path '*/__pycache__/*' -print0 | LC_ALL=C sort -z |
    xargs -0 sha256sum | sha256sum | cut -d' ' -f1
}

# build_wheel: make the Python package from these sources in build/wheels, unless it is
# there, and set `wheel` to it. The tools of the build stand in an environment of their own, with what
# the system lacks; once they are there, no network is needed.
build_wheel() {
  local python tools=build/wheel-tools needs sources folder lacking
  python=$(usable_python)
  sources=$(fingerprint pyproject.toml CMakeLists.txt README.md LICENSE include src bindings)
  lacking=("scikit-build-core>=0.11" "pybind11>=3")
  [ -z "$(missing_packages cmake ninja)" ] || lacking+=("cmake>=3.22" ninja)
  [ -z "$(missing_packages boost eigen json)" ] || lacking+=(cmeel-boost cmeel-eigen nlohmann-json)
  needs=$( (printf '%s\n' "${lacking[@]}"; "$python" -VV) | sha256sum | cut -d' ' -f1)
  folder=build/wheels/$(printf '%s%s' "$sources" "$needs" | sha256sum | cut -c1-16)
  if ! ls "$folder"/evenload-*.whl >/dev/null 2>&1; then
    say "building the Python package (a few minutes the first time) …"
    make_venv "$tools" || return 1
    if [ "$(cat "$tools/needs" 2>/dev/null)" != "$needs" ]; then
      (pip_install "$tools/bin/python" "${lacking[@]}") || return 1
      printf '%s' "$needs" >"$tools/needs"
    fi
    rm -rf build/wheels "$folder.new"
    PATH=$(cd "$tools/bin" && pwd):$PATH CC=${CC:-cc} CXX=${CXX:-c++} PIP_DISABLE_PIP_VERSION_CHECK=1 \
      "$tools/bin/python" -m pip wheel -q --no-deps --no-build-isolation --no-index \
      -C build-dir=build/wheel-build -w "$folder.new" . || return 1
    mv "$folder.new" "$folder" || return 1
  fi
  wheel=$(ls "$folder"/evenload-*.whl)
}

# install_evenload FOLDER EXTRAS PACKAGE...: the package with these extras, and further packages, in
# the environment in FOLDER. Where only sources have changed, no network is needed.
install_evenload() {
  local venv=$1 extras=$2 python=$1/bin/python needs wheel
  shift 2
  build_wheel || return 1
  make_venv "$venv" || return 1
  needs=$( (cat pyproject.toml; printf '%s\n' "$extras" "$@"; "$python" -VV) | sha256sum | cut -d' ' -f1)
  if [ "$(cat "$venv/needs" 2>/dev/null)" != "$needs" ]; then
    (pip_install "$python" --force-reinstall --no-deps "$wheel") || return 1
    (pip_install "$python" "${wheel}[$extras]" "$@") || return 1
    printf '%s' "$needs" >"$venv/needs"
  elif [ "$(cat "$venv/wheel" 2>/dev/null)" != "$wheel" ]; then
    (pip_install "$python" --no-deps --no-index --force-reinstall "$wheel") || return 1
  fi
  printf '%s' "$wheel" >"$venv/wheel"
}
