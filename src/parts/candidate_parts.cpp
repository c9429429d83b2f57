// Entry points: deal_anchors, join_anchors, make_tasks. Test: tests/parts/candidate_parts_test.cpp.
#include "parts/candidate_parts.h"

#include <algorithm>
#include <iterator>

#include "match/anchors.h"
#include "nuskha/text.h"

namespace nuskha {
namespace {

struct Holder {
  std::uint32_t anchor;
  std::uint64_t text;
  std::uint32_t num_words;
  friend auto operator<=>(const Holder&, const Holder&) = default;
};

/// False for torn blobs.
bool read_pairs(std::span<const std::string_view> blobs, std::vector<TextPair>& out) {
  for (const std::string_view blob : blobs) {
    BlobReader in(blob);
    while (!in.is_at_end()) {
      const auto a = in.take<std::uint64_t>();
      out.push_back({a, in.take<std::uint64_t>()});
    }
    if (in.is_torn()) return false;
  }
  std::sort(out.begin(), out.end());
  return true;
}

}  // namespace

Blobs deal_anchors(const PartTexts& texts, std::uint64_t num_shards) {
  BlobDealer dealer;
  std::vector<std::uint64_t> shingles;
  std::vector<std::uint32_t> anchors;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::span<const WordId> words = texts.texts()[i].words;
    anchors_of(words, default_shingle_words, shingles, anchors);
    std::sort(anchors.begin(), anchors.end());
    anchors.erase(std::unique(anchors.begin(), anchors.end()), anchors.end());
    for (const std::uint32_t anchor : anchors)
      dealer.add(shard_of(anchor, num_shards), anchor, texts.ids()[i], static_cast<std::uint32_t>(words.size()));
  }
  return dealer.take();
}

Result<Blobs> join_anchors(std::span<const std::string_view> blobs, std::uint64_t num_shards) {
  std::vector<Holder> holders;
  for (const std::string_view blob : blobs) {
    BlobReader in(blob);
    while (!in.is_at_end()) {
      Holder holder{};
      holder.anchor = in.take<std::uint32_t>();
      holder.text = in.take<std::uint64_t>();
      holder.num_words = in.take<std::uint32_t>();
      holders.push_back(holder);
    }
    if (in.is_torn()) return fail(ErrorCode::malformed, "anchors", "a row of them isn't whole");
  }
  std::sort(holders.begin(), holders.end());
  BlobDealer dealer;
  for (std::size_t begin = 0; begin < holders.size();) {
    std::size_t end = begin + 1;
    while (end < holders.size() && holders[end].anchor == holders[begin].anchor) ++end;
    for (std::size_t i = begin; i < end && end - begin <= most_texts_of_anchor; ++i)
      for (std::size_t j = i + 1; j < end; ++j)
        if (may_contain(holders[i].num_words, holders[j].num_words))
          dealer.add(shard_of(holders[i].text, num_shards), holders[i].text, holders[j].text);
    begin = end;
  }
  return dealer.take();
}

Blobs deal_pairs(std::span<const TextPair> pairs, std::uint64_t num_shards) {
  BlobDealer dealer;
  for (const TextPair& pair : pairs) dealer.add(shard_of(pair.a, num_shards), pair.a, pair.b);
  return dealer.take();
}

Result<std::vector<CandidateTask>> make_tasks(std::span<const std::string_view> pairs,
                                              std::span<const std::string_view> anchored, std::size_t most_candidates) {
  std::vector<TextPair> all;
  std::vector<TextPair> anchored_pairs;
  if (!read_pairs(pairs, all) || !read_pairs(anchored, anchored_pairs))
    return fail(ErrorCode::malformed, "candidates", "a row of them isn't whole");
  all.erase(std::unique(all.begin(), all.end()), all.end());
  std::vector<TextPair> contained;
  for (std::size_t begin = 0; begin < anchored_pairs.size();) {
    std::size_t end = begin + 1;
    while (end < anchored_pairs.size() && anchored_pairs[end] == anchored_pairs[begin]) ++end;
    if (end - begin >= least_common_anchors) contained.push_back(anchored_pairs[begin]);
    begin = end;
  }
  std::vector<TextPair> merged;
  std::set_union(all.begin(), all.end(), contained.begin(), contained.end(), std::back_inserter(merged));
  std::vector<CandidateTask> out;
  for (std::size_t begin = 0; begin < merged.size(); begin += most_candidates) {
    CandidateTask& task = out.emplace_back();
    const auto first = merged.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = merged.begin() + static_cast<std::ptrdiff_t>(std::min(merged.size(), begin + most_candidates));
    task.candidates.assign(first, last);
    for (const TextPair& pair : task.candidates) {
      task.needed.push_back(pair.a);
      task.needed.push_back(pair.b);
    }
    std::sort(task.needed.begin(), task.needed.end());
    task.needed.erase(std::unique(task.needed.begin(), task.needed.end()), task.needed.end());
  }
  return out;
}

}  // namespace nuskha
