# evenload_module(<name> [USES <module>...] [PRIVATE_NEEDS boost|eigen|json|libcrypto...])
#
# Makes the static library evenload_<name> (alias evenload::<name>) from src/<name>/**.cpp.
# Its headers are reached through an include root of its own in the build folder:
#   evenload/<name>/...   the public ones, include/evenload/<name>
#   src/<name>/...        the private ones, src/<name>, for modules and tests that use this module
# A target sees the roots of the modules it uses and no others, so an include against the direction
# of the dependencies does not compile.

# evenload_include_root(<name> <out> <folder in the root> <folder in the source tree>...)
function(evenload_include_root name out)
  set(root "${PROJECT_BINARY_DIR}/include-roots/${name}")
  list(LENGTH ARGN length)
  while(length GREATER 0)
    list(POP_FRONT ARGN folder source)
    set(link "${root}/${folder}")
    cmake_path(GET link PARENT_PATH parent)
    file(MAKE_DIRECTORY "${parent}")
    set(target)
    if(IS_SYMLINK "${link}")
      file(READ_SYMLINK "${link}" target)
    endif()
    if(NOT target STREQUAL "${PROJECT_SOURCE_DIR}/${source}")
      file(CREATE_LINK "${PROJECT_SOURCE_DIR}/${source}" "${link}" SYMBOLIC)
    endif()
    list(LENGTH ARGN length)
  endwhile()
  set(${out} "${root}" PARENT_SCOPE)
endfunction()

function(evenload_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "USES;PRIVATE_NEEDS")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${name}/*.cpp")
  if(NOT sources)
    message(STATUS "evenload: module ${name} has no sources, skipped")
    return()
  endif()

  set(target evenload_${name})
  add_library(${target} STATIC ${sources})
  add_library(evenload::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name} POSITION_INDEPENDENT_CODE ON)
  evenload_set_build_options(${target})
  target_compile_features(${target} PUBLIC cxx_std_20)

  evenload_include_root(${name} root evenload/${name} include/evenload/${name} src/${name} src/${name})
  target_include_directories(${target} PUBLIC "$<BUILD_INTERFACE:${root}>"
                                              "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
  foreach(used IN LISTS arg_USES)
    if(TARGET evenload_${used})
      target_link_libraries(${target} PUBLIC evenload_${used})
    endif()
  endforeach()
  if(name STREQUAL "core")
    target_link_libraries(${target} PUBLIC Threads::Threads)
  endif()
  foreach(dependency IN LISTS arg_PRIVATE_NEEDS)
    evenload_need(${dependency})
    target_link_libraries(${target}
                          PRIVATE "$<BUILD_INTERFACE:evenload_dependency_${dependency}>")
    if(dependency STREQUAL "libcrypto" AND EVENLOAD_LIBCRYPTO)
      target_link_libraries(${target} PRIVATE OpenSSL::Crypto)
    endif()
  endforeach()

  if(EVENLOAD_PCH)
    if(name STREQUAL "core")
      target_precompile_headers(${target} PRIVATE ${evenload_std_headers})
    elseif(TARGET evenload_core)
      target_precompile_headers(${target} REUSE_FROM evenload_core)
    endif()
  endif()

  set_property(GLOBAL APPEND PROPERTY EVENLOAD_MODULES ${name})
endfunction()
