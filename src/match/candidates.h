// Candidate pairs: which texts are worth verifying.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/page_store.h"
#include "match/match_text.h"
#include "nuskha/sketch.h"
#include "nuskha/text.h"

namespace nuskha {

/// Two texts, a < b by index.
struct Candidate {
  std::uint32_t a;
  std::uint32_t b;
  std::uint32_t rare_shingles = 0;  ///< Shared shingles that few texts hold; 0 from lsh_join and anchor_join.
  friend auto operator<=>(const Candidate&, const Candidate&) = default;
};

/// What a join found. Sorted by (a, b), without repetitions; the same for every number of threads.
struct Candidates {
  PageVector<Candidate> pairs;
  std::uint64_t buckets_cut = 0;         ///< LSH: buckets whose pairs were not all formed.
  std::vector<std::uint32_t> cut_texts;  ///< LSH: the texts in those buckets, sorted.
};

/// What the joins look for. A pair qualifies when its shingle Jaccard is at least `jaccard`, or when the text with
/// fewer shingles has at least the share `containment` of them in common with the other, or at least the share `rare`
/// if only shingles count that at most `max_rare_texts` texts hold.
struct JoinFloor {
  double jaccard;
  double containment = 0.5;
  double rare = 0.087;
  std::size_t max_rare_texts = 20;
};

/// The documented rule from the user's threshold to the join's floor (docs/algorithm.md, "The join's floor").
JoinFloor join_floor(double threshold, unsigned shingle_words);

/// The complete join: every pair that qualifies and no pair that doesn't. Inverted index of shingles, rarest first; the
/// lists too common to be needed are never read (Bayardo, Ma, Srikant: Scaling up all pairs similarity search, WWW
/// 2007; Xiao and others: Efficient similarity joins for near duplicate detection, WWW 2008; list skipping after Li,
/// Lu, Lu, ICDE 2008). Gives nothing when the work would exceed `max_steps` posting entries read, or the
/// result `max_pairs` pairs.
std::optional<Candidates> exact_join(std::span<const MatchText> texts, unsigned shingle_words, JoinFloor floor,
                                     unsigned threads, std::uint64_t max_steps = ~std::uint64_t{0},
                                     std::uint64_t max_pairs = ~std::uint64_t{0});

/// Locality-sensitive hashing: pairs whose sketches agree in all rows of at least one band. Finds pairs by Jaccard
/// only. A bucket of more than `max_bucket` texts doesn't form all of its pairs: its texts are linked to a few that
/// stand for it, and of pairs within smaller buckets of texts that the same one stands for, only the nearest are
/// formed, so the cost stays linear (hot_buckets.h). Keys (4 bytes a text and band) and pairs lie in `pages` or on the
/// heap; else it takes up to 40 bytes a text and thread, and with `pages` so few threads join that these stay within
/// its working_bytes.
Candidates lsh_join(std::span<const MatchText> texts, unsigned shingle_words, Bands bands, unsigned threads,
                    std::size_t max_bucket = 128, PageStore* pages = nullptr);

/// Pairs of texts of very different length that share anchors: sampled shingles which few texts hold. Finds what
/// lsh_join can't, a text contained in a much longer one: with n shingles in common, one in eight an anchor, all but
/// (7/8)^n + n/8·(7/8)^(n−1) of such pairs (2.4e-5 for n = 100, 3 % for n = 40). Sorted, without repetitions; the same
/// for every number of threads. Anchors, a byte a word, go to disk where they take more than half of the working_bytes
/// of `pages`, and are read part by part.
std::vector<Candidate> anchor_join(std::span<const MatchText> texts, unsigned shingle_words, unsigned threads,
                                   PageStore* pages = nullptr);

/// Of `pairs` (sorted, without repetitions), those that share a passage: shingles that at most `floor.max_rare_texts`
/// of all texts hold, as many as `least_rare_shingles` asks. Their rare_shingles are what exact_join counts; what else
/// `floor` says doesn't matter. Sorted; the same for every number of threads. Cost: two passes over all words, about 50
/// ns a word, and less than a microsecond a pair. Memory while it runs: 4 bytes a word and 1/8 byte a word and thread,
/// later 2 bytes for each rare shingle of the texts in pairs and at most 32 for each shingle that more texts hold
/// (together at most 1.5 bytes a word). Nothing is left out to keep these bounds. With `pages` the first of these goes
/// to disk where it exceeds working_bytes, and the second lies there if need be.
std::vector<Candidate> passage_join(std::span<const MatchText> texts, unsigned shingle_words,
                                    std::span<const Candidate> pairs, JoinFloor floor, unsigned threads,
                                    PageStore* pages = nullptr);

/// The same, where it is known which shingles few texts hold: `rare_bits` of each text in `pairs`, a bit for each of
/// its shingles in order, the first the lowest of the first byte. `pairs` may be some of an archive's, `texts` those
/// in them. Cost: a pass over the words of texts in pairs, and less than a microsecond a pair.
std::vector<Candidate> passage_join_known(std::span<const MatchText> texts, std::span<const std::string_view> rare_bits,
                                          unsigned shingle_words, std::span<const Candidate> pairs, JoinFloor floor);

}  // namespace nuskha
