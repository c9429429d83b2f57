// Texts by themselves: normalized, sketched, and pairs of them compared, with the functions that a scan takes. For
// programs that find their pairs elsewhere (a cluster that groups by band keys), and join what comes out.
#include <nanobind/nanobind.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "input/record_fields.h"
#include "job.h"
#include "match/band_keys.h"
#include "match/candidates.h"
#include "match/text_groups.h"
#include "match/verify.h"
#include "module.h"
#include "nuskha/sketch.h"
#include "nuskha/text.h"
#include "scan/corpus.h"
#include "scan/relate.h"
#include "strings.h"

namespace nuskha::python {
namespace {

nb::list normalize_texts(const nb::list& texts, const std::string& level_name, unsigned jobs) {
  const Level level = level_of(level_name);
  std::vector<std::string> work = texts_of(texts);
  {
    const WithoutGil released;
    parallel_for(num_threads(jobs), work.size(), 8, [&](unsigned, std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) work[i] = normalize(work[i], level);
    });
  }
  nb::list out;
  for (const std::string& text : work) out.append(nb::str(text.data(), text.size()));
  return out;
}

/// The bands that a scan takes when it takes LSH.
Bands bands_for(double threshold, double miss_rate) {
  ScanOptions options;
  options.threshold = threshold;
  options.miss_rate = miss_rate;
  take(check_options(options));
  return take(bands_of(options));
}

/// Texts as a scan keeps them: words, hashes, dates. Immutable once made.
class Texts {
 public:
  Texts(const nb::list& texts, const std::string& level_name, unsigned jobs)
      : level_(level_of(level_name)), threads_(num_threads(jobs)), stores_(threads_) {
    ScanOptions options;
    options.level = level_;
    options.jobs = jobs;
    take(check_options(options));
    std::vector<std::string> work = texts_of(texts);
    const WithoutGil released;
    documents_.resize(work.size());
    std::vector<std::unique_ptr<Digester>> digesters(threads_);
    parallel_for(threads_, work.size(), 8, [&](unsigned thread, std::size_t begin, std::size_t end) {
      if (!digesters[thread]) digesters[thread] = std::make_unique<Digester>(level_);
      for (std::size_t i = begin; i < end; ++i) {
        Document document = make_record("", {.text = work[i], .title = {}, .date = {}, .language = {}});
        documents_[i] = digesters[thread]->digest(document, stores_[thread]);
        work[i] = {};
      }
    });
    for (const CorpusDocument& document : documents_) texts_.push_back(document.text);
  }

  std::size_t size() const { return documents_.size(); }

  nb::bytes word_counts() const {
    std::vector<std::uint64_t> out;
    for (const CorpusDocument& document : documents_) out.push_back(document.record.words);
    return bytes_of(out);
  }

  /// Of the text at a level: equal for equal texts.
  nb::bytes hashes(const std::string& level_name) const {
    const Level level = level_of(level_name);
    std::vector<std::uint64_t> out;
    for (const CorpusDocument& document : documents_) {
      const TextIdentity identity = identity_of(document);
      const Hash128& hash = level == Level::bytes    ? identity.source
                            : level == Level::layout ? identity.layout
                            : level == Level::text   ? identity.text
                                                     : identity.spelling;
      out.insert(out.end(), {hash.low, hash.high});
    }
    return bytes_of(out);
  }

  nb::bytes sketches(std::size_t num_values) const {
    if (num_values < 1 || num_values > 65536)
      throw Failure{{ErrorCode::invalid_argument, "num_values", "must be between 1 and 65536"}};
    std::vector<std::uint32_t> out(size() * num_values);
    {
      const WithoutGil released;
      std::vector<Sketcher> sketchers(threads_, Sketcher(num_values));
      std::vector<std::vector<std::uint64_t>> shingles(threads_);
      parallel_for(threads_, size(), 64, [&](unsigned thread, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
          shingle(texts_[i].words, default_shingle_words, shingles[thread]);
          sketchers[thread].sketch(shingles[thread], std::span(out).subspan(i * num_values, num_values));
        }
      });
    }
    return bytes_of(out);
  }

  nb::bytes band_keys(double threshold, double miss_rate) const {
    const Bands bands = bands_for(threshold, miss_rate);
    std::vector<std::uint32_t> out;
    {
      const WithoutGil released;
      const BandKeys keys(texts_, default_shingle_words, bands, threads_, nullptr);
      out.resize(size() * bands.bands);  // 0 of texts without words
      for (std::size_t band = 0; band < bands.bands; ++band) {
        const std::span<const std::uint32_t> column = keys.column(band);
        for (std::size_t i = 0; i < column.size(); ++i) out[keys.texts()[i] * bands.bands + band] = column[i];
      }
    }
    return bytes_of(out);
  }

  /// For each pair what a scan measures of it before it knows any boilerplate: None, or a tuple of relation, level,
  /// similarity, jaccard, containment_a, containment_b.
  nb::list compare(const std::vector<std::pair<std::uint32_t, std::uint32_t>>& pairs, double threshold) const {
    std::vector<Candidate> candidates;
    for (const auto& [a, b] : pairs) {
      if (a >= size() || b >= size()) throw nb::index_error("a pair names a text that isn't there");
      if (a != b && !equals(a, b)) candidates.push_back({std::min(a, b), std::max(a, b)});
    }
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    std::vector<VerifiedPair> verified;
    {
      const WithoutGil released;
      verified = verify(texts_, candidates, {.threshold = threshold}, threads_);
    }
    PairCursor cursor(verified);
    nb::list out;
    for (const auto& [a, b] : pairs) {
      const std::optional<Level> level = equality_level(identity_of(documents_[a]), identity_of(documents_[b]));
      const VerifiedPair* const pair = cursor.find({std::min(a, b), std::max(a, b)});
      if (level) {
        const Measurements same{.similarity = 1, .jaccard = 1, .containment_a = 1, .containment_b = 1};
        out.append(entry(*level == Level::bytes ? Relation::identical : Relation::same_text, level,
                         pair == nullptr ? same : pair->measurements, a > b));
      } else if (pair != nullptr) {
        out.append(entry(pair->relation, level, pair->measurements, a > b));
      } else {
        out.append(nb::none());
      }
    }
    return out;
  }

 private:
  static TextIdentity identity_of(const CorpusDocument& document) {
    return {document.source_hash, document.layout_hash, document.record.text_hash, document.spelling_hash,
            document.record.words > 0};
  }

  /// True if a scan at this level takes the two for one text.
  bool equals(std::uint32_t a, std::uint32_t b) const {
    const std::optional<Level> level = equality_level(identity_of(documents_[a]), identity_of(documents_[b]));
    return level && *level <= level_;
  }

  static nb::tuple entry(Relation relation, std::optional<Level> level, const Measurements& m, bool is_reversed) {
    const auto name = [](std::string_view text) { return nb::str(text.data(), text.size()); };
    const nb::object level_name = level ? nb::object(name(to_string(*level))) : nb::none();
    return nb::make_tuple(name(to_string(is_reversed ? reversed(relation) : relation)), level_name, m.similarity,
                          m.jaccard, is_reversed ? m.containment_b : m.containment_a,
                          is_reversed ? m.containment_a : m.containment_b);
  }

  Level level_;
  unsigned threads_;
  std::vector<WordStore> stores_;
  std::vector<CorpusDocument> documents_;
  std::vector<MatchText> texts_;  // views of the stores
};

}  // namespace

void bind_texts(nb::module_& module) {
  using nb::arg;
  module.def("normalize_texts", &normalize_texts, arg("texts"), arg("level"), arg("jobs"), "Each text at a level.");
  module.def(
      "bands_for",
      [](double threshold, double miss_rate) {
        const Bands bands = bands_for(threshold, miss_rate);
        return std::pair(bands.bands, bands.rows);
      },
      arg("threshold"), arg("miss_rate"), "Bands and rows in a band that a scan with these options takes.");
  nb::class_<Texts>(module, "Texts", "Texts as a scan keeps them. Immutable; any thread may use it.")
      .def(nb::init<const nb::list&, const std::string&, unsigned>(), arg("texts"), arg("level"), arg("jobs"))
      .def("__len__", &Texts::size)
      .def("word_counts", &Texts::word_counts, "uint64 for each text, little-endian.")
      .def("hashes", &Texts::hashes, arg("level"), "128 bits for each text, low half first, little-endian.")
      .def("sketches", &Texts::sketches, arg("num_values"), "uint32 [texts, num_values], row by row.")
      .def("band_keys", &Texts::band_keys, arg("threshold"), arg("miss_rate"), "uint32 [texts, bands], row by row.")
      .def("compare", &Texts::compare, arg("pairs"), arg("threshold"),
           "For each pair None, or (relation, level, similarity, jaccard, containment_a, containment_b).");
}

}  // namespace nuskha::python
