// Entry points: word_at, subject_of_places, quote_around. Test: tests/rule/invisible_characters_test.cpp.
#include "rule/character_places.h"

#include <algorithm>

#include "rule/finding_list.h"
#include "rule/quote.h"

namespace nuskha {

std::size_t word_at(const Analysis& analysis, std::uint64_t offset, std::size_t hint) {
  while (hint < analysis.word_ranges.size() && analysis.word_ranges[hint].end <= offset) ++hint;
  return hint;
}

std::string subject_of_places(const Analysis& analysis, std::string_view kind,
                              const std::vector<CharacterPlace>& places) {
  std::string out(kind);
  std::size_t word = 0;
  for (const CharacterPlace& place : places) {
    word = word_at(analysis, place.begin, word);
    if (word < analysis.words.size()) out += words_as_bytes(analysis, word, word + 1);
  }
  return out;
}

std::vector<SourceRange> ranges_after_first(const std::vector<CharacterPlace>& places) {
  std::vector<SourceRange> out;
  for (std::size_t i = 1; i < places.size(); ++i) out.push_back({places[i].begin, places[i].end});
  return out;
}

std::string quote_around(const RuleInput& input, const CharacterPlace& place) {
  const std::vector<SourceRange>& words = input.analysis.word_ranges;
  if (words.empty()) return "the start";
  const auto next = std::upper_bound(words.begin(), words.end(), place.begin,
                                     [](std::uint64_t offset, const SourceRange& word) { return offset < word.end; });
  const std::string_view text = input.document.text;
  const auto source = [&](const SourceRange& word) { return text.substr(word.begin, word.end - word.begin); };
  const bool is_inside = next != words.end() && next->begin <= place.begin;
  const bool is_whole_word = is_inside && next->begin == place.begin && next->end == place.end;  // private use
  if (is_inside && !is_whole_word) return quote(source(*next));
  const auto after = is_whole_word ? std::next(next) : next;
  const std::uint64_t begin = next == words.begin() ? place.begin : std::prev(next)->begin;
  const std::uint64_t end = after == words.end() ? place.end : after->end;
  constexpr std::uint64_t most_bytes = 120;
  if (end - begin <= most_bytes) return quote(text.substr(begin, end - begin));
  return next == words.begin() ? quote(text.substr(place.begin, place.end - place.begin))
                               : quote(source(*std::prev(next)));
}

}  // namespace nuskha
