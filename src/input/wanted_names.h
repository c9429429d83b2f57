// Which documents are asked for, by name.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace nuskha {

/// A set of documents' names, for reading only what holds one of them. A plain value; const use is thread-safe.
class WantedNames {
 public:
  explicit WantedNames(std::span<const std::string> names);

  /// True for each name, and for whatever may be the file or container that one is in.
  bool may_hold(const std::string& name) const { return holders_.contains(name); }
  bool contains(const std::string& name) const { return names_.contains(name); }
  /// The lines that are asked for of JSON Lines, sorted.
  const std::vector<std::uint64_t>& lines_of(std::string_view file) const;

 private:
  std::unordered_set<std::string> names_;
  std::unordered_set<std::string> holders_;
  std::map<std::string, std::vector<std::uint64_t>, std::less<>> lines_;
};

}  // namespace nuskha
