// Candidates, pairs, families and records of documents on parts of an archive.
#include <nanobind/nanobind.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "job.h"
#include "module.h"
#include "nuskha/report.h"
#include "nuskha/scan.h"
#include "parts.h"
#include "parts/band_parts.h"
#include "parts/candidate_parts.h"
#include "parts/family_parts.h"
#include "parts/pair_parts.h"
#include "parts/part_pairs.h"
#include "parts/record_parts.h"
#include "scan/relate.h"
#include "strings.h"

namespace nuskha::python {
namespace {

using Id = std::uint64_t;

/// Calls `work()` without the GIL and gives what it gives; nothing of Python may be touched in it.
template <class Work>
auto free_of_gil(Work&& work) {
  const WithoutGil released;
  return work();
}

nb::list list_of(const Blobs& blobs) {
  nb::list out;
  for (const Blob& blob : blobs) out.append(nb::make_tuple(blob.key, to_bytes(blob.data)));
  return out;
}

/// Structures of 64-bit numbers lie in bytes as in memory.
template <class T>
std::vector<T> structures_of(std::string_view bytes) {
  static_assert(std::is_trivially_copyable_v<T> && sizeof(T) % sizeof(std::uint64_t) == 0);
  return numbers_of<T>(bytes);
}

std::string bytes_of_pairs(std::span<const TextPair> pairs) {
  return {reinterpret_cast<const char*>(pairs.data()), pairs.size_bytes()};
}

BandPlan band_plan(double threshold, double miss_rate, Id splits) {
  ScanOptions options;
  options.threshold = threshold;
  options.miss_rate = miss_rate;
  options.join = Join::lsh;
  take(check_options(options));
  return {take(bands_of(options)), splits};
}

/// Decoded without the GIL.
PartTexts decode(const std::vector<TextRow>& rows) {
  return take(free_of_gil([&] { return PartTexts::decode(rows); }));
}

std::size_t num_bands(double threshold, double miss_rate) { return band_plan(threshold, miss_rate, 1).bands.bands; }

std::size_t num_words(const nb::list& digests) {
  std::size_t out = 0;
  for (const nb::handle digest : digests) out += words_of_digest(view_of(digest));
  return out;
}

nb::list deal_band_keys(const nb::list& ids, const nb::list& digests, double threshold, double miss_rate, Id splits) {
  const BandPlan plan = band_plan(threshold, miss_rate, splits);
  const PartTexts texts = decode(text_rows_of(ids, digests));
  return list_of(free_of_gil([&] { return deal_bands(texts, plan); }));
}

nb::tuple join_band_keys(Id shard, const nb::list& blobs, const nb::bytes& cut, double threshold, double miss_rate,
                         Id splits, Id num_shards) {
  const BandPlan plan = band_plan(threshold, miss_rate, splits);
  const std::vector<std::string_view> views = views_of(blobs);
  std::vector<CutText> cut_texts = structures_of<CutText>(view_of(cut));
  std::sort(cut_texts.begin(), cut_texts.end());
  Blobs pairs;
  const BandBuckets found = take(free_of_gil([&] {
    Result<BandBuckets> joined = join_bands(shard, views, cut_texts, plan);
    if (joined) pairs = deal_pairs(joined->pairs, num_shards);
    return joined;
  }));
  nb::list hot;
  for (const HotBucket& bucket : found.hot) hot.append(nb::make_tuple(bucket.number, bytes_of(bucket.texts)));
  return nb::make_tuple(list_of(pairs), hot);
}

nb::list band_keys(const nb::list& ids, const nb::list& digests, double threshold, double miss_rate) {
  const BandPlan plan = band_plan(threshold, miss_rate, 1);
  const PartTexts texts = decode(text_rows_of(ids, digests));
  std::vector<std::uint32_t> places;
  for (std::uint32_t i = 0; i < texts.size(); ++i) places.push_back(i);
  const auto keys = free_of_gil([&] { return band_keys_of(texts, places, plan.bands); });
  nb::list out;
  for (std::size_t i = 0; i < keys.size(); ++i) out.append(nb::make_tuple(texts.ids()[i], bytes_of(keys[i])));
  return out;
}

nb::tuple link_hot(const std::vector<std::pair<Id, nb::bytes>>& buckets, const nb::list& ids, const nb::list& keys,
                   double threshold, double miss_rate, Id splits, Id num_shards) {
  const BandPlan plan = band_plan(threshold, miss_rate, splits);
  std::vector<HotBucket> hot;
  for (const auto& [number, texts] : buckets) hot.push_back({number, numbers_of<Id>(view_of(texts))});
  std::vector<TextRow> rows = text_rows_of(ids, keys);
  std::sort(rows.begin(), rows.end(), [](const TextRow& x, const TextRow& y) { return x.id < y.id; });
  std::vector<Id> texts;
  std::vector<std::vector<std::uint32_t>> keys_of;
  for (const TextRow& row : rows) {
    texts.push_back(row.id);
    keys_of.push_back(numbers_of<std::uint32_t>(row.digest));
    if (keys_of.back().size() != plan.bands.bands) throw nb::value_error("keys of another number of bands");
  }
  Blobs pairs;
  Blobs cut_by_band;
  const HotLinks links = free_of_gil([&] {
    HotLinks found = link_hot_buckets(std::move(hot), texts, keys_of, plan);
    pairs = deal_pairs(found.pairs, num_shards);
    cut_by_band = deal_cut_texts(found.cut, keys_of, plan);
    return found;
  });
  nb::list cut;
  for (const CutText& text : links.cut) cut.append(nb::make_tuple(text.id, text.leader));
  return nb::make_tuple(list_of(pairs), cut, list_of(cut_by_band));
}

nb::list deal_text_anchors(const nb::list& ids, const nb::list& digests, Id num_shards) {
  const PartTexts texts = decode(text_rows_of(ids, digests));
  return list_of(free_of_gil([&] { return deal_anchors(texts, num_shards); }));
}

nb::list join_text_anchors(const nb::list& blobs, Id num_shards) {
  const std::vector<std::string_view> views = views_of(blobs);
  return list_of(take(free_of_gil([&] { return join_anchors(views, num_shards); })));
}

nb::list tasks(const nb::list& pairs, const nb::list& anchored, std::size_t most_candidates) {
  const std::vector<std::string_view> pair_views = views_of(pairs);
  const std::vector<std::string_view> anchored_views = views_of(anchored);
  const std::vector<CandidateTask> made =
      take(free_of_gil([&] { return make_tasks(pair_views, anchored_views, most_candidates); }));
  nb::list out;
  for (const CandidateTask& task : made)
    out.append(nb::make_tuple(to_bytes(bytes_of_pairs(task.candidates)), bytes_of(task.needed)));
  return out;
}

nb::bytes verify_pairs(const nb::list& ids, const nb::list& digests, const nb::bytes& candidates, double threshold) {
  const std::vector<TextPair> pairs = structures_of<TextPair>(view_of(candidates));
  const PartTexts texts = decode(text_rows_of(ids, digests));
  const std::vector<Candidate> placed = take(candidates_of(pairs, texts));
  ByteWriter out;
  free_of_gil([&] {
    encode_pairs(out, texts, verify(texts.texts(), placed, {.threshold = threshold}, 1));
    return true;
  });
  return to_bytes(out.bytes());
}

/// Of pairs that say "one document": u64 a, u64 b, f64 strength.
nb::bytes edges(const nb::list& pairs) {
  std::vector<TextEdge> out;
  for (const PartPair& pair : take(decode_pairs(views_of(pairs))))
    if (is_one_document(pair.pair.relation)) out.push_back({pair.a, pair.b, strength_of(pair.pair)});
  return bytes_of(out);
}

nb::tuple compare(const nb::list& ids, const nb::list& digests, const nb::bytes& candidates, const nb::list& known,
                  const nb::list& passage_ids, const nb::list& passage_rows, const nb::list& rare_ids,
                  const nb::list& rare_rows, double threshold, bool keep_boilerplate, bool is_whole) {
  const std::vector<TextPair> pairs = structures_of<TextPair>(view_of(candidates));
  const PartTexts texts = decode(text_rows_of(ids, digests));
  const std::vector<Candidate> placed = take(candidates_of(pairs, texts));
  std::vector<VerifiedPair> known_pairs = take(decode_pairs(views_of(known), texts));
  const PageLists<Passage> passages = take(passages_of(texts, text_rows_of(passage_ids, passage_rows)));
  std::vector<std::string_view> rare(texts.size());
  for (const TextRow& row : text_rows_of(rare_ids, rare_rows))
    if (const std::optional<std::uint32_t> place = texts.place(row.id)) rare[*place] = row.digest;
  ByteWriter out;
  const ComparedPairs compared = free_of_gil([&] {
    ComparedPairs found = compare_bodies(texts, {passages, rare, keep_boilerplate, is_whole}, placed,
                                         std::move(known_pairs), {.threshold = threshold});
    encode_pairs(out, texts, found.pairs);
    return found;
  });
  return nb::make_tuple(to_bytes(out.bytes()), to_bytes(bytes_of_pairs(compared.same_bodies)));
}

nb::list group(const nb::bytes& edge_bytes, const nb::bytes& cut) {
  const std::vector<TextEdge> text_edges = structures_of<TextEdge>(view_of(edge_bytes));
  std::vector<Id> cut_texts = numbers_of<Id>(view_of(cut));
  std::sort(cut_texts.begin(), cut_texts.end());
  const std::vector<TextOfFamily> found = free_of_gil([&] { return group_part(text_edges, cut_texts); });
  nb::list out;
  for (const TextOfFamily& text : found) out.append(nb::make_tuple(text.id, text.family, text.size));
  return out;
}

nb::list fill(const nb::list& ids, const nb::list& digests, const nb::bytes& pairs) {
  const PartTexts texts = decode(text_rows_of(ids, digests));
  const std::vector<TextPair> of_family = structures_of<TextPair>(view_of(pairs));
  const std::vector<FilledText> filled = take(free_of_gil([&] { return fill_form_of(texts, of_family); }));
  nb::list out;
  ByteWriter row;
  for (const FilledText& text : filled) {
    row.clear();
    encode_filling(text.filling, row);
    out.append(nb::make_tuple(text.id, to_bytes(row.bytes())));
  }
  return out;
}

nb::bytes mark(const nb::list& pairs, const nb::list& filled_ids, const nb::list& filled,
               const nb::bytes& same_bodies) {
  std::vector<PartPair> all = take(decode_pairs(views_of(pairs)));
  std::vector<FilledText> texts;
  for (const TextRow& row : text_rows_of(filled_ids, filled))
    texts.push_back({row.id, take(decode_filling(row.digest))});
  std::sort(texts.begin(), texts.end(), [](const FilledText& x, const FilledText& y) { return x.id < y.id; });
  std::vector<TextPair> same = structures_of<TextPair>(view_of(same_bodies));
  std::sort(same.begin(), same.end());
  ByteWriter out;
  free_of_gil([&] {
    mark_pairs(texts, same, all);
    for (const PartPair& pair : all) encode_pair(out, pair.a, pair.b, pair.pair);
    return true;
  });
  return to_bytes(out.bytes());
}

/// u64 a, u64 b, the bytes of the pair, and whether it says "one document", of each.
nb::list split_pairs(const nb::list& pairs) {
  nb::list out;
  ByteWriter row;
  for (const PartPair& pair : take(decode_pairs(views_of(pairs)))) {
    row.clear();
    encode_pair(row, pair.a, pair.b, pair.pair);
    out.append(nb::make_tuple(pair.a, pair.b, to_bytes(row.bytes()), is_one_document(pair.pair.relation)));
  }
  return out;
}

std::vector<DocumentRow> document_rows_of(const nb::list& numbers, const nb::list& digests) {
  std::vector<DocumentRow> out;
  for (const TextRow& row : text_rows_of(numbers, digests)) out.push_back({row.id, row.digest});
  return out;
}

nb::list deal_facts(const nb::list& numbers, const nb::list& digests, const std::string& level_name, Id num_shards) {
  const Level level = level_of(level_name);
  const std::vector<DocumentRow> rows = document_rows_of(numbers, digests);
  return list_of(take(free_of_gil([&] { return deal_documents(rows, level, num_shards); })));
}

nb::list group_facts(const nb::list& blobs, const std::string& level_name) {
  const Level level = level_of(level_name);
  const std::vector<std::string_view> views = views_of(blobs);
  const std::vector<DocumentsOfText> texts = take(free_of_gil([&] { return group_documents(views, level); }));
  nb::list out;
  for (const DocumentsOfText& text : texts) out.append(nb::make_tuple(bytes_of(text.numbers), to_bytes(text.facts)));
  return out;
}

nb::bytes first_facts_of(const nb::bytes& facts) { return to_bytes(take(first_facts(view_of(facts)))); }

/// The lines of a report that are of one type.
std::vector<std::string> lines_of(const Report& report, std::string_view type) {
  std::ostringstream out;
  write_jsonl(report, out);
  const std::string mark = "{\"type\":\"" + std::string(type) + "\",";
  std::vector<std::string> lines;
  const std::string_view all = out.view();
  for (std::size_t begin = 0; begin < all.size();) {
    const std::size_t end = std::min(all.find('\n', begin), all.size());
    const std::string_view line = all.substr(begin, end - begin);
    if (line.starts_with(mark)) lines.emplace_back(line);
    begin = end + 1;
  }
  return lines;
}

nb::list list_of_bytes(const std::vector<std::string>& all) {
  nb::list out;
  for (const std::string& one : all) out.append(to_bytes(one));
  return out;
}

nb::tuple copy_records(const nb::list& ids, const nb::list& facts, const nb::bytes& in_families) {
  const std::vector<TextRow> rows = text_rows_of(ids, facts);
  std::vector<Id> others = numbers_of<Id>(view_of(in_families));
  std::sort(others.begin(), others.end());
  std::vector<std::string> pairs;
  std::vector<std::string> families;
  const CopiesReport made = take(free_of_gil([&] {
    Result<CopiesReport> found = report_copies(rows, others);
    if (found) {
      pairs = lines_of(found->report, "pair");
      families = lines_of(found->report, "family");
    }
    return found;
  }));
  nb::list family_records;
  for (std::size_t i = 0; i < families.size(); ++i)
    family_records.append(nb::make_tuple(made.texts[i], to_bytes(families[i])));
  return nb::make_tuple(list_of_bytes(pairs), family_records);
}

nb::list pair_records(const nb::list& ids, const nb::list& facts, const nb::list& pairs) {
  const std::vector<TextRow> rows = text_rows_of(ids, facts);
  const std::vector<PartPair> all = take(decode_pairs(views_of(pairs)));
  return list_of_bytes(free_of_gil([&] { return lines_of(take(report_pairs(rows, all)), "pair"); }));
}

nb::list family_record(const nb::list& ids, const nb::list& digests, const nb::list& facts_ids, const nb::list& facts,
                       const nb::list& pairs) {
  const PartTexts texts = decode(text_rows_of(ids, digests));
  const std::vector<TextRow> rows = text_rows_of(facts_ids, facts);
  const std::vector<PartPair> all = take(decode_pairs(views_of(pairs)));
  return list_of_bytes(free_of_gil([&] { return lines_of(take(report_family(texts, rows, all)), "family"); }));
}

}  // namespace

void bind_parts_relate(nb::module_& module) {
  using nb::arg;
  module.def("num_bands", &num_bands, arg("threshold"), arg("miss_rate"));
  module.def("num_words", &num_words, arg("digests"), "Of all of them together.");
  module.def("deal_bands", &deal_band_keys, arg("ids"), arg("digests"), arg("threshold"), arg("miss_rate"),
             arg("splits"), "Band keys of texts, by shard.");
  module.def("join_bands", &join_band_keys, arg("shard"), arg("blobs"), arg("cut"), arg("threshold"), arg("miss_rate"),
             arg("splits"), arg("num_shards"), "Pairs by shard of the first text, and (number, texts) of hot buckets.");
  module.def("band_keys", &band_keys, arg("ids"), arg("digests"), arg("threshold"), arg("miss_rate"),
             "(id, keys in all bands) of each text.");
  module.def(
      "link_hot", &link_hot, arg("buckets"), arg("ids"), arg("keys"), arg("threshold"), arg("miss_rate"), arg("splits"),
      arg("num_shards"),
      "Pairs by shard of the first text, (id, leader) of each text in hot buckets, and these by shard of bands.");
  module.def("deal_anchors", &deal_text_anchors, arg("ids"), arg("digests"), arg("num_shards"));
  module.def("join_anchors", &join_text_anchors, arg("blobs"), arg("num_shards"));
  module.def("make_tasks", &tasks, arg("pairs"), arg("anchored"), arg("most_candidates"),
             "(candidates, needed texts) of each task.");
  module.def("verify", &verify_pairs, arg("ids"), arg("digests"), arg("candidates"), arg("threshold"));
  module.def("edges", &edges, arg("pairs"), "Of pairs that say \"one document\": u64 a, u64 b, f64 strength.");
  module.def("compare_bodies", &compare, arg("ids"), arg("digests"), arg("candidates"), arg("known"),
             arg("passage_ids"), arg("passages"), arg("rare_ids"), arg("rare"), arg("threshold"),
             arg("keep_boilerplate"), arg("is_whole"), "Pairs, and those of the same bodies.");
  module.def("group_families", &group, arg("edges"), arg("cut"), "(text, family, texts in it), alone ones left out.");
  module.def("fill_form", &fill, arg("ids"), arg("digests"), arg("pairs"), "(text, filling) of a family with a form.");
  module.def("mark_pairs", &mark, arg("pairs"), arg("filled_ids"), arg("filled"), arg("same_bodies"));
  module.def("split_pairs", &split_pairs, arg("pairs"), "(a, b, bytes, whether it says \"one document\") of each.");
  module.def("deal_documents", &deal_facts, arg("numbers"), arg("digests"), arg("level"), arg("num_shards"));
  module.def("group_documents", &group_facts, arg("blobs"), arg("level"), "(numbers, facts) of each distinct text.");
  module.def("first_facts", &first_facts_of, arg("facts"));
  module.def("copy_records", &copy_records, arg("ids"), arg("facts"), arg("in_families"));
  module.def("pair_records", &pair_records, arg("ids"), arg("facts"), arg("pairs"));
  module.def("family_record", &family_record, arg("ids"), arg("digests"), arg("facts_ids"), arg("facts"), arg("pairs"));
}

}  // namespace nuskha::python
