// Facts by hash, in shards with a lock each. Entry points: text_key, SeenTexts. Test: tests/scan/seen_texts_test.cpp.
#include "scan/seen_texts.h"

#include <algorithm>

#include "base/hash.h"

namespace nuskha {

Hash128 text_key(const Document& document) {
  const Hash128 text = hash128(document.text);
  if (!document.title && !document.date && !document.date_text && document.language.empty()) return text;
  // Each part behind its length, so that no two lists of parts are one string of bytes.
  std::string parts = to_hex(text);
  const auto add = [&](const std::optional<std::string>& part) {
    parts += part ? std::to_string(part->size()) : "-";
    parts += ':';
    if (part) parts += *part;
  };
  add(document.title);
  add(document.date);
  add(document.date_text);
  add(document.language);
  return hash128(parts);
}

SeenTexts::SeenTexts(std::size_t most_texts) : most_in_shard_(std::max<std::size_t>(most_texts / num_shards, 1)) {}

std::optional<TextFacts> SeenTexts::find(const Hash128& key) const {
  const Shard& shard = shards_[key.high % num_shards];
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.texts.find(key);
  if (found == shard.texts.end()) return std::nullopt;
  return found->second;
}

void SeenTexts::add(const Hash128& key, const TextFacts& facts) {
  Shard& shard = shards_[key.high % num_shards];
  const std::lock_guard lock(shard.mutex);
  if (shard.texts.size() >= most_in_shard_) shard.texts.clear();
  shard.texts.try_emplace(key, facts);
}

}  // namespace nuskha
