# SPDX-License-Identifier: Apache-2.0
# Files that travel inside the binary.

# yx_embed(TARGET NAME DIRECTORY): every file below DIRECTORY becomes reachable as
# yinxin::embedded::NAME(), a list of (path, bytes) sorted by path.
function(yx_embed target name directory)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${directory} ${directory}/*)
  list(SORT files)
  set(source ${CMAKE_BINARY_DIR}/gen/embedded_${name}.cpp)
  set(assembly "")
  set(rows "")
  set(declarations "")
  set(depends "")
  set(i 0)
  foreach(file ${files})
    math(EXPR i "${i}+1")
    set(symbol yx_embedded_${name}_${i})
    string(APPEND assembly
           "__asm__(\".section .rodata\\n.balign 16\\n.global ${symbol}\\n${symbol}:\\n"
           ".incbin \\\"${directory}/${file}\\\"\\n.global ${symbol}_end\\n${symbol}_end:\\n"
           ".byte 0\\n.previous\\n\");\n")
    string(APPEND declarations "extern const char ${symbol}[];\nextern const char ${symbol}_end[];\n")
    string(APPEND rows "        {\"${file}\", {${symbol}, static_cast<std::size_t>(${symbol}_end - ${symbol})}},\n")
    list(APPEND depends ${directory}/${file})
  endforeach()
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/gen/yinxin/embedded_${name}.hpp CONTENT
"#pragma once
#include <span>
#include <string_view>
#include <utility>
namespace yinxin::embedded {
using File = std::pair<std::string_view, std::string_view>;
/// (path below ${name}/, content), sorted by path.
std::span<const File> ${name}();
}
" @ONLY)
  file(CONFIGURE OUTPUT ${source} CONTENT
"#include \"yinxin/embedded_${name}.hpp\"
#include <array>
${assembly}
extern \"C\" {
${declarations}}
namespace yinxin::embedded {
std::span<const File> ${name}() {
    static const std::array<File, ${i}> files{{
${rows}    }};
    return files;
}
}
" @ONLY)
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS "${depends}")
  target_sources(${target} PRIVATE ${source})
  target_include_directories(${target} PUBLIC ${CMAKE_BINARY_DIR}/gen)
endfunction()

# yx_embed_sql(ROOM): src/yinxin/storage/sql/GROUP/NAME.sql becomes storage::sql::GROUP::NAME, with the
# text of GROUP/NAME.postgres.sql beside it where there is one, and src/yinxin/storage/migrations/*.sql
# becomes storage::sql::migrations().
function(yx_embed_sql room)
  if(NOT TARGET yx_${room})
    return()
  endif()
  set(root ${PROJECT_SOURCE_DIR}/src/yinxin/${room})
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${root}/sql ${root}/sql/*.sql)
  file(GLOB migrations CONFIGURE_DEPENDS ${root}/migrations/*.sql)
  list(SORT files)
  list(SORT migrations)
  set(out "// Generated from src/yinxin/${room}/sql.\n#pragma once\n#include \"yinxin/storage/statement.hpp\"\n#include <array>\n")
  set(all "")
  set(count 0)
  foreach(file ${files})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${root}/sql/${file})
    file(READ ${root}/sql/${file} text)
    get_filename_component(group ${file} DIRECTORY)
    get_filename_component(stem ${file} NAME_WE)
    if(file MATCHES "\\.postgres\\.sql$")
      if(NOT EXISTS ${root}/sql/${group}/${stem}.sql)
        message(FATAL_ERROR "${file}: there is no ${stem}.sql beside it")
      endif()
      continue()
    endif()
    set(own "")
    if(EXISTS ${root}/sql/${group}/${stem}.postgres.sql)
      file(READ ${root}/sql/${group}/${stem}.postgres.sql own)
      set(own ", R\"sql(${own})sql\"")
    endif()
    string(APPEND out "namespace yinxin::storage::sql::${group} {\ninline constexpr Statement ${stem}{\"${group}.${stem}\", R\"sql(${text})sql\"${own}};\n}\n")
    string(APPEND all "    &${group}::${stem},\n")
    math(EXPR count "${count}+1")
  endforeach()
  string(APPEND out "namespace yinxin::storage::sql {\ninline constexpr std::array<const Statement*, ${count}> all{\n${all}};\n")
  set(rows "")
  set(count 0)
  foreach(file ${migrations})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} text)
    get_filename_component(stem ${file} NAME_WLE)
    string(APPEND rows "    Migration{\"${stem}\", R\"sql(${text})sql\"},\n")
    math(EXPR count "${count}+1")
  endforeach()
  string(APPEND out "inline constexpr std::array<Migration, ${count}> migrations{\n${rows}};\n}\n")
  file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/gen/yinxin/storage/sql.hpp CONTENT "${out}")
  target_include_directories(yx_${room} PUBLIC ${CMAKE_BINARY_DIR}/gen)
endfunction()

# yx_embed_distribution(ROOM): the lists and statements of src/yinxin/storage/distribution, which say
# where tables stand on a cluster, become storage::distribution_files.
function(yx_embed_distribution room)
  if(NOT TARGET yx_${room})
    return()
  endif()
  set(root ${PROJECT_SOURCE_DIR}/src/yinxin/${room}/distribution)
  file(GLOB files CONFIGURE_DEPENDS RELATIVE ${root} ${root}/*)
  list(SORT files)
  set(out "// Generated from src/yinxin/${room}/distribution.\n#pragma once\n#include \"yinxin/storage/statement.hpp\"\n#include <string_view>\nnamespace yinxin::storage::distribution_files {\n")
  foreach(file ${files})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${root}/${file})
    file(READ ${root}/${file} text)
    get_filename_component(stem ${file} NAME_WE)
    if(file MATCHES "\\.sql$")
      string(APPEND out "inline constexpr Statement ${stem}{\"distribution.${stem}\", R\"sql(${text})sql\"};\n")
    elseif(NOT stem STREQUAL "crossings")
      string(APPEND out "inline constexpr std::string_view ${stem} = R\"txt(${text})txt\";\n")
    endif()
  endforeach()
  string(APPEND out "}\n")
  file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/gen/yinxin/storage/distribution_files.hpp CONTENT "${out}")
endfunction()
