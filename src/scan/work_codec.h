// What a scan keeps of its work, as bytes: docs/work_dir_format.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/page_lists.h"
#include "match/candidates.h"
#include "match/passage.h"
#include "match/verify.h"
#include "nuskha/input.h"
#include "scan/byte_codec.h"
#include "scan/corpus.h"

namespace nuskha {

/// Scratch of decode_document: one a thread.
struct DocumentScratch {
  std::vector<std::uint32_t> words, block_ends, dates;
};

// Each decode gives what encode was given, or makes `in` fail; what it gives then is of no use.

void encode_document(const CorpusDocument& document, ByteWriter& out);
/// The words go into `store`.
CorpusDocument decode_document(ByteReader& in, WordStore& store, DocumentScratch& scratch);
void pass_over_document(ByteReader& in);
/// The date of a document, without the rest.
std::optional<std::string_view> date_of_document(ByteReader in);

void encode_problem(const Problem& problem, ByteWriter& out);
Problem decode_problem(ByteReader& in);

/// What is said of a pair besides its texts.
void encode_relation(const VerifiedPair& pair, ByteWriter& out);
void decode_relation(ByteReader& in, VerifiedPair& pair);

/// What find_candidates gives, with what it says in the summary.
struct FoundCandidates {
  Candidates candidates;
  std::string join;
  double join_floor = 0;
};

/// Related pairs, and the problems of the whole scan so far.
struct RelatedPairs {
  std::vector<VerifiedPair> pairs;
  std::vector<Problem> problems;
};

using PassageLists = PageLists<Passage>;

void encode(const FoundCandidates& found, ByteWriter& out);
void encode(const std::vector<VerifiedPair>& pairs, ByteWriter& out);
void encode(const PassageLists& passages, ByteWriter& out);
void encode(const RelatedPairs& related, ByteWriter& out);

// Of an archive of `num_texts` distinct texts: indices beyond fail.
void decode(ByteReader& in, std::size_t num_texts, FoundCandidates& found);
void decode(ByteReader& in, std::size_t num_texts, std::vector<VerifiedPair>& pairs);
void decode(ByteReader& in, std::size_t num_texts, PassageLists& passages);
void decode(ByteReader& in, std::size_t num_texts, RelatedPairs& related);

}  // namespace nuskha
