# SPDX-License-Identifier: Apache-2.0
#
# Fuzz targets: `cmake --preset fuzz && cmake --build build/fuzz --target fuzz`, or ./dev fuzz.
# tests/fuzz/NAME_fuzz.cpp becomes fuzz_NAME. The layers that it links are built with the fuzzer's
# instrumentation (SAKSI_SANITIZE of the preset); those that no target links are not built.
add_custom_target(fuzz)
function(saksi_fuzz name)
  add_executable(fuzz_${name} EXCLUDE_FROM_ALL "${PROJECT_SOURCE_DIR}/tests/fuzz/${name}_fuzz.cpp")
  target_include_directories(fuzz_${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests")
  target_link_libraries(fuzz_${name} PRIVATE ${ARGN} saksi_options)
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  add_dependencies(fuzz fuzz_${name})
endfunction()

saksi_fuzz(json saksi::base)
saksi_fuzz(regex saksi::base)
