# Compiler settings that every evenload target shares.

find_program(EVENLOAD_CCACHE ccache)
mark_as_advanced(EVENLOAD_CCACHE)
if(PROJECT_IS_TOP_LEVEL AND EVENLOAD_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Paths are cached relative to the source folder, so that all build folders share their results.
  set(evenload_launcher
      "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" CCACHE_NOHASHDIR=1
      "CCACHE_SLOPPINESS=pch_defines,time_macros" "${EVENLOAD_CCACHE}")
  set(CMAKE_C_COMPILER_LAUNCHER "${evenload_launcher}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${evenload_launcher}")
endif()

set(evenload_build_flags)
if(EVENLOAD_SANITIZE)
  list(APPEND evenload_build_flags "-fsanitize=${EVENLOAD_SANITIZE}" -fno-sanitize-recover=all
       -fno-omit-frame-pointer)
endif()
if(EVENLOAD_FUZZ)
  # The libraries too: the fuzzer steers by the branches that they take.
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()
if(EVENLOAD_COVERAGE)
  list(APPEND evenload_build_flags --coverage)
endif()
if(evenload_build_flags)
  add_compile_options(${evenload_build_flags})
  add_link_options(${evenload_build_flags})
endif()

# The standard headers that nearly every source uses. Standard headers only: nothing of ours, so
# that a change of ours never rebuilds everything.
set(evenload_std_headers
    <algorithm> <array> <chrono> <compare> <cstddef> <cstdint> <functional> <limits> <memory>
    <numeric> <optional> <span> <stdexcept> <string> <string_view> <tuple> <unordered_map>
    <utility> <variant> <vector>)

function(evenload_set_build_options target)
  set_target_properties(
    ${target}
    PROPERTIES C_STANDARD 99
               C_STANDARD_REQUIRED ON
               C_EXTENSIONS OFF
               CXX_STANDARD 20
               CXX_STANDARD_REQUIRED ON
               CXX_EXTENSIONS OFF
               C_VISIBILITY_PRESET hidden
               CXX_VISIBILITY_PRESET hidden
               VISIBILITY_INLINES_HIDDEN ON
               UNITY_BUILD ${EVENLOAD_UNITY})
  # No contraction: results must be bitwise equal on every machine and optimisation level.
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
                                           -ffp-contract=off)
  # GCC warns of variables that are uninitialised in its own instrumentation only.
  if(EVENLOAD_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -Wno-maybe-uninitialized)
  endif()
  # GCC 12 at -O3 sees overlapping and endless copies in its own string concatenation (its PR 105651).
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 12
     AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(${target} PRIVATE "$<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict;-Wno-stringop-overflow;-Wno-stringop-overread>")
  endif()
  if(EVENLOAD_WARNINGS_AS_ERRORS)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()
