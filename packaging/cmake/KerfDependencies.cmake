# Every library that Kerf is built with, and the least version that is known to do. tools/setup installs them.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)

# OpenCV by its libraries' names: Debian keeps OpenCVConfig.cmake in a package that installs all modules, GDAL and 400 MB
# with them. No imgcodecs, and no ximgproc, which links imgcodecs and through it GDAL and a hundred further libraries.
find_path(KERF_OPENCV_INCLUDE_DIR opencv2/core.hpp PATH_SUFFIXES opencv4 REQUIRED)
add_library(kerf_opencv INTERFACE)
target_include_directories(kerf_opencv SYSTEM INTERFACE "${KERF_OPENCV_INCLUDE_DIR}")
foreach(_module core imgproc photo)
  find_library(KERF_OPENCV_${_module} opencv_${_module} REQUIRED)
  target_link_libraries(kerf_opencv INTERFACE "${KERF_OPENCV_${_module}}")
endforeach()

foreach(_library
    "libjpeg>=2.1" "libpng>=1.6.39" "libtiff-4>=4.5" "libwebp>=1.2.4" "libwebpdemux" "libwebpmux" "libheif>=1.15"
    "exiv2>=0.27.6" "lcms2>=2.14" "libraw_r>=0.20" "libdeflate>=1.14" "zlib")
  string(REGEX REPLACE "[^a-z0-9].*|-4>.*" "" _name "${_library}")
  pkg_check_modules(${_name} REQUIRED IMPORTED_TARGET GLOBAL "${_library}")
endforeach()

# LibTorch from the `torch` wheel, by its libraries' names: its TorchConfig would ask for the whole CUDA toolkit.
set(KERF_TORCH_DIR "${PROJECT_SOURCE_DIR}/.deps/torch" CACHE PATH "LibTorch 2.11.0 (tools/setup unpacks it there)")
if(KERF_BUILD_NN)
  if(NOT EXISTS "${KERF_TORCH_DIR}/lib/libtorch_cpu.so")
    message(FATAL_ERROR "LibTorch is not in ${KERF_TORCH_DIR}: run tools/setup, or configure with -DKERF_BUILD_NN=OFF")
  endif()
  add_library(kerf_torch INTERFACE)
  target_include_directories(kerf_torch SYSTEM INTERFACE "${KERF_TORCH_DIR}/include")
  target_link_libraries(kerf_torch INTERFACE
    "${KERF_TORCH_DIR}/lib/libtorch_cpu.so" "${KERF_TORCH_DIR}/lib/libc10.so" "${KERF_TORCH_DIR}/lib/libgomp.so.1")
  # Without it at::parallel_for, which is a template, runs on one thread and says nothing. The library is LibTorch's
  # own, so that a process has one pool of threads.
  target_compile_options(kerf_torch INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-fopenmp>)
endif()

# CUDA 13's compiler from a toolkit, else the one that `tools/setup --cuda` takes from PyPI. The run-time library is
# the one that LibTorch loads, so that a process has one.
if(KERF_BUILD_CUDA)
  if(NOT KERF_BUILD_NN)
    message(FATAL_ERROR "KERF_BUILD_CUDA needs KERF_BUILD_NN")
  endif()
  get_filename_component(_cuda_deps "${KERF_TORCH_DIR}/../nvidia/cu13" ABSOLUTE)
  if(NOT CMAKE_CUDA_COMPILER)
    find_program(CMAKE_CUDA_COMPILER nvcc HINTS "${CUDAToolkit_ROOT}/bin" ENV CUDA_PATH PATH_SUFFIXES bin
      PATHS /usr/local/cuda/bin "${_cuda_deps}/bin" DOC "CUDA 13's compiler")
    if(NOT CMAKE_CUDA_COMPILER)
      message(FATAL_ERROR "KERF_BUILD_CUDA needs nvcc 13: run tools/setup --cuda, or give -DCMAKE_CUDA_COMPILER")
    endif()
  endif()
  if(NOT CMAKE_CUDA_ARCHITECTURES) # machine code for Turing to Blackwell, PTX for what comes after
    set(CMAKE_CUDA_ARCHITECTURES 75-real 80-real 86-real 89-real 90-real 100-real 120)
  endif()
  enable_language(CUDA)
  if(CMAKE_CUDA_COMPILER_VERSION VERSION_LESS 13)
    message(FATAL_ERROR "${CMAKE_CUDA_COMPILER} is CUDA ${CMAKE_CUDA_COMPILER_VERSION}; 13 is needed: run tools/setup --cuda")
  endif()
  if(NOT CMAKE_CUDA20_STANDARD_COMPILE_OPTION) # CMake 3.25 doesn't know that nvcc can
    set(CMAKE_CUDA20_STANDARD_COMPILE_OPTION -std=c++20)
    list(APPEND CMAKE_CUDA_COMPILE_FEATURES cuda_std_20)
  endif()
  add_library(kerf_cudart INTERFACE)
  target_link_libraries(kerf_cudart INTERFACE "${_cuda_deps}/lib/libcudart.so.13")
endif()
