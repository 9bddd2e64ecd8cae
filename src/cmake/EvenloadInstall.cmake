# Install rules: headers, libraries, the CMake package and the pkg-config files, all relocatable.

include(CMakePackageConfigHelpers)

set(evenload_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/evenload")
get_property(evenload_modules GLOBAL PROPERTY EVENLOAD_MODULES)
list(TRANSFORM evenload_modules PREPEND evenload_ OUTPUT_VARIABLE evenload_module_targets)

install(
  DIRECTORY "${PROJECT_SOURCE_DIR}/include/evenload"
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  FILES_MATCHING PATTERN "*.hpp")
install(TARGETS ${evenload_module_targets} evenload EXPORT evenloadTargets)
install(EXPORT evenloadTargets NAMESPACE evenload:: DESTINATION "${evenload_package_dir}")

configure_package_config_file(
  "${CMAKE_CURRENT_LIST_DIR}/evenloadConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/package/evenloadConfig.cmake"
  INSTALL_DESTINATION "${evenload_package_dir}"
  NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/package/evenloadConfigVersion.cmake"
                                 COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/package/evenloadConfig.cmake"
              "${PROJECT_BINARY_DIR}/package/evenloadConfigVersion.cmake"
        DESTINATION "${evenload_package_dir}")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DOCDIR}")

# pkg-config finds the prefix from the place of the file itself.
cmake_path(RELATIVE_PATH CMAKE_INSTALL_FULL_LIBDIR BASE_DIRECTORY "${CMAKE_INSTALL_PREFIX}"
           OUTPUT_VARIABLE evenload_pc_libdir)
file(RELATIVE_PATH evenload_pc_up "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig"
     "${CMAKE_INSTALL_PREFIX}")
string(REGEX REPLACE "/$" "" evenload_pc_up "${evenload_pc_up}")

# Static libraries are linked users first, so the modules come in reverse order.
set(evenload_pc_modules ${evenload_modules})
list(REVERSE evenload_pc_modules)
list(TRANSFORM evenload_pc_modules PREPEND "-levenload_")
list(JOIN evenload_pc_modules " " evenload_pc_libs)
set(evenload_pc_requires)
if(EVENLOAD_LIBCRYPTO)
  set(evenload_pc_requires "libcrypto >= 3.0")
endif()

configure_file("${CMAKE_CURRENT_LIST_DIR}/evenload.pc.in"
               "${PROJECT_BINARY_DIR}/package/evenload.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/package/evenload.pc"
        DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")

if(TARGET evenload_c)
  install(
    DIRECTORY "${PROJECT_SOURCE_DIR}/include/evenload_c"
    DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
    FILES_MATCHING PATTERN "*.h")
  install(TARGETS evenload_c EXPORT evenloadCTargets)
  install(EXPORT evenloadCTargets NAMESPACE evenload:: DESTINATION "${evenload_package_dir}")
  configure_file("${CMAKE_CURRENT_LIST_DIR}/evenload_c.pc.in"
                 "${PROJECT_BINARY_DIR}/package/evenload_c.pc" @ONLY)
  install(FILES "${PROJECT_BINARY_DIR}/package/evenload_c.pc"
          DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
endif()
