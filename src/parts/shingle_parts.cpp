// Entry points: count_shingles, find_rare_shingles. Test: tests/parts/shingle_parts_test.cpp.
#include "parts/shingle_parts.h"

#include "match/candidates.h"
#include "match/shingle_set.h"

namespace nuskha {
namespace {

constexpr std::uint64_t num_hashes = std::uint64_t{1} << 32;

}  // namespace

Blobs count_shingles(const PartTexts& texts, const ShingleCounting& counting) {
  TextShingles shingles(counting.shingle_words);
  std::vector<std::uint32_t> counted;
  std::vector<std::uint32_t> asked;  // all that count are
  for (const MatchText& text : texts.texts()) {
    const std::span<const std::uint32_t> own = shingles.distinct(text.words);
    counted.insert(counted.end(), own.begin(), own.end());
  }
  return deal_key_counts(counted, asked, num_hashes, counting.num_shards);
}

std::uint32_t least_texts_of_common_shingle(unsigned shingle_words) {
  // The bound is the same for every threshold.
  return static_cast<std::uint32_t>(join_floor(0.7, shingle_words).max_rare_texts) + 1;
}

Result<std::vector<std::string>> find_rare_shingles(const PartTexts& texts, unsigned shingle_words,
                                                    std::span<const std::string_view> answers) {
  const Result<CountTable> common = read_reached_keys(answers);
  if (!common) return tl::unexpected(common.error());
  TextShingles shingles(shingle_words);
  std::vector<std::string> out;
  out.reserve(texts.size());
  for (const MatchText& text : texts.texts()) {
    const std::span<const std::uint32_t> own = shingles.all(text.words);
    std::string& bits = out.emplace_back((own.size() + 7) / 8, '\0');
    for (std::size_t i = 0; i < own.size(); ++i)
      if (common->at(own[i]) == 0) bits[i / 8] = static_cast<char>(bits[i / 8] | 1 << i % 8);
  }
  return out;
}

}  // namespace nuskha
