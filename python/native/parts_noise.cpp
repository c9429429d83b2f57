// Damaged copies on parts: src/parts/noise_parts.h for Python.
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "job.h"
#include "module.h"
#include "parts.h"
#include "parts/noise_parts.h"
#include "parts/part_pairs.h"
#include "strings.h"

namespace nuskha::python {
namespace {

constexpr std::size_t candidates_of_task = 1000;

nb::list to_list(const Blobs& blobs) {
  nb::list out;
  for (const Blob& blob : blobs) out.append(nb::make_tuple(blob.key, to_bytes(blob.data)));
  return out;
}

NoiseDeal deal_of(std::uint64_t num_words, std::uint64_t num_shards, std::uint64_t texts_per_part) {
  if (num_shards == 0 || texts_per_part == 0) throw nb::value_error("there must be shards, and texts in a part");
  return {num_words, num_shards, texts_per_part};
}

/// Texts of Python's rows: decoded without the GIL.
PartTexts decode_texts(const nb::list& ids, const nb::list& digests) {
  const std::vector<TextRow> rows = text_rows_of(ids, digests);
  const WithoutGil released;
  return take(PartTexts::decode(rows));
}

nb::list send_words_of(const nb::list& ids, const nb::list& digests, const nb::bytes& families, std::uint64_t num_words,
                       std::uint64_t num_shards) {
  const NoiseDeal deal = deal_of(num_words, num_shards, 1);
  const PartTexts texts = decode_texts(ids, digests);
  const std::vector<std::uint8_t> short_families = numbers_of<std::uint8_t>(view_of(families));
  const std::vector<std::uint32_t> numbers(short_families.begin(), short_families.end());
  if (numbers.size() != texts.size()) throw nb::value_error("a family of each text is wanted");
  Blobs out;
  {
    const WithoutGil released;
    out = send_words(texts, numbers, deal);
  }
  return to_list(out);
}

nb::list answer_words_of(const nb::list& blobs, std::uint64_t num_words, std::uint64_t num_shards) {
  const NoiseDeal deal = deal_of(num_words, num_shards, 1);
  const std::vector<std::string_view> views = views_of(blobs);
  std::vector<std::string> answers;
  {
    const WithoutGil released;
    answers = take(answer_words(views, deal));
  }
  nb::list out;
  for (const std::string& bits : answers) out.append(to_bytes(bits));
  return out;
}

nb::tuple send_keys_of(const nb::list& ids, const nb::list& digests, const nb::list& shards, const nb::list& bits,
                       std::uint64_t num_words, std::uint64_t num_shards) {
  const NoiseDeal deal = deal_of(num_words, num_shards, 1);
  const PartTexts texts = decode_texts(ids, digests);
  std::vector<std::pair<std::uint64_t, std::string_view>> answers;
  for (const TextRow& row : text_rows_of(shards, bits)) answers.emplace_back(row.id, row.digest);
  NoisyPart out;
  {
    const WithoutGil released;
    out = take(send_keys(texts, answers, deal));
  }
  return nb::make_tuple(to_bytes(out.facts), out.num_keys, to_list(out.whole_keys), to_list(out.keys));
}

nb::tuple join_keys_of(const nb::list& whole_keys, const nb::list& keys, std::uint64_t num_keys,
                       std::uint64_t texts_per_part) {
  const NoiseDeal deal = deal_of(0, 1, texts_per_part);
  const std::vector<std::string_view> whole = views_of(whole_keys);
  const std::vector<std::string_view> all = views_of(keys);
  SharedKeys out;
  {
    const WithoutGil released;
    out = take(join_keys(whole, all, num_keys, deal));
  }
  return nb::make_tuple(to_list(out.pairs), to_list(out.rare));
}

nb::tuple send_known_of(const nb::list& pairs, std::uint64_t texts_per_part) {
  const NoiseDeal deal = deal_of(0, 1, texts_per_part);
  const std::vector<std::string_view> views = views_of(pairs);
  KnownPairs out;
  {
    const WithoutGil released;
    out = take(send_known(views, deal));
  }
  return nb::make_tuple(to_list(out.passages), to_list(out.others));
}

nb::tuple look_from_first_of(const nb::bytes& facts, const nb::list& pairs, const nb::list& rare,
                             const nb::list& known_passages, const nb::list& known_others,
                             std::uint64_t texts_per_part) {
  const NoiseDeal deal = deal_of(0, 1, texts_per_part);
  const std::string_view of_part = view_of(facts);
  const std::vector<std::string_view> shared = views_of(pairs);
  const std::vector<std::string_view> rare_keys = views_of(rare);
  const std::vector<std::string_view> passages = views_of(known_passages);
  const std::vector<std::string_view> others = views_of(known_others);
  HalfDecided out;
  {
    const WithoutGil released;
    out = take(look_from_first(of_part, shared, rare_keys, passages, others, deal));
  }
  return nb::make_tuple(to_list(out.joined), to_list(out.known));
}

nb::list look_from_second_of(const nb::bytes& facts, const nb::list& rare, const nb::list& joined,
                             const nb::list& known) {
  const std::string_view of_part = view_of(facts);
  const std::vector<std::string_view> rare_keys = views_of(rare);
  const std::vector<std::string_view> joined_pairs = views_of(joined);
  const std::vector<std::string_view> known_pairs = views_of(known);
  std::vector<NoiseTask> tasks;
  {
    const WithoutGil released;
    tasks = take(look_from_second(of_part, rare_keys, joined_pairs, known_pairs, candidates_of_task));
  }
  nb::list out;
  for (const NoiseTask& task : tasks) {
    nb::list needed;
    for (const std::uint64_t text : task.needed) needed.append(text);
    out.append(nb::make_tuple(to_bytes(task.candidates), to_bytes(task.pairs), needed));
  }
  return out;
}

nb::bytes filter_candidates_of(const nb::list& ids, const nb::list& digests, const nb::bytes& candidates,
                               double threshold) {
  const PartTexts texts = decode_texts(ids, digests);
  const std::string_view view = view_of(candidates);
  std::string out;
  {
    const WithoutGil released;
    out = take(filter_candidates(texts, view, {.threshold = threshold}));
  }
  return to_bytes(out);
}

nb::list compare_damaged_of(const nb::list& ids, const nb::list& digests, const nb::list& raw_ids,
                            const nb::list& raw_texts, const nb::list& passages, const nb::list& pairs,
                            const std::string& level_name, double threshold) {
  const Level level = level_of(level_name);
  const PartTexts texts = decode_texts(ids, digests);
  if (passages.size() != raw_ids.size()) throw nb::value_error("passages of each text that was read are wanted");
  std::vector<TextAgain> again;
  for (const TextRow& row : text_rows_of(raw_ids, raw_texts)) {
    const std::vector<std::uint32_t> numbers = numbers_of<std::uint32_t>(view_of(passages[again.size()]));
    if (numbers.size() % 2 != 0) throw nb::value_error("passages have a begin and an end");
    TextAgain& text = again.emplace_back(TextAgain{row.id, row.digest, {}});
    for (std::size_t i = 0; i < numbers.size(); i += 2) text.boilerplate.push_back({numbers[i], numbers[i + 1]});
  }
  const std::vector<std::string_view> views = views_of(pairs);
  std::string found;
  {
    const WithoutGil released;
    found = take(compare_damaged(texts, again, views, level, {.threshold = threshold}));
  }
  nb::list out;
  for (std::string_view rest = found; !rest.empty(); rest.remove_prefix(bytes_of_pair)) {
    std::uint64_t a = 0;
    std::memcpy(&a, rest.data(), sizeof a);
    out.append(nb::make_tuple(a, to_bytes(rest.substr(0, bytes_of_pair))));
  }
  return out;
}

}  // namespace

void bind_parts_noise(nb::module_& module) {
  using nb::arg;
  module.attr("BYTES_OF_PAIR") = bytes_of_pair;
  module.def("noise_words", &send_words_of, arg("ids"), arg("digests"), arg("families"), arg("num_words"),
             arg("num_shards"),
             "Words of a part by shard, each of one family or of many. families: a byte for each text by id, the rank "
             "of its family modulo 254.");
  module.def("noise_answers", &answer_words_of, arg("blobs"), arg("num_words"), arg("num_shards"),
             "At a shard: for each blob of noise_words bits that say which of its words are odd.");
  module.def("noise_keys", &send_keys_of, arg("ids"), arg("digests"), arg("shards"), arg("bits"), arg("num_words"),
             arg("num_shards"),
             "With the answers of the shards: (facts, keys of noisy texts, whole keys by shard, all keys by shard).");
  module.def("noise_join", &join_keys_of, arg("whole_keys"), arg("keys"), arg("num_keys"), arg("texts_per_part"),
             "At a shard: (pairs of texts that share rare keys, rare keys of noisy texts), by part.");
  module.def("noise_known", &send_known_of, arg("pairs"), arg("texts_per_part"),
             "Known pairs by the part of the first: (those that share a passage, the others).");
  module.def("noise_first", &look_from_first_of, arg("facts"), arg("pairs"), arg("rare"), arg("known_passages"),
             arg("known_others"), arg("texts_per_part"),
             "At the part of the first text: (pairs that share keys, known pairs), by the part of the second.");
  module.def("noise_second", &look_from_second_of, arg("facts"), arg("rare"), arg("joined"), arg("known"),
             "At the part of the second text: tasks of (candidates, pairs to compare by letters, texts needed).");
  module.def("noise_filter", &filter_candidates_of, arg("ids"), arg("digests"), arg("candidates"), arg("threshold"),
             "The candidates whose letters are to be compared, as pairs.");
  module.def("noise_compare", &compare_damaged_of, arg("ids"), arg("digests"), arg("raw_ids"), arg("raw_texts"),
             arg("passages"), arg("pairs"), arg("level"), arg("threshold"),
             "The damaged copies among pairs: (first text, pair). raw_texts: UTF-8 of the texts that could be read.");
}

}  // namespace nuskha::python
