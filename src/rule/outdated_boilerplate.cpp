// Passages of boilerplate in a wording that the archive has given up. Entry point: find_outdated_boilerplate. Test:
// tests/rule/boilerplate_rules_test.cpp.
//
//   wordings of passages that changed (PreparedFacts) ─▶ where they stand in the document ─▶ is there a newer wording
//   that came in when this one went out? ─▶ finding
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "rule/finding_list.h"
#include "rule/known_passages.h"
#include "rule/phrase_finder.h"
#include "rule/prepared_facts.h"
#include "rule/quote.h"
#include "rule/rule_functions.h"

namespace nuskha {
namespace {

constexpr std::size_t least_words = 8;         // of a wording: shorter ones are titles and addresses
constexpr int least_days_alone = 30;           // since the older wording was last used
constexpr double least_share_of_blocks = 0.8;  // that the wording takes of the paragraphs it stands in
constexpr std::size_t most_quoted = 160;

using Known = PreparedFacts::Known;

class Finder {
 public:
  explicit Finder(const RuleInput& input)
      : input_(input), known_(input.prepared->known()), first_known_(input.prepared->first_known()) {
    const PlainWords plain = without_numbers(input.analysis.words);
    places_ = input.prepared->phrases().find(plain.words);
    stands_here_.resize(known_.size());
    for (PhrasePlace& place : places_) {
      stands_here_[place.phrase] = true;
      place.begin = plain.places[place.begin];
      place.end = plain.places[place.end - 1] + 1;
    }
  }

  void run(FindingList& out) const {
    for (const PhrasePlace& place : places_) {
      const Known& older = known_[place.phrase];
      if (older.wording.words.size() < least_words || !fills_its_blocks(place)) continue;
      if (const Wording* newer = find_newer(older)) report(place, older.wording, *newer, out);
    }
  }

 private:
  /// The wording that has replaced one, used last of those that have; nothing if one that has stands here, too.
  const Wording* find_newer(const Known& older) const {
    const Wording& old = older.wording;
    // It was right at its time, and when it had hardly gone out.
    if (input_.date && old.last && days_of_iso(*input_.date) - days_of_iso(*old.last) < least_days_alone)
      return nullptr;
    const Wording* newest = nullptr;
    for (std::size_t i = first_known_[older.passage]; i < first_known_[older.passage + 1]; ++i) {
      const Wording& other = known_[i].wording;
      if (&other == &old || !has_replaced(other, old)) continue;
      if (stands_here_[i]) return nullptr;
      if (input_.date && *input_.date < *other.first) continue;
      if (newest == nullptr || *other.last > *newest->last) newest = &other;
    }
    return newest;
  }

  /// Not if the paragraph goes on otherwise: then it is a wording of its own.
  bool fills_its_blocks(const PhrasePlace& place) const {
    const std::vector<Block>& blocks = input_.analysis.blocks;
    auto block = std::upper_bound(blocks.begin(), blocks.end(), place.begin,
                                  [](std::size_t word, const Block& b) { return word < b.word_end; });
    std::size_t words = 0;
    for (; block != blocks.end() && block->word_begin < place.end; ++block)
      words += block->word_end - block->word_begin;
    return static_cast<double>(place.end - place.begin) >= least_share_of_blocks * static_cast<double>(words);
  }

  void report(const PhrasePlace& place, const Wording& older, const Wording& newer, FindingList& out) const {
    const Analysis& analysis = input_.analysis;
    RawFinding finding;
    finding.begin = analysis.word_ranges[place.begin].begin;
    finding.end = analysis.word_ranges[place.end - 1].end;
    const std::string_view source =
        std::string_view(input_.document.text).substr(finding.begin, finding.end - finding.begin);
    finding.message = fmt::format(
        "This wording of {} was last used on {}; since {} another one is in use ({}, last on {}).", quote(source),
        *older.last, *newer.first, count_of_things(newer.documents, "document", "documents"), *newer.last);
    finding.fix = fmt::format("Replace it by the current wording: {}", quote(newer.variant->text, most_quoted));
    finding.subject = words_as_bytes(analysis, place.begin, place.end);
    out.add(std::move(finding));
  }

  const RuleInput& input_;
  const std::vector<Known>& known_;
  const std::vector<std::size_t>& first_known_;
  std::vector<PhrasePlace> places_;
  std::vector<bool> stands_here_;
};

}  // namespace

void find_outdated_boilerplate(const RuleInput& input, FindingList& out) {
  if (!input.prepared->known().empty()) Finder(input).run(out);
}

}  // namespace nuskha
