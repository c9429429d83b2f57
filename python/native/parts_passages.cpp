// The report's boilerplate out of passages, on parts of an archive.
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "job.h"
#include "module.h"
#include "nuskha/report.h"
#include "parts.h"
#include "parts/text_rows.h"
#include "parts/wording_parts.h"
#include "parts_blobs.h"
#include "report/json.h"
#include "scan/boilerplate_records.h"
#include "strings.h"

namespace nuskha::python {
namespace {

/// Passages that recur, and those repeated within a text: groups 0 and 1.
constexpr std::size_t num_groups = 2;

/// In how many sources the passages of a group must stand.
std::size_t least_sources_of(std::uint64_t group) { return group == 0 ? 2 : 1; }

/// For each group what the part keeps of its passages, (group, bytes), and what it sends, (group * num_shards + shard,
/// bytes).
nb::tuple cut_passages_of(const nb::list& ids, const nb::list& digests, const nb::list& holder_ids,
                          const nb::list& holders, const nb::list& passage_ids, const nb::list& passages,
                          const nb::list& source_ids, const nb::list& sources, std::uint64_t num_shards) {
  std::vector<TextRow> rows = text_rows_of(ids, digests);
  const std::vector<PartRow> holder_rows = part_rows_of(holder_ids, holders);
  const std::vector<PartRow> passage_rows = part_rows_of(passage_ids, passages);
  const std::vector<PartRow> source_rows = part_rows_of(source_ids, sources);
  std::array<CutPassages, num_groups> found;
  {
    const WithoutGil released;
    std::sort(rows.begin(), rows.end(), [](const TextRow& x, const TextRow& y) { return x.id < y.id; });
    const PartTexts texts = take(PartTexts::decode(rows));
    const std::vector<HolderFacts> holders_of = take(read_holders(rows, holder_rows));
    const TextSources source_of = take(read_sources(texts.ids(), source_rows));
    std::array<PageLists<Passage>, num_groups> passages_of;
    passages_of[0] = take(read_passages(texts.ids(), passage_rows));
    passages_of[1] = find_repeated_passages(texts.texts(), passages_of[0], 1);
    for (std::size_t group = 0; group < num_groups; ++group)
      found[group] = cut_passages({texts, holders_of, source_of.of_text, passages_of[group]}, num_shards);
  }
  nb::list pieces;
  nb::list counts;
  for (std::size_t group = 0; group < num_groups; ++group) {
    for (const std::string& blob : found[group].pieces) pieces.append(nb::make_tuple(group, to_bytes(blob)));
    append_blobs(found[group].counts, group * num_shards, counts);
  }
  return nb::make_tuple(pieces, counts);
}

nb::list total_pieces_of(const nb::list& messages) {
  const std::vector<std::string_view> views = views_of(messages);
  std::vector<std::string> found;
  {
    const WithoutGil released;
    found = take(total_pieces(views));
  }
  return list_of(found);
}

/// Wordings and who holds them, each as (shard, bytes).
nb::tuple collect_wordings_of(const nb::list& pieces, const nb::list& totals, std::uint64_t group,
                              std::uint64_t num_shards) {
  const std::vector<std::string_view> piece_views = views_of(pieces);
  const std::vector<std::string_view> total_views = views_of(totals);
  PartWordings found;
  {
    const WithoutGil released;
    found = take(collect_wordings(piece_views, total_views, least_sources_of(group), num_shards));
  }
  return nb::make_tuple(list_of(found.wordings), list_of(found.held));
}

nb::list merge_wordings_of(const nb::list& messages) {
  const std::vector<std::string_view> views = views_of(messages);
  std::vector<std::string> found;
  {
    const WithoutGil released;
    found = take(merge_wordings(views));
  }
  return list_of(found);
}

nb::tuple place_wordings_of(const nb::list& messages, std::uint64_t num_shards) {
  const std::vector<std::string_view> views = views_of(messages);
  PlacedWordings found;
  {
    const WithoutGil released;
    found = take(place_wordings(views, num_shards));
  }
  return nb::make_tuple(list_of(found.placed), list_of(found.variants));
}

nb::list deal_holders_of(const nb::list& held, const nb::list& placed, std::uint64_t num_shards) {
  const std::vector<std::string_view> held_views = views_of(held);
  const std::vector<std::string_view> placed_views = views_of(placed);
  Blobs found;
  {
    const WithoutGil released;
    found = take(deal_holders(held_views, placed_views, num_shards));
  }
  return list_of(found);
}

/// (family, documents, [example of each variant], bytes); an example is (text, begin, end, is_part).
nb::list join_families_of(const nb::list& variants, const nb::list& holders, std::uint64_t group) {
  const std::vector<std::string_view> variant_views = views_of(variants);
  const std::vector<std::string_view> holder_views = views_of(holders);
  std::vector<PartFamily> found;
  {
    const WithoutGil released;
    found = take(join_families(variant_views, holder_views, least_sources_of(group)));
  }
  nb::list out;
  for (const PartFamily& family : found) {
    nb::list examples;
    for (const PartVariant& variant : family.variants) {
      const PartPlace& place = variant.example;
      examples.append(nb::make_tuple(place.text, place.words.begin, place.words.end, place.is_part));
    }
    out.append(nb::make_tuple(family.family, family.documents, examples, to_bytes(encode_family(family))));
  }
  return out;
}

nb::list quote_passages_of(const nb::bytes& raw_text, const std::string& level_name, const nb::list& places) {
  const Level level = level_of(level_name);
  std::vector<Passage> passages;
  for (const nb::handle place : places)
    passages.push_back({nb::cast<std::uint32_t>(place[0]), nb::cast<std::uint32_t>(place[1])});
  std::vector<std::string> found;
  {
    const WithoutGil released;
    found = quote_passages(view_of(raw_text), level, passages);
  }
  return list_of(found);
}

/// `texts` has those of the variants that could be quoted, by their numbers.
nb::bytes boilerplate_record(const nb::bytes& family, const nb::dict& texts, std::uint64_t group, std::uint64_t id) {
  const PartFamily read = take(decode_family(view_of(family)));
  BoilerplateRecord record;
  record.documents = read.documents;
  record.within_document = group != 0;
  for (std::size_t i = 0; i < read.variants.size(); ++i) {
    const PartVariant& from = read.variants[i];
    BoilerplateVariant& variant = record.variants.emplace_back();
    const nb::int_ number(i);
    if (texts.contains(number)) variant.text = view_of(texts[number]);
    variant.documents = from.documents;
    if (!from.first.empty()) variant.first = from.first;
    if (!from.last.empty()) variant.last = from.last;
  }
  std::string out;
  append_boilerplate(record, id, out);
  return to_bytes(out);
}

}  // namespace

void bind_parts_passages(nb::module_& module) {
  using nb::arg;
  module.def("cut_passages", &cut_passages_of, arg("texts"), arg("digests"), arg("holder_ids"), arg("holders"),
             arg("passage_ids"), arg("passages"), arg("source_ids"), arg("sources"), arg("num_shards"),
             "(group, pieces) of recurring and of repeated passages, and (group * num_shards + shard, counts).");
  module.def("total_pieces", &total_pieces_of, arg("messages"), "To each message the counts of all.");
  module.def("collect_wordings", &collect_wordings_of, arg("pieces"), arg("totals"), arg("group"), arg("num_shards"),
             "(shard, wordings) of a part's pieces, and the same of who holds them.");
  module.def("merge_wordings", &merge_wordings_of, arg("messages"), "The wordings of all messages, each once.");
  module.def("place_wordings", &place_wordings_of, arg("messages"), arg("num_shards"),
             "(shard, families of wordings) by wording, and (shard, variants) by family.");
  module.def("deal_holders", &deal_holders_of, arg("held"), arg("placed"), arg("num_shards"),
             "(shard, holders) by family.");
  module.def("join_families", &join_families_of, arg("variants"), arg("holders"), arg("group"),
             "(family, documents, examples, bytes) of families that stand in enough sources.");
  module.def("quote_passages", &quote_passages_of, arg("raw_text"), arg("level"), arg("places"),
             "The source of passages (begin, end) of a document; empty where it has changed.");
  module.def("boilerplate_record", &boilerplate_record, arg("family"), arg("texts"), arg("group"), arg("id"),
             "A record of the report, JSON.");
}

}  // namespace nuskha::python
