# Puts files into the program: pages, scripts and style sheets stay sources that anybody can read and change, and the
# program needs none of them beside it.
#
#   nuskha_embed(TARGET function DIR FILE...)       TARGET gets std::optional<std::string_view> nuskha::function(name)
#   nuskha_embed_page(TARGET function DIR TEMPLATE STYLES SCRIPTS)
#       the same, which knows three names, "head", "middle" and "tail": one page without another file, cut where its data
#       goes, @OVERVIEW@ (before the script) and @DATA@.
#       STYLES and SCRIPTS are lists; scripts are joined in the order given, without their imports and exports.
#
# Run as a script (cmake -P) it does the work, when a file has changed.

if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(NUSKHA_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

  function(nuskha_embed target function dir)
    string(REPLACE ";" "|" joined "${ARGN}")  # a list doesn't come through as one argument
    _nuskha_embed_command(${target} ${function} ${dir} "${ARGN}" -DMODE=files -DFILES=${joined})
  endfunction()

  function(nuskha_embed_page target function dir template styles scripts)
    string(REPLACE ";" "|" joined_styles "${styles}")
    string(REPLACE ";" "|" joined_scripts "${scripts}")
    _nuskha_embed_command(${target} ${function} ${dir} "${template};${styles};${scripts}" -DMODE=page
                          -DTEMPLATE=${template} -DSTYLES=${joined_styles} -DSCRIPTS=${joined_scripts})
  endfunction()

  function(_nuskha_embed_command target function dir files)
    set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded/${function}.cpp)
    list(TRANSFORM files PREPEND ${PROJECT_SOURCE_DIR}/${dir}/ OUTPUT_VARIABLE inputs)
    add_custom_command(
      OUTPUT ${output}
      COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DFUNCTION=${function} -DDIR=${PROJECT_SOURCE_DIR}/${dir} ${ARGN}
              -P ${NUSKHA_EMBED_SCRIPT}
      DEPENDS ${inputs} ${NUSKHA_EMBED_SCRIPT}
      COMMENT "Embedding ${dir} (${function})"
      VERBATIM)
    target_sources(${target} PRIVATE ${output})
  endfunction()
  return()
endif()

cmake_policy(VERSION 3.25)
foreach(list FILES STYLES SCRIPTS)
  string(REPLACE "|" ";" ${list} "${${list}}")
endforeach()

# Appends a case to ${out}: the bytes of `file` under `name`, as one literal of escapes.
function(append_case name file out)
  file(READ ${file} hex HEX)
  file(SIZE ${file} size)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" literal "${hex}")
  set(${out} "${${out}}  if (name == \"${name}\") return std::string_view(\"${literal}\", ${size});\n" PARENT_SCOPE)
endfunction()

function(write_source cases)
  file(WRITE ${OUTPUT}.new "// Made by cmake/embed.cmake.
#include <optional>
#include <string_view>

namespace nuskha {
std::optional<std::string_view> ${FUNCTION}(std::string_view name);
std::optional<std::string_view> ${FUNCTION}(std::string_view name) {
${cases}  return std::nullopt;
}
}  // namespace nuskha
")
  file(RENAME ${OUTPUT}.new ${OUTPUT})
endfunction()

# The SHA-256 of a text in base64, as a Content-Security-Policy wants it.
function(base64_sha256 text out)
  string(SHA256 hex "${text}")
  set(alphabet ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/)
  set(digits "")
  foreach(at RANGE 0 63 6)  # 32 bytes: ten groups of three, and one of two
    string(SUBSTRING "${hex}0000" ${at} 6 group)
    math(EXPR value "0x${group}")
    foreach(shift 18 12 6 0)
      math(EXPR digit "(${value} >> ${shift}) & 63")
      string(SUBSTRING ${alphabet} ${digit} 1 letter)
      string(APPEND digits ${letter})
    endforeach()
  endforeach()
  string(SUBSTRING ${digits} 0 43 digits)
  set(${out} "${digits}=" PARENT_SCOPE)
endfunction()

# Modules as one script: without imports, the word `export`, and names that two of them have.
function(join_scripts out)
  set(script "")
  set(all_names "")
  foreach(file IN LISTS SCRIPTS)
    file(READ ${DIR}/${file} text)
    set(text "\n${text}")
    string(REGEX REPLACE "\nimport [^\n]*;" "" text "${text}")
    string(REGEX REPLACE "\nexport " "\n" text "${text}")
    if(text MATCHES "\n(import|export) ")
      message(FATAL_ERROR "${file}: an import stands on one line, and an export before what it names")
    endif()
    if(text MATCHES "</[sS][cC][rR][iI][pP][tT]|<!--")
      message(FATAL_ERROR "${file}: holds what would end the script within the page")
    endif()
    string(REGEX MATCHALL "\n(async function|function|const|let|class)[*]? +[A-Za-z_$][A-Za-z0-9_$]*" names "${text}")
    foreach(name IN LISTS names)
      string(REGEX REPLACE ".* " "" name "${name}")
      if(name IN_LIST all_names)
        message(FATAL_ERROR "${file}: ${name} is a name of another module, too; in one script names must differ")
      endif()
      list(APPEND all_names ${name})
    endforeach()
    string(APPEND script "\n// ${file}${text}")
  endforeach()
  set(${out} "${script}" PARENT_SCOPE)
endfunction()

set(cases "")
if(MODE STREQUAL files)
  foreach(file IN LISTS FILES)
    append_case(${file} ${DIR}/${file} cases)
  endforeach()
else()
  join_scripts(script)
  set(style "\n")
  foreach(file IN LISTS STYLES)
    file(READ ${DIR}/${file} text)
    string(APPEND style "${text}")
  endforeach()
  if(style MATCHES "</[sS][tT][yY][lL][eE]")
    message(FATAL_ERROR "a style sheet holds what would end it within the page")
  endif()
  base64_sha256("${script}" script_hash)
  base64_sha256("${style}" style_hash)
  file(READ ${DIR}/${TEMPLATE} page)
  string(REPLACE "@SCRIPT_HASH@" "${script_hash}" page "${page}")
  string(REPLACE "@STYLE_HASH@" "${style_hash}" page "${page}")
  string(REPLACE "@STYLE@" "${style}" page "${page}")
  string(REPLACE "@SCRIPT@" "${script}" page "${page}")
  foreach(part_and_mark "head|@OVERVIEW@" "middle|@DATA@")
    string(REGEX MATCH "^([a-z]+)[|](.*)$" matched "${part_and_mark}")
    set(part ${CMAKE_MATCH_1})
    set(mark ${CMAKE_MATCH_2})
    string(FIND "${page}" ${mark} cut)
    if(cut EQUAL -1)
      message(FATAL_ERROR "${TEMPLATE}: ${mark} is missing")
    endif()
    string(SUBSTRING "${page}" 0 ${cut} text)
    file(WRITE ${OUTPUT}.${part} "${text}")
    append_case(${part} ${OUTPUT}.${part} cases)
    string(LENGTH ${mark} length)
    math(EXPR cut "${cut} + ${length}")
    string(SUBSTRING "${page}" ${cut} -1 page)
  endforeach()
  file(WRITE ${OUTPUT}.tail "${page}")
  append_case(tail ${OUTPUT}.tail cases)
endif()
write_source("${cases}")
