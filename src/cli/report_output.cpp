// Entry points: write_report, add_changes_shown. Covered by tests/cli/scan_test.cpp and tests/cli/index_test.cpp.
#include "cli/report_output.h"

#include <cstddef>
#include <vector>

#include "base/parallel.h"
#include "report/json.h"
#include "report/text_family.h"
#include "scan/change_summaries.h"

namespace nuskha::cli {

void write_report(const Report& report, ReportFormat format, const TextStyle& style, unsigned jobs, std::ostream& out) {
  switch (format) {
    case ReportFormat::text: write_text(report, style, out); break;
    case ReportFormat::json: write_json(report, out, num_threads(jobs)); break;
    case ReportFormat::jsonl: write_jsonl(report, out, num_threads(jobs)); break;
    case ReportFormat::csv: write_csv(report, out); break;
  }
}

void add_changes_shown(unsigned jobs, const DocumentSource& source, Report& report) {
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

}  // namespace nuskha::cli
