# Fails if a folder includes what its layer may not. Run: cmake -DROOT=. -P check_layers.cmake
# A row: folder | our folders that it may include | what else it may include (a prefix)
file(REAL_PATH "${ROOT}" ROOT)
set(failures 0)
set(posix "sched.h,immintrin.h,cpuid.h,pwd.h,fcntl.h,unistd.h,dlfcn.h,sys/") # the operating system and processor, for every folder
foreach(row
    "core/base|core/base|-"
    "core/contract|core/base,core/contract|fmt,nlohmann"
    "core/image|core/base,core/image|fmt,opencv2"
    "core/io|core/base,core/contract,core/image,core/io|fmt,jpeglib,jerror,png,tiff,webp,libheif,libraw,exiv2,lcms2,libdeflate,zlib"
    "core/nn|core/base,core/contract,core/nn|fmt,ATen,c10,torch,cuda"
    "core/models|core/base,core/contract,core/models,core/nn|fmt,nlohmann"
    "core/pipeline|core/base,core/contract,core/image,core/io,core/models,core/nn,core/pipeline|fmt,opencv2"
    "core/qa|core/base,core/contract,core/image,core/qa|fmt"
    "core/batch|core/base,core/batch,core/contract,core/image,core/io,core/models,core/pipeline|fmt,nlohmann"
    "core/session|core/base,core/batch,core/contract,core/image,core/io,core/models,core/nn,core/pipeline,core/qa,core/session|fmt"
    "ui|core/base,core/contract,core/image,core/session,ui|Q,ui_,xcb/"
    "app|app,core,ui|Q,fmt,nlohmann,csignal")
  string(REPLACE "|" ";" cells "${row}")
  list(GET cells 0 folder)
  list(GET cells 1 ours)
  list(GET cells 2 others)
  string(REPLACE "," ";" ours "${ours}")
  string(REPLACE "," ";" others "${others},${posix}")
  file(GLOB_RECURSE files "${ROOT}/${folder}/*.h" "${ROOT}/${folder}/*.cpp" "${ROOT}/${folder}/*.cu")
  foreach(file IN LISTS files)
    file(STRINGS "${file}" lines REGEX "^#include")
    foreach(line IN LISTS lines)
      set(ok FALSE)
      if(line MATCHES "^#include \"([^\"]+)\"")
        set(header "${CMAKE_MATCH_1}") # a MATCHES below would overwrite it
        foreach(o IN LISTS ours)
          if(header MATCHES "^${o}/")
            set(ok TRUE)
          endif()
        endforeach()
      elseif(line MATCHES "^#include <([^>]+)>")
        set(header "${CMAKE_MATCH_1}")
        if(NOT header MATCHES "[/.]" AND NOT header MATCHES "^Q")
          set(ok TRUE) # the standard library
        endif()
        foreach(o IN LISTS others)
          if(NOT o STREQUAL "-" AND header MATCHES "^${o}")
            set(ok TRUE)
          endif()
        endforeach()
      endif()
      if(NOT ok)
        file(RELATIVE_PATH rel "${ROOT}" "${file}")
        message("${rel}: ${folder} may not have ${line}")
        math(EXPR failures "${failures}+1")
      endif()
    endforeach()
  endforeach()
endforeach()
if(failures)
  message(FATAL_ERROR "${failures} includes against the layering (see core/README.md)")
endif()
