// Texts that a scan has analyzed already, so that a copy costs no more than reading it.
#pragma once

#include <array>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "match/match_text.h"
#include "nuskha/hash.h"
#include "nuskha/input.h"
#include "scan/document_date.h"

namespace nuskha {

/// What of a document follows from its text and what front matter says, and not from its name, file or encoding.
struct TextFacts {
  MatchText text;
  Hash128 text_hash;
  Hash128 layout_hash;
  Hash128 spelling_hash;
  std::optional<std::string> title;
  DocumentDate date;  ///< As date_by_text gives it.
};

/// The 128 bits by which documents with the same TextFacts are known. Cost: a hash of the text.
Hash128 text_key(const Document& document);

/// A table of facts by text_key, for texts analyzed at one level whose words are all kept as long as the table is. It
/// holds so many texts at most, and then begins again with none. Thread-safe; nothing is locked while a text is
/// analyzed, so that two threads which meet a new text at once may both do it.
class SeenTexts {
 public:
  static constexpr std::size_t default_most_texts = std::size_t{1} << 17;  // 40 MB

  explicit SeenTexts(std::size_t most_texts = default_most_texts);

  /// A copy of the facts, if the text was seen.
  std::optional<TextFacts> find(const Hash128& key) const;
  void add(const Hash128& key, const TextFacts& facts);

 private:
  struct KeyHash {
    std::size_t operator()(const Hash128& key) const { return key.low; }
  };
  struct Shard {
    mutable std::mutex mutex;
    std::unordered_map<Hash128, TextFacts, KeyHash> texts;
  };
  static constexpr std::size_t num_shards = 64;

  std::size_t most_in_shard_;
  std::array<Shard, num_shards> shards_;
};

}  // namespace nuskha
