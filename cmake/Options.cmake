# SPDX-License-Identifier: Apache-2.0
# Compiler options shared by every target of ours.
add_library(yx_options INTERFACE)
target_compile_options(
  yx_options
  INTERFACE -Wall
            -Wextra
            -Wpedantic
            -Wshadow
            -Wconversion
            -Wno-sign-conversion
            -Wno-missing-field-initializers
            -Wno-missing-designated-field-initializers
            -Wnon-virtual-dtor
            -Woverloaded-virtual
            -Werror=switch
            -Werror=return-type
            -Werror=unused-result
            -fstack-protector-strong
            -fno-omit-frame-pointer)
target_compile_definitions(yx_options INTERFACE _GLIBCXX_ASSERTIONS BOOST_ASIO_NO_DEPRECATED)
target_link_options(yx_options INTERFACE -Wl,-z,relro,-z,now)
if(DEFINED ENV{CI})
  target_compile_options(yx_options INTERFACE -Werror)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_definitions(yx_options INTERFACE _FORTIFY_SOURCE=2)
endif()
if(YX_SANITIZE)
  # The check of virtual tables asks through a pipe whether memory can be read; the reading process
  # is not allowed one.
  target_compile_options(yx_options INTERFACE -fsanitize=${YX_SANITIZE} -fno-sanitize=vptr
                                              -fno-sanitize-recover=all)
  target_link_options(yx_options INTERFACE -fsanitize=${YX_SANITIZE})
endif()
if(YX_FUZZ)
  target_compile_options(yx_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
find_program(YX_CCACHE ccache)
if(YX_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${YX_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${YX_CCACHE})
endif()
find_program(YX_MOLD mold)
if(YX_MOLD)
  target_link_options(yx_options INTERFACE -fuse-ld=mold)
endif()
