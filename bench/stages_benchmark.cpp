// What each stage costs. Every benchmark makes its own text (generated_text.h), so nothing but this program is needed.
//
//   ./dev bench                                        all of them
//   ./dev bench --benchmark_filter=analyze             some
//   ./dev bench --benchmark_filter=share_of_scan       where the time of a whole scan goes, as percentages
//
// Counters: bytes_per_second of UTF-8 text (html_tokens, html_page: of the page), ns_per_word (time for one word of the
// text that the stage's input came from). Figures and what follows from them: docs/performance.md.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <ctime>
#include <map>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "generated_text.h"
#include "input/decode.h"
#include "input/html_tokens.h"
#include "input/readers.h"
#include "match/candidates.h"
#include "match/probe.h"
#include "match/text_groups.h"
#include "match/verify.h"
#include "nuskha/nuskha.h"

namespace {

using namespace nuskha;
using bench::make_archive;
using bench::Script;
using bench::TextMaker;

constexpr std::size_t words_of_text = 20'000;
constexpr unsigned shingle_words = default_shingle_words;

const char* name_of(Script script) {
  static constexpr const char* names[] = {"english", "french", "arabic", "thai", "chinese"};
  return names[static_cast<int>(script)];
}

/// Time per word, shown in seconds with a unit prefix by the library: n means nanoseconds.
benchmark::Counter seconds_per(std::size_t count) {
  return {static_cast<double>(count), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert};
}

void count_text(benchmark::State& state, std::size_t bytes, std::size_t words) {
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
  state.counters["per_word"] = seconds_per(words);
}

std::vector<WordId> words_of(std::string_view text) {
  Analysis analysis;
  Analyzer().analyze(text, analysis);
  return analysis.words;
}

// --- text to words

void decode(benchmark::State& state, Script script) {
  const std::string text = TextMaker(script, 1).text(words_of_text);
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(decode_text(std::string(text)));
  count_text(state, text.size(), words_of(text).size());
}

/// A page as content management systems make them: a menu, paragraphs with links and references, a script. A third to a
/// half of its bytes are markup.
std::string page_of(const std::string& text) {
  std::string page =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>News &amp; more</title></head><body>\n";
  for (int i = 0; i < 50; ++i)
    page += "<li class=\"menu-item menu-item-type-post menu-item-" + std::to_string(i) +
            "\"><a href=\"https://www.example.org/section/" + std::to_string(i) + "/\">Section</a></li>\n";
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find("\n\n", begin), text.size());
    const std::string paragraph = text.substr(begin, end - begin);
    const std::size_t space = std::min(paragraph.find(' ', paragraph.size() / 2), paragraph.size());
    page += "<div class=\"field field-name-body\">\n<p style='text-align: justify' dir=auto>" +
            paragraph.substr(0, space) +
            "&nbsp;<a href=\"/node/17?a=1&amp;b=2\" rel=\"nofollow\" target=_blank><span "
            "class=\"link\"><b>more</b></span></a>" +
            paragraph.substr(space) +
            "<br />\n<img src=\"/files/styles/large/photo.jpg\" alt=\"\" width=640 height=480></p>\n</div>\n";
    begin = end + 2;
  }
  return page + "<script>for (let i = 0; i < 9; ++i) document.write('<p>');</script></body></html>\n";
}

/// The whole reader: decoding, tokens, blocks, main text, metadata.
void html_page(benchmark::State& state, Script script) {
  const std::string text = TextMaker(script, 1).text(words_of_text);
  const std::string page = page_of(text);
  const InputOptions options;
  const ExtractContext context{options};
  std::vector<Problem> problems;
  for ([[maybe_unused]] auto _ : state) {
    Document document;
    extract_html(page, context, document, problems);
    benchmark::DoNotOptimize(document.text.data());
  }
  count_text(state, page.size(), words_of(text).size());
}

void html_tokens(benchmark::State& state, Script script) {
  const std::string text = TextMaker(script, 1).text(words_of_text);
  const std::string page = page_of(text);
  std::string out;
  std::size_t num_tokens = 0;
  for ([[maybe_unused]] auto _ : state) {
    out.clear();
    num_tokens = 0;
    HtmlTokenizer tokenizer(page);
    for (HtmlToken token; tokenizer.next(token); ++num_tokens) {
      if (token.kind != HtmlTokenKind::text || token.tag == HtmlTag::script) continue;
      if (token.has_references)
        decode_html_text(token.text, out);
      else
        out += token.text;
    }
    benchmark::DoNotOptimize(out.data());
  }
  count_text(state, page.size(), words_of(text).size());
  state.counters["per_token"] = seconds_per(num_tokens);
}

void analyze(benchmark::State& state, Script script) {
  const std::string text = TextMaker(script, 1).text(words_of_text);
  Analyzer analyzer;
  Analysis analysis;
  for ([[maybe_unused]] auto _ : state) {
    analyzer.analyze(text, analysis);
    benchmark::DoNotOptimize(analysis.words.data());
  }
  count_text(state, text.size(), analysis.words.size());
}

// --- words to sketches

void shingles(benchmark::State& state) {
  const std::vector<WordId> words = words_of(TextMaker(Script::english, 1).text(words_of_text));
  std::vector<std::uint64_t> out;
  for ([[maybe_unused]] auto _ : state) {
    shingle(words, shingle_words, out);
    benchmark::DoNotOptimize(out.data());
  }
  state.counters["per_word"] = seconds_per(words.size());
}
BENCHMARK(shingles);

void sketch(benchmark::State& state) {
  const Bands bands = choose_bands(join_floor(0.7, shingle_words).jaccard, 0.01, 256);
  std::vector<std::uint64_t> elements;
  shingle(words_of(TextMaker(Script::english, 1).text(static_cast<std::size_t>(state.range(0)) + shingle_words - 1)),
          shingle_words, elements);
  Sketcher sketcher(bands.num_values());
  std::vector<std::uint32_t> out(bands.num_values());
  for ([[maybe_unused]] auto _ : state) {
    sketcher.sketch(elements, out);
    benchmark::DoNotOptimize(out.data());
  }
  state.counters["per_word"] = seconds_per(elements.size());
  state.counters["values"] = static_cast<double>(bands.num_values());
}
BENCHMARK(sketch)->Arg(50)->Arg(500)->Arg(5000)->ArgName("shingles");

// --- joins and verification on an archive

/// An archive read, analyzed and collapsed: what the joins are given.
struct Texts {
  std::vector<std::string> sources;
  std::vector<std::vector<WordId>> words;
  std::vector<MatchText> texts;  // distinct
  std::size_t num_words = 0;     // of the distinct texts
  std::size_t num_bytes = 0;     // of all sources

  explicit Texts(std::size_t count) : sources(make_archive(Script::english, count, 7)) {
    for (const std::string& source : sources) {
      words.push_back(words_of(source));
      num_bytes += source.size();
    }
    std::vector<const std::vector<WordId>*> distinct;
    for (const auto& text : words) distinct.push_back(&text);
    std::sort(distinct.begin(), distinct.end(), [](const auto* a, const auto* b) { return *a < *b; });
    distinct.erase(std::unique(distinct.begin(), distinct.end(), [](const auto* a, const auto* b) { return *a == *b; }),
                   distinct.end());
    for (const auto* text : distinct) {
      texts.push_back({*text, 0, 0});
      num_words += text->size();
    }
  }
};

const Texts& archive_of(std::int64_t count) {
  static std::map<std::int64_t, Texts> archives;
  return archives.try_emplace(count, static_cast<std::size_t>(count)).first->second;
}

Bands default_bands() { return choose_bands(join_floor(0.7, shingle_words).jaccard, 0.01, 256); }

void join_lsh(benchmark::State& state) {
  const Texts& archive = archive_of(state.range(0));
  std::size_t pairs = 0;
  for ([[maybe_unused]] auto _ : state) pairs = lsh_join(archive.texts, shingle_words, default_bands(), 1).pairs.size();
  state.counters["per_word"] = seconds_per(archive.num_words);
  state.counters["pairs"] = static_cast<double>(pairs);
}
BENCHMARK(join_lsh)->Arg(2'000)->Arg(20'000)->ArgName("texts")->Unit(benchmark::kMillisecond);

void join_anchors(benchmark::State& state) {
  const Texts& archive = archive_of(state.range(0));
  std::size_t pairs = 0;
  for ([[maybe_unused]] auto _ : state) pairs = anchor_join(archive.texts, shingle_words, 1).size();
  state.counters["per_word"] = seconds_per(archive.num_words);
  state.counters["pairs"] = static_cast<double>(pairs);
}
BENCHMARK(join_anchors)->Arg(2'000)->Arg(20'000)->ArgName("texts")->Unit(benchmark::kMillisecond);

void join_exact(benchmark::State& state) {
  const Texts& archive = archive_of(state.range(0));
  const JoinFloor floor = join_floor(0.7, shingle_words);
  std::size_t pairs = 0;
  for ([[maybe_unused]] auto _ : state)
    pairs = exact_join(archive.texts, shingle_words, floor, 1, ~std::uint64_t{0})->pairs.size();
  state.counters["per_word"] = seconds_per(archive.num_words);
  state.counters["pairs"] = static_cast<double>(pairs);
}
BENCHMARK(join_exact)->Arg(2'000)->Arg(20'000)->ArgName("texts")->Unit(benchmark::kMillisecond);

/// Two texts of `range(0)` words of which `range(1)` percent are the same, changed in runs of 5.
std::pair<std::vector<WordId>, std::vector<WordId>> two_versions(benchmark::State& state) {
  TextMaker maker(Script::english, 3);
  const auto length = static_cast<std::size_t>(state.range(0));
  const std::vector<std::uint32_t> a = maker.words(length);
  std::vector<std::uint32_t> b = a;
  const std::vector<std::uint32_t> other = maker.words(length);
  for (std::size_t i = 0; i < length; ++i)
    if (i / 5 * 37 % 100 >= static_cast<std::size_t>(state.range(1))) b[i] = other[i];
  return {words_of(maker.join(a)), words_of(maker.join(b))};
}

void verify_arguments(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"words", "same_percent"});
  for (const int words : {50, 500, 5000})
    for (const int same : {0, 50, 90}) benchmark->Args({words, same});
}

/// The bound that most candidates are dropped by; the first text is prepared beforehand.
void verify_bound(benchmark::State& state) {
  const auto [a, b] = two_versions(state);
  Probe probe(shingle_words);
  probe.set_text({a, 0, 0});
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(probe.common_words_bound(b));
  state.counters["per_word"] = seconds_per(b.size());
}
BENCHMARK(verify_bound)->Apply(verify_arguments);

void verify_lcs(benchmark::State& state) {
  const auto [a, b] = two_versions(state);
  Probe probe(shingle_words);
  probe.set_text({a, 0, 0});
  std::size_t length = 0;
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(length = probe.lcs_length(b));
  state.counters["per_word"] = seconds_per(b.size());
  state.counters["lcs"] = static_cast<double>(length);
}
BENCHMARK(verify_lcs)->Apply(verify_arguments);

/// Preparing the first text, which all of its candidates share.
void verify_set_text(benchmark::State& state) {
  const auto [a, b] = two_versions(state);
  Probe probe(shingle_words);
  for ([[maybe_unused]] auto _ : state) probe.set_text({a, 0, 0});
  state.counters["per_word"] = seconds_per(a.size());
}
BENCHMARK(verify_set_text)->Args({50, 0})->Args({500, 0})->Args({5000, 0})->ArgNames({"words", "same_percent"});

/// Everything that is measured of a pair.
void verify_pair(benchmark::State& state) {
  const auto [a, b] = two_versions(state);
  Probe probe(shingle_words);
  for ([[maybe_unused]] auto _ : state) {
    probe.set_text({a, 0, 0});
    benchmark::DoNotOptimize(probe.measure({b, 0, 0}, probe.count_shingles(b)));
  }
  state.counters["per_word"] = seconds_per(a.size() + b.size());
}
BENCHMARK(verify_pair)->Apply(verify_arguments);

// --- the whole

void scan_in_memory(benchmark::State& state, Script script) {
  const std::vector<std::string> sources = make_archive(script, 20'000, 7);
  std::size_t bytes = 0;
  std::size_t words = 0;
  for (const std::string& source : sources) bytes += source.size();
  for ([[maybe_unused]] auto _ : state) {
    state.PauseTiming();
    std::vector<Document> documents(sources.size());
    for (std::size_t i = 0; i < sources.size(); ++i) {
      documents[i].path = std::to_string(i);
      documents[i].text = sources[i];
      documents[i].source_bytes = sources[i].size();
    }
    state.ResumeTiming();
    const auto source = open_documents(std::move(documents));
    ScanOptions options;
    options.jobs = 1;
    options.join = Join::lsh;
    const Result<Report> report = scan(*source, options);
    words = 0;
    for (const DocumentRecord& record : report->documents) words += record.words;
    state.counters["pairs"] = static_cast<double>(report->summary.pairs);
  }
  count_text(state, bytes, words);
}

/// One scan of 20,000 generated texts stage by stage, on one thread; counters are percentages of the sum.
void share_of_scan(benchmark::State& state, Script script) {
  const std::vector<std::string> sources = make_archive(script, 20'000, 7);
  std::map<std::string, double> seconds;
  std::size_t num_words = 0;
  for ([[maybe_unused]] auto _ : state) {
    seconds.clear();
    num_words = 0;
    const auto timed = [&](const char* stage, auto&& work) {
      const std::clock_t begin = std::clock();  // processor time: all of it is on this thread
      work();
      seconds[stage] += static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    };
    std::vector<std::string> decoded(sources.size());
    std::vector<std::vector<WordId>> words(sources.size());
    std::vector<TextIdentity> identities(sources.size());
    std::vector<std::string> copies = sources;
    timed("1_decode", [&] {
      for (std::size_t i = 0; i < sources.size(); ++i) decoded[i] = decode_text(std::move(copies[i])).text;
    });
    timed("2_analyze", [&] {
      Analyzer analyzer;
      Analysis analysis;
      for (std::size_t i = 0; i < sources.size(); ++i) {
        analyzer.analyze(decoded[i], analysis);
        words[i] = analysis.words;
        identities[i] = {analysis.layout_hash, analysis.layout_hash, analysis.text_hash, analysis.spelling_hash, true};
        num_words += words[i].size();
      }
    });
    std::vector<MatchText> texts;
    timed("3_collapse", [&] {
      for (const auto& group : group_equal_texts(identities, Level::spelling))
        texts.push_back({words[group.front()], 0, 0});
    });
    std::vector<std::vector<std::uint64_t>> elements(texts.size());
    timed("4_shingle", [&] {
      for (std::size_t i = 0; i < texts.size(); ++i) shingle(texts[i].words, shingle_words, elements[i]);
    });
    timed("5_sketch", [&] {
      Sketcher sketcher(default_bands().num_values());
      std::vector<std::uint32_t> out(default_bands().num_values());
      for (const auto& set : elements) {
        sketcher.sketch(set, out);
        benchmark::DoNotOptimize(out.data());
      }
    });
    PageVector<Candidate> candidates;
    timed("6_bands", [&] { candidates = lsh_join(texts, shingle_words, default_bands(), 1).pairs; });
    // lsh_join shingles and sketches too: what is left is the join of the bands.
    seconds["6_bands"] = std::max(0.0, seconds["6_bands"] - seconds["4_shingle"] - seconds["5_sketch"]);
    timed("7_anchors", [&] {
      for (const Candidate& pair : anchor_join(texts, shingle_words, 1)) candidates.push_back(pair);
      std::sort(candidates.begin(), candidates.end());
      candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    });
    std::vector<VerifiedPair> pairs;
    timed("8_verify", [&] { pairs = verify(texts, candidates, MatchOptions{}, 1); });
    timed("9_families", [&] {
      std::vector<FamilyEdge> edges;
      for (const VerifiedPair& pair : pairs)
        if (is_one_document(pair.relation)) edges.push_back({pair.a, pair.b, pair.measurements.similarity});
      benchmark::DoNotOptimize(group_families(texts.size(), edges));
    });
  }
  double sum = 0;
  for (const auto& [stage, time] : seconds) sum += time;
  for (const auto& [stage, time] : seconds) {
    state.counters[stage + "_%"] = 100 * time / sum;
    state.counters[stage + "_ns"] = 1e9 * time / static_cast<double>(num_words);
  }
}

const bool registered = [] {
  for (const Script script : {Script::english, Script::french, Script::arabic, Script::thai, Script::chinese}) {
    const std::string name = name_of(script);
    benchmark::RegisterBenchmark(("decode/" + name).c_str(), [=](benchmark::State& state) { decode(state, script); });
    benchmark::RegisterBenchmark(("html_tokens/" + name).c_str(),
                                 [=](benchmark::State& state) { html_tokens(state, script); });
    benchmark::RegisterBenchmark(("html_page/" + name).c_str(),
                                 [=](benchmark::State& state) { html_page(state, script); });
    benchmark::RegisterBenchmark(("analyze/" + name).c_str(), [=](benchmark::State& state) { analyze(state, script); });
  }
  for (const Script script : {Script::english, Script::arabic, Script::chinese}) {
    const std::string name = name_of(script);
    benchmark::RegisterBenchmark(("scan_in_memory/" + name).c_str(), [=](benchmark::State& state) {
      scan_in_memory(state, script);
    })->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark(("share_of_scan/" + name).c_str(), [=](benchmark::State& state) {
      share_of_scan(state, script);
    })->Unit(benchmark::kMillisecond);
  }
  return true;
}();

}  // namespace
