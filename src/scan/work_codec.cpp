// Field by field, in the order of docs/work_dir_format.md. Test: tests/scan/work_codec_test.cpp.
#include "scan/work_codec.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace nuskha {
namespace {

enum DocumentFlag : std::uint8_t {
  has_date = 1,
  has_date_source = 2,
  has_title = 4,
  encoding_is_detected = 8,
};

// Bytes that they take at least, so that a count can be told to be wrong before there is room made for it.
constexpr std::size_t candidate_bytes = 12;
constexpr std::size_t pair_bytes = 100;
constexpr std::size_t problem_bytes = 12;

void encode_measurements(const Measurements& m, ByteWriter& out) {
  for (const std::size_t value : {m.words_a, m.words_b, m.common_words, m.common_bag, m.shingles_a, m.shingles_b,
                                  m.numbers_a, m.numbers_b, m.common_numbers, m.rare_shingles})
    out.number(static_cast<std::uint32_t>(value));
  for (const double value : {m.similarity, m.jaccard, m.containment_a, m.containment_b}) out.number(value);
}

void decode_measurements(ByteReader& in, Measurements& m) {
  for (std::size_t* value : {&m.words_a, &m.words_b, &m.common_words, &m.common_bag, &m.shingles_a, &m.shingles_b,
                             &m.numbers_a, &m.numbers_b, &m.common_numbers, &m.rare_shingles})
    *value = in.number<std::uint32_t>();
  for (double* value : {&m.similarity, &m.jaccard, &m.containment_a, &m.containment_b}) *value = in.number<double>();
}

void encode_problems(const std::vector<Problem>& problems, ByteWriter& out) {
  out.number(static_cast<std::uint64_t>(problems.size()));
  for (const Problem& problem : problems) encode_problem(problem, out);
}

void decode_problems(ByteReader& in, std::vector<Problem>& problems) {
  problems.resize(in.count(problem_bytes));
  for (Problem& problem : problems) problem = decode_problem(in);
}

/// Pairs come in order, and are of texts that are there.
template <class Pair, class Allocator>
void check_pairs(ByteReader& in, std::size_t num_texts, const std::vector<Pair, Allocator>& pairs) {
  const Pair* last = nullptr;
  for (const Pair& pair : pairs) {
    const bool is_in_order = last == nullptr || std::pair(last->a, last->b) < std::pair(pair.a, pair.b);
    if (pair.a >= pair.b || pair.b >= num_texts || !is_in_order) in.fail();
    last = &pair;
  }
}

}  // namespace

void encode_document(const CorpusDocument& document, ByteWriter& out) {
  const DocumentRecord& record = document.record;
  std::uint8_t flags = 0;
  if (record.date) flags |= has_date;
  if (record.date_source) flags |= has_date_source;
  if (record.title) flags |= has_title;
  if (record.encoding_detected) flags |= encoding_is_detected;
  out.number(flags);
  out.text(record.path);
  out.number(record.bytes);
  out.number(record.words);
  if (record.date) out.text(*record.date);
  if (record.date_source) out.number(static_cast<std::uint8_t>(*record.date_source));
  out.number(static_cast<std::uint32_t>(record.date_readings.size()));
  for (const std::string& reading : record.date_readings) out.text(reading);
  if (record.title) out.text(*record.title);
  out.text(record.encoding);
  out.hash(document.source_hash);
  out.hash(document.layout_hash);
  out.hash(record.text_hash);
  out.hash(document.spelling_hash);
  out.number(std::uint64_t{document.text.date_begin});
  out.number(std::uint64_t{document.text.date_end});
  out.numbers(document.text.block_ends);
  out.numbers(document.text.dates);
  out.numbers(document.text.words);
}

CorpusDocument decode_document(ByteReader& in, WordStore& store, DocumentScratch& scratch) {
  CorpusDocument out;
  DocumentRecord& record = out.record;
  const auto flags = in.number<std::uint8_t>();
  record.path = in.text();
  record.bytes = in.number<std::uint64_t>();
  record.words = in.number<std::uint64_t>();
  if ((flags & has_date) != 0) record.date = in.text();
  if ((flags & has_date_source) != 0) {
    const auto source = in.number<std::uint8_t>();
    if (source > static_cast<std::uint8_t>(DateSource::file_time)) in.fail();
    record.date_source = static_cast<DateSource>(source);
  }
  const auto num_readings = in.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < num_readings && in.is_good(); ++i) record.date_readings.emplace_back(in.text());
  if ((flags & has_title) != 0) record.title = in.text();
  record.encoding = in.text();
  record.encoding_detected = (flags & encoding_is_detected) != 0;
  out.source_hash = in.hash();
  out.layout_hash = in.hash();
  record.text_hash = in.hash();
  out.spelling_hash = in.hash();
  out.text.date_begin = static_cast<std::size_t>(in.number<std::uint64_t>());
  out.text.date_end = static_cast<std::size_t>(in.number<std::uint64_t>());
  in.numbers(scratch.block_ends);
  in.numbers(scratch.dates);
  in.numbers(scratch.words);
  out.text.block_ends = store.keep(scratch.block_ends);
  out.text.dates = store.keep(scratch.dates);
  out.text.words = store.keep(scratch.words);
  return out;
}

void pass_over_document(ByteReader& in) {
  const auto flags = in.number<std::uint8_t>();
  in.text();
  in.take(2 * sizeof(std::uint64_t));
  if ((flags & has_date) != 0) in.text();
  if ((flags & has_date_source) != 0) in.take(1);
  const auto num_readings = in.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < num_readings && in.is_good(); ++i) in.text();
  if ((flags & has_title) != 0) in.text();
  in.text();
  in.take(4 * sizeof(Hash128) + 2 * sizeof(std::uint64_t));
  for (int list = 0; list < 3; ++list) in.take(std::uint64_t{in.number<std::uint32_t>()} * sizeof(std::uint32_t));
}

std::optional<std::string_view> date_of_document(ByteReader in) {
  const auto flags = in.number<std::uint8_t>();
  in.text();
  in.take(2 * sizeof(std::uint64_t));
  if ((flags & has_date) == 0) return std::nullopt;
  return in.text();
}

void encode_problem(const Problem& problem, ByteWriter& out) {
  out.text(problem.path);
  out.text(problem.code);
  out.text(problem.message);
}

Problem decode_problem(ByteReader& in) {
  Problem out;
  out.path = in.text();
  out.code = in.text();
  out.message = in.text();
  return out;
}

void encode_relation(const VerifiedPair& pair, ByteWriter& out) {
  out.number(static_cast<std::uint32_t>(pair.relation));
  encode_measurements(pair.measurements, out);
  out.number(pair.body_similarity);
  out.number(pair.fuzzy_similarity);
}

void decode_relation(ByteReader& in, VerifiedPair& pair) {
  const auto relation = in.number<std::uint32_t>();
  if (relation > static_cast<std::uint32_t>(Relation::shared_passage)) in.fail();
  pair.relation = static_cast<Relation>(relation);
  decode_measurements(in, pair.measurements);
  pair.body_similarity = in.number<double>();
  pair.fuzzy_similarity = in.number<double>();
}

void encode(const FoundCandidates& found, ByteWriter& out) {
  out.text(found.join);
  out.number(found.join_floor);
  out.number(found.candidates.buckets_cut);
  out.numbers(found.candidates.cut_texts);
  out.number(static_cast<std::uint64_t>(found.candidates.pairs.size()));
  for (const Candidate& pair : found.candidates.pairs) {
    out.number(pair.a);
    out.number(pair.b);
    out.number(pair.rare_shingles);
  }
}

void decode(ByteReader& in, std::size_t num_texts, FoundCandidates& found) {
  found.join = in.text();
  found.join_floor = in.number<double>();
  found.candidates.buckets_cut = in.number<std::uint64_t>();
  in.numbers(found.candidates.cut_texts);
  for (const std::uint32_t text : found.candidates.cut_texts)
    if (text >= num_texts) in.fail();
  found.candidates.pairs.resize(in.count(candidate_bytes));
  for (Candidate& pair : found.candidates.pairs) {
    pair.a = in.number<std::uint32_t>();
    pair.b = in.number<std::uint32_t>();
    pair.rare_shingles = in.number<std::uint32_t>();
  }
  check_pairs(in, num_texts, found.candidates.pairs);
}

void encode(const std::vector<VerifiedPair>& pairs, ByteWriter& out) {
  out.number(static_cast<std::uint64_t>(pairs.size()));
  for (const VerifiedPair& pair : pairs) {
    out.number(pair.a);
    out.number(pair.b);
    encode_relation(pair, out);
  }
}

void decode(ByteReader& in, std::size_t num_texts, std::vector<VerifiedPair>& pairs) {
  pairs.assign(in.count(pair_bytes), {});
  for (VerifiedPair& pair : pairs) {
    pair.a = in.number<std::uint32_t>();
    pair.b = in.number<std::uint32_t>();
    decode_relation(in, pair);
  }
  check_pairs(in, num_texts, pairs);
}

void encode(const PassageLists& passages, ByteWriter& out) {
  out.number(static_cast<std::uint64_t>(passages.size()));
  for (const std::span<const Passage> list : passages) {
    out.number(static_cast<std::uint32_t>(list.size()));
    for (const Passage& passage : list) {
      out.number(passage.begin);
      out.number(passage.end);
    }
  }
}

void decode(ByteReader& in, std::size_t num_texts, PassageLists& passages) {
  const std::size_t count = in.count(sizeof(std::uint32_t));
  if (count != num_texts) in.fail();
  std::vector<Passage> list;
  for (std::size_t i = 0; i < count && in.is_good(); ++i) {
    const auto num_passages = in.number<std::uint32_t>();
    ByteReader places(in.take(std::uint64_t{num_passages} * sizeof(Passage)));
    if (!in.is_good()) return;
    list.resize(num_passages);
    for (Passage& passage : list) {
      passage.begin = places.number<std::uint32_t>();
      passage.end = places.number<std::uint32_t>();
    }
    passages.push_back(list);
  }
}

void encode(const RelatedPairs& related, ByteWriter& out) {
  encode(related.pairs, out);
  encode_problems(related.problems, out);
}

void decode(ByteReader& in, std::size_t num_texts, RelatedPairs& related) {
  decode(in, num_texts, related.pairs);
  decode_problems(in, related.problems);
}

}  // namespace nuskha
