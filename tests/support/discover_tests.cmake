# Read by ctest: makes one entry for each test case of a Catch2 program. Set before: program, target,
# label, list_arguments, run_arguments (see tests/CMakeLists.txt).
#
# Catch2's own script splits the names as a CMake list, and loses all that follow a lone bracket.

if(NOT EXISTS "${program}")
  add_test(${target}.not_built "${program}")
  return()
endif()

# The exit code of version 2 is the number of test cases, so only a crash says something here.
execute_process(COMMAND "${program}" ${list_arguments} OUTPUT_VARIABLE names RESULT_VARIABLE result)
string(ASCII 1 opening)
string(ASCII 2 closing)
string(ASCII 3 semicolon)
string(REPLACE "[" "${opening}" names "${names}")
string(REPLACE "]" "${closing}" names "${names}")
string(REPLACE ";" "${semicolon}" names "${names}")
string(REGEX REPLACE "\n+$" "" names "${names}")
string(REPLACE "\n" ";" names "${names}")
if(names STREQUAL "" OR NOT result MATCHES "^[0-9]+$")
  message("${target} lists no test cases (${result})")
  add_test(${target}.lists_no_test_cases "${CMAKE_COMMAND}" -E false)
  return()
endif()

foreach(name IN LISTS names)
  string(REPLACE "${opening}" "[" name "${name}")
  string(REPLACE "${closing}" "]" name "${name}")
  string(REPLACE "${semicolon}" ";" name "${name}")
  string(REGEX REPLACE "([][,\"\\\\])" "\\\\\\1" filter "${name}")
  add_test("${target}.${name}" "${program}" "${filter}" ${run_arguments})
  set_tests_properties("${target}.${name}" PROPERTIES LABELS ${label})
endforeach()
