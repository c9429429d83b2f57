// A report in the formats that nuskha scan and nuskha index report have in common.
#pragma once

#include <array>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "nuskha/nuskha.h"
#include "report/html.h"

namespace nuskha::cli {

enum class ReportFormat : std::uint8_t { text, json, jsonl, csv, html };

inline constexpr std::array<std::pair<std::string_view, ReportFormat>, 5> report_formats{
    {{"text", ReportFormat::text},
     {"json", ReportFormat::json},
     {"jsonl", ReportFormat::jsonl},
     {"csv", ReportFormat::csv},
     {"html", ReportFormat::html}}};

/// What a format shows beyond the report, which only its documents tell.
struct ReportExtras {
  std::vector<VersionDiff> diffs;  ///< Of html.
  HtmlAbout about;                 ///< Likewise.
};

/// `jobs`: how many threads may format JSON; 0: one a core.
void write_report(const Report& report, const ReportExtras& extras, ReportFormat format, const TextStyle& style,
                  unsigned jobs, std::ostream& out);

/// What changed: for the versions that the text page will show, into the report; for html, the diffs that the page will
/// hold. Nothing for other formats. `source` has the documents.
ReportExtras add_changes_shown(ReportFormat format, unsigned jobs, const DocumentSource& source, Report& report);

/// What a page of HTML says it is a report of. `paths` in any order, as they were typed; `made`: the day, or empty.
HtmlAbout about_report(std::vector<std::string> paths, std::string made, double threshold, Level level);

/// A page of HTML is not for a terminal: fails if it would go to one.
Result<void> check_destination(ReportFormat format, const std::string& output);

}  // namespace nuskha::cli
