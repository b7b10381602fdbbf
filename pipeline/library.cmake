# library.cmake: the three rooms below the command as one installed library, libtenor: shared (SONAME libtenor.so.0) and static,
# three headers, a pkg-config file and a CMake package. Only what is marked TENOR_API is visible in it.
include(CMakePackageConfigHelpers)

add_library(tenor_shared SHARED)
add_library(tenor_static STATIC)
foreach(library tenor_shared tenor_static)
  target_link_libraries(${library} PRIVATE tenor_pipeline tenor_model tenor_features)
  set_target_properties(${library} PROPERTIES OUTPUT_NAME tenor EXPORT_NAME tenor)
endforeach()
set_target_properties(tenor_shared PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION 0)
if(NOT TENOR_SANITIZE)
  target_link_options(tenor_shared PRIVATE LINKER:--no-undefined LINKER:--as-needed LINKER:--exclude-libs,ALL)
endif()
target_include_directories(tenor_shared INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/tenor>)

set(TENOR_CMAKE_FOLDER ${CMAKE_INSTALL_LIBDIR}/cmake/tenor)
# The file says where it lies in relation to the prefix, so that an installation may be moved.
file(RELATIVE_PATH TENOR_PC_TO_PREFIX /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(${CMAKE_CURRENT_LIST_DIR}/tenor.pc.in ${PROJECT_BINARY_DIR}/tenor.pc @ONLY)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/tenorConfigVersion.cmake COMPATIBILITY SameMinorVersion)
file(WRITE ${PROJECT_BINARY_DIR}/tenorConfig.cmake
  "include(\"\${CMAKE_CURRENT_LIST_DIR}/tenorTargets.cmake\")\n")

install(TARGETS tenor_shared EXPORT tenorTargets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS tenor_static ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT tenorTargets NAMESPACE Tenor:: DESTINATION ${TENOR_CMAKE_FOLDER})
install(FILES ${PROJECT_BINARY_DIR}/tenorConfig.cmake ${PROJECT_BINARY_DIR}/tenorConfigVersion.cmake
  DESTINATION ${TENOR_CMAKE_FOLDER})
install(FILES ${PROJECT_BINARY_DIR}/tenor.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(FILES
  ${PROJECT_SOURCE_DIR}/features/tenor_features.h
  ${PROJECT_SOURCE_DIR}/model/tenor_model.h
  ${PROJECT_SOURCE_DIR}/pipeline/tenor_pipeline.h
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/tenor)
