// Why two documents are related, or not: the steps of scan up to the verdict, for one pair. Entry point: explain.
// Test: tests/scan/explain_test.cpp.
#include "nuskha/explain.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "base/parallel.h"
#include "match/boilerplate.h"
#include "match/candidates.h"
#include "match/closing.h"
#include "match/form.h"
#include "match/fuzzy_alignment.h"
#include "match/fuzzy_verdict.h"
#include "match/noise_join.h"
#include "match/probe.h"
#include "match/reissue.h"
#include "match/text_groups.h"
#include "match/verdict_rules.h"
#include "match/verify.h"
#include "nuskha/diff.h"
#include "nuskha/family.h"
#include "nuskha/place.h"
#include "scan/boilerplate_records.h"
#include "scan/corpus.h"
#include "text/word_letters.h"

namespace nuskha {
namespace {

constexpr std::uint64_t least_words_of_shared = 8;
constexpr std::uint64_t most_steps = 150'000'000;  // of the complete join; beyond, LSH finds the families
constexpr std::uint64_t most_pairs = 3'200'000;

/// The two documents and those around them, as texts; of equal texts the first stands for all.
struct Surroundings {
  Corpus archive;
  Corpus pair;
  std::vector<MatchText> texts;  // those of the two documents last
  PageLists<std::uint32_t> holders;
  std::vector<std::optional<std::string_view>> dates;  // views of the corpora
  std::uint32_t a = 0, b = 0;                          // positions in texts
};

TextIdentity identity_of(const CorpusDocument& d) {
  return {d.source_hash, d.layout_hash, d.record.text_hash, d.spelling_hash, !d.text.words.empty()};
}

Surroundings read_surroundings(const Document& a, const Document& b, DocumentSource* archive, Level level,
                               unsigned threads) {
  Surroundings out;
  if (archive != nullptr) out.archive = read_corpus(*archive, level, threads, nullptr);
  const std::unique_ptr<DocumentSource> two = open_documents({a, b});
  out.pair = read_corpus(*two, level, 1, nullptr);
  std::vector<PackedDocument> documents;
  const auto is_one_of_two = [&](const PackedDocument& d) { return d.path() == a.path || d.path() == b.path; };
  for (std::size_t i = 0; i < out.archive.documents.size(); ++i)
    if (!is_one_of_two(out.archive.documents.packed(i))) documents.push_back(out.archive.documents.packed(i));
  const std::size_t num_others = documents.size();
  for (std::size_t i = 0; i < out.pair.documents.size(); ++i) documents.push_back(out.pair.documents.packed(i));
  std::vector<TextIdentity> identities;
  for (const PackedDocument& d : documents) {
    identities.push_back(d.identity());
    out.dates.push_back(d.date());
  }
  out.holders = group_equal_texts(identities, level);
  for (std::uint32_t text = 0; text < out.holders.size(); ++text) {
    out.texts.push_back(documents[out.holders[text].front()].text());
    for (const std::uint32_t holder : out.holders[text]) {
      if (holder == num_others) out.a = text;
      if (holder == documents.size() - 1) out.b = text;
    }
  }
  if (out.pair.documents.front().record.path != a.path) std::swap(out.a, out.b);
  return out;
}

/// What only an archive tells of a pair.
struct Hints {
  std::uint32_t rare_shingles = 0;
  bool is_form = false;  // both fill in one form, with other facts
};

/// Passages of boilerplate of all texts, as scan finds them.
PageLists<Passage> find_passages(const Surroundings& all, const ScanOptions& options, const MatchOptions& match,
                                 unsigned threads, Hints& hints) {
  if (all.texts.size() < 3) return {};
  const JoinFloor floor = join_floor(options.threshold, match.shingle_words);
  PageVector<Candidate> candidates;
  if (auto found = exact_join(all.texts, match.shingle_words, floor, threads, most_steps, most_pairs)) {
    candidates = std::move(found->pairs);
  } else {
    candidates =
        lsh_join(all.texts, match.shingle_words, choose_bands(floor.jaccard, options.miss_rate, 256), threads).pairs;
  }
  const std::vector<Candidate> one = {{std::min(all.a, all.b), std::max(all.a, all.b)}};
  for (const Candidate& passage : passage_join(all.texts, match.shingle_words, one, floor, threads))
    hints.rare_shingles = passage.rare_shingles;
  std::vector<VerifiedPair> pairs = verify(all.texts, candidates, match, threads);
  const auto families = [&] {
    std::vector<FamilyEdge> edges;
    for (const VerifiedPair& pair : pairs)
      if (is_one_document(pair.relation)) edges.push_back({pair.a, pair.b, pair.measurements.similarity});
    return group_families(all.texts.size(), edges);
  };
  const auto is_one = [&] {
    return std::any_of(pairs.begin(), pairs.end(), [&](const VerifiedPair& pair) {
      return pair.a == one.front().a && pair.b == one.front().b && is_one_document(pair.relation);
    });
  };
  const bool was_one = is_one();
  mark_forms(all.texts, families(), threads, pairs);
  hints.is_form = was_one && !is_one();
  if (options.keep_boilerplate) return {};
  return find_boilerplate(all.texts, families_by_day(families(), all.holders, all.dates), {}, threads);
}

Measurements measure_pair(const MatchText& a, const MatchText& b, const MatchOptions& match) {
  Probe probe(match.shingle_words);
  probe.set_text(a);
  return probe.measure(b, probe.count_shingles(b.words));
}

/// Bytes of the file before the text: byte order mark and front matter. Nothing where the text isn't bytes of the file.
std::optional<std::uint64_t> bytes_before_text(const Document& document) {
  const bool is_source = document.format == "text" && document.encoding == "UTF-8" &&
                         document.source_bytes >= document.text.size() &&
                         document.text.find("\uFFFD") == std::string::npos;  // which may stand for other bytes
  return is_source ? std::optional(document.source_bytes - document.text.size()) : std::nullopt;
}

class PassageMaker {
 public:
  PassageMaker(const Document& document, Level level)
      : text_(document.text), places_(document), bytes_before_(bytes_before_text(document)) {
    Analyzer(level, true).analyze(text_, analysis_);
  }

  /// Bytes from the first to the last word of a range of words.
  SourceRange range_of(const Passage& passage) const {
    return {analysis_.word_ranges[passage.begin].begin, analysis_.word_ranges[passage.end - 1].end};
  }
  ExplainedPassage make(SourceRange range) const {
    constexpr std::string_view blank = " \t\r\n";
    const std::string_view text = text_;
    while (range.begin < range.end && blank.find(text[range.begin]) != blank.npos) ++range.begin;
    while (range.begin < range.end && blank.find(text[range.end - 1]) != blank.npos) --range.end;
    ExplainedPassage out;
    out.range = range;
    out.first_line = places_.line_of(range.begin);
    out.last_line = places_.line_of(range.end > range.begin ? range.end - 1 : range.end);
    out.place = places_.range_of(range.begin, range.end);
    if (bytes_before_) out.in_file = {range.begin + *bytes_before_, range.end + *bytes_before_};
    const auto first = std::lower_bound(analysis_.word_ranges.begin(), analysis_.word_ranges.end(), range.begin,
                                        [](const SourceRange& word, std::uint64_t at) { return word.begin < at; });
    const auto last = std::lower_bound(first, analysis_.word_ranges.end(), range.end,
                                       [](const SourceRange& word, std::uint64_t at) { return word.begin < at; });
    out.words = static_cast<std::uint64_t>(last - first);
    out.text = text_.substr(range.begin, range.end - range.begin);
    return out;
  }

 private:
  const std::string& text_;
  PlaceFinder places_;
  std::optional<std::uint64_t> bytes_before_;
  Analysis analysis_;
};

void add_passages(const PassageMaker& a, const PassageMaker& b, const Document& doc_a, const Document& doc_b,
                  Explanation& out) {
  const auto add_shared = [&](const SourceRange& x, const SourceRange& y) {
    SharedPassage passage{a.make(x), b.make(y)};
    if (passage.a.words >= least_words_of_shared) out.shared.push_back(std::move(passage));
  };
  const auto is_small = [](const Change& change) {
    return change.type == ChangeType::white_space_only || change.type == ChangeType::punctuation_only ||
           change.type == ChangeType::spelling_only;
  };
  const auto add_range = [&](std::span<const Change> changes, SourceRange x, SourceRange y) {
    for (const Change& change : changes) {
      if (is_small(change)) continue;
      add_shared({x.begin, change.a.begin}, {y.begin, change.b.begin});
      x.begin = change.a.end;
      y.begin = change.b.end;
      if (change.type != ChangeType::block_moved && (change.words_a > 0 || change.words_b > 0))
        out.differing.push_back({a.make(change.a), b.make(change.b)});
    }
    add_shared(x, y);
  };
  add_range(out.diff.changes, {0, doc_a.text.size()}, {0, doc_b.text.size()});
  for (const Move& move : out.diff.moves) add_range(move.changes, move.a, move.b);
  std::stable_sort(out.shared.begin(), out.shared.end(),
                   [](const SharedPassage& x, const SharedPassage& y) { return x.a.words > y.a.words; });
  std::stable_sort(out.differing.begin(), out.differing.end(), [](const SharedPassage& x, const SharedPassage& y) {
    return x.a.words + x.b.words > y.a.words + y.b.words;
  });
}

const VerdictRule* find_rule(const Explanation& e, std::string_view name, bool holding) {
  for (const VerdictRule& rule : e.rules)
    if (rule.name == name && rule.holds == holding) return &rule;
  return nullptr;
}

std::string value(const VerdictTest& test, double number) {
  return test.is_share ? fmt::format("{:.3f}", number) : fmt::format("{:.0f}", number);
}

std::string reason(const Explanation& e) {
  const auto holds = [&](const char* name) { return find_rule(e, name, true) != nullptr; };
  if (e.level && e.relation) return fmt::format("equal at level {}", to_string(*e.level));
  if (!e.relation) {
    if (e.text.common_words >= least_words_of_shared && 2 * e.body.common_words < e.text.common_words)
      return fmt::format("what they share is mostly boilerplate: {:.3f} of the words agree with it, {:.3f} without",
                         e.text.similarity, e.body.similarity);
    if (holds("shared-passage")) return "the rare passage that they share is only their close";
    return fmt::format(
        "too little in common: {:.3f} of the words agree in order, {:.3f} are asked for, and nothing else relates them",
        e.text.similarity, e.rules.front().tests.front().limit);
  }
  switch (*e.relation) {
    case Relation::reissue:
      return "the bodies are the same word for word once boilerplate, dates and the close are set aside";
    case Relation::revision:
      if (holds("similar")) return fmt::format("{:.3f} of the words agree in order", e.text.similarity);
      if (holds("damaged-copy")) return "most words that differ do so in a few letters: a damaged or respelt copy";
      if (holds("rearranged")) return "the same parts in another order";
      return holds("same-body") || holds("body-alike") ? "the bodies agree, the boilerplate doesn't"
                                                       : "rewritten throughout";
    case Relation::excerpt: return "nearly all words of the first stand in the second, in order";
    case Relation::extension: return "nearly all words of the second stand in the first, in order";
    case Relation::template_:
      if (holds("form")) return "one form, filled in with other facts, as several documents of the archive show";
      return holds("template") ? "alike, but numbers were replaced on both sides: two documents from one template"
                               : "alike in their skeleton, not in what they say";
    default: return "a long passage in common that few other documents hold";
  }
}

/// Compares two texts by their letters, as scan does with those that hold many words of no other text.
void explain_damage(const Document& a, const Document& b, const Surroundings& all, const PageLists<Passage>& passages,
                    const ScanOptions& options, Explanation& out) {
  const MatchOptions match{.threshold = options.threshold};
  const std::size_t num_a = all.texts[all.a].words.size();
  const std::size_t num_b = all.texts[all.b].words.size();
  if (options.level == Level::layout || !may_be_fuzzy(match) || !is_comparable_length(num_a, num_b) ||
      !is_scattered(out.text) || !may_be_damaged(num_a, num_b, out.text.common_words, 1, 1))
    return;
  const auto letters_of = [&](const Document& document) {
    Analysis analysis;
    Analyzer(options.level, true).analyze(document.text, analysis);
    return word_letters(document.text, analysis, options.level);
  };
  const WordLetters letters_a = letters_of(a);
  const WordLetters letters_b = letters_of(b);
  if (letters_a.num_words() != num_a || letters_b.num_words() != num_b) return;
  FuzzyAligner aligner;
  const std::vector<WordMatch>& matches =
      aligner.align({all.texts[all.a].words, &letters_a}, {all.texts[all.b].words, &letters_b});
  const auto boilerplate = [&](std::uint32_t text) {
    return passages.empty() ? std::span<const Passage>() : passages[text];
  };
  const FuzzyMeasurements fuzzy = measure_fuzzily(num_a, num_b, matches, boilerplate(all.a), boilerplate(all.b));
  VerdictRule rule{"damaged-copy", "most words that differ do so in a few letters: revision", {}, false};
  rule.holds = is_damaged_copy(out.text, fuzzy, match);
  const double limit = threshold_for(std::min(num_a, num_b), options.threshold);
  rule.tests.push_back({"share of words in common, near ones counted", fuzzy.similarity, "at least", limit, true,
                        fuzzy.similarity >= limit});
  const double least_healed = least_healed_of(out.text);
  rule.tests.push_back({"share of unlike words that are near", fuzzy.healed, "at least", least_healed, true,
                        fuzzy.healed >= least_healed});
  if (rule.holds) out.relation = Relation::revision;
  out.rules.push_back(std::move(rule));
}

/// For each rule that fails, or holds, by one test: what would turn it over.
void add_what_would_change(Explanation& e) {
  for (const VerdictRule& rule : e.rules) {
    const auto num_failed =
        std::count_if(rule.tests.begin(), rule.tests.end(), [](const VerdictTest& t) { return !t.holds; });
    for (const VerdictTest& test : rule.tests) {
      const bool is_last_missing = num_failed == 1 && !test.holds;
      if (is_last_missing)
        e.would_change.push_back(fmt::format("{} would hold ({}) with {} {} {}; it is {}", rule.name, rule.says,
                                             test.what, test.relation, value(test, test.limit),
                                             value(test, test.measured)));
      if (num_failed == 0 && rule.tests.size() <= 2)
        e.would_change.push_back(fmt::format("{} would not hold with {} not {} {}; it is {}", rule.name, test.what,
                                             test.relation, value(test, test.limit), value(test, test.measured)));
    }
  }
}

}  // namespace

Result<Explanation> explain(const Document& a, const Document& b, DocumentSource* archive, const ScanOptions& options) {
  if (!(options.threshold > 0 && options.threshold <= 1))
    return fail(ErrorCode::invalid_argument, "threshold", "must be greater than 0 and at most 1");
  const unsigned threads = num_threads(options.jobs);
  const MatchOptions match{options.threshold};
  const Surroundings all = read_surroundings(a, b, archive, options.level, threads);
  const bool is_swapped = all.pair.documents.front().record.path != a.path;
  const CorpusDocument document_a = is_swapped ? all.pair.documents.back() : all.pair.documents.front();
  const CorpusDocument document_b = is_swapped ? all.pair.documents.front() : all.pair.documents.back();
  Explanation out;
  out.threshold = options.threshold;
  out.num_archive_documents = all.dates.size() - 2;
  Hints hints;
  const PageLists<Passage> passages = find_passages(all, options, match, threads, hints);
  const auto none = PageLists<Passage>::of_empty(passages.empty() ? all.texts.size() : 0);
  const Bodies bodies(all.texts, passages.empty() ? none : passages);
  out.text = measure_pair(all.texts[all.a], all.texts[all.b], match);
  std::vector<WordId> words_a, words_b;
  out.body = measure_pair(bodies.body(all.a, words_a), bodies.body(all.b, words_b), match);
  out.text.rare_shingles = hints.rare_shingles;
  for (const Rule& rule : verdict_rules(out.text, out.body, match)) {
    VerdictRule explained{rule.name, rule.says, {}, rule.holds()};
    for (const RuleTest& test : rule.tests)
      explained.tests.push_back({test.what, test.measured, test.relation, test.limit, test.is_share, test.holds()});
    out.rules.push_back(std::move(explained));
  }

  out.level = equality_level(identity_of(document_a), identity_of(document_b));
  if (out.level && (all.a == all.b || *out.level == Level::bytes)) {
    out.relation = *out.level == Level::bytes ? Relation::identical : Relation::same_text;
  } else if (const std::optional<Relation> relation = decide(out.text, out.body, match)) {
    std::vector<VerifiedPair> pairs = {{all.a, all.b, *relation, out.text, out.body.similarity}};
    drop_shared_closings(all.texts, passages, match, 1, pairs);
    mark_reissues(all.texts, passages, 1, pairs);
    if (!pairs.empty()) out.relation = pairs.front().relation;
    if (hints.is_form && out.relation && is_one_document(*out.relation)) {
      out.relation = Relation::template_;
      out.rules.push_back(
          {"form", "six or more texts show the same form filled in with other facts: another document", {}, true});
    }
  }
  if (!out.relation || *out.relation == Relation::shared_passage) explain_damage(a, b, all, passages, options, out);

  const PassageMaker maker_a(a, options.level), maker_b(b, options.level);
  std::vector<SourceRange> boilerplate_a, boilerplate_b;
  const auto describe = [&](const CorpusDocument& d, std::uint32_t text, const PassageMaker& maker,
                            ExplainedDocument& to, std::vector<SourceRange>& ranges) {
    to.path = d.record.path;
    to.words = d.record.words;
    to.date = d.record.date;
    if (passages.empty()) return;
    for (const Passage& passage : passages[text]) {
      if (passage.end > d.record.words) continue;
      ranges.push_back(maker.range_of(passage));
      to.boilerplate.push_back(maker.make(ranges.back()));
    }
  };
  describe(document_a, all.a, maker_a, out.a, boilerplate_a);
  describe(document_b, all.b, maker_b, out.b, boilerplate_b);
  Result<TextDiff> diff = diff_texts(a.text, b.text, {.boilerplate_a = boilerplate_a, .boilerplate_b = boilerplate_b});
  if (!diff) return tl::unexpected(diff.error());
  out.diff = *std::move(diff);
  add_passages(maker_a, maker_b, a, b, out);
  out.because = reason(out);
  if (!out.level || !out.relation) add_what_would_change(out);
  return out;
}

}  // namespace nuskha
