# SPDX-License-Identifier: Apache-2.0
#
# Warnings and hardening live on one INTERFACE target that layers link PRIVATE, so that they never
# fall on a third party's code. They are errors only in the developer presets.
option(SAKSI_WERROR "warnings are errors" OFF)
set(SAKSI_SANITIZE "" CACHE STRING "sanitizers for this build: address,undefined or thread")
option(SAKSI_FUZZ "the target `fuzz`: what cmake/SaksiFuzz.cmake lists; clang only" OFF)

add_library(saksi_options INTERFACE)
target_compile_options(saksi_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual -Wimplicit-fallthrough -Wno-missing-field-initializers)
if(SAKSI_WERROR)
  target_compile_options(saksi_options INTERFACE -Werror)
endif()
if(SAKSI_SANITIZE)
  add_compile_options(-fsanitize=${SAKSI_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${SAKSI_SANITIZE})
  if(SAKSI_FUZZ)
    # Else a finding is a line of a log, and no crash. The catalogue of words is one long list.
    add_compile_options(-fno-sanitize-recover=undefined -fbracket-depth=2048)
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ 12 under sanitizers takes std::regex for uninitialized (GCC bug 105562). The options come last, so this wins.
    target_compile_options(saksi_options INTERFACE -Wno-maybe-uninitialized)
  endif()
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  add_compile_definitions(_GLIBCXX_ASSERTIONS)
else()
  add_compile_options(-fstack-protector-strong -fstack-clash-protection -fcf-protection -D_FORTIFY_SOURCE=2)
  add_link_options(-Wl,-z,relro,-z,now)
endif()
