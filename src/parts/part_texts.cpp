// Entry point: PartTexts::decode. Test: tests/parts/part_texts_test.cpp.
#include "parts/part_texts.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "scan/byte_codec.h"
#include "scan/work_codec.h"

namespace nuskha {

Result<PartTexts> PartTexts::decode(std::span<const TextRow> rows) {
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) { return rows[x].id < rows[y].id; });
  PartTexts out;
  out.store_ = std::make_unique<WordStore>();
  DocumentScratch scratch;
  for (const std::size_t i : order) {
    const TextRow& row = rows[i];
    if (!out.ids_.empty() && out.ids_.back() == row.id) continue;
    ByteReader in(row.digest);
    CorpusDocument document = decode_document(in, *out.store_, scratch);
    if (!in.is_at_end())
      return fail(ErrorCode::malformed, "text " + std::to_string(row.id),
                  "its row isn't whole, or another version of nuskha wrote it");
    out.ids_.push_back(row.id);
    out.texts_.push_back(document.text);
    out.documents_.push_back(std::move(document));
  }
  return out;
}

std::size_t words_of_digest(std::string_view digest) {
  ByteReader in(digest);
  WordStore store;
  DocumentScratch scratch;
  const CorpusDocument document = decode_document(in, store, scratch);
  return in.is_at_end() ? document.text.words.size() : 0;
}

std::optional<std::uint32_t> PartTexts::place(std::uint64_t id) const {
  const auto found = std::lower_bound(ids_.begin(), ids_.end(), id);
  if (found == ids_.end() || *found != id) return std::nullopt;
  return static_cast<std::uint32_t>(found - ids_.begin());
}

}  // namespace nuskha
