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
