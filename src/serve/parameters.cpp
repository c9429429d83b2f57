// Entry points: those of the header. Test: tests/serve/desk_test.cpp.
#include "serve/parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

namespace nuskha::serve {
namespace {

constexpr std::uint64_t default_limit = 50;
constexpr std::uint64_t most_limit = 500;
constexpr std::size_t longest_query = 1000;  // bytes

std::string date_parameter(const Target& target, const std::string& name) {
  std::string value = text_parameter(target, name);
  if (!value.empty() && !is_date(value)) throw BadRequest{fmt::format("\"{}\" is not a date, YYYY-MM-DD.", name)};
  return value;
}

}  // namespace

std::string text_parameter(const Target& target, const std::string& name) {
  const std::string* const value = target.find(name);
  if (value == nullptr) return {};
  if (value->size() > longest_query)
    throw BadRequest{fmt::format("\"{}\" is longer than {} bytes.", name, longest_query)};
  return *value;
}

std::string required_parameter(const Target& target, const std::string& name) {
  const std::string* const value = target.find(name);
  if (value == nullptr || value->empty()) throw BadRequest{fmt::format("The parameter \"{}\" is missing.", name)};
  return *value;
}

std::uint64_t count_parameter(const Target& target, const std::string& name, std::uint64_t otherwise,
                              std::uint64_t least, std::uint64_t most) {
  const std::string* const value = target.find(name);
  if (value == nullptr || value->empty()) return otherwise;
  const std::optional<std::uint64_t> count = parse_count(*value);
  if (!count || *count < least || *count > most)
    throw BadRequest{fmt::format("\"{}\" is not a number from {} to {}.", name, least, most)};
  return *count;
}

Wanted wanted_of(const Target& target) {
  Wanted out;
  std::istringstream words(fold_for_search(text_parameter(target, "q")));
  for (std::string word; words >> word;) out.words.push_back(word);
  out.folder = text_parameter(target, "folder");
  while (out.folder.ends_with('/')) out.folder.pop_back();
  out.from = date_parameter(target, "from");
  out.to = date_parameter(target, "to");
  out.min_size = count_parameter(target, "min_size", 0, 2, std::uint64_t{1} << 32);
  const std::string relation = text_parameter(target, "relation");
  if (!relation.empty()) {
    out.relation = parse_relation(relation);
    if (!out.relation) throw BadRequest{"\"relation\" is not the name of one."};
  }
  return out;
}

Order order_of(const Target& target) {
  const std::string typed = text_parameter(target, "sort");
  constexpr std::pair<std::string_view, FamilyOrder> orders[] = {{"size", FamilyOrder::size},
                                                                 {"first", FamilyOrder::first},
                                                                 {"last", FamilyOrder::last},
                                                                 {"cohesion", FamilyOrder::cohesion}};
  if (typed.empty() || typed == "id") return {};
  for (const auto& [name, by] : orders) {
    if (typed == name) return {by, false};
    if (typed == "-" + std::string(name)) return {by, true};
  }
  throw BadRequest{"\"sort\" is none of id, size, first, last, cohesion, nor one of these with a minus before it."};
}

Page page_of(const Target& target, std::size_t total) {
  const std::uint64_t offset = count_parameter(target, "offset", 0, 0, std::uint64_t{1} << 40);
  const std::uint64_t limit = count_parameter(target, "limit", default_limit, 1, most_limit);
  const auto begin = static_cast<std::size_t>(std::min<std::uint64_t>(offset, total));
  return {begin, static_cast<std::size_t>(std::min<std::uint64_t>(limit, total - begin))};
}

}  // namespace nuskha::serve
