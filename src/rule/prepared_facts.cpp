// Entry points: PreparedFacts, has_replaced. Test: tests/rule/boilerplate_rules_test.cpp.
#include "rule/prepared_facts.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace nuskha {
namespace {

constexpr std::uint64_t least_of_older = 2;  // … and of the older one a slip
constexpr int least_days_alone = 30;         // that the newer one has been in use since the older one's last
constexpr int alone_to_both = 4;             // … and that many times as long as both were
constexpr double least_common_words = 0.3;   // of the older wording in the newer: else it is another passage
constexpr std::uint64_t least_recent = 10;   // documents that the archive's habit is read from
constexpr double least_share = 0.8;          // of them that carry the passage

/// Share of the words of `a` that stand in `b`, too.
double share_of_words(const Wording& a, const Wording& b) {
  const std::unordered_set<WordId> words(b.words.begin(), b.words.end());
  const auto common = std::count_if(a.words.begin(), a.words.end(), [&](WordId word) { return words.contains(word); });
  return static_cast<double>(common) / static_cast<double>(a.words.size());
}

bool any_has_replaced(const std::vector<Wording>& wordings) {
  return std::any_of(wordings.begin(), wordings.end(), [&](const Wording& older) {
    return std::any_of(wordings.begin(), wordings.end(),
                       [&](const Wording& newer) { return &newer != &older && has_replaced(newer, older); });
  });
}

/// Whether a passage can have a wording that has replaced another, by what is known without reading it.
bool may_have_replaced(const KnownBoilerplate& passage) {
  return passage.variants.size() > 1 && passage.variants.front().documents >= least_replacing;
}

}  // namespace

bool has_replaced(const Wording& newer, const Wording& older) {
  if (newer.documents < least_replacing || older.documents < least_of_older) return false;
  if (!newer.first || !newer.last || !older.last) return false;
  const int alone = days_of_iso(*newer.last) - days_of_iso(*older.last);
  const int both = std::max(0, days_of_iso(*older.last) - days_of_iso(*newer.first));
  return alone >= least_days_alone && alone > alone_to_both * both &&
         share_of_words(older, newer) >= least_common_words;
}

PreparedFacts::PreparedFacts(const ArchiveFacts& facts) {
  const auto least = least_share * static_cast<double>(facts.num_recent);
  for (const KnownBoilerplate& passage : facts.boilerplate) {
    const bool is_usual = facts.num_recent >= least_recent && static_cast<double>(passage.recent_documents) >= least;
    if (!is_usual && !may_have_replaced(passage)) continue;
    std::vector<Wording> wordings = read_wordings(passage);
    if (any_has_replaced(wordings)) {
      first_known_.push_back(known_.size());
      for (const Wording& wording : wordings) {
        phrases_.add(wording.words, known_.size());
        known_.push_back({wording, first_known_.size() - 1});
      }
    }
    if (is_usual && !wordings.empty()) usual_.push_back({&passage, std::move(wordings)});
  }
  first_known_.push_back(known_.size());
  phrases_.finish();
}

}  // namespace nuskha
