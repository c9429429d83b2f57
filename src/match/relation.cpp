// Names and properties of the relations. Test: tests/match/verdict_test.cpp.
#include <array>

#include "nuskha/match.h"

namespace nuskha {
namespace {

constexpr std::array<std::string_view, 8> names = {"identical", "same-text", "reissue",  "revision",
                                                   "excerpt",   "extension", "template", "shared-passage"};

}  // namespace

std::string_view to_string(Relation relation) { return names[static_cast<std::size_t>(relation)]; }

std::optional<Relation> parse_relation(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == name) return static_cast<Relation>(i);
  return std::nullopt;
}

Relation reversed(Relation relation) {
  if (relation == Relation::excerpt) return Relation::extension;
  if (relation == Relation::extension) return Relation::excerpt;
  return relation;
}

bool is_one_document(Relation relation) {
  return relation != Relation::template_ && relation != Relation::shared_passage;
}

}  // namespace nuskha
