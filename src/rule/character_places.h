// Where characters of one kind stand in a document, as one finding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "rule/rules.h"

namespace nuskha {

/// Goes through a text and tells of each character its neighbours. `visit` takes a CharacterPlace.
struct CharacterPlace {
  char32_t value = 0;
  char32_t before = 0;  ///< 0 at the start of the text.
  char32_t after = 0;   ///< 0 at its end.
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

/// The word that a byte stands in, or that follows it; the number of words if there is none. `hint` is where to begin:
/// the answer for an earlier byte, or 0.
std::size_t word_at(const Analysis& analysis, std::uint64_t offset, std::size_t hint);

/// The words at ascending places, for RawFinding::subject, after the name of the kind.
std::string subject_of_places(const Analysis& analysis, std::string_view kind,
                              const std::vector<CharacterPlace>& places);

/// For RawFinding::others.
std::vector<SourceRange> ranges_after_first(const std::vector<CharacterPlace>& places);

/// The word around a place, as it stands in the text, in quotation marks: “Wadiyan”; or the word before it.
std::string quote_around(const RuleInput& input, const CharacterPlace& place);

/// Calls `visit(const CharacterPlace&)` for every character that isn't printable ASCII, and for line ends. O(bytes).
template <class Visit>
void visit_characters(std::string_view text, const Visit& visit);

}  // namespace nuskha

#include "base/unicode.h"

namespace nuskha {

template <class Visit>
void visit_characters(std::string_view text, const Visit& visit) {
  CharacterPlace place;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text.substr(i, 4));
    place.before = place.value;
    place.value = c.value;
    place.begin = i;
    place.end = i += c.length;
    if (c.value >= 0x20 && c.value < 0x7F) continue;
    place.after = i < text.size() ? decode_utf8(text.substr(i, 4)).value : 0;
    visit(static_cast<const CharacterPlace&>(place));
  }
}

}  // namespace nuskha
