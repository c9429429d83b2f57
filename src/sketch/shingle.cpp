// Words to shingles. Entry points: shingle, shingle_at. Byte layout: docs/algorithm.md, "Hashes". Test:
// tests/sketch/shingle_test.cpp.
#include "base/hash.h"
#include "nuskha/sketch.h"

namespace nuskha {

void shingle(std::span<const WordId> words, unsigned width, std::vector<std::uint64_t>& out) {
  out.clear();
  if (words.empty() || width == 0) return;
  if (words.size() <= width) {
    out.push_back(hash64(words.data(), words.size_bytes()));
    return;
  }
  const std::size_t count = words.size() - width + 1;
  out.resize(count);
  if (width == default_shingle_words) {
    // A length known to the compiler makes the hash a handful of instructions.
    for (std::size_t i = 0; i < count; ++i) out[i] = hash64(&words[i], default_shingle_words * sizeof(WordId));
  } else {
    for (std::size_t i = 0; i < count; ++i) out[i] = hash64(&words[i], width * sizeof(WordId));
  }
}

void shingle_at(std::span<const WordId> words, std::span<const std::uint32_t> begins, unsigned width,
                std::vector<std::uint64_t>& out) {
  out.resize(begins.size());
  if (width == default_shingle_words) {
    for (std::size_t i = 0; i < begins.size(); ++i)
      out[i] = hash64(&words[begins[i]], default_shingle_words * sizeof(WordId));
  } else {
    for (std::size_t i = 0; i < begins.size(); ++i) out[i] = hash64(&words[begins[i]], width * sizeof(WordId));
  }
}

}  // namespace nuskha
