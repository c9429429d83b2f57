// Bytes of what a scan keeps: known ones, there and back, and every truncation.
#include "scan/work_codec.h"

#include <string>

#include "base/hash.h"
#include "support/catch.h"

using namespace nuskha;

namespace {

std::string hex_of(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    constexpr const char* digits = "0123456789abcdef";
    out += digits[static_cast<unsigned char>(c) >> 4];
    out += digits[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

struct Sample {
  std::vector<WordId> words = {7, 0x80000001, 9};
  std::vector<std::uint32_t> block_ends = {1, 3};
  std::vector<std::uint32_t> dates = {0, 1};

  CorpusDocument document() const {
    CorpusDocument out;
    out.record.path = "a.txt";
    out.record.bytes = 300;
    out.record.words = 3;
    out.record.date = "2021-04-15";
    out.record.date_source = DateSource::text;
    out.record.date_readings = {"2021-05-04", "2021-04-05"};
    out.record.title = "";
    out.record.text_hash = {3, 4};
    out.record.encoding = "UTF-8";
    out.record.encoding_detected = true;
    out.source_hash = {1, 2};
    out.layout_hash = {5, 6};
    out.spelling_hash = {7, 8};
    out.text = {words, 0, 2, block_ends, dates};
    return out;
  }
};

std::string bytes_of(const CorpusDocument& document) {
  ByteWriter out;
  encode_document(document, out);
  return std::string(out.bytes());
}

template <class T>
std::string encoded(const T& value) {
  ByteWriter out;
  encode(value, out);
  return std::string(out.bytes());
}

VerifiedPair pair_of(std::uint32_t a, std::uint32_t b) {
  VerifiedPair out{a, b, Relation::excerpt, {}};
  out.measurements = {1, 2, 3, 4, 0.5, 5, 6, 0.25, 0.125, 1.0, 7, 8, 9, 10};
  out.body_similarity = 2;
  out.fuzzy_similarity = -2;
  return out;
}

/// What is encoded comes back; each part of it is told from the whole.
template <class T>
void check_codec(const T& value, std::size_t num_texts) {
  const std::string bytes = encoded(value);
  T back;
  ByteReader in(bytes);
  decode(in, num_texts, back);
  REQUIRE(in.is_at_end());
  CHECK(encoded(back) == bytes);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    T ignored;
    ByteReader cut(std::string_view(bytes).substr(0, size));
    decode(cut, num_texts, ignored);
    CHECK_FALSE(cut.is_at_end());
  }
}

template <class T>
bool is_refused(const T& value, std::size_t num_texts) {
  const std::string bytes = encoded(value);
  T ignored;
  ByteReader in(bytes);
  decode(in, num_texts, ignored);
  return !in.is_good();
}

}  // namespace

TEST_CASE("a document is the same bytes on every machine") {
  const Sample sample;
  CHECK(hex_of(bytes_of(sample.document())) ==
        "0f"
        "05000000612e747874"
        "2c01000000000000"
        "0300000000000000"
        "0a000000323032312d30342d3135"
        "02"
        "02000000"
        "0a000000323032312d30352d3034"
        "0a000000323032312d30342d3035"
        "00000000"
        "050000005554462d38"
        "01000000000000000200000000000000"
        "05000000000000000600000000000000"
        "03000000000000000400000000000000"
        "07000000000000000800000000000000"
        "0000000000000000"
        "0200000000000000"
        "020000000100000003000000"
        "020000000000000001000000"
        "03000000070000000100008009000000");
}

TEST_CASE("a document comes back from its bytes, and from no part of them") {
  const Sample sample;
  CorpusDocument plain;
  for (const CorpusDocument& document : {sample.document(), plain}) {
    const std::string bytes = bytes_of(document);
    WordStore store;
    DocumentScratch scratch;
    ByteReader in(bytes);
    const CorpusDocument back = decode_document(in, store, scratch);
    REQUIRE(in.is_at_end());
    CHECK(bytes_of(back) == bytes);
    CHECK(back.record.path == document.record.path);
    CHECK(back.record.title == document.record.title);
    CHECK(std::equal(back.text.words.begin(), back.text.words.end(), document.text.words.begin(),
                     document.text.words.end()));
    ByteReader passed(bytes);
    pass_over_document(passed);
    CHECK(passed.is_at_end());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      ByteReader cut(std::string_view(bytes).substr(0, size));
      decode_document(cut, store, scratch);
      CHECK_FALSE(cut.is_at_end());
      ByteReader passed_cut(std::string_view(bytes).substr(0, size));
      pass_over_document(passed_cut);
      CHECK_FALSE(passed_cut.is_at_end());
    }
  }
}

TEST_CASE("candidates, pairs, passages and problems come back from their bytes") {
  FoundCandidates found;
  found.candidates = {{{0, 1, 5}, {0, 2, 0}, {1, 2, 7}}, 3, {1, 2}};
  found.join = "lsh";
  found.join_floor = 0.25;
  check_codec(found, 3);
  check_codec(FoundCandidates{}, 0);
  check_codec(std::vector<VerifiedPair>{pair_of(0, 1), pair_of(0, 3), pair_of(2, 3)}, 4);
  check_codec(PassageLists{{{0, 3}, {5, 9}}, {}, {{1, 2}}}, 3);
  check_codec(RelatedPairs{{pair_of(0, 1)}, {{"a.txt", "binary", "It is."}, {"b", "", ""}}}, 2);
}

TEST_CASE("pairs are the same bytes on every machine") {
  CHECK(hex_of(encoded(std::vector<VerifiedPair>{pair_of(1, 258)})) ==
        "0100000000000000"
        "010000000201000004000000"
        "01000000020000000300000004000000050000000600000007000000080000000900000"
        "00a000000"
        "000000000000e03f000000000000d03f000000000000c03f000000000000f03f"
        "000000000000004000000000000000c0");
  CHECK(hex_of(encoded(FoundCandidates{{{{1, 2, 3}}, 4, {5}}, "lsh", 0.5})) ==
        "030000006c7368000000000000e03f04000000000000000100000005000000010000000000000001000000020000000300000"
        "0");
  CHECK(hex_of(encoded(PassageLists{{}, {{1, 2}}})) == "020000000000000000000000010000000100000002000000");
  CHECK(hex_of(encoded(RelatedPairs{{}, {{"p", "c", "m"}}})) ==
        "0000000000000000"
        "0100000000000000"
        "0100000070010000006301000000"
        "6d");
}

TEST_CASE("indices beyond the texts, and what is out of order, is refused") {
  CHECK(is_refused(std::vector<VerifiedPair>{pair_of(0, 3)}, 3));
  CHECK(is_refused(std::vector<VerifiedPair>{pair_of(1, 1)}, 3));
  CHECK(is_refused(std::vector<VerifiedPair>{pair_of(1, 2), pair_of(0, 1)}, 3));
  CHECK(is_refused(std::vector<VerifiedPair>{pair_of(0, 1), pair_of(0, 1)}, 3));
  VerifiedPair pair = pair_of(0, 1);
  pair.relation = static_cast<Relation>(8);
  CHECK(is_refused(std::vector<VerifiedPair>{pair}, 3));
  CHECK(is_refused(FoundCandidates{{{{0, 3, 0}}, 0, {}}, "", 0}, 3));
  CHECK(is_refused(FoundCandidates{{{}, 0, {3}}, "", 0}, 3));
  CHECK(is_refused(PassageLists{{}, {}}, 3));
}

TEST_CASE("a count that can't be is refused before there is room made for it") {
  ByteWriter bytes;
  bytes.number(~std::uint64_t{0});
  std::vector<VerifiedPair> pairs;
  ByteReader in(bytes.bytes());
  decode(in, 10, pairs);
  CHECK_FALSE(in.is_good());
  CHECK(pairs.empty());
}
