# `cmake --install` and find_package(nuskha). tests/consumer uses what is installed here.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/nuskha)
install(TARGETS nuskha EXPORT nuskhaTargets)
if(TARGET nuskha_cli)
  install(TARGETS nuskha_cli)
endif()
install(DIRECTORY include/nuskha ${PROJECT_BINARY_DIR}/include/nuskha DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.h")
install(EXPORT nuskhaTargets NAMESPACE nuskha:: DESTINATION ${package_dir})
get_target_property(NUSKHA_LIBRARY_TYPE nuskha TYPE)
configure_package_config_file(cmake/nuskhaConfig.cmake.in nuskhaConfig.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(nuskhaConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/nuskhaConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/nuskhaConfigVersion.cmake
        DESTINATION ${package_dir})
install(FILES LICENSE CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
