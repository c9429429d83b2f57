// Entry point: read_facts. Test: tests/scan/check_test.cpp.
#include "scan/archive_facts.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "match/number_mask.h"
#include "nuskha/text.h"

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

/// One of the most recent documents.
class RecentDocument {
 public:
  explicit RecentDocument(std::span<const WordId> words) {
    const std::vector<std::uint64_t> pairs = pairs_of_words(words);
    pairs_.insert(pairs.begin(), pairs.end());
  }
  bool holds(std::span<const std::uint64_t> wording) const {
    const auto held = static_cast<double>(
        std::count_if(wording.begin(), wording.end(), [&](std::uint64_t pair) { return pairs_.contains(pair); }));
    return !wording.empty() && held >= least_share_held * static_cast<double>(wording.size());
  }

 private:
  std::unordered_set<std::uint64_t> pairs_;
};

Result<std::vector<RecentDocument>> read_recent(const Archive& archive) {
  const Result<std::vector<DocumentId>> ids = archive.most_recent(most_recent);
  if (!ids) return tl::unexpected(ids.error());
  std::vector<RecentDocument> out;
  Analyzer analyzer(archive.settings().level);
  Analysis analysis;
  for (const DocumentId id : *ids) {
    if (archive.settings().store_text) {
      const Result<Document> document = archive.document(id);
      if (!document) return tl::unexpected(document.error());
      analyzer.analyze(document->text, analysis);
      out.emplace_back(analysis.words);
    } else {
      const Result<ArchiveWords> words = archive.words(id);
      if (!words) return tl::unexpected(words.error());
      out.emplace_back(words->words);
    }
  }
  return out;
}

}  // namespace

Result<ArchiveFacts> read_facts(const Archive& archive) {
  ArchiveFacts facts;
  Result<std::vector<BoilerplateRecord>> boilerplate = archive.boilerplate();
  if (!boilerplate) return tl::unexpected(boilerplate.error());
  const Result<std::vector<RecentDocument>> recent = read_recent(archive);
  if (!recent) return tl::unexpected(recent.error());
  facts.num_recent = recent->size();
  Analyzer analyzer(archive.settings().level);
  Analysis analysis;
  for (BoilerplateRecord& record : *boilerplate) {
    if (record.within_document) continue;
    KnownBoilerplate known;
    // Fewer documents than that can't be most of the recent ones.
    const bool may_be_usual =
        static_cast<double>(record.documents) >= least_share_recent * static_cast<double>(recent->size());
    std::vector<std::vector<std::uint64_t>> wordings;
    for (BoilerplateVariant& variant : record.variants) {
      if (may_be_usual) {
        analyzer.analyze(variant.text, analysis);
        wordings.push_back(pairs_of_words(analysis.words));
      }
      known.variants.push_back({std::move(variant.text), variant.documents, variant.first, variant.last});
    }
    if (may_be_usual) {
      known.recent_documents =
          static_cast<std::uint64_t>(std::count_if(recent->begin(), recent->end(), [&](const RecentDocument& document) {
            return std::any_of(wordings.begin(), wordings.end(),
                               [&](const auto& wording) { return document.holds(wording); });
          }));
    }
    facts.boilerplate.push_back(std::move(known));
  }
  return facts;
}

}  // namespace nuskha
