# SPDX-License-Identifier: Apache-2.0
#
# A layer is a static library with an include root of its own: one symbolic link back to its folder.
# Its headers are found only by targets that link it, and it may use only layers declared before it.
# So the list in the top CMakeLists.txt *is* the direction of the code, and a cycle cannot be written.
#
#   saksi_layer(judge DIR daemon/judge USES saksi::model LINKS OpenSSL::Crypto)
#
# Sources are every .cpp of the folder; tests are tests/<name>/*_test.cpp, one executable a layer.
function(saksi_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 L "" "DIR" "USES;LINKS;TEST_USES")
  foreach(used IN LISTS L_USES)
    if(used MATCHES "^saksi::" AND NOT TARGET ${used})
      message(FATAL_ERROR "layer '${name}' uses ${used}, which is not declared before it")
    endif()
  endforeach()

  set(root "${PROJECT_BINARY_DIR}/include/${name}")
  file(MAKE_DIRECTORY "${root}")
  file(CREATE_LINK "${PROJECT_SOURCE_DIR}/${L_DIR}" "${root}/${name}" SYMBOLIC)

  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${L_DIR}/*.cpp")
  if(NOT sources)
    message(FATAL_ERROR "layer '${name}' has no source in ${L_DIR}")
  endif()
  add_library(saksi_${name} STATIC ${sources})
  add_library(saksi::${name} ALIAS saksi_${name})
  target_include_directories(saksi_${name} PUBLIC "${root}")
  target_link_libraries(saksi_${name} PUBLIC ${L_USES} PRIVATE ${L_LINKS} saksi_options)

  file(GLOB tests CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/${name}/*_test.cpp")
  if(tests)
    add_executable(test_${name} ${tests})
    target_link_libraries(test_${name}
      PRIVATE saksi::${name} ${L_TEST_USES} saksi_test_support saksi_options ${L_LINKS})
    target_compile_definitions(test_${name} PRIVATE
      SAKSI_SOURCE_DIR="${PROJECT_SOURCE_DIR}" SAKSI_BINARY_DIR="${PROJECT_BINARY_DIR}")
    add_test(NAME ${name} COMMAND test_${name})
    set_tests_properties(${name} PROPERTIES TIMEOUT 600)
  endif()
endfunction()
