find_program(KERF_CCACHE ccache)
if(KERF_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER "${KERF_CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${KERF_CCACHE}")
endif()

# What every target of ours has in common.
add_library(kerf_options INTERFACE)
target_include_directories(kerf_options INTERFACE "${PROJECT_SOURCE_DIR}")
set(_warnings
  -Wall -Wextra -Wno-missing-field-initializers # designated initialisers leave defaults alone
  -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual -Wconversion
  $<$<BOOL:${KERF_WERROR}>:-Werror>)
target_compile_options(kerf_options INTERFACE
  "$<$<COMPILE_LANGUAGE:CXX>:${_warnings}>"
  "$<$<COMPILE_LANGUAGE:CUDA>:-Xcompiler=-Wall,-Wextra;$<$<BOOL:${KERF_WERROR}>:--Werror=all-warnings>>")
if(KERF_SANITIZE)
  list(JOIN KERF_SANITIZE "," _sanitize)
  target_compile_options(kerf_options INTERFACE
    "$<$<COMPILE_LANGUAGE:CXX>:-fsanitize=${_sanitize};-fno-omit-frame-pointer;-g>"
    # GCC 12 takes the sanitizers' own code for uses of unset values, in std::regex for one.
    "$<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>")
  target_link_options(kerf_options INTERFACE -fsanitize=${_sanitize})
endif()
if(KERF_BUILD_FUZZERS)
  target_compile_options(kerf_options INTERFACE -fsanitize=fuzzer-no-link -fno-sanitize-recover=undefined)
endif()

# kerf_library(NAME SOURCES ... [PUBLIC libs...] [PRIVATE libs...])
# One folder is one library. PUBLIC: what its headers include. PRIVATE: what only its .cpp files do.
function(kerf_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;PUBLIC;PRIVATE")
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC ${arg_PUBLIC} PRIVATE kerf_options ${arg_PRIVATE})
endfunction()

# kerf_test(NAME SOURCES ... LIBS ... LABEL unit|nn|golden|ui|cli|slow|gpu)
# One Qt Test class, one executable, one CTest entry; offscreen, so that no display is needed; without the models that
# the one who runs them has installed.
function(kerf_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "LABEL" "SOURCES;LIBS")
  add_executable(${name} ${arg_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_link_libraries(${name} PRIVATE kerf_options ${arg_LIBS} Qt6::Test)
  add_test(NAME ${name} COMMAND ${name})
  set(_timeout 180)
  if(KERF_SANITIZE)
    set(_timeout 600)
  endif()
  if(arg_LABEL MATCHES "ui|slow") # they look at the clock, so nothing runs beside them
    set_tests_properties(${name} PROPERTIES RUN_SERIAL ON)
  endif()
  set_tests_properties(${name} PROPERTIES
    LABELS ${arg_LABEL} TIMEOUT ${_timeout} ENVIRONMENT "QT_QPA_PLATFORM=offscreen;KERF_MODELS=${PROJECT_BINARY_DIR}/no-models" SKIP_REGULAR_EXPRESSION "SKIP   : [A-Za-z]+::initTestCase")
endfunction()

# kerf_slow_test(NAME SOURCES ... LIBS ...)
# As kerf_test, for one that takes minutes: it runs only with `ctest -C slow`.
function(kerf_slow_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBS")
  add_executable(${name} ${arg_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_link_libraries(${name} PRIVATE kerf_options ${arg_LIBS} Qt6::Test)
  kerf_slow_run(${name} ${name})
endfunction()

# kerf_slow_run(NAME COMMAND VARIABLE=VALUE...): a longer run of a test program, under `ctest -C slow`.
function(kerf_slow_run name command)
  add_test(NAME ${name} COMMAND ${command} CONFIGURATIONS slow)
  list(JOIN ARGN ";" _more)
  set_tests_properties(${name} PROPERTIES LABELS slow TIMEOUT 5400 RUN_SERIAL ON
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;KERF_MODELS=${PROJECT_BINARY_DIR}/no-models;QTEST_FUNCTION_TIMEOUT=5400000;${_more}"
    SKIP_REGULAR_EXPRESSION "SKIP   : [A-Za-z]+::initTestCase")
endfunction()
