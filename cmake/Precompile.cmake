# SPDX-License-Identifier: Apache-2.0
# Headers that most files of a target read, parsed once for each target: half the time of a build.
# A build with -DYX_PRECOMPILE=OFF finds the file that forgot an include of its own.
option(YX_PRECOMPILE "Parse headers of others once for each target" ON)
set(yx_common_headers
    <algorithm> <array> <chrono> <cstdint> <filesystem> <functional> <map> <memory> <mutex>
    <optional> <ranges> <set> <span> <string> <string_view> <thread> <utility> <variant> <vector>
    <fmt/format.h>)
set(yx_task_headers <boost/asio/awaitable.hpp> <boost/asio/co_spawn.hpp> <boost/pfr.hpp>)
set(yx_test_headers <gmock/gmock.h> <gtest/gtest.h>)
set(yx_house_headers <support/small_house.hpp>)
# Of our own, those that all files of a wide room read: when they change, all are compiled anyway.
set(yx_own_headers_storage <yinxin/storage/store.hpp>)
set(yx_own_headers_service <yinxin/service/services.hpp> <yinxin/storage/sql.hpp>)
set(yx_own_headers_jobs <yinxin/storage/store.hpp>)
set(yx_own_headers_cli <yinxin/service/services.hpp>)
set(yx_own_headers_http <yinxin/http/pages/words.hpp> <yinxin/http/pages/site.hpp>)
set(yx_rooms_without_tasks base domain crypto config observe sheets documents signing)
set(yx_worth_it 6) # source files; the headers alone cost about as much as two

# yx_precompile(TARGET ROOM [headers...]): for a target of a room, where it is worth it.
function(yx_precompile target room)
  get_target_property(sources ${target} SOURCES)
  list(LENGTH sources count)
  if(NOT YX_PRECOMPILE OR count LESS yx_worth_it)
    return()
  endif()
  set(headers ${yx_common_headers} ${ARGN})
  if(target STREQUAL "yx_${room}")
    list(APPEND headers ${yx_own_headers_${room}})
  endif()
  if(NOT room IN_LIST yx_rooms_without_tasks)
    list(APPEND headers ${yx_task_headers})
  endif()
  target_precompile_headers(${target} PRIVATE ${headers})
  # ccache compares what is in the file, not when it was written.
  target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
endfunction()
