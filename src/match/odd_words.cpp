// Entry point: OddWords. Every byte ends as the one family that was met, or as `many_families`, whatever the order: it
// leaves 0 once, by an exchange, and `many_families` never. Test: tests/match/noise_join_test.cpp.
#include "match/odd_words.h"

#include <algorithm>
#include <array>
#include <bit>

#include "base/parallel.h"

namespace nuskha {
namespace {

constexpr std::size_t most_words_for_all = std::size_t{1} << 20;
constexpr std::size_t most_words_for_half = std::size_t{1} << 26;
constexpr std::size_t least_slots = std::size_t{1} << 12;
constexpr std::size_t most_slots = std::size_t{1} << 26;
constexpr std::size_t words_per_slot = 2;
constexpr std::size_t words_at_once = 256;

std::size_t count_words(std::span<const MatchText> texts) {
  std::size_t num_words = 0;
  for (const MatchText& text : texts) num_words += text.words.size();
  return num_words;
}

}  // namespace

OddWordSlots::OddWordSlots(std::size_t num_words)
    : shift_(num_words <= most_words_for_all    ? 0
             : num_words <= most_words_for_half ? 1
                                                : 2),
      left_out_((1u << shift_) - 1) {
  const std::size_t wanted = std::bit_ceil((num_words >> shift_) / words_per_slot + 1);
  mask_ = std::clamp(wanted, least_slots, most_slots) - 1;
}

OddWords::OddWords(std::span<const MatchText> texts, std::span<const std::uint32_t> family_of, unsigned threads)
    : OddWords(texts, family_of, count_words(texts), threads) {}

OddWords::OddWords(std::span<const MatchText> texts, std::span<const std::uint32_t> family_of, std::size_t num_words,
                   unsigned threads)
    : slots_(num_words), holder_(slots_.size()) {
  parallel_for(threads, texts.size(), 256, [&](unsigned, std::size_t begin, std::size_t end) {
    std::array<WordId, words_at_once> looked_at;
    for (std::size_t text = begin; text < end; ++text) {
      const std::uint8_t family = family_code(family_of[text]);
      for (std::span<const WordId> rest = texts[text].words; !rest.empty();) {
        const std::span<const WordId> words = rest.first(std::min(rest.size(), words_at_once));
        rest = rest.subspan(words.size());
        std::size_t count = 0;  // without a branch, which nothing could foresee
        for (const WordId word : words) {
          looked_at[count] = word;
          count += slots_.is_looked_at(word);
        }
        for (std::size_t i = 0; i < count; ++i) {
          std::atomic<std::uint8_t>& holder = holder_[slots_.slot_of(looked_at[i])];
          std::uint8_t now = holder.load(std::memory_order_relaxed);
          if (now == many_families || now == family) [[likely]]
            continue;
          if (now == 0 && holder.compare_exchange_strong(now, family, std::memory_order_relaxed)) continue;
          if (now != family) holder.store(many_families, std::memory_order_relaxed);
        }
      }
    }
  });
}

}  // namespace nuskha
