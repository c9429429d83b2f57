// Entry point: web_file. The files are put into the program by cmake/embed.cmake. Test: tests/serve/desk_test.cpp.
#include "serve/web_files.h"

#include <utility>

namespace nuskha {

// Made by cmake/embed.cmake.
std::optional<std::string_view> desk_web_file(std::string_view name);
std::optional<std::string_view> desk_description_file(std::string_view name);
std::optional<std::string_view> report_web_file(std::string_view name);

namespace serve {

std::optional<std::string_view> web_file(std::string_view name) {
  if (const std::optional<std::string_view> own = desk_web_file(name)) return own;
  return report_web_file(name);
}

std::optional<std::string_view> description_file(std::string_view name) { return desk_description_file(name); }

std::string_view content_type_of(std::string_view name) {
  constexpr std::pair<std::string_view, std::string_view> types[] = {{".html", "text/html; charset=utf-8"},
                                                                     {".js", "text/javascript; charset=utf-8"},
                                                                     {".css", "text/css; charset=utf-8"},
                                                                     {".json", "application/json"},
                                                                     {".svg", "image/svg+xml"},
                                                                     {".png", "image/png"}};
  for (const auto& [ending, type] : types)
    if (name.ends_with(ending)) return type;
  return "application/octet-stream";
}

}  // namespace serve
}  // namespace nuskha
