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
#include "parts_messages.h"
#include "report/json.h"
#include "scan/boilerplate_records.h"
#include "strings.h"

namespace nuskha::python {
namespace {

/// Passages that recur, and those repeated within a text: groups 0 and 1.
constexpr std::size_t num_groups = 2;

/// In how many sources the passages of a group must stand.
std::size_t least_sources_of(std::uint64_t group) { return group == 0 ? 2 : 1; }

/// A part's texts with what is said of them.
struct Part {
  std::vector<TextRow> rows;
  std::vector<PartRow> holder_rows;
  std::vector<PartRow> passage_rows;

  struct Read {
    PartTexts texts;
    std::vector<HolderFacts> holders;
    std::array<PageLists<Passage>, num_groups> passages;
  };
  Read read() const {
    Read out;
    out.texts = take(PartTexts::decode(rows));
    std::vector<TextRow> sorted = rows;
    std::sort(sorted.begin(), sorted.end(), [](const TextRow& x, const TextRow& y) { return x.id < y.id; });
    out.holders = take(read_holders(sorted, holder_rows));
    out.passages[0] = take(read_passages(out.texts.ids(), passage_rows));
    out.passages[1] = find_repeated_passages(out.texts.texts(), out.passages[0], 1);
    return out;
  }
};

/// (group * num_shards + shard, counts).
nb::list count_pieces_of(const nb::list& ids, const nb::list& digests, const nb::list& holder_ids,
                         const nb::list& holders, const nb::list& passage_ids, const nb::list& passages,
                         std::uint64_t num_shards) {
  const Part part{text_rows_of(ids, digests), part_rows_of(holder_ids, holders), part_rows_of(passage_ids, passages)};
  std::array<std::vector<Message>, num_groups> found;
  {
    const WithoutGil released;
    const Part::Read read = part.read();
    for (std::size_t group = 0; group < num_groups; ++group)
      found[group] = count_pieces({read.texts, read.passages[group]}, read.holders, num_shards);
  }
  nb::list out;
  for (std::size_t group = 0; group < num_groups; ++group) append_messages(found[group], group * num_shards, out);
  return out;
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

/// Wordings and who holds them, each as (group * num_shards + shard, bytes). `totals` are of each group.
nb::tuple collect_wordings_of(const nb::list& ids, const nb::list& digests, const nb::list& holder_ids,
                              const nb::list& holders, const nb::list& passage_ids, const nb::list& passages,
                              const nb::list& source_ids, const nb::list& sources, const nb::list& totals,
                              std::uint64_t num_shards) {
  const Part part{text_rows_of(ids, digests), part_rows_of(holder_ids, holders), part_rows_of(passage_ids, passages)};
  const std::vector<PartRow> source_rows = part_rows_of(source_ids, sources);
  if (totals.size() != num_groups) throw nb::value_error("totals of two groups are wanted");
  std::array<std::vector<std::string_view>, num_groups> views;
  for (std::size_t group = 0; group < num_groups; ++group) views[group] = views_of(nb::cast<nb::list>(totals[group]));
  std::array<PartWordings, num_groups> found;
  {
    const WithoutGil released;
    const Part::Read read = part.read();
    const TextSources source_of = take(read_sources(read.texts.ids(), source_rows));
    for (std::size_t group = 0; group < num_groups; ++group)
      found[group] = take(collect_wordings({read.texts, read.passages[group]}, read.holders, source_of.of_text,
                                           views[group], least_sources_of(group), num_shards));
  }
  nb::list wordings;
  nb::list held;
  for (std::size_t group = 0; group < num_groups; ++group) {
    append_messages(found[group].wordings, group * num_shards, wordings);
    append_messages(found[group].held, group * num_shards, held);
  }
  return nb::make_tuple(wordings, held);
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
  std::vector<Message> found;
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
  return to_bytes(boilerplate_json(record, id));
}

}  // namespace

void bind_parts_passages(nb::module_& module) {
  using nb::arg;
  module.def("count_pieces", &count_pieces_of, arg("texts"), arg("digests"), arg("holder_ids"), arg("holders"),
             arg("passage_ids"), arg("passages"), arg("num_shards"),
             "(group * num_shards + shard, counts) of the pieces of passages, recurring and repeated ones.");
  module.def("total_pieces", &total_pieces_of, arg("messages"), "To each message the counts of all.");
  module.def("collect_wordings", &collect_wordings_of, arg("texts"), arg("digests"), arg("holder_ids"), arg("holders"),
             arg("passage_ids"), arg("passages"), arg("source_ids"), arg("sources"), arg("totals"), arg("num_shards"),
             "(group * num_shards + shard, wordings), and the same of who holds them.");
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
