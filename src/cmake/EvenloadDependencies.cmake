# Header-only dependencies are looked for in CMAKE_PREFIX_PATH (system packages and prefixes)
# and in the layouts that their Python wheels use, so that a build without system packages works.

function(evenload_find_headers target header variable package)
  if(TARGET ${target})
    return()
  endif()
  set(hints)
  foreach(prefix IN LISTS CMAKE_PREFIX_PATH Python_SITEARCH Python_SITELIB)
    list(APPEND hints "${prefix}/cmeel.prefix/include" "${prefix}/cmeel.prefix/include/eigen3"
         "${prefix}/nlohmann_json/include")
  endforeach()
  # A build folder outlives the environment that its headers came from.
  if(${variable} AND NOT EXISTS "${${variable}}/${header}")
    unset(${variable} CACHE)
  endif()
  find_path(${variable} "${header}" HINTS ${hints} PATH_SUFFIXES eigen3)
  mark_as_advanced(${variable})
  if(NOT ${variable})
    message(FATAL_ERROR "evenload needs <${header}>. Install ${package}, or add the folder that "
                        "holds its include folder to CMAKE_PREFIX_PATH.")
  endif()
  message(STATUS "evenload: <${header}> found in ${${variable}}")
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${target} SYSTEM INTERFACE "${${variable}}")
endfunction()

# OpenSSL's libcrypto, the one dependency that is linked: consumers of the static libraries link it, too.
function(evenload_find_libcrypto)
  if(TARGET evenload_dependency_libcrypto)
    return()
  endif()
  add_library(evenload_dependency_libcrypto INTERFACE IMPORTED GLOBAL)
  if(NOT EVENLOAD_LIBCRYPTO)
    return()
  endif()
  if(NOT TARGET OpenSSL::Crypto)
    find_package(OpenSSL 3.0 QUIET COMPONENTS Crypto)
    if(NOT TARGET OpenSSL::Crypto)
      message(FATAL_ERROR "evenload needs OpenSSL's libcrypto, 3.0 or later, for keyed digests. Install "
                          "libssl-dev (Debian), or set EVENLOAD_LIBCRYPTO to OFF to build without them.")
    endif()
    set_target_properties(OpenSSL::Crypto PROPERTIES IMPORTED_GLOBAL TRUE)
  endif()
  message(STATUS "evenload: libcrypto ${OPENSSL_VERSION} found in ${OPENSSL_CRYPTO_LIBRARY}")
  target_link_libraries(evenload_dependency_libcrypto INTERFACE OpenSSL::Crypto)
endfunction()

macro(evenload_need dependency)
  if("${dependency}" STREQUAL "boost")
    evenload_find_headers(evenload_dependency_boost boost/graph/adjacency_list.hpp
                          EVENLOAD_BOOST_INCLUDE_DIR "libboost-graph-dev (Debian) or cmeel-boost (Python)")
  elseif("${dependency}" STREQUAL "eigen")
    evenload_find_headers(evenload_dependency_eigen Eigen/Dense EVENLOAD_EIGEN_INCLUDE_DIR
                          "libeigen3-dev (Debian) or cmeel-eigen (Python)")
  elseif("${dependency}" STREQUAL "json")
    evenload_find_headers(evenload_dependency_json nlohmann/json.hpp EVENLOAD_JSON_INCLUDE_DIR
                          "nlohmann-json3-dev (Debian) or nlohmann-json (Python)")
  elseif("${dependency}" STREQUAL "libcrypto")
    evenload_find_libcrypto()
  else()
    message(FATAL_ERROR "evenload: unknown dependency ${dependency}")
  endif()
endmacro()

set(THREADS_PREFER_PTHREAD_FLAG OFF)
find_package(Threads REQUIRED)
