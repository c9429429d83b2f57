// A report in the formats that nuskha scan and nuskha index report have in common.
#pragma once

#include <array>
#include <cstdint>
#include <ostream>
#include <string_view>
#include <utility>

#include "nuskha/nuskha.h"

namespace nuskha::cli {

enum class ReportFormat : std::uint8_t { text, json, jsonl, csv };

inline constexpr std::array<std::pair<std::string_view, ReportFormat>, 4> report_formats{
    {{"text", ReportFormat::text},
     {"json", ReportFormat::json},
     {"jsonl", ReportFormat::jsonl},
     {"csv", ReportFormat::csv}}};

/// `jobs`: how many threads may format JSON; 0: one a core.
void write_report(const Report& report, ReportFormat format, const TextStyle& style, unsigned jobs, std::ostream& out);

/// What changed, for the versions that the page for people will show. `source` has their documents.
void add_changes_shown(unsigned jobs, const DocumentSource& source, Report& report);

}  // namespace nuskha::cli
