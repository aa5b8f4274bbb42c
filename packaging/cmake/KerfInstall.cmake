# `cmake --install build/release --prefix DIR`: programs, the nets' engine with the LibTorch it was built with, and what
# a desktop needs to list Kerf. The tree can be moved: programs find the engine by where they lie themselves.
include(GNUInstallDirs)
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
  install(DIRECTORY "${KERF_TORCH_DIR}/lib" DESTINATION ${_engine_dir}/torch)
  foreach(_folder cu13 cudnn nccl nvshmem cusparselt)
    install(DIRECTORY "${KERF_TORCH_DIR}/../nvidia/${_folder}/lib" DESTINATION ${_engine_dir}/nvidia/${_folder}
      OPTIONAL FILES_MATCHING PATTERN "*.so*" PATTERN cmake EXCLUDE PATTERN "libnvvm*" EXCLUDE)
  endforeach()
endif()

if(KERF_BUILD_NN AND KERF_BUNDLE_MINI)
  # Where core/models/shipped.cpp looks.
  set(_mini "${PROJECT_SOURCE_DIR}/models/kerf-mini.safetensors")
  install(FILES "${_mini}" models/kerf-mini.md DESTINATION share/kerf/models)
  configure_file("${_mini}" "${PROJECT_BINARY_DIR}/share/kerf/models/kerf-mini.safetensors" COPYONLY)
endif()

if(KERF_BUILD_UI)
  install(FILES packaging/linux/kerf.desktop DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
  install(FILES packaging/linux/kerf.metainfo.xml DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo")
  install(FILES resources/kerf.svg DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps" OPTIONAL)
endif()
