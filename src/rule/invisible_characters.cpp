// One finding for each invisible character that a document holds, at its first place. Entry point:
// find_invisible_characters. Test: tests/rule/invisible_characters_test.cpp.
#include <map>
#include <vector>

#include <fmt/format.h>

#include "rule/character_class.h"
#include "rule/character_places.h"
#include "rule/quote.h"
#include "rule/rule_functions.h"

namespace nuskha {
namespace {

/// Thai and its neighbours mark the ends of words so.
bool is_word_end(const CharacterPlace& place) {
  return place.value == 0x200B && (is_written_without_spaces(place.before) || is_written_without_spaces(place.after));
}

/// Private use, or unassigned.
bool is_unknown(char32_t c) { return kind_of(c) == CharacterKind::unassigned; }

std::string how_to_mend(char32_t c, std::size_t number) {
  const std::string all = number == 1 ? "it" : number == 2 ? "both" : fmt::format("all {}", number);
  const std::string search = fmt::format("an editor finds {} as {}", number == 1 ? "it" : "them", code_point_name(c));
  if (is_unknown(c)) return fmt::format("Replace {} by the character that was meant; {}.", all, search);
  if (c >= 0x80 && c < 0xA0)
    return fmt::format("Replace {} by the character that was meant, lost in another encoding; {}.", all, search);
  return fmt::format("Delete {}; {}.", all, search);
}

}  // namespace

void find_invisible_characters(const RuleInput& input, FindingList& out) {
  std::map<char32_t, std::vector<CharacterPlace>> found;
  visit_characters(input.document.text, [&](const CharacterPlace& place) {
    if (is_invisible(place.value) && !is_word_end(place)) found[place.value].push_back(place);
  });
  for (const auto& [c, places] : found) {
    RawFinding finding;
    finding.begin = places.front().begin;
    finding.end = places.front().end;
    const std::string which =
        places.size() == 1 ? "" : fmt::format(", the first of {} in this document", places.size());
    finding.message = fmt::format("{} ({}), which {}, at {}{}.", character_name(c), code_point_name(c),
                                  is_unknown(c) ? "most screens show as a box" : "nobody sees",
                                  quote_around(input, places.front()), which);
    finding.fix = how_to_mend(c, places.size());
    finding.subject = subject_of_places(input.analysis, code_point_name(c), places);
    finding.others = ranges_after_first(places);
    out.add(std::move(finding));
  }
}

}  // namespace nuskha
