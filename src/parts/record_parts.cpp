// Entry points: deal_documents, group_documents, report_copies, report_pairs, report_family. Test:
// tests/parts/record_parts_test.cpp.
#include "parts/record_parts.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/page_lists.h"
#include "match/text_groups.h"
#include "scan/arrange.h"
#include "scan/assemble.h"
#include "scan/work_codec.h"

namespace nuskha {
namespace {

constexpr std::size_t most_documents_of_first_facts = 101;  // one more than add_verified_pairs pairs of two texts

TextIdentity identity_of(const CorpusDocument& document) {
  return {document.source_hash, document.layout_hash, document.record.text_hash, document.spelling_hash,
          document.record.words > 0};
}

Error torn(std::string_view what) {
  return {ErrorCode::malformed, std::string(what), "a row of them isn't whole, or another version of nuskha wrote it"};
}

/// A document without its words.
struct Facts {
  std::uint64_t number = 0;
  std::string_view digest;
  CorpusDocument document;
};

class FactsDecoder {
 public:
  /// Appends what a row of facts holds; false if it is torn.
  bool decode(std::string_view row, std::vector<Facts>& out) {
    ByteReader in(row);
    while (in.is_good() && !in.is_at_end()) {
      Facts facts;
      facts.number = in.number<std::uint64_t>();
      facts.digest = in.text();
      ByteReader digest(facts.digest);
      WordStore store;
      facts.document = decode_document(digest, store, scratch_);
      facts.document.text = {};
      if (!digest.is_at_end()) return false;
      out.push_back(std::move(facts));
    }
    return in.is_good();
  }

 private:
  DocumentScratch scratch_;
};

/// Documents of some texts as a report and what assemble wants beside it.
struct PartReport {
  Report report;
  std::vector<TextIdentity> identities;
  PageLists<std::uint32_t> groups;
  std::vector<std::uint64_t> texts;  // of each group, ascending

  std::uint32_t group_of(std::uint64_t text) const {
    return static_cast<std::uint32_t>(std::lower_bound(texts.begin(), texts.end(), text) - texts.begin());
  }
  bool has(std::uint64_t text) const { return std::binary_search(texts.begin(), texts.end(), text); }
};

Result<PartReport> open_report(std::span<const TextRow> rows) {
  FactsDecoder decoder;
  std::vector<std::pair<std::uint64_t, std::vector<Facts>>> facts_of;
  for (const TextRow& row : rows) {
    facts_of.emplace_back(row.id, std::vector<Facts>());
    if (!decoder.decode(row.digest, facts_of.back().second)) return tl::unexpected(torn("facts of documents"));
  }
  std::sort(facts_of.begin(), facts_of.end(), [](const auto& x, const auto& y) { return x.first < y.first; });
  facts_of.erase(
      std::unique(facts_of.begin(), facts_of.end(), [](const auto& x, const auto& y) { return x.first == y.first; }),
      facts_of.end());
  PartReport out;
  std::vector<std::pair<std::uint64_t, CorpusDocument*>> documents;
  for (auto& [text, facts] : facts_of)
    for (Facts& one : facts) documents.emplace_back(one.number, &one.document);
  std::sort(documents.begin(), documents.end(), [](const auto& x, const auto& y) { return x.first < y.first; });
  std::vector<DocumentRecord> records;
  for (const auto& [number, document] : documents) {
    out.identities.push_back(identity_of(*document));
    records.push_back(std::move(document->record));
  }
  const auto index_of = [&](std::uint64_t number) {
    return static_cast<std::uint32_t>(
        std::lower_bound(documents.begin(), documents.end(), number,
                         [](const auto& document, std::uint64_t wanted) { return document.first < wanted; }) -
        documents.begin());
  };
  out.groups.reserve(facts_of.size(), documents.size());
  std::vector<std::uint32_t> group;
  for (const auto& [text, facts] : facts_of) {
    out.texts.push_back(text);
    group.clear();
    for (const Facts& one : facts) group.push_back(index_of(one.number));
    std::sort(group.begin(), group.end());
    out.groups.push_back(group);
  }
  out.report.documents = DocumentRecords(std::move(records));
  return out;
}

/// Pairs by the positions of their texts' groups.
Result<std::vector<VerifiedPair>> place_pairs(const PartReport& report, std::span<const PartPair> pairs) {
  std::vector<VerifiedPair> out;
  for (const PartPair& pair : pairs) {
    if (!report.has(pair.a) || !report.has(pair.b))
      return fail(ErrorCode::malformed, "text " + std::to_string(report.has(pair.a) ? pair.b : pair.a),
                  "it is in a pair, but its documents haven't come");
    out.push_back(pair.pair);
    out.back().a = report.group_of(pair.a);
    out.back().b = report.group_of(pair.b);
  }
  std::sort(out.begin(), out.end(),
            [](const VerifiedPair& x, const VerifiedPair& y) { return std::tie(x.a, x.b) < std::tie(y.a, y.b); });
  return out;
}

}  // namespace

Result<Blobs> deal_documents(std::span<const DocumentRow> documents, Level level, std::uint64_t num_shards) {
  BlobDealer dealer;
  DocumentScratch scratch;
  ByteWriter row;
  ByteWriter digest;
  for (const DocumentRow& document : documents) {
    ByteReader in(document.digest);
    WordStore store;
    CorpusDocument decoded = decode_document(in, store, scratch);
    if (!in.is_at_end()) return tl::unexpected(torn("documents"));
    decoded.text = {};
    digest.clear();
    encode_document(decoded, digest);
    row.clear();
    row.number(document.number);
    row.text(digest.bytes());
    dealer.append(shard_of(identity_key(identity_of(decoded), level).low, num_shards), row.bytes());
  }
  return dealer.take();
}

Result<std::vector<DocumentsOfText>> group_documents(std::span<const std::string_view> blobs, Level level) {
  FactsDecoder decoder;
  std::vector<Facts> all;
  for (const std::string_view blob : blobs)
    if (!decoder.decode(blob, all)) return tl::unexpected(torn("facts of documents"));
  std::sort(all.begin(), all.end(), [](const Facts& x, const Facts& y) { return x.number < y.number; });
  std::vector<TextIdentity> identities;
  for (const Facts& facts : all) identities.push_back(identity_of(facts.document));
  const PageLists<std::uint32_t> groups = group_equal_texts(identities, level);
  std::vector<DocumentsOfText> out;
  ByteWriter facts;
  for (const std::span<const std::uint32_t> group : groups) {
    DocumentsOfText& text = out.emplace_back();
    facts.clear();
    for (const std::uint32_t i : group) {
      text.numbers.push_back(all[i].number);
      facts.number(all[i].number);
      facts.text(all[i].digest);
    }
    text.facts.assign(facts.bytes());
  }
  return out;
}

Result<std::string> first_facts(std::string_view facts) {
  ByteReader in(facts);
  std::size_t num_documents = 0;
  std::size_t num_bytes = 0;
  while (in.is_good() && !in.is_at_end() && num_documents < most_documents_of_first_facts) {
    in.number<std::uint64_t>();
    num_bytes += sizeof(std::uint64_t) + sizeof(std::uint32_t) + in.text().size();
    ++num_documents;
  }
  if (!in.is_good()) return tl::unexpected(torn("facts of documents"));
  return std::string(facts.substr(0, num_bytes));
}

Result<CopiesReport> report_copies(std::span<const TextRow> texts, std::span<const std::uint64_t> in_families) {
  Result<PartReport> opened = open_report(texts);
  if (!opened) return tl::unexpected(opened.error());
  PartReport& part = *opened;
  std::vector<std::uint32_t> family_of(part.groups.size());
  std::vector<std::uint32_t> group_of_document(part.identities.size());
  for (std::uint32_t i = 0; i < family_of.size(); ++i) {
    family_of[i] = i;
    for (const std::uint32_t document : part.groups[i]) group_of_document[document] = i;
  }
  assemble({part.identities, part.groups, {}, family_of}, {}, part.report);
  const auto text_of = [&](const FamilyRecord& family) {
    return part.texts[group_of_document[family.members.front().document]];
  };
  std::erase_if(part.report.families, [&](const FamilyRecord& family) {
    return std::binary_search(in_families.begin(), in_families.end(), text_of(family));
  });
  CopiesReport out{std::move(part.report), {}};
  for (const FamilyRecord& family : out.report.families) out.texts.push_back(text_of(family));
  return out;
}

Result<Report> report_pairs(std::span<const TextRow> texts, std::span<const PartPair> pairs) {
  Result<PartReport> opened = open_report(texts);
  if (!opened) return tl::unexpected(opened.error());
  PartReport& part = *opened;
  const Result<std::vector<VerifiedPair>> placed = place_pairs(part, pairs);
  if (!placed) return tl::unexpected(placed.error());
  add_verified_pairs({part.identities, part.groups, *placed, {}}, part.report);
  return std::move(part.report);
}

Result<Report> report_family(const PartTexts& texts, std::span<const TextRow> facts, std::span<const PartPair> pairs) {
  Result<PartReport> opened = open_report(facts);
  if (!opened) return tl::unexpected(opened.error());
  PartReport& part = *opened;
  if (!std::equal(texts.ids().begin(), texts.ids().end(), part.texts.begin(), part.texts.end()))
    return fail(ErrorCode::malformed, "family", "the words of its texts and their documents don't go together");
  const Result<std::vector<VerifiedPair>> placed = place_pairs(part, pairs);
  if (!placed) return tl::unexpected(placed.error());
  const std::vector<std::uint32_t> family_of(texts.size(), 0);
  const Findings findings{part.identities, part.groups, *placed, family_of};
  const std::vector<TextFamily> families = arrange_families(findings, texts.texts(), part.report.documents, 1);
  assemble(findings, families, part.report);
  return std::move(part.report);
}

}  // namespace nuskha
