// Entry points: write_report, add_changes_shown, about_report, check_destination. Covered by tests/cli/scan_test.cpp
// and tests/cli/index_test.cpp.
#include "cli/report_output.h"

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "cli/arguments.h"
#include "cli/terminal.h"
#include "report/diff_view.h"
#include "report/json.h"
#include "report/text_family.h"
#include "scan/change_summaries.h"
#include "scan/version_diffs.h"

namespace nuskha::cli {

void write_report(const Report& report, const ReportExtras& extras, ReportFormat format, const TextStyle& style,
                  unsigned jobs, std::ostream& out) {
  switch (format) {
    case ReportFormat::text: write_text(report, style, out); break;
    case ReportFormat::json: write_json(report, out, num_threads(jobs)); break;
    case ReportFormat::jsonl: write_jsonl(report, out, num_threads(jobs)); break;
    case ReportFormat::csv: write_csv(report, out); break;
    case ReportFormat::html: write_html(report, extras.diffs, extras.about, {}, out); break;
  }
}

namespace {

void add_summaries(unsigned jobs, const DocumentSource& source, Report& report) {
  std::vector<ShownVersion> versions;
  for (std::uint32_t family = 0; family < report.families.size(); ++family) {
    for (const std::size_t member : shown_members(report.families[family])) {
      const FamilyMember& version = report.families[family].members[member];
      if (version.parent && version.relation != Relation::identical)
        versions.push_back({family, static_cast<std::uint32_t>(member)});
    }
  }
  add_change_summaries(versions, source, jobs, report);
}

/// A few words around each change; long stretches, and diffs of many lines, are cut.
constexpr DiffExtent page_extent{.context_lines = 0, .context_bytes = 80, .run_bytes = 600, .changed_lines = 60};

std::vector<VersionDiff> diffs_for_page(unsigned jobs, const DocumentSource& source, const Report& report) {
  std::vector<MadeDiff> made = make_version_diffs(report, source, jobs, [&](const DiffedVersion& version) {
    const FamilyMember& member = report.families[version.version.family].members[version.version.member];
    DiffReport diff;
    diff.a = {std::string(report.documents.path(*member.parent)), version.parent_text, {}, false};
    diff.b = {std::string(report.documents.path(member.document)), version.text, {}, false};
    diff.diff = version.diff;
    std::string view;
    append_diff_view(diff, page_extent, view);
    return view;
  });
  std::vector<VersionDiff> diffs;
  diffs.reserve(made.size());
  for (MadeDiff& one : made) diffs.push_back({one.version.family, one.version.member, std::move(one.made)});
  return diffs;
}

}  // namespace

ReportExtras add_changes_shown(ReportFormat format, unsigned jobs, const DocumentSource& source, Report& report) {
  ReportExtras extras;
  if (format == ReportFormat::text) add_summaries(jobs, source, report);
  if (format == ReportFormat::html) extras.diffs = diffs_for_page(jobs, source, report);
  return extras;
}

HtmlAbout about_report(std::vector<std::string> paths, std::string made, double threshold, Level level) {
  for (std::string& path : paths) {
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    if (path.empty()) path = ".";
  }
  std::sort(paths.begin(), paths.end());  // their order changes nothing else of a report
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  return {std::move(paths), std::move(made), version(), threshold, std::string(to_string(level))};
}

Result<void> check_destination(ReportFormat format, const std::string& output) {
  const bool to_standard_output = output.empty() || output == "-";
  if (format != ReportFormat::html || !to_standard_output || !is_terminal(STDOUT_FILENO)) return {};
  return refuse("--format", "html is a page for a browser: name a file for it with --output");
}

}  // namespace nuskha::cli
