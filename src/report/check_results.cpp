// A CheckReport as the formats for code checkers see it; see the header. Entry points: by_document, check_results.
// Tests: tests/report/finding_test.cpp.
#include "report/check_results.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "report/display.h"

namespace nuskha {
namespace {

/// Takes from the front of `rest` what has the path.
template <class Item>
std::span<const Item> take(std::span<const Item>& rest, std::string_view path) {
  const auto end = std::find_if(rest.begin(), rest.end(), [&](const Item& item) { return item.path != path; });
  const auto taken = rest.first(static_cast<std::size_t>(end - rest.begin()));
  rest = rest.subspan(taken.size());
  return taken;
}

constexpr std::string_view compressions[] = {".gz", ".zst", ".xz", ".bz2", ".lz4", ".lz"};

/// A report is read where the files are not: their names must do.
bool is_container_name(std::string_view name) {
  static constexpr std::string_view endings[] = {".zip",  ".tar", ".tgz",  ".txz", ".tbz2", ".tzst",  ".7z",
                                                 ".warc", ".wet", ".mbox", ".eml", ".mht",  ".mhtml", ".epub"};
  const auto ends_name = [name](std::string_view ending) { return name.ends_with(ending); };
  return std::any_of(std::begin(endings), std::end(endings), ends_name) ||
         std::any_of(std::begin(compressions), std::end(compressions), ends_name);
}

/// What the number of a record counts.
enum class Counted : std::uint8_t { nothing, lines, records };

Counted counted_by(std::string_view name) {
  for (const std::string_view ending : compressions)
    if (name.ends_with(ending)) {
      name.remove_suffix(ending.size());
      break;
    }
  for (const std::string_view ending : {".jsonl", ".ndjson", ".csv", ".tsv", ".tab"})
    if (name.ends_with(ending)) return Counted::lines;
  return name.ends_with(".json") ? Counted::records : Counted::nothing;
}

}  // namespace

std::vector<CheckedDocument> by_document(const CheckReport& report) {
  std::span<const Verdict> verdicts = report.verdicts;
  std::span<const Finding> findings = report.findings;
  std::span<const Problem> problems = report.problems;
  std::vector<CheckedDocument> documents;
  while (!verdicts.empty() || !findings.empty() || !problems.empty()) {
    std::optional<std::string_view> first;
    const auto consider = [&](const auto& rest) {
      if (!rest.empty() && (!first || rest.front().path < *first)) first = rest.front().path;
    };
    consider(verdicts);
    consider(findings);
    consider(problems);
    CheckedDocument document;
    document.path = *first;
    const auto verdict = take(verdicts, *first);
    if (!verdict.empty()) document.verdict = &verdict.front();
    document.findings = take(findings, *first);
    document.problems = take(problems, *first);
    documents.push_back(document);
  }
  return documents;
}

std::vector<CheckResult> check_results(const CheckReport& report) {
  std::vector<CheckResult> results;
  std::map<Hash128, std::uint64_t> seen;
  const auto add = [&](Finding finding, const Verdict* verdict) {
    const std::uint64_t ordinal = ++seen[finding.fingerprint];
    results.push_back({std::move(finding), verdict, ordinal});
  };
  for (const CheckedDocument& document : by_document(report)) {
    if (document.verdict != nullptr)
      if (auto finding = finding_of(*document.verdict)) add(*std::move(finding), document.verdict);
    for (const Finding& finding : document.findings) add(finding, nullptr);
  }
  return results;
}

std::string unique_fingerprint(const CheckResult& result) {
  std::string text = to_hex(result.finding.fingerprint);
  if (result.ordinal > 1) text += ':' + std::to_string(result.ordinal);
  return text;
}

FileAndLine file_of(std::string_view path) {
  // Of what is in a container, the container is the file that others can find.
  for (std::size_t mark = path.find('!'); mark != path.npos; mark = path.find('!', mark + 1))
    if (is_container_name(path.substr(0, mark))) return {path.substr(0, mark), 1};
  const std::size_t sign = path.rfind('#');
  if (sign == path.npos) return {path, std::nullopt};
  const Counted counted = counted_by(path.substr(0, sign));
  if (counted == Counted::nothing) return {path, std::nullopt};
  std::uint64_t line = 0;
  const char* const end = path.data() + path.size();
  const auto [stop, error] = std::from_chars(path.data() + sign + 1, end, line);
  if (error != std::errc() || stop != end || line == 0) return {path, std::nullopt};
  return {path.substr(0, sign), counted == Counted::lines ? line : 1};
}

FilePlace place_in_file(const Finding& finding) {
  const FileAndLine place = file_of(finding.path);
  if (place.line) return {std::string(place.file), *place.line, std::nullopt, *place.line};
  return {finding.path, finding.line, finding.column, std::max(finding.line, finding.end_line), finding.end_column};
}

std::string shown_place(const Finding& finding) {
  return finding.place ? to_string(*finding.place) : fmt::format("{}:{}", finding.line, finding.column);
}

std::string message_and_fix(const Finding& finding) {
  return finding.fix.empty() ? finding.message : finding.message + ' ' + finding.fix;
}

std::string located_message(const Finding& finding) {
  if (!finding.place) return message_and_fix(finding);
  std::string place = to_string(*finding.place);
  place.front() = static_cast<char>(place.front() - 'a' + 'A');
  return place + ": " + message_and_fix(finding);
}

std::string stale_sentence(const BaselineEntry& entry) {
  return fmt::format("The baseline accepts {} of rule {} in {} that {} not found any more ({}). Write it anew.",
                     count_of(entry.count, "finding", "findings"), entry.rule, entry.path,
                     entry.count == 1 ? "was" : "were", to_hex(entry.fingerprint));
}

}  // namespace nuskha
