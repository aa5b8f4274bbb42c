# `cmake --install build/release --prefix DIR`: programs, the nets' engine with the LibTorch it was built with, and what
# a desktop needs to list Kerf. The tree can be moved: programs find the engine by where they lie themselves.
# `--component kerf` leaves out LibTorch, half a gigabyte, which is a component of its own (`libtorch`).
include(GNUInstallDirs)
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME kerf)
foreach(_program kerf kerf-cli)
  if(TARGET ${_program})
    install(TARGETS ${_program} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
  endif()
endforeach()

set(_engine_dir lib/kerf) # where core/nn/loader.cpp and app/fetcher_library.cpp look
foreach(_library kerf_nn kerf_nn_cuda kerf_nn_graph kerf_fetch)
  if(TARGET ${_library})
    install(TARGETS ${_library} LIBRARY DESTINATION ${_engine_dir})
  endif()
endforeach()
if(KERF_BUILD_NN)
  # Beside each other as in the wheels, whose libraries find one another by relative paths.
  install(DIRECTORY "${KERF_TORCH_DIR}/lib" DESTINATION ${_engine_dir}/torch COMPONENT libtorch)
  foreach(_folder cu13 cudnn nccl nvshmem cusparselt)
    install(DIRECTORY "${KERF_TORCH_DIR}/../nvidia/${_folder}/lib" DESTINATION ${_engine_dir}/nvidia/${_folder}
      COMPONENT libtorch OPTIONAL FILES_MATCHING PATTERN "*.so*" PATTERN cmake EXCLUDE PATTERN "libnvvm*" EXCLUDE)
  endforeach()
endif()

install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}")
file(READ packaging/linux/kerf.metainfo.xml _metainfo)
set(_mini "${PROJECT_BINARY_DIR}/share/kerf/models/kerf-mini.safetensors") # where core/models/shipped.cpp looks
if(KERF_BUILD_NN AND KERF_BUNDLE_MINI)
  # The weights have a licence of their own, whose text goes with them.
  install(FILES models/kerf-mini.safetensors models/kerf-mini.md models/CC-BY-SA-4.0.txt
    DESTINATION share/kerf/models)
  configure_file("${PROJECT_SOURCE_DIR}/models/kerf-mini.safetensors" "${_mini}" COPYONLY)
else()
  file(REMOVE "${_mini}")
  string(REPLACE "MIT AND CC-BY-SA-4.0" "MIT" _metainfo "${_metainfo}")
endif()

if(KERF_BUILD_UI)
  install(FILES packaging/linux/kerf.desktop DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS packaging/linux/kerf.metainfo.xml)
  file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/kerf.metainfo.xml" CONTENT "${_metainfo}" @ONLY)
  install(FILES "${PROJECT_BINARY_DIR}/kerf.metainfo.xml" DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo")
  install(FILES resources/kerf.svg DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps" OPTIONAL)
endif()
