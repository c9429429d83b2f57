// Pairs of texts: what is measured, and which relation follows from it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "nuskha/text.h"

namespace nuskha {

/// How two documents are related, strongest first. The numbers are not stored anywhere; the names are.
enum class Relation : std::uint8_t {
  identical,       ///< The same bytes.
  same_text,       ///< Equal at some level.
  reissue,         ///< Bodies equal once boilerplate, dateline and dates are set aside.
  revision,        ///< Bodies similar above the threshold.
  excerpt,         ///< The first is contained in the second.
  extension,       ///< The first contains the second.
  template_,       ///< One skeleton, other facts: different documents.
  shared_passage,  ///< A long passage in common that isn't boilerplate.
};

/// "identical", "same-text", "reissue", "revision", "excerpt", "extension", "template", "shared-passage".
std::string_view to_string(Relation relation);
std::optional<Relation> parse_relation(std::string_view name);

/// The same relation seen from the other document: excerpt and extension change places.
Relation reversed(Relation relation);

/// True for the relations that say "one document"; only these make families.
bool is_one_document(Relation relation);

/// Everything that is measured of a pair of word sequences a and b. All exact; shares are in [0, 1].
struct Measurements {
  std::size_t words_a = 0;
  std::size_t words_b = 0;
  std::size_t common_words = 0;    ///< Length of the longest common subsequence (LCS) of words.
  std::size_t common_bag = 0;      ///< Words in common in whatever order, repetitions counted; at least common_words.
  double similarity = 0;           ///< 2·LCS / (|a| + |b|).
  std::size_t shingles_a = 0;      ///< Distinct shingles of a.
  std::size_t shingles_b = 0;      ///< Distinct shingles of b.
  double jaccard = 0;              ///< Of the shingle sets.
  double containment_a = 0;        ///< Share of a's shingles that stand in b.
  double containment_b = 0;        ///< Share of b's shingles that stand in a.
  std::size_t numbers_a = 0;       ///< Distinct numbers in a, its date line apart.
  std::size_t numbers_b = 0;       ///< Distinct numbers in b, its date line apart.
  std::size_t common_numbers = 0;  ///< Distinct numbers in both.
  std::size_t rare_shingles =
      0;  ///< Shared shingles that few texts of the archive hold; 0 where there is no archive to ask.
};

/// What decides. `threshold` is the user's; the rest have their reasons in docs/algorithm.md, "Verdict".
struct MatchOptions {
  double threshold = 0.7;      ///< Least similarity of a revision, (0, 1].
  unsigned shingle_words = 3;  ///< Words in a shingle, 1 to 16.
};

/// Measures two word sequences. Exact, symmetric but for the a/b fields. Cost O(|a|·|b|/64 + (|a|+|b|) log(|a|+|b|)).
/// Thread-safe.
Measurements measure(std::span<const WordId> a, std::span<const WordId> b, const MatchOptions& options);

/// The relation of two texts that differ at the level of matching, or nothing when they aren't related. `text` is
/// measured on the whole texts, `body` with boilerplate set aside: the same where there is none. Texts whose bodies
/// have the same words have another relation, reissue.
std::optional<Relation> decide(const Measurements& text, const Measurements& body, const MatchOptions& options);
inline std::optional<Relation> decide(const Measurements& text, const MatchOptions& options) {
  return decide(text, text, options);
}

/// Length of the longest common subsequence. Bit-parallel (Hyyrö: Bit-parallel LCS-length computation revisited, AWOCA
/// 2004): O(|a|·|b|/64) time, O(|a|+|b|) space. Thread-safe.
std::size_t lcs_length(std::span<const WordId> a, std::span<const WordId> b);

}  // namespace nuskha
