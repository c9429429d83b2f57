// Patterns of configuration files; see the header. Covered by tests/cli/policy_test.cpp.
#include "cli/path_glob.h"

#include <filesystem>
#include <utility>

#include "base/document_name.h"

namespace nuskha::cli {
namespace {

/// The pattern matches the file, or a folder that it is in.
bool matches_or_holds(const IgnoreRule& rule, std::string_view path) {
  for (std::size_t slash = path.find('/'); slash != path.npos; slash = path.find('/', slash + 1))
    if (rule_matches(rule, path.substr(0, slash), true)) return true;
  return rule_matches(rule, path, false);
}

}  // namespace

std::optional<PathGlob> parse_path_glob(std::string_view pattern) {
  if (glob_error(pattern)) return std::nullopt;
  std::optional<IgnoreRule> rule = parse_ignore_rule(pattern);
  if (!rule) return std::nullopt;
  return PathGlob{std::string(pattern), *std::move(rule)};
}

std::optional<std::string> PathFrame::relative(std::string_view document_path) const {
  namespace fs = std::filesystem;
  const std::string path = (fs::path(current_folder) / document_path).lexically_normal().string();
  const std::string folder = config_folder.ends_with('/') ? config_folder : config_folder + '/';
  if (!path.starts_with(folder)) return std::nullopt;
  return path.substr(folder.size());
}

bool names_document(const PathGlob& glob, std::string_view relative) {
  return any_holder(relative, [&](std::string_view holder) { return matches_or_holds(glob.rule, holder); });
}

}  // namespace nuskha::cli
