// The check job. Entry points: check, check_against_open. Test: tests/scan/check_test.cpp.
//
//   new documents ─▶ digests ─▶ judge each against the archive and the new ones before it ─▶ verdicts
//                                                          the archive's facts ─▶ rules ─▶ findings
#include "nuskha/check.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "archive/anchors.h"
#include "base/parallel.h"
#include "nuskha/archive.h"
#include "rule/prepared_facts.h"
#include "rule/rules.h"
#include "scan/archive_facts.h"
#include "scan/check_open.h"
#include "scan/judge.h"
#include "scan/relate.h"
#include "scan/stoppable.h"

namespace nuskha {
namespace {

constexpr std::size_t most_others = 32;  // new documents that one is compared with

/// The new documents, in order of path, and the words of each.
struct NewDocuments {
  std::vector<Draft> documents;
  std::vector<WordStore> stores;
  std::vector<Problem> problems;
};

NewDocuments read_new(DocumentSource& source, Level level, unsigned threads, ScanProgress* progress) {
  NewDocuments out;
  out.stores.resize(threads);
  std::mutex mutex;
  if (progress != nullptr) progress->num_files = source.num_files();
  run_threads(threads, [&](unsigned thread) {
    Digester digester(level);
    std::vector<Document> batch;
    std::vector<Problem> problems;
    std::vector<Draft> read;
    while (source.next(batch, problems)) {
      for (Document& document : batch) {
        Draft checked;
        checked.document = std::move(document);
        checked.digest = digester.digest(checked.document, out.stores[thread]);
        checked.document.path = checked.digest.record.path;
        checked.document.encoding = checked.digest.record.encoding;
        read.push_back(std::move(checked));
      }
      if (progress != nullptr) progress->documents.fetch_add(batch.size(), std::memory_order_relaxed);
      throw_if_stopped();
    }
    const std::lock_guard lock(mutex);
    std::move(read.begin(), read.end(), std::back_inserter(out.documents));
    std::move(problems.begin(), problems.end(), std::back_inserter(out.problems));
  });
  std::sort(out.documents.begin(), out.documents.end(), [](const Draft& x, const Draft& y) {
    return std::tie(x.document.path, x.document.source_hash) < std::tie(y.document.path, y.document.source_hash);
  });
  std::sort(out.problems.begin(), out.problems.end());
  return out;
}

/// Finds, for each new document, those before it that it shares words in a row with.
class EarlierDocuments {
 public:
  explicit EarlierDocuments(const std::vector<Draft>& documents) : documents_(documents) {
    std::vector<std::uint32_t> anchors;
    for (std::uint32_t i = 0; i < documents.size(); ++i) {
      select_anchors(documents[i].digest.text.words, anchors);
      for (const std::uint32_t anchor : anchors) {
        std::vector<std::uint32_t>& holders = by_anchor_[anchor];
        if (holders.size() < most_others) holders.push_back(i);
      }
      for (const std::uint64_t hash : hashes_of(documents[i].digest)) by_hash_.try_emplace(hash, i);
    }
  }

  /// The nearest, in order of path; documents of the same path are none.
  std::vector<const Draft*> of(std::uint32_t document) const {
    std::unordered_map<std::uint32_t, std::uint32_t> shared;
    std::vector<std::uint32_t> anchors;
    all_anchors(documents_[document].digest.text.words, anchors);
    for (const std::uint32_t anchor : anchors) {
      const auto holders = by_anchor_.find(anchor);
      if (holders == by_anchor_.end()) continue;
      for (const std::uint32_t holder : holders->second)
        if (holder < document) ++shared[holder];
    }
    for (const std::uint64_t hash : hashes_of(documents_[document].digest))
      if (const std::uint32_t same = by_hash_.at(hash); same < document) shared[same] += of_same_text;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> nearest;  // anchors, document
    for (const auto& [other, count] : shared)
      if (documents_[other].document.path != documents_[document].document.path) nearest.emplace_back(count, other);
    std::sort(nearest.begin(), nearest.end(), [](const auto& x, const auto& y) {
      return x.first != y.first ? x.first > y.first : x.second < y.second;
    });
    nearest.resize(std::min(nearest.size(), most_others));
    std::vector<const Draft*> out;
    for (const auto& [count, other] : nearest) out.push_back(&documents_[other]);
    return out;
  }

 private:
  static constexpr std::uint32_t of_same_text = 1 << 16;  // in place of anchors

  /// What documents of the same text at some level have in common.
  static std::vector<std::uint64_t> hashes_of(const CorpusDocument& document) {
    std::vector<std::uint64_t> out = {document.source_hash.low, document.layout_hash.low};
    if (!document.text.words.empty())
      out.insert(out.end(), {document.record.text_hash.low, document.spelling_hash.low});
    return out;
  }

  const std::vector<Draft>& documents_;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> by_anchor_;
  std::unordered_map<std::uint64_t, std::uint32_t> by_hash_;  // the first of each
};

/// What came out of one document.
struct Checked {
  Verdict verdict;
  std::vector<Finding> findings;
};

/// What a thread needs to check documents.
class Checker {
 public:
  /// All of them must outlive it.
  Checker(const Archive& archive, const ArchiveFacts& facts, const PreparedFacts& prepared,
          const std::unordered_set<std::string_view>& new_paths, const std::vector<std::uint64_t>* recurring = nullptr)
      : archive_(archive), facts_(facts), prepared_(prepared), judge_(archive, new_paths, recurring) {}

  Result<Checked> check(const Draft& document, std::span<const Draft* const> earlier) {
    Result<Judgement> judged = judge_.judge(document, earlier);
    if (!judged) return tl::unexpected(judged.error());
    analyzer_.analyze(document.document.text, analysis_);
    if (archive_.settings().level != Level::spelling && judged->quoted)  // its words may be others
      judged->quoted->begin_word = judged->quoted->end_word = 0;
    return Checked{std::move(judged->verdict),
                   apply_rules({document.document, analysis_, document.digest.record.date, facts_,
                                std::move(judged->succession), std::move(judged->quoted), &prepared_})};
  }

 private:
  const Archive& archive_;
  const ArchiveFacts& facts_;
  const PreparedFacts& prepared_;
  Judge judge_;
  Analyzer analyzer_{Level::spelling, true};
  Analysis analysis_;
};

std::unordered_set<std::string_view> paths_of(const NewDocuments& fresh) {
  std::unordered_set<std::string_view> out;
  for (const Draft& draft : fresh.documents) out.insert(draft.document.path);
  return out;
}

/// All new documents, on some threads, each with a view of the archive of its own.
Result<std::vector<Checked>> check_all(const NewDocuments& fresh, const std::string& path, const ArchiveFacts& facts,
                                       unsigned threads, ScanProgress* progress) {
  const PreparedFacts prepared(facts);
  const EarlierDocuments earlier(fresh.documents);
  const std::unordered_set<std::string_view> new_paths = paths_of(fresh);
  std::vector<Checked> out(fresh.documents.size());
  std::mutex mutex;
  std::optional<Error> failure;
  std::atomic<std::size_t> next{0};
  run_threads(threads, [&](unsigned) {
    const auto fail_with = [&](const Error& error) {
      const std::lock_guard lock(mutex);
      if (!failure) failure = error;
      next = out.size();
    };
    const Result<Archive> archive = Archive::open(path);
    if (!archive) return fail_with(archive.error());
    Checker checker(*archive, facts, prepared, new_paths);
    for (std::size_t i = next++; i < out.size(); i = next++) {
      throw_if_stopped();
      Result<Checked> checked = checker.check(fresh.documents[i], earlier.of(static_cast<std::uint32_t>(i)));
      if (!checked) return fail_with(checked.error());
      out[i] = std::move(*checked);
      if (progress != nullptr) progress->pairs_done.fetch_add(1, std::memory_order_relaxed);
    }
  });
  if (failure) return tl::unexpected(*failure);
  return out;
}

Error nothing_to_check(const std::vector<Problem>& problems) {
  const std::string why = problems.empty() ? ""
                                           : "; the first of " + std::to_string(problems.size()) +
                                                 " problems: " + problems.front().path + ": " + problems.front().message;
  return {ErrorCode::no_documents, "", "no document could be read" + why};
}

CheckReport make_report(std::vector<Problem> problems, std::vector<Checked> checked, std::uint64_t archive_documents) {
  CheckReport report;
  report.problems = std::move(problems);
  for (Checked& one : checked) {
    report.verdicts.push_back(std::move(one.verdict));
    std::move(one.findings.begin(), one.findings.end(), std::back_inserter(report.findings));
  }
  report.summary.checked = report.verdicts.size();
  report.summary.archive_documents = archive_documents;
  report.summary.findings = report.findings.size();
  report.summary.problems = report.problems.size();
  return report;
}

Result<CheckReport> check_documents(DocumentSource& fresh, const std::string& archive_path, const CheckOptions& options,
                                    ScanProgress* progress) {
  const auto start = std::chrono::steady_clock::now();
  if (options.jobs > 1024) return fail(ErrorCode::invalid_argument, "jobs", "must be between 1 and 1024");
  const unsigned threads = num_threads(options.jobs);
  const Result<Archive> archive = Archive::open(archive_path);
  if (!archive) return tl::unexpected(archive.error());
  set_stage(progress, ScanProgress::Stage::reading);
  NewDocuments read = read_new(fresh, archive->settings().level, threads, progress);
  if (read.documents.empty()) return tl::unexpected(nothing_to_check(read.problems));
  std::vector<std::span<const WordId>> words;
  for (const Draft& draft : read.documents) words.push_back(draft.digest.text.words);
  const Result<ArchiveFacts> facts = read_facts(*archive, words);
  if (!facts) return tl::unexpected(facts.error());
  set_stage(progress, ScanProgress::Stage::verifying);
  if (progress != nullptr) progress->num_pairs = read.documents.size();
  Result<std::vector<Checked>> checked =
      check_all(read, archive_path, *facts,
                static_cast<unsigned>(std::min<std::size_t>(threads, read.documents.size())), progress);
  if (!checked) return tl::unexpected(checked.error());

  CheckReport report = make_report(std::move(read.problems), std::move(*checked), archive->num_documents());
  if (options.timing)
    report.summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  set_stage(progress, ScanProgress::Stage::done);
  return report;
}

Result<CheckReport> check_some(DocumentSource& fresh, const Archive& archive, const ArchiveHabits& habits,
                               ScanProgress* progress) {
  set_stage(progress, ScanProgress::Stage::reading);
  NewDocuments read = read_new(fresh, archive.settings().level, 1, progress);
  if (read.documents.empty()) return tl::unexpected(nothing_to_check(read.problems));
  set_stage(progress, ScanProgress::Stage::verifying);
  const EarlierDocuments earlier(read.documents);
  const std::unordered_set<std::string_view> new_paths = paths_of(read);
  Checker checker(archive, habits.facts, habits.prepared, new_paths, &habits.recurring);
  std::vector<Checked> out;
  for (std::uint32_t i = 0; i < read.documents.size(); ++i) {
    throw_if_stopped();
    Result<Checked> checked = checker.check(read.documents[i], earlier.of(i));
    if (!checked) return tl::unexpected(checked.error());
    out.push_back(std::move(*checked));
  }
  set_stage(progress, ScanProgress::Stage::done);
  return make_report(std::move(read.problems), std::move(out), archive.num_documents());
}

}  // namespace

Result<std::shared_ptr<const ArchiveHabits>> read_habits(const Archive& archive) {
  Result<ArchiveFacts> facts = read_all_facts(archive);
  if (!facts) return tl::unexpected(facts.error());
  Result<std::vector<std::uint64_t>> recurring = archive.recurring_items();
  if (!recurring) return tl::unexpected(recurring.error());
  return std::make_shared<const ArchiveHabits>(archive.generation(), *std::move(facts), *std::move(recurring));
}

Result<CheckReport> check_against_open(DocumentSource& fresh, const Archive& archive, const ArchiveHabits& habits,
                                       ScanProgress* progress) {
  return stoppable(progress, [&] { return check_some(fresh, archive, habits, progress); });
}

Result<CheckReport> check(DocumentSource& fresh, const std::string& archive, const CheckOptions& options,
                          ScanProgress* progress) {
  return stoppable(progress, [&] { return check_documents(fresh, archive, options, progress); });
}

}  // namespace nuskha
