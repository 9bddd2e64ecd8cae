# Every public header compiles alone and twice in one source, with nothing but the headers of its
# own module and of those that the module uses. The C headers are also tried as strict C99.
#
# The objects are no part of the normal build; each ctest entry builds those of one module.

function(evenload_header_test name folder pattern library)
  cmake_parse_arguments(PARSE_ARGV 4 arg "" "EXTENSION" "OPTIONS")
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE "${PROJECT_SOURCE_DIR}/include"
       "${PROJECT_SOURCE_DIR}/include/${folder}/${pattern}")
  if(NOT headers)
    return()
  endif()
  set(sources)
  foreach(header IN LISTS headers)
    string(MAKE_C_IDENTIFIER "${header}" identifier)
    set(source "${CMAKE_CURRENT_BINARY_DIR}/${name}/${identifier}.${arg_EXTENSION}")
    file(CONFIGURE OUTPUT "${source}" CONTENT
         "#include \"@header@\"\n#include \"@header@\"\n\nint evenload_@identifier@_is_complete;\n" @ONLY)
    list(APPEND sources "${source}")
  endforeach()
  add_library(headers_${name} OBJECT EXCLUDE_FROM_ALL ${sources})
  evenload_set_build_options(headers_${name})
  target_compile_options(headers_${name} PRIVATE ${arg_OPTIONS} -Werror)
  target_link_libraries(headers_${name} PRIVATE ${library})
  add_test(NAME "headers: ${name}" COMMAND "${CMAKE_COMMAND}" --build "${PROJECT_BINARY_DIR}"
                                           --target headers_${name})
  set_tests_properties("headers: ${name}" PROPERTIES LABELS headers RESOURCE_LOCK build_folder)
endfunction()

foreach(module IN LISTS evenload_modules)
  evenload_header_test(${module} evenload/${module} "*.hpp" evenload_${module} EXTENSION cpp)
endforeach()
if(TARGET evenload_c)
  evenload_header_test(c99 evenload_c "*.h" evenload_c EXTENSION c OPTIONS -pedantic-errors)
  evenload_header_test(c_as_cpp evenload_c "*.h" evenload_c EXTENSION cpp
                       OPTIONS -pedantic-errors)
endif()
