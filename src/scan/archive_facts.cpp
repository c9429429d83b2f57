// Entry points: read_facts, read_all_facts. Test: tests/scan/check_test.cpp.
#include "scan/archive_facts.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "match/number_mask.h"
#include "nuskha/text.h"
#include "rule/known_passages.h"
#include "rule/prepared_facts.h"

namespace nuskha {
namespace {

constexpr std::size_t most_recent = 50;
constexpr std::size_t pair_words = 2;       // of words in a row, by which a passage is found in a document
constexpr double least_share_held = 0.9;    // of a wording's pairs of words
constexpr double least_share_recent = 0.4;  // of the recent documents: below it no rule asks

/// Pairs of words in a row; numbers are all one word.
std::vector<std::uint64_t> pairs_of_words(std::span<const WordId> words) {
  std::vector<WordId> same(words.size());
  std::transform(words.begin(), words.end(), same.begin(), masked);
  std::vector<std::uint64_t> out;
  if (same.size() == 1) out.push_back(hash64(same.data(), sizeof(WordId)));
  for (std::size_t i = 0; i + pair_words <= same.size(); ++i)
    out.push_back(hash64(&same[i], pair_words * sizeof(WordId)));
  return out;
}

/// The most recent documents, each a bit.
class RecentDocuments {
 public:
  void add(std::span<const WordId> words) {
    for (const std::uint64_t pair : pairs_of_words(words)) holders_[pair] |= std::uint64_t{1} << count_;
    ++count_;
  }
  std::size_t count() const { return count_; }

  /// Those that hold nearly all of a wording's pairs. Ends at the first few that none of them has.
  std::uint64_t that_hold(std::span<const std::uint64_t> wording) const {
    if (wording.empty()) return 0;
    const double least = least_share_held * static_cast<double>(wording.size());
    std::array<std::size_t, most_recent> missing{};
    std::uint64_t out = (std::uint64_t{1} << count_) - 1;
    for (std::size_t i = 0; i < wording.size() && out != 0; ++i) {
      const auto found = holders_.find(wording[i]);
      std::uint64_t without = found == holders_.end() ? out : out & ~found->second;
      for (; without != 0; without &= without - 1) {
        const auto document = static_cast<std::size_t>(std::countr_zero(without));
        if (static_cast<double>(wording.size() - ++missing[document]) < least) out &= ~(std::uint64_t{1} << document);
      }
    }
    return out;
  }

 private:
  std::unordered_map<std::uint64_t, std::uint64_t> holders_;  // of each pair of words
  std::size_t count_ = 0;
};
static_assert(most_recent < 64);

Result<RecentDocuments> read_recent(const Archive& archive) {
  const Result<std::vector<DocumentId>> ids = archive.most_recent(most_recent);
  if (!ids) return tl::unexpected(ids.error());
  RecentDocuments out;
  Analyzer analyzer(archive.settings().level);
  Analysis analysis;
  for (const DocumentId id : *ids) {
    if (archive.settings().store_text) {
      const Result<Document> document = archive.document(id);
      if (!document) return tl::unexpected(document.error());
      analyzer.analyze(document->text, analysis);
      out.add(analysis.words);
    } else {
      const Result<ArchiveWords> words = archive.words(id);
      if (!words) return tl::unexpected(words.error());
      out.add(words->words);
    }
  }
  return out;
}

/// Words in a row that new documents hold, numbers left out as rules do.
class NewPassages {
 public:
  explicit NewPassages(std::span<const std::span<const WordId>> documents) {
    for (const std::span<const WordId> words : documents) {
      const std::vector<std::uint64_t> pairs = plain_pairs(words);
      pairs_.insert(pairs.begin(), pairs.end());
    }
  }
  /// False only if the passage stands in none of them.
  bool may_hold(std::span<const WordId> passage) const {
    const std::vector<std::uint64_t> pairs = plain_pairs(passage);
    return std::all_of(pairs.begin(), pairs.end(), [&](std::uint64_t pair) { return pairs_.contains(pair); });
  }

 private:
  static std::vector<std::uint64_t> plain_pairs(std::span<const WordId> words) {
    const std::vector<WordId> plain = without_numbers(words).words;
    std::vector<std::uint64_t> out;
    for (std::size_t i = 0; i + 1 < plain.size(); ++i) out.push_back(std::uint64_t{plain[i]} << 32 | plain[i + 1]);
    return out;
  }

  std::unordered_set<std::uint64_t> pairs_;
};

/// Without `fresh`, of whatever documents.
Result<ArchiveFacts> read_facts_of(const Archive& archive, const NewPassages* fresh) {
  ArchiveFacts facts;
  const Result<RecentDocuments> recent = read_recent(archive);
  if (!recent) return tl::unexpected(recent.error());
  facts.num_recent = recent->count();
  const double least_recent = least_share_recent * static_cast<double>(recent->count());
  Result<std::vector<BoilerplateRecord>> boilerplate =
      archive.boilerplate(std::min(least_replacing, static_cast<std::uint64_t>(std::ceil(least_recent))));
  if (!boilerplate) return tl::unexpected(boilerplate.error());
  Analyzer analyzer(archive.settings().level);
  Analysis analysis;
  for (BoilerplateRecord& record : *boilerplate) {
    if (record.within_document) continue;
    // Fewer documents than that can't be most of the recent ones; and what has one wording has no newer one.
    const bool may_be_usual = recent->count() > 0 && static_cast<double>(record.documents) >= least_recent;
    if (!may_be_usual && record.variants.size() < 2) continue;
    KnownBoilerplate known;
    // Rules look for passages at level spelling.
    bool may_stand_here = fresh == nullptr || archive.settings().level != Level::spelling;
    std::uint64_t holders = 0;
    for (BoilerplateVariant& variant : record.variants) {
      if (may_be_usual || !may_stand_here) {
        analyzer.analyze(variant.text, analysis);
        may_stand_here = may_stand_here || fresh->may_hold(analysis.words);
      }
      if (may_be_usual) holders |= recent->that_hold(pairs_of_words(analysis.words));
      known.variants.push_back({std::move(variant.text), variant.documents, variant.first, variant.last});
    }
    known.recent_documents = static_cast<std::uint64_t>(std::popcount(holders));
    if (may_stand_here || (may_be_usual && static_cast<double>(known.recent_documents) >= least_recent))
      facts.boilerplate.push_back(std::move(known));
  }
  return facts;
}

}  // namespace

Result<ArchiveFacts> read_facts(const Archive& archive, std::span<const std::span<const WordId>> documents) {
  const NewPassages fresh(documents);
  return read_facts_of(archive, &fresh);
}

Result<ArchiveFacts> read_all_facts(const Archive& archive) { return read_facts_of(archive, nullptr); }

}  // namespace nuskha
