# SPDX-License-Identifier: Apache-2.0
# Fuzzers of the parsers (preset "fuzz"): tests/fuzz/fuzz_NOUN.cpp, seeds in tests/fuzz/corpus/NOUN.
add_custom_target(fuzzers)

# yx_fuzz(NOUN ROOMS rooms... SOURCES files...)
# SOURCES are files of a room whose other files are not wanted here.
function(yx_fuzz noun)
  cmake_parse_arguments(ARG "" "" "ROOMS;SOURCES" ${ARGN})
  set(source ${PROJECT_SOURCE_DIR}/tests/fuzz/fuzz_${noun}.cpp)
  list(TRANSFORM ARG_ROOMS PREPEND yx_)
  list(TRANSFORM ARG_SOURCES PREPEND ${PROJECT_SOURCE_DIR}/src/yinxin/)
  add_executable(fuzz_${noun} ${source} ${ARG_SOURCES})
  target_include_directories(fuzz_${noun} PRIVATE ${PROJECT_SOURCE_DIR}/tests ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(fuzz_${noun} PRIVATE yx_options ${ARG_ROOMS})
  target_link_options(fuzz_${noun} PRIVATE -fsanitize=fuzzer)
  add_dependencies(fuzzers fuzz_${noun})
endfunction()

set(http_files form multipart request request_reader wire fields cookies language addresses response)
list(TRANSFORM http_files REPLACE "(.+)" "http/\\1.cpp")
yx_fuzz(der ROOMS crypto)
yx_fuzz(cms ROOMS signing)
yx_fuzz(timestamp ROOMS signing)
yx_fuzz(pdf ROOMS verify)
yx_fuzz(xmp ROOMS verify)
yx_fuzz(request ROOMS base SOURCES ${http_files})
yx_fuzz(form ROOMS base SOURCES ${http_files})
