// Accepted findings: apply_baseline, make_baseline, write_baseline; baseline_reader.cpp has read_baseline. Reasons for
// the format and for what counts as stale: docs/decisions/report-baseline.md. Tests: tests/report/baseline_test.cpp.
#include "nuskha/baseline.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "report/display.h"
#include "report/json_record.h"

namespace nuskha {
namespace {

/// What a finding is known by.
struct Key {
  std::string rule;
  Hash128 fingerprint;
  friend auto operator<=>(const Key&, const Key&) = default;
};

/// A finding or verdict of the report, and where to write that it is accepted.
struct Candidate {
  Key key;
  std::string path;  ///< As baselines have it.
  std::optional<std::string>* suppressed;
};

/// All that isn't suppressed, in the order of the report: a document's verdict, then its findings.
std::vector<Candidate> candidates(CheckReport& report) {
  std::vector<Candidate> all;
  for (Verdict& verdict : report.verdicts) {
    const auto finding = finding_of(verdict);
    if (finding && !verdict.suppressed)
      all.push_back({{finding->rule, finding->fingerprint}, escape_invalid_bytes(verdict.path), &verdict.suppressed});
  }
  for (Finding& finding : report.findings) {
    if (!finding.suppressed)
      all.push_back({{finding.rule, finding.fingerprint}, escape_invalid_bytes(finding.path), &finding.suppressed});
  }
  return all;
}

/// Which documents a check speaks of.
class Documents {
 public:
  Documents(const CheckReport& report, const StillThere& still_there) : still_there_(still_there) {
    for (const Verdict& verdict : report.verdicts) checked_.insert(escape_invalid_bytes(verdict.path));
    for (const Finding& finding : report.findings) checked_.insert(escape_invalid_bytes(finding.path));
  }
  /// There, but not looked at: what was accepted of it is as it was.
  bool is_left_out(const std::string& path) const {
    return checked_.count(path) == 0 && still_there_ && still_there_(path);
  }
  bool is_gone(const std::string& path) const { return checked_.count(path) == 0 && !is_left_out(path); }

 private:
  const StillThere& still_there_;
  std::set<std::string> checked_;
};

void accept(const BaselineEntry& entry, const Candidate& candidate) {
  *candidate.suppressed = entry.reason ? "in the baseline: " + *entry.reason : "in the baseline";
}

void count_anew(CheckReport& report) {
  const auto is_suppressed = [](const auto& item) { return item.suppressed.has_value(); };
  const auto findings = std::count_if(report.findings.begin(), report.findings.end(), is_suppressed);
  const auto verdicts = std::count_if(report.verdicts.begin(), report.verdicts.end(), is_suppressed);
  report.summary.findings = report.findings.size() - static_cast<std::size_t>(findings);
  report.summary.suppressed = static_cast<std::uint64_t>(findings + verdicts);
}

bool comes_before(const BaselineEntry& x, const BaselineEntry& y) {
  return std::tie(x.path, x.rule, x.fingerprint) < std::tie(y.path, y.rule, y.fingerprint);
}

/// Why a finding was accepted: as said of the same path, or else of any.
class Reasons {
 public:
  explicit Reasons(const Baseline& baseline) {
    for (const BaselineEntry& entry : baseline.entries) {
      if (!entry.reason) continue;
      const Key key = {entry.rule, entry.fingerprint};
      at_path_.emplace(std::pair(key, entry.path), *entry.reason);
      anywhere_.emplace(key, *entry.reason);
    }
  }
  std::optional<std::string> find(const Key& key, const std::string& path) const {
    if (const auto found = at_path_.find({key, path}); found != at_path_.end()) return found->second;
    if (const auto found = anywhere_.find(key); found != anywhere_.end()) return found->second;
    return std::nullopt;
  }

 private:
  std::map<std::pair<Key, std::string>, std::string> at_path_;
  std::map<Key, std::string> anywhere_;
};

}  // namespace

void apply_baseline(CheckReport& report, const Baseline& baseline, const StillThere& still_there) {
  const Documents documents(report, still_there);
  std::map<Key, std::vector<BaselineEntry>> left;  // each with what it still accepts
  for (const BaselineEntry& entry : baseline.entries) left[{entry.rule, entry.fingerprint}].push_back(entry);

  std::vector<Candidate> elsewhere;
  const auto try_entries = [&](const Candidate& candidate, auto may_use) {
    const auto found = left.find(candidate.key);
    if (found == left.end()) return true;  // nothing will ever accept it
    for (BaselineEntry& entry : found->second) {
      if (entry.count == 0 || !may_use(entry)) continue;
      --entry.count;
      accept(entry, candidate);
      return true;
    }
    return false;
  };
  const std::vector<Candidate> all = candidates(report);
  for (const Candidate& candidate : all)
    if (!try_entries(candidate, [&](const BaselineEntry& entry) { return entry.path == candidate.path; }))
      elsewhere.push_back(candidate);
  // What was moved has its entry at a path that is gone, as a rule; or in a document that has fewer of it now.
  std::vector<Candidate> rest;
  for (const Candidate& candidate : elsewhere)
    if (!try_entries(candidate, [&](const BaselineEntry& entry) { return documents.is_gone(entry.path); }))
      rest.push_back(candidate);
  for (const Candidate& candidate : rest)
    try_entries(candidate, [&](const BaselineEntry& entry) { return !documents.is_left_out(entry.path); });

  report.stale.clear();
  for (const auto& [key, entries] : left)
    for (const BaselineEntry& entry : entries)
      if (entry.count > 0 && !documents.is_left_out(entry.path)) report.stale.push_back(entry);
  std::sort(report.stale.begin(), report.stale.end(), comes_before);
  count_anew(report);
}

Baseline make_baseline(const CheckReport& report, const Baseline& previous, const StillThere& still_there) {
  const Documents documents(report, still_there);
  const Reasons reasons(previous);
  std::map<std::pair<std::string, Key>, std::uint64_t> counts;
  CheckReport copy = report;
  for (const Candidate& candidate : candidates(copy)) ++counts[{candidate.path, candidate.key}];
  Baseline baseline;
  for (const auto& [where, count] : counts) {
    const auto& [path, key] = where;
    baseline.entries.push_back({key.rule, key.fingerprint, path, count, reasons.find(key, path)});
  }
  for (const BaselineEntry& entry : previous.entries)
    if (documents.is_left_out(entry.path)) baseline.entries.push_back(entry);
  std::sort(baseline.entries.begin(), baseline.entries.end(), comes_before);
  return baseline;
}

void write_baseline(const Baseline& baseline, std::ostream& out) {
  std::string text = "{\"format\":\"nuskha-baseline\",\"version\":1,\"entries\":[";
  for (const BaselineEntry& entry : baseline.entries) {
    text += text.back() == '[' ? "\n" : ",\n";
    JsonRecord record(text);
    record.string("rule", entry.rule)
        .string("fingerprint", to_hex(entry.fingerprint))
        .string("path", entry.path)
        .integer("count", entry.count);
    if (entry.reason) record.string("reason", *entry.reason);
    record.end();
  }
  text += "\n]}\n";
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
}

}  // namespace nuskha
