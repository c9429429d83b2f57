// Test: tests/input/wanted_names_test.cpp.
#include "input/wanted_names.h"

#include <algorithm>
#include <charconv>

#include "base/document_name.h"

namespace nuskha {

WantedNames::WantedNames(std::span<const std::string> names) : names_(names.begin(), names.end()) {
  for (const std::string& name : names) {
    any_holder(name, [&](std::string_view holder) {
      holders_.emplace(holder);
      return false;
    });
    const std::size_t mark = name.rfind('#');
    if (mark == name.npos) continue;
    const char* const end = name.data() + name.size();
    std::uint64_t line = 0;
    const auto [last, error] = std::from_chars(name.data() + mark + 1, end, line);
    if (error == std::errc() && last == end) lines_[name.substr(0, mark)].push_back(line);
  }
  for (auto& [file, lines] : lines_) std::sort(lines.begin(), lines.end());
}

const std::vector<std::uint64_t>& WantedNames::lines_of(std::string_view file) const {
  static const std::vector<std::uint64_t> none;
  const auto found = lines_.find(file);
  return found == lines_.end() ? none : found->second;
}

}  // namespace nuskha
