// What stands between reading and writing. Entry point: relate.
//
//   group_equal_texts → exact_join, or lsh_join and anchor_join → verify → find_boilerplate → verify_again →
//   find_noisy_pairs → group_families → arrange_families → collect_boilerplate → assemble → quote_boilerplate
//
// After LSH a second round, passage_join → measure_passages, finds the shared passages.
//
// Test: tests/scan/scan_test.cpp, and tests/cli/ through the program.
#include "scan/relate.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "base/memory_pressure.h"
#include "base/parallel.h"
#include "match/candidates.h"
#include "match/closing.h"
#include "match/form.h"
#include "match/reissue.h"
#include "nuskha/family.h"
#include "scan/arrange.h"
#include "scan/assemble.h"
#include "scan/boilerplate_records.h"
#include "scan/checkpoints.h"
#include "scan/noisy_pairs.h"
#include "scan/pair_steps.h"

namespace nuskha {
namespace {

// The complete join is cheap up to here; beyond, --join auto takes LSH. Both bounds are counted, not timed, so that the
// choice is the same on every machine.
constexpr std::uint64_t most_words_for_exact = 6'000'000;
constexpr std::uint64_t most_steps_for_exact = 150'000'000;  // posting entries read

// The complete join reaches lower than LSH has to: down to rewritten texts.
constexpr double share_of_threshold_for_exact = 0.88;

// And as long as the pairs stay in proportion: a thousand near-copies have half a million pairs that say one thing.
constexpr std::uint64_t most_pairs_for_exact = 100'000;
constexpr std::uint64_t most_pairs_for_exact_per_text = 32;

constexpr std::size_t most_sketch_values = 256;
constexpr std::size_t most_bands = 4096;  // 16 kB of keys a document

/// Room that a stage may take for a time; what it finds doesn't depend on it.
std::size_t stage_bytes(const PageStore* pages) {
  constexpr std::size_t most = std::size_t{1} << 29;
  return pages == nullptr ? most : std::min<std::size_t>(most, pages->working_bytes());
}

/// Candidates by the join that the options ask for; says which in the summary.
Result<Candidates> find_candidates(std::span<const MatchText> texts, const ScanOptions& options, unsigned shingle_words,
                                   unsigned threads, PageStore* pages, Summary& summary) {
  const JoinFloor floor = join_floor(options.threshold, shingle_words);
  summary.join_floor = floor.jaccard;
  std::uint64_t words = 0;
  for (const MatchText& text : texts) words += text.words.size();
  if (options.join == Join::exact || (options.join == Join::automatic && words <= most_words_for_exact)) {
    const bool bounded = options.join != Join::exact;
    constexpr std::uint64_t no_bound = ~std::uint64_t{0};
    const std::uint64_t most_pairs = most_pairs_for_exact + most_pairs_for_exact_per_text * texts.size();
    const JoinFloor exact_floor = join_floor(share_of_threshold_for_exact * options.threshold, shingle_words);
    if (auto found = exact_join(texts, shingle_words, exact_floor, threads, bounded ? most_steps_for_exact : no_bound,
                                bounded ? most_pairs : no_bound)) {
      summary.join = "exact";
      return std::move(*found);
    }
  }
  summary.join = "lsh";
  if (texts.size() < 2) return Candidates{};
  const Result<Bands> bands = bands_of(options);
  if (!bands) return tl::unexpected(bands.error());
  constexpr std::size_t max_bucket = 128;
  Candidates out = lsh_join(texts, shingle_words, *bands, threads, max_bucket, pages);
  const std::vector<Candidate> contained = anchor_join(texts, shingle_words, threads, pages);
  PageVector<Candidate> all(pages);
  all.reserve(out.pairs.size() + contained.size());
  std::set_union(out.pairs.begin(), out.pairs.end(), contained.begin(), contained.end(), std::back_inserter(all));
  out.pairs = std::move(all);
  return out;
}

bool before(const auto& x, const auto& y) { return std::tie(x.a, x.b) < std::tie(y.a, y.b); }

/// Adds damaged and freely spelt copies, in place of passages that they share.
void add_noisy_pairs(const NoisyTexts& texts, const DocumentSource& source, Level level, const MatchOptions& options,
                     unsigned threads, std::vector<VerifiedPair>& pairs, std::vector<Problem>& problems) {
  NoisyPairs found = find_noisy_pairs(texts, source, problems, level, options, threads);
  std::erase_if(pairs, [&](const VerifiedPair& pair) {
    return std::binary_search(found.pairs.begin(), found.pairs.end(), pair,
                              [](const VerifiedPair& x, const VerifiedPair& y) { return before(x, y); });
  });
  merge_pairs(pairs, found.pairs);
  std::move(found.problems.begin(), found.problems.end(), std::back_inserter(problems));
  std::sort(problems.begin(), problems.end());
}

/// Adds the LSH candidates that are no versions of one another, but share a passage: what the complete join knows of
/// its candidates, LSH has to find out.
void add_passages(std::span<const MatchText> texts, const Bodies* bodies, std::span<const Candidate> candidates,
                  const MatchOptions& options, unsigned threads, PageStore* pages, std::vector<VerifiedPair>& pairs) {
  const PageVector<Candidate> others = candidates_without(candidates, pairs, pages);
  const JoinFloor floor = join_floor(options.threshold, options.shingle_words);
  const std::vector<Candidate> passages = passage_join(texts, options.shingle_words, others, floor, threads, pages);
  merge_pairs(pairs, measure_passages(texts, bodies, passages, options, threads));
}

std::uint32_t group_of(const PageLists<std::uint32_t>& groups, std::uint32_t document) {
  std::uint32_t group = 0;
  while (!std::binary_search(groups[group].begin(), groups[group].end(), document)) ++group;
  return group;
}

/// In a loop over documents: pauses now and then, so that what was read can leave memory.
void pause_at(std::size_t i) {
  if (i % 256 == 0) ease_memory();
}

/// The documents of a corpus as those of a report, where they lie.
class CorpusRows : public DocumentRows {
 public:
  CorpusRows(std::shared_ptr<PageStore> pages, CorpusDocuments documents)
      : pages_(std::move(pages)), documents_(std::move(documents)) {}
  std::size_t size() const override { return documents_.size(); }
  DocumentRecord record(std::size_t i) const override { return documents_[i].record; }
  std::string_view path(std::size_t i) const override { return documents_.packed(i).path(); }
  std::optional<std::string_view> date(std::size_t i) const override { return documents_.packed(i).date(); }

 private:
  std::shared_ptr<PageStore> pages_;  // outlives what lies in it
  CorpusDocuments documents_;
};

/// Between two stages: gives back memory that the last one needed, and says what has gone wrong with storing elsewhere.
std::optional<Error> settle(PageStore* pages) {
  if (pages == nullptr) return std::nullopt;
  pages->relieve();
  return pages->failure();
}

/// Views of the corpus.
PageVector<std::optional<std::string_view>> dates_of(const Corpus& corpus) {
  PageVector<std::optional<std::string_view>> dates(corpus.pages.get());
  dates.reserve(corpus.documents.size());
  for (std::size_t i = 0; i < corpus.documents.size(); ++i) {
    pause_at(i);
    dates.push_back(corpus.documents.packed(i).date());
  }
  return dates;
}

}  // namespace

Result<void> check_options(const ScanOptions& options) {
  if (!(options.threshold > 0 && options.threshold <= 1))
    return fail(ErrorCode::invalid_argument, "threshold", "must be greater than 0 and at most 1");
  if (!(options.miss_rate >= 1e-9 && options.miss_rate <= 0.5))
    return fail(ErrorCode::invalid_argument, "miss-rate", "must be between 1e-9 and 0.5");
  if (options.level == Level::bytes)
    return fail(ErrorCode::invalid_argument, "level", "words are compared at level layout, text or spelling");
  if (options.jobs > 1024) return fail(ErrorCode::invalid_argument, "jobs", "must be between 1 and 1024");
  return {};
}

Result<Bands> bands_of(const ScanOptions& options) {
  const Bands bands = choose_bands(join_floor(options.threshold, MatchOptions{}.shingle_words).jaccard,
                                   options.miss_rate, most_sketch_values);
  if (bands.bands > most_bands)
    return fail(ErrorCode::invalid_argument, "threshold",
                "so low a threshold and miss rate need " + std::to_string(bands.bands) +
                    " LSH bands, and this archive is too large for --join auto to do without LSH or --join lsh was "
                    "asked for; take a threshold of 0.15 or more, or --join exact");
  return bands;
}

void set_stage(ScanProgress* progress, ScanProgress::Stage stage) {
  if (progress != nullptr) progress->stage.store(stage, std::memory_order_relaxed);
}

Result<TextRelations> relate_texts(const Corpus& corpus, const DocumentSource& source, const ScanOptions& options,
                                   const RelateRequest& request, ScanProgress* progress, Report& report) {
  const unsigned threads = num_threads(options.jobs);
  const MatchOptions match{.threshold = options.threshold};
  TextRelations out;

  set_stage(progress, ScanProgress::Stage::joining);
  PageStore* const pages = corpus.pages.get();
  out.identities = PageVector<TextIdentity>(pages);
  out.identities.reserve(corpus.documents.size());
  for (std::size_t i = 0; i < corpus.documents.size(); ++i) {
    pause_at(i);
    out.identities.push_back(corpus.documents.packed(i).identity());
  }
  seal(out.identities);
  out.groups = group_equal_texts(out.identities, options.level, pages);
  PageVector<MatchText>& texts = out.texts;
  texts = PageVector<MatchText>(pages);
  texts.reserve(out.groups.size());
  for (const std::span<const std::uint32_t> group : out.groups) {
    pause_at(texts.size());
    texts.push_back(corpus.documents.packed(group.front()).text());
  }
  seal(texts);
  Checkpoints* const checkpoints = request.checkpoints;
  if (checkpoints != nullptr) checkpoints->set_num_texts(texts.size());
  FoundCandidates found;
  Result<void> done = do_once(checkpoints, WorkKind::candidates, found, [&]() -> Result<void> {
    Result<Candidates> joined = find_candidates(texts, options, match.shingle_words, threads, pages, report.summary);
    if (!joined) return tl::unexpected(joined.error());
    found = {*std::move(joined), report.summary.join, report.summary.join_floor};
    return {};
  });
  if (!done) return tl::unexpected(done.error());
  report.summary.join = found.join;
  report.summary.join_floor = found.join_floor;
  Candidates& candidates = found.candidates;
  if (request.only) {
    const std::uint32_t only = group_of(out.groups, *request.only);
    std::erase_if(candidates.pairs, [&](const Candidate& pair) { return pair.a != only && pair.b != only; });
  }
  report.summary.buckets_cut = candidates.buckets_cut;

  if (const std::optional<Error> failure = settle(pages)) return tl::unexpected(*failure);
  set_stage(progress, ScanProgress::Stage::verifying);
  if (progress != nullptr) progress->num_pairs = candidates.pairs.size();
  std::atomic<std::uint64_t>* const num_done = progress != nullptr ? &progress->pairs_done : nullptr;
  std::vector<VerifiedPair>& pairs = out.pairs;
  done = do_once(checkpoints, WorkKind::verified, pairs, [&]() -> Result<void> {
    pairs = verify(texts, candidates.pairs, match, threads, num_done, pages);
    return {};
  });
  if (!done) return tl::unexpected(done.error());
  std::optional<Bodies> bodies;
  PageLists<Passage>& passages = out.boilerplate;
  passages = PageLists<Passage>(pages);
  if (const std::optional<Error> failure = settle(pages)) return tl::unexpected(*failure);
  const std::vector<std::uint32_t> similar_of = families_of(texts.size(), pairs, candidates.cut_texts);
  mark_forms(texts, similar_of, threads, pairs);
  if (!options.keep_boilerplate) {
    if (request.known != nullptr) {
      passages = find_known_boilerplate(texts, *request.known);
    } else {
      out.sources =
          families_by_day(families_of(texts.size(), pairs, candidates.cut_texts), out.groups, dates_of(corpus));
      done = do_once(checkpoints, WorkKind::boilerplate, passages, [&]() -> Result<void> {
        // In one text nothing recurs, and it may be a very long one.
        if (texts.size() > 1) {
          passages = find_boilerplate(texts, out.sources, {.max_bytes = stage_bytes(pages), .pages = pages}, threads,
                                      request.recurring);
        } else {
          passages = PageLists<Passage>::of_empty(texts.size());
        }
        return {};
      });
      if (!done) return tl::unexpected(done.error());
    }
    bodies.emplace(texts, passages);
    done = do_once(checkpoints, WorkKind::bodies, pairs, [&]() -> Result<void> {
      verify_boilerplate(texts, *bodies, candidates.pairs, match, threads, pages, pairs);
      return {};
    });
    if (!done) return tl::unexpected(done.error());
  }
  if (const std::optional<Error> failure = settle(pages)) return tl::unexpected(*failure);
  if (report.summary.join == "lsh") {
    done = do_once(checkpoints, WorkKind::passages, pairs, [&]() -> Result<void> {
      add_passages(texts, bodies ? &*bodies : nullptr, candidates.pairs, match, threads, pages, pairs);
      return {};
    });
    if (!done) return tl::unexpected(done.error());
    if (const std::optional<Error> failure = settle(pages)) return tl::unexpected(*failure);
  }
  RelatedPairs related;
  done = do_once(checkpoints, WorkKind::related, related, [&]() -> Result<void> {
    if (!options.keep_boilerplate) drop_shared_closings(texts, passages, match, threads, pairs);
    mark_forms(texts, similar_of, threads, pairs);
    mark_reissues(texts, passages, threads, pairs);
    PageVector<KnownDocument> first_documents(pages);
    first_documents.reserve(out.groups.size());
    for (const std::span<const std::uint32_t> group : out.groups) {
      pause_at(first_documents.size());
      const PackedDocument document = corpus.documents.packed(group.front());
      first_documents.push_back({document.path(), document.source_hash()});
    }
    seal(first_documents);
    const std::vector<std::uint32_t> known_families = families_of(texts.size(), pairs, candidates.cut_texts);
    add_noisy_pairs({texts, first_documents, known_families, passages, pairs, stage_bytes(pages), pages}, source,
                    options.level, match, threads, pairs, report.problems);
    related = {std::move(pairs), std::move(report.problems)};
    return {};
  });
  if (!done) return tl::unexpected(done.error());
  pairs = std::move(related.pairs);
  report.problems = std::move(related.problems);
  if (checkpoints != nullptr) checkpoints->tell();
  candidates.pairs = PageVector<Candidate>();
  if (const std::optional<Error> failure = settle(pages)) return tl::unexpected(*failure);
  out.family_of = families_of(texts.size(), pairs, candidates.cut_texts);
  return out;
}

Error nothing_read(const std::vector<Problem>& problems) {
  std::string what = "no document could be read";
  if (!problems.empty())
    what += "; the first of " + std::to_string(problems.size()) + " problems: " + problems.front().path + ": " +
            problems.front().message;
  return {ErrorCode::no_documents, "", std::move(what)};
}

Result<Report> relate(Corpus corpus, const DocumentSource& source, const ScanOptions& options, ScanProgress* progress,
                      std::vector<std::uint64_t>* recurring, Checkpoints* checkpoints) {
  if (const Result<void> valid = check_options(options); !valid) return tl::unexpected(valid.error());
  const unsigned threads = num_threads(options.jobs);
  Report report;
  report.problems = std::move(corpus.problems);
  if (corpus.documents.empty()) return tl::unexpected(nothing_read(report.problems));
  Result<TextRelations> related =
      relate_texts(corpus, source, options, {nullptr, recurring, {}, checkpoints}, progress, report);
  if (!related) return tl::unexpected(related.error());
  TextRelations& relations = *related;

  BoilerplateFindings boilerplate;
  if (!options.keep_boilerplate)
    boilerplate = collect_boilerplate({relations.texts, relations.boilerplate, relations.groups, relations.sources, 2},
                                      threads, corpus.pages.get());
  relations.boilerplate = PageLists<Passage>();

  for (std::size_t i = 0; i < corpus.documents.size(); ++i) {
    pause_at(i);
    report.summary.bytes += corpus.documents.packed(i).bytes();
  }
  report.documents = DocumentRecords(std::make_shared<CorpusRows>(corpus.pages, std::move(corpus.documents)));
  const Findings findings{relations.identities, relations.groups, relations.pairs, relations.family_of};
  const std::vector<TextFamily> families = arrange_families(findings, relations.texts, report.documents, threads);

  // The words have done their work; what follows needs the room more.
  relations.texts = {};
  corpus.stores.clear();
  if (corpus.pages != nullptr) corpus.pages->relieve();
  assemble(findings, families, report);
  std::vector<Hash128> source_hashes;
  source_hashes.reserve(relations.identities.size());
  for (const TextIdentity& identity : relations.identities) source_hashes.push_back(identity.source);
  quote_boilerplate(boilerplate, relations.groups, source_hashes, source,
                    {options.level, options.boilerplate_places, threads}, report);

  Summary& summary = report.summary;
  summary.documents = report.documents.size();
  summary.families = report.families.size();
  summary.pairs = report.pairs.size();
  summary.boilerplate = report.boilerplate.size();
  summary.problems = report.problems.size();
  return report;
}

}  // namespace nuskha
