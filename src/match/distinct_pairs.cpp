// Entry point: DistinctPairs. Test: tests/match/distinct_pairs_test.cpp.
#include "match/distinct_pairs.h"

#include <algorithm>
#include <iterator>

#include "base/memory_pressure.h"
#include "base/radix_sort.h"

namespace nuskha {
namespace {

constexpr std::size_t least_gathered = std::size_t{1} << 17;  // 1 MB, and as much to sort them
constexpr std::size_t pairs_between_eases = std::size_t{1} << 16;

}  // namespace

DistinctPairs::DistinctPairs(unsigned threads, std::size_t most_bytes, PageStore* pages)
    : most_gathered_(std::max(least_gathered, most_bytes / (std::max(1u, threads) * 2 * sizeof(std::uint64_t)))),
      pages_(pages),
      gathered_(threads, Gathered{{}, {}, least_gathered}),
      kept_(pages) {}

void DistinctPairs::shrink(Gathered& gathered) {
  radix_sort(gathered.pairs, gathered.scratch);
  gathered.pairs.erase(std::unique(gathered.pairs.begin(), gathered.pairs.end()), gathered.pairs.end());
  // Where most were found before, there is room for more.
  if (gathered.pairs.size() <= gathered.most / 2) return;
  const std::lock_guard lock(mutex_);
  if (gathered.most < std::min(most_gathered_, kept_.size() / 2)) {
    gathered.most = std::min(most_gathered_, kept_.size() / 2);
    gathered.pairs.reserve(gathered.most);
    return;
  }
  merge(gathered.pairs);
  gathered.pairs.clear();
}

void DistinctPairs::merge(std::vector<std::uint64_t>& pairs) {
  if (pairs.empty()) return;
  PageVector<std::uint64_t> all(pages_);
  all.reserve(kept_.size() + pairs.size());
  auto kept = kept_.begin();
  for (auto from = pairs.begin(); from != pairs.end();) {
    const auto to = from + std::min<std::ptrdiff_t>(pairs.end() - from, pairs_between_eases);
    const auto kept_end = std::upper_bound(kept, kept_.end(), *(to - 1));
    std::set_union(kept, kept_end, from, to, std::back_inserter(all));
    kept = kept_end;
    from = to;
    ease_memory();
  }
  all.insert(all.end(), kept, kept_.end());
  seal(all);
  kept_ = std::move(all);
}

PageVector<Candidate> DistinctPairs::take(std::span<const std::uint32_t> texts) {
  for (Gathered& gathered : gathered_) {
    radix_sort(gathered.pairs, gathered.scratch);
    gathered.pairs.erase(std::unique(gathered.pairs.begin(), gathered.pairs.end()), gathered.pairs.end());
    merge(gathered.pairs);
    gathered = Gathered{{}, {}, least_gathered};
  }
  PageVector<Candidate> out(pages_);
  out.reserve(kept_.size());
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    if (i % pairs_between_eases == 0) ease_memory();
    const std::uint64_t pair = kept_[i];
    out.push_back({texts[pair >> 32], texts[static_cast<std::uint32_t>(pair)]});
  }
  kept_ = PageVector<std::uint64_t>(pages_);
  return out;
}

}  // namespace nuskha
