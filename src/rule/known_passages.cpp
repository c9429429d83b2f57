// Entry points: read_wordings, WordRuns, days_of_iso. Test: tests/rule/boilerplate_rules_test.cpp.
#include "rule/known_passages.h"

#include <algorithm>
#include <map>
#include <unordered_set>
#include <utility>

#include "base/calendar.h"
#include "base/hash.h"

namespace nuskha {
namespace {

constexpr std::size_t run_words = 3;

std::uint64_t hash_of(std::span<const WordId> words) { return hash64(words.data(), words.size_bytes()); }

void widen(const KnownVariant& variant, Wording& wording) {
  wording.documents += variant.documents;
  if (variant.first && (!wording.first || *variant.first < *wording.first)) wording.first = variant.first;
  if (variant.last && (!wording.last || *variant.last > *wording.last)) wording.last = variant.last;
}

}  // namespace

int days_of_iso(const std::string& date) {
  return days_since_epoch({std::stoi(date.substr(0, 4)), std::stoi(date.substr(5, 2)), std::stoi(date.substr(8, 2))});
}

PlainWords without_numbers(std::span<const WordId> words) {
  PlainWords out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (is_number(words[i])) continue;
    out.words.push_back(words[i]);
    out.places.push_back(i);
  }
  return out;
}

std::vector<Wording> read_wordings(const KnownBoilerplate& boilerplate) {
  Analyzer analyzer(Level::spelling);
  Analysis analysis;
  std::vector<Wording> out;
  std::map<std::uint64_t, std::size_t> place_of;  // by hash of the words
  for (const KnownVariant& variant : boilerplate.variants) {
    analyzer.analyze(variant.text, analysis);
    std::vector<WordId> words = without_numbers(analysis.words).words;
    if (words.empty()) continue;
    const auto [place, is_new] = place_of.emplace(hash_of(words), out.size());
    if (is_new) out.push_back({std::move(words), &variant, 0, {}, {}});
    widen(variant, out[place->second]);
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Wording& a, const Wording& b) { return a.documents > b.documents; });
  return out;
}

WordRuns::WordRuns(std::span<const WordId> words) : runs_(run_words) {
  for (std::size_t length = 1; length <= run_words; ++length) {
    std::vector<std::uint64_t>& runs = runs_[length - 1];
    runs.reserve(words.size());
    for (std::size_t i = 0; i + length <= words.size(); ++i) runs.push_back(hash_of(words.subspan(i, length)));
    std::sort(runs.begin(), runs.end());
    runs.erase(std::unique(runs.begin(), runs.end()), runs.end());
  }
}

double WordRuns::share_of(std::span<const WordId> passage) const {
  const std::size_t length = std::min(run_words, passage.size());
  if (length == 0) return 1;
  std::unordered_set<std::uint64_t> wanted;
  for (std::size_t i = 0; i + length <= passage.size(); ++i) wanted.insert(hash_of(passage.subspan(i, length)));
  const auto held = std::count_if(wanted.begin(), wanted.end(), [&](std::uint64_t run) {
    return std::binary_search(runs_[length - 1].begin(), runs_[length - 1].end(), run);
  });
  return static_cast<double>(held) / static_cast<double>(wanted.size());
}

}  // namespace nuskha
