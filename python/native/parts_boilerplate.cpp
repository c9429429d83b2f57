// What recurs in an archive, counted on its parts: sources, items of boilerplate, shingles.
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "job.h"
#include "match/boilerplate.h"
#include "nuskha/match.h"
#include "parts.h"
#include "parts/boilerplate_parts.h"
#include "parts/key_counts.h"
#include "parts/shingle_parts.h"
#include "parts/text_rows.h"
#include "parts_blobs.h"
#include "scan/boilerplate_records.h"

namespace nuskha::python {
namespace {

constexpr unsigned shingle_words = MatchOptions{}.shingle_words;

/// The first day of the documents that have each text; "" if none is known.
nb::list first_days(const nb::list& ids, const nb::list& digests, const nb::list& holder_ids, const nb::list& holders) {
  const std::vector<HolderFacts> facts =
      take(read_holders(text_rows_of(ids, digests), part_rows_of(holder_ids, holders)));
  nb::list out;
  for (const HolderFacts& text : facts) out.append(nb::str(text.first.data(), text.first.size()));
  return out;
}

/// In how many sources an item of a tail must stand at least; 0: there are so few that nothing recurs.
std::size_t least_in_tails(std::uint64_t num_sources) {
  const RecurrenceBounds bounds = recurrence_bounds(least_recurrences(static_cast<std::size_t>(num_sources)));
  return bounds.can_be_met(static_cast<std::size_t>(num_sources)) ? bounds.in_tail : 0;
}

nb::tuple count_items_of(const nb::list& ids, const nb::list& digests, const nb::list& source_ids,
                         const nb::list& sources, std::uint64_t num_words, std::uint64_t num_shards) {
  const std::vector<TextRow> rows = text_rows_of(ids, digests);
  const std::vector<PartRow> source_rows = part_rows_of(source_ids, sources);
  CountedItems found;
  {
    const WithoutGil released;
    const PartTexts texts = take(PartTexts::decode(rows));
    found = count_items(texts, take(read_sources(texts.ids(), source_rows)), {num_words, num_shards});
  }
  return nb::make_tuple(list_of(found.counters), list_of(found.items));
}

nb::list count_shared(const nb::list& messages, std::uint64_t num_words, std::uint64_t num_shards) {
  const std::vector<std::string_view> views = views_of(messages);
  Blobs found;
  {
    const WithoutGil released;
    found = take(count_shared_items(views, {num_words, num_shards}));
  }
  return list_of(found);
}

nb::list count_shingles_of(const nb::list& ids, const nb::list& digests, std::uint64_t num_shards) {
  const std::vector<TextRow> rows = text_rows_of(ids, digests);
  Blobs found;
  {
    const WithoutGil released;
    found = count_shingles(take(PartTexts::decode(rows)), {shingle_words, num_shards});
  }
  return list_of(found);
}

nb::list reached(const nb::list& messages, std::size_t num_asking, std::uint32_t least) {
  const std::vector<std::string_view> views = views_of(messages);
  if (num_asking > views.size()) throw nb::value_error("more messages ask than there are");
  std::vector<std::string> found;
  {
    const WithoutGil released;
    found = take(reached_keys(views, num_asking, least));
  }
  return list_of(found);
}

/// (text, passages) of those that have some.
nb::list find_passages(const nb::list& ids, const nb::list& digests, const nb::list& answers, std::uint64_t num_words,
                       std::uint64_t num_shards, std::uint64_t num_sources) {
  const std::vector<TextRow> rows = text_rows_of(ids, digests);
  const std::vector<std::string_view> views = views_of(answers);
  Blobs found;
  {
    const WithoutGil released;
    const PartTexts texts = take(PartTexts::decode(rows));
    const PageLists<Passage> passages =
        take(find_counted_boilerplate(texts, {num_words, num_shards}, views, num_sources));
    for (std::size_t text = 0; text < texts.size(); ++text) {
      const std::span<const Passage> own = passages[text];
      if (own.empty()) continue;
      found.push_back({texts.ids()[text], std::string(reinterpret_cast<const char*>(own.data()), own.size_bytes())});
    }
  }
  return list_of(found);
}

/// (text, bits) of all.
nb::list find_rare(const nb::list& ids, const nb::list& digests, const nb::list& answers) {
  const std::vector<TextRow> rows = text_rows_of(ids, digests);
  const std::vector<std::string_view> views = views_of(answers);
  Blobs found;
  {
    const WithoutGil released;
    const PartTexts texts = take(PartTexts::decode(rows));
    std::vector<std::string> bits = take(find_rare_shingles(texts, shingle_words, views));
    for (std::size_t text = 0; text < texts.size(); ++text) found.push_back({texts.ids()[text], std::move(bits[text])});
  }
  return list_of(found);
}

}  // namespace

void bind_parts_boilerplate(nb::module_& module) {
  using nb::arg;
  module.def("first_days", &first_days, arg("texts"), arg("digests"), arg("holder_ids"), arg("holders"),
             "The earliest date of the documents that have each text, '' if none has any.");
  module.def("is_day_of_editions", &is_day_of_editions, arg("families_of_day"), arg("families"),
             "Whether the families of a day count as one for boilerplate.");
  module.def("least_in_tails", &least_in_tails, arg("num_sources"),
             "Sources that an item must stand in at least to be boilerplate; 0 if that can't be.");
  module.def("count_items", &count_items_of, arg("texts"), arg("digests"), arg("source_ids"), arg("sources"),
             arg("num_words"), arg("num_shards"),
             "(shard, counters) and (shard, items of shared sources) of a part's boilerplate items.");
  module.def("count_shared_items", &count_shared, arg("messages"), arg("num_words"), arg("num_shards"),
             "(shard, counters) of the distinct items of each source.");
  module.def("count_shingles", &count_shingles_of, arg("texts"), arg("digests"), arg("num_shards"),
             "(shard, counts) of a part's shingles.");
  module.def(
      "least_texts_of_common_shingle", [] { return least_texts_of_common_shingle(shingle_words); },
      "Texts that hold a shingle at least that isn't rare.");
  module.def("reached_keys", &reached, arg("messages"), arg("num_asking"), arg("least"),
             "Of each of the first messages the keys that count enough in all.");
  module.def("find_boilerplate", &find_passages, arg("texts"), arg("digests"), arg("answers"), arg("num_words"),
             arg("num_shards"), arg("num_sources"), "(text, passages) of texts with boilerplate.");
  module.def("find_rare_shingles", &find_rare, arg("texts"), arg("digests"), arg("answers"),
             "(text, bits) of all texts: which of its shingles few texts hold.");
}

}  // namespace nuskha::python
