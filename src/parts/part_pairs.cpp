// Entry points: encode_pair, decode_pairs. Test: tests/parts/part_pairs_test.cpp.
#include "parts/part_pairs.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>

#include "scan/work_codec.h"

namespace nuskha {

void encode_pair(ByteWriter& out, std::uint64_t a, std::uint64_t b, const VerifiedPair& pair) {
  out.number(a);
  out.number(b);
  encode_relation(pair, out);
}

void encode_pairs(ByteWriter& out, const PartTexts& texts, std::span<const VerifiedPair> pairs) {
  for (const VerifiedPair& pair : pairs) encode_pair(out, texts.ids()[pair.a], texts.ids()[pair.b], pair);
}

Result<std::vector<PartPair>> decode_pairs(std::span<const std::string_view> rows) {
  std::vector<PartPair> out;
  for (const std::string_view row : rows) {
    ByteReader in(row);
    while (in.is_good() && !in.is_at_end()) {
      PartPair& pair = out.emplace_back();
      pair.a = in.number<std::uint64_t>();
      pair.b = in.number<std::uint64_t>();
      decode_relation(in, pair.pair);
      if (pair.a >= pair.b) in.fail();
    }
    if (!in.is_good())
      return fail(ErrorCode::malformed, "pairs", "a row isn't whole, or another version of nuskha wrote it");
  }
  const auto key = [](const PartPair& pair) { return std::tie(pair.a, pair.b); };
  std::stable_sort(out.begin(), out.end(), [&](const auto& x, const auto& y) { return key(x) < key(y); });
  const auto end = std::unique(out.begin(), out.end(), [&](const auto& x, const auto& y) { return key(x) == key(y); });
  out.erase(end, out.end());
  return out;
}

Result<std::vector<VerifiedPair>> decode_pairs(std::span<const std::string_view> rows, const PartTexts& texts) {
  const Result<std::vector<PartPair>> pairs = decode_pairs(rows);
  if (!pairs) return tl::unexpected(pairs.error());
  std::vector<VerifiedPair> out;
  out.reserve(pairs->size());
  for (const PartPair& pair : *pairs) {
    const std::optional<std::uint32_t> a = texts.place(pair.a);
    const std::optional<std::uint32_t> b = texts.place(pair.b);
    if (!a || !b)
      return fail(ErrorCode::not_found, "text " + std::to_string(a ? pair.b : pair.a),
                  "a pair of this text came where its row is not");
    out.push_back(pair.pair);
    out.back().a = *a;
    out.back().b = *b;
  }
  return out;
}

}  // namespace nuskha
