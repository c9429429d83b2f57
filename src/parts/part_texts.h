// Texts of a part of an archive, as rows that travel between machines.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "match/match_text.h"
#include "nuskha/result.h"
#include "scan/corpus.h"

namespace nuskha {

/// A text by its number in the whole archive, which is the number of the first document that has it, in the order of
/// their paths; and that document as encode_document writes it, its words with it.
struct TextRow {
  std::uint64_t id;
  std::string_view digest;
};

/// Some texts of an archive, decoded. They have places 0, 1, … in the order of their ids, so that whatever takes texts
/// by index decides ties as it would for the whole archive. Immutable; copies nothing when it is moved.
class PartTexts {
 public:
  /// Rows in any order; of several with one id the first counts. Fails with malformed for what encode_document hasn't
  /// written.
  static Result<PartTexts> decode(std::span<const TextRow> rows);

  std::size_t size() const { return texts_.size(); }
  std::span<const std::uint64_t> ids() const { return ids_; }
  std::span<const MatchText> texts() const { return texts_; }
  std::span<const CorpusDocument> documents() const { return documents_; }
  /// Where a text is; nothing if it isn't among these.
  std::optional<std::uint32_t> place(std::uint64_t id) const;

 private:
  std::vector<std::uint64_t> ids_;
  std::vector<MatchText> texts_;
  std::vector<CorpusDocument> documents_;
  std::unique_ptr<WordStore> store_;
};

/// How many words a digest has; 0 for what encode_document hasn't written.
std::size_t words_of_digest(std::string_view digest);

/// The shard of a key: of things that must meet those of an equal key.
inline std::uint64_t shard_of(std::uint64_t key, std::uint64_t num_shards) {
  // The last bits of some keys are all 0, so they are mixed first.
  return ((key ^ key >> 32) * 0x9E3779B97F4A7C15 >> 16) % num_shards;
}

}  // namespace nuskha
