// Entry point: version_page. Test: tests/cli/version_page_test.cpp.
#include "cli/version_page.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace nuskha::cli {
namespace {

/// Why this build or this machine can't read a format; empty if it can.
std::string reason_against(const Format& format) {
  if (!format.missing.empty()) return std::string(format.missing);
  return format.missing_here == nullptr ? std::string() : format.missing_here();
}

}  // namespace

std::string version_page(std::string_view version, std::span<const Format> formats) {
  std::vector<std::string_view> read = {"text", "markdown", "jsonl"};  // without a row: what is left
  std::vector<std::pair<std::string, std::vector<std::string_view>>> unread;
  for (const Format& format : formats) {
    if (!format.is_read) continue;
    std::string reason = reason_against(format);
    if (reason.empty()) {
      if (std::find(read.begin(), read.end(), format.name) == read.end()) read.push_back(format.name);
      continue;
    }
    auto group = std::find_if(unread.begin(), unread.end(), [&](const auto& one) { return one.first == reason; });
    if (group == unread.end()) group = unread.emplace(unread.end(), std::move(reason), std::vector<std::string_view>());
    group->second.push_back(format.name);
  }
  std::string page = fmt::format("nuskha {}\nreads: {}", version, fmt::join(read, ", "));
  for (const auto& [reason, names] : unread)
    page += fmt::format("\ncan't read: {} ({})", fmt::join(names, ", "), reason);
  return page;
}

}  // namespace nuskha::cli
