// Entry points: read_holders, read_sources, read_passages. Test: tests/parts/text_rows_test.cpp.
#include "parts/text_rows.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>
#include <unordered_map>

#include "scan/byte_codec.h"
#include "scan/work_codec.h"

namespace nuskha {
namespace {

Error damaged(std::uint64_t text) {
  return {ErrorCode::malformed, "text " + std::to_string(text),
          "its row isn't whole, or another version of nuskha wrote it"};
}

void add_date(std::optional<std::string_view> date, HolderFacts& facts) {
  if (!date) return;
  if (facts.first.empty() || *date < facts.first) facts.first = *date;
  if (facts.last.empty() || *date > facts.last) facts.last = *date;
}

std::unordered_map<std::uint64_t, std::string_view> by_text(std::span<const PartRow> rows) {
  std::unordered_map<std::uint64_t, std::string_view> out;
  for (const PartRow& row : rows) out.emplace(row.id, row.data);
  return out;
}

}  // namespace

Result<std::vector<HolderFacts>> read_holders(std::span<const TextRow> texts, std::span<const PartRow> holders) {
  const auto several = by_text(holders);
  std::vector<HolderFacts> out;
  out.reserve(texts.size());
  for (const TextRow& text : texts) {
    HolderFacts& facts = out.emplace_back();
    const auto found = several.find(text.id);
    if (found == several.end()) {
      add_date(date_of_document(ByteReader(text.digest)), facts);
      continue;
    }
    ByteReader in(found->second);
    facts.documents = 0;
    while (in.is_good() && !in.is_at_end()) {
      in.number<std::uint64_t>();
      add_date(date_of_document(ByteReader(in.text())), facts);
      ++facts.documents;
    }
    if (!in.is_good()) return tl::unexpected(damaged(text.id));
  }
  return out;
}

Result<TextSources> read_sources(std::span<const std::uint64_t> texts, std::span<const PartRow> sources) {
  const auto said = by_text(sources);
  TextSources out{{texts.begin(), texts.end()}, std::vector<bool>(texts.size())};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto found = said.find(texts[i]);
    if (found == said.end()) continue;
    if (found->second.size() != sizeof(std::uint64_t)) return tl::unexpected(damaged(texts[i]));
    std::memcpy(&out.of_text[i], found->second.data(), sizeof(std::uint64_t));
    out.is_shared[i] = true;
  }
  return out;
}

Result<PageLists<Passage>> read_passages(std::span<const std::uint64_t> texts, std::span<const PartRow> passages) {
  const auto said = by_text(passages);
  PageLists<Passage> out;
  std::vector<Passage> list;
  for (const std::uint64_t text : texts) {
    list.clear();
    if (const auto found = said.find(text); found != said.end()) {
      if (found->second.size() % sizeof(Passage) != 0) return tl::unexpected(damaged(text));
      list.resize(found->second.size() / sizeof(Passage));
      std::memcpy(list.data(), found->second.data(), found->second.size());
    }
    out.push_back(list);
  }
  return out;
}

}  // namespace nuskha
