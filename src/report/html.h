// A report as one page of HTML that needs no other file and no network. docs/report_page.md says what it shows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "nuskha/report.h"

namespace nuskha {

/// What changed from a version's parent to it.
struct VersionDiff {
  std::uint32_t family = 0;  ///< Position in Report::families.
  std::uint32_t member = 0;  ///< Position in FamilyRecord::members.
  std::string view;          ///< As append_diff_view gives it.
};

/// Of what the page is a report, for whoever files it. What is empty isn't shown.
struct HtmlAbout {
  std::vector<std::string> paths;   ///< That were scanned, or the archive.
  std::string made;                 ///< The day, YYYY-MM-DD.
  std::string version;              ///< Of the program.
  std::optional<double> threshold;  ///< Least similarity of two versions.
  std::string level;                ///< At which words were compared.
};

/// What the page may take, so that a browser opens it at once. What is left out is counted on the page.
struct HtmlLimits {
  std::size_t page_bytes = 58'000'000;                ///< Diffs are left out that don't fit.
  std::size_t family_bytes = 50'000'000;              ///< Families and their members; the smallest are left out.
  std::size_t comfortable_family_bytes = 30'000'000;  ///< Beyond this titles are cut shorter.
  std::size_t boilerplate_bytes = 4'000'000;
  std::size_t problem_bytes = 2'000'000;
  std::size_t pair_bytes = 6'000'000;  ///< Pairs of no common family; less if the page has no room for it.
};

/// Writes the page. `diffs` come most wanted first, each version at most once. A pure function: the same report and
/// diffs give the same bytes. `out` carries the failure bits if writing fails. Cost O(size of the report); memory: the
/// page, and 45 bytes a document.
void write_html(const Report& report, std::span<const VersionDiff> diffs, const HtmlAbout& about,
                const HtmlLimits& limits, std::ostream& out);

/// The files of src/report/web/ that the desk uses, too, by name ("text.js"); nothing if there is none of that name.
std::optional<std::string_view> report_web_file(std::string_view name);

}  // namespace nuskha
