// Damaged copies on parts of an archive: what find_noisy_pairs does, in steps whose results travel as bytes.
//
//   part of texts:    send_words ─▶ shards of words: answer_words ─▶ part: send_keys ─▶ shards of keys: join_keys ─▶
//   part of a text a: look_from_first ─▶ part of b: look_from_second ─▶ tasks with texts: filter_candidates ─▶
//   tasks with letters: compare_damaged
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "match/passage.h"
#include "nuskha/match.h"
#include "nuskha/result.h"
#include "nuskha/text.h"
#include "parts/blobs.h"
#include "parts/part_texts.h"

namespace nuskha {

/// How the archive is dealt out.
struct NoiseDeal {
  std::uint64_t num_words = 0;  ///< Of all distinct texts of the archive.
  std::uint64_t num_shards = 1;
  std::uint64_t texts_per_part = 1;
};

/// The table of odd words of a part, in OddWordSlots of the whole archive. `families`: of each text, the rank of its
/// family's least text among all texts of the archive, or any number that is the same modulo 254. To each shard one
/// blob: u32 slots, ascending, then as many u8, what OddWords::holder says.
Blobs send_words(const PartTexts& texts, std::span<const std::uint32_t> families, const NoiseDeal& deal);

/// What a shard answers to each blob: a bit for each of its slots, in order, set if it is of one family in the whole
/// archive. Fails with malformed for what send_words hasn't written.
Result<std::vector<std::string>> answer_words(std::span<const std::string_view> blobs, const NoiseDeal& deal);

/// What a part knows with the shards' answers.
struct NoisyPart {
  std::string facts;           ///< Of each text u64 id, u32 words, f32 share of odd words.
  std::uint64_t num_keys = 0;  ///< Pairs of words of noisy texts, about. If no part has any, no keys need be joined.
  Blobs whole_keys;            ///< To shards of keys: u32 keys of noisy texts that damage has left whole.
  /// To shards of keys, of each text that has some there: u64 id, u32 words, u32 2 × number of keys + whether it is
  /// noisy, u32 keys.
  Blobs keys;
};

/// `answers` stand beside the number of the shard that gave them. Fails with malformed where they aren't to what
/// send_words gave of these texts.
Result<NoisyPart> send_keys(const PartTexts& texts, std::span<const std::pair<std::uint64_t, std::string_view>> answers,
                            const NoiseDeal& deal);

/// What a shard of keys finds: to the part of a, u64 a, u64 b and u32 count of the rare keys that both hold here, at
/// least one of them noisy; to the part of each noisy text, u64 text and u32 count of rare keys that it shares here.
struct SharedKeys {
  Blobs pairs, rare;
};

/// All blobs of one shard. `num_keys`: the sum over all parts. Fails with malformed for torn blobs, as all below do.
/// Memory: 1 to 16 bytes a key of noisy texts, 64 MiB at most, and 16 for each occurrence of a key.
Result<SharedKeys> join_keys(std::span<const std::string_view> whole_keys, std::span<const std::string_view> keys,
                             std::uint64_t num_keys, const NoiseDeal& deal);

/// Of known pairs what the next steps need: to the part of a, those that share a passage (encode_pair) and whose
/// lengths may be those of copies, and u64 a and u64 b of those that are related otherwise.
struct KnownPairs {
  Blobs passages, others;
};
Result<KnownPairs> send_known(std::span<const std::string_view> pairs, const NoiseDeal& deal);

/// To the part of b: u64 a, u64 b, u32 count, u32 words of a, u32 rare keys of a, f32 odd share of a for pairs that
/// share keys and aren't known; f32 odd share of a and the pair for known passages.
struct HalfDecided {
  Blobs joined, known;
};
/// At the part of a; all that was sent there.
Result<HalfDecided> look_from_first(std::string_view facts, std::span<const std::string_view> pairs,
                                    std::span<const std::string_view> rare,
                                    std::span<const std::string_view> known_passages,
                                    std::span<const std::string_view> known_others, const NoiseDeal& deal);

/// What is left of both.
struct NoiseTask {
  std::string candidates;             ///< Whose words are to be compared: u64 a, u64 b, f32 odd share of a, of b.
  std::string pairs;                  ///< encode_pair: whose letters are to be compared.
  std::vector<std::uint64_t> needed;  ///< The texts of the candidates, ascending.
};
/// At the part of b; all that was sent there. In tasks of up to `most_candidates`; the known pairs are in the first.
Result<std::vector<NoiseTask>> look_from_second(std::string_view facts, std::span<const std::string_view> rare,
                                                std::span<const std::string_view> joined,
                                                std::span<const std::string_view> known, std::size_t most_candidates);

/// The candidates whose letters are to be compared, too (encode_pair, sorted). All their texts must be among `texts`.
Result<std::string> filter_candidates(const PartTexts& texts, std::string_view candidates, const MatchOptions& options);

/// A text as it was read again, and its boilerplate.
struct TextAgain {
  std::uint64_t id;
  std::string_view raw;  ///< UTF-8, as it was digested; may be any bytes.
  std::vector<Passage> boilerplate;
};

/// The damaged copies among `pairs`: revisions (encode_pair, sorted). All their texts must be among `texts`; a pair of
/// which a text isn't in `again`, or has changed since it was digested, is none.
Result<std::string> compare_damaged(const PartTexts& texts, std::span<const TextAgain> again,
                                    std::span<const std::string_view> pairs, Level level, const MatchOptions& options);

}  // namespace nuskha
