# Installs the build folder BUILD below STAGING and moves the result to PREFIX.
file(REMOVE_RECURSE "${STAGING}" "${PREFIX}")
execute_process(COMMAND "${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${STAGING}"
                OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
cmake_path(GET PREFIX PARENT_PATH parent)
file(MAKE_DIRECTORY "${parent}")
file(RENAME "${STAGING}" "${PREFIX}")
