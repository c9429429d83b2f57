// Boilerplate as a page for people: write_boilerplate_text. Anything cut says so and names the way to see it whole.
// Covered by tests/report/text_boilerplate_test.cpp.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "nuskha/report.h"
#include "report/display.h"
#include "report/text_family.h"

namespace nuskha {
namespace {

constexpr std::size_t num_shown_wordings = 3;
constexpr std::size_t num_shown_places = 3;
constexpr std::string_view indent = "    ";

/// How many of `count` are shown: a few, or all if no more than one would be left.
std::size_t num_shown(std::size_t count, std::size_t few, bool full) { return full || count <= few + 1 ? count : few; }

std::string date_span(const std::optional<std::string>& first, const std::optional<std::string>& last) {
  if (!first || !last) return {};
  if (*first == *last) return ", " + escape_for_display(*first);
  return fmt::format(", {} to {}", escape_for_display(*first), escape_for_display(*last));
}

std::string date_span(const BoilerplateRecord& record) {
  std::optional<std::string> first, last;
  for (const BoilerplateVariant& variant : record.variants) {
    if (variant.first && (!first || *variant.first < *first)) first = variant.first;
    if (variant.last && (!last || *variant.last > *last)) last = variant.last;
  }
  return date_span(first, last);
}

std::string isolated(const TextStyle& style, std::string text) {
  return style.bidi_isolates ? isolate_right_to_left(std::move(text)) : text;
}

/// The lines of a text that hold anything, each without white space at its ends.
std::vector<std::string_view> lines_of(std::string_view text) {
  constexpr std::string_view blank = " \t\r\f\v";
  std::vector<std::string_view> out;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, end - begin);
    line.remove_prefix(std::min(line.find_first_not_of(blank), line.size()));
    line = line.substr(0, line.find_last_not_of(blank) + 1);
    if (!line.empty()) out.push_back(line);
    begin = end + 1;
  }
  return out;
}

void append_wording(std::string_view text, const TextStyle& style, bool full, std::string& out) {
  const std::vector<std::string_view> lines = lines_of(text);
  if (lines.empty()) {
    out += fmt::format("{}{}\n", indent, paint(style, "90", "(its document couldn't be read again)"));
    return;
  }
  if (full) {
    for (const std::string_view line : lines)
      out += fmt::format("{}{}\n", indent, isolated(style, escape_for_display(line)));
    return;
  }
  std::string all;
  for (const std::string_view line : lines) all += (all.empty() ? "" : " ") + escape_for_display(line);
  const std::size_t room = style.width - std::min(style.width, indent.size());
  out += fmt::format("{}{}\n", indent, isolated(style, cut_to_width(all, std::max<std::size_t>(room, 20))));
}

void append_places(const Report& report, const BoilerplateVariant& variant, const TextStyle& style, bool full,
                   std::string& out) {
  const std::size_t shown = num_shown(variant.places.size(), num_shown_places, full);
  for (std::size_t i = 0; i < shown; ++i) {
    const BoilerplatePlace& place = variant.places[i];
    std::string where = fmt::format(":{}", place.first_line);
    if (place.last_line != place.first_line) where += fmt::format("-{}", place.last_line);
    if (place.place) where = ", " + to_string(*place.place);
    out += fmt::format("{}  {}{}{}\n", indent, shown_name(style, report.documents.path(place.document)), where,
                       place.part ? " (part)" : "");
  }
  if (shown < variant.places.size())
    out += fmt::format("{}  … and {} (--full lists all)\n", indent,
                       count_of(variant.places.size() - shown, "more place", "more places"));
}

void append_record(const Report& report, std::size_t index, const TextStyle& style, bool full, std::string& out) {
  const BoilerplateRecord& record = report.boilerplate[index];
  const std::string_view kind = record.within_document ? ", repeated within a document" : "";
  out += '\n' +
         paint(style, "1",
               fmt::format("Boilerplate {}, {}", group_digits(index + 1),
                           count_of(record.documents, "document", "documents"))) +
         date_span(record) + std::string(kind) + '\n';
  const std::size_t shown = num_shown(record.variants.size(), num_shown_wordings, full);
  for (std::size_t i = 0; i < shown; ++i) {
    const BoilerplateVariant& variant = record.variants[i];
    if (record.variants.size() > 1)
      out += fmt::format("  {}{}\n", count_of(variant.documents, "document", "documents"),
                         date_span(variant.first, variant.last));
    append_wording(variant.text, style, full, out);
    append_places(report, variant, style, full, out);
  }
  if (shown < record.variants.size())
    out += fmt::format("  … and {} (--full lists all)\n",
                       count_of(record.variants.size() - shown, "more wording", "more wordings"));
}

std::string summary_line(const Report& report) {
  const auto within =
      static_cast<std::size_t>(std::count_if(report.boilerplate.begin(), report.boilerplate.end(),
                                             [](const BoilerplateRecord& record) { return record.within_document; }));
  const std::size_t recurring = report.boilerplate.size() - within;
  std::string line = fmt::format("{}, {}: ", count_of(report.summary.documents, "document", "documents"),
                                 format_bytes(static_cast<double>(report.summary.bytes)));
  if (report.boilerplate.empty()) return line + "no passage recurs.";
  if (recurring > 0) line += count_of(recurring, "passage recurs", "passages recur") + " in several";
  if (within > 0)
    line +=
        fmt::format("{}{} within one", recurring > 0 ? ", " : "", count_of(within, "passage recurs", "passages recur"));
  return line + '.';
}

}  // namespace

void write_boilerplate_text(const Report& report, const TextStyle& style, bool full, std::ostream& out) {
  std::string page = paint(style, "1", summary_line(report)) + '\n';
  for (std::size_t i = 0; i < report.boilerplate.size(); ++i) append_record(report, i, style, full, page);
  if (!report.problems.empty()) append_problems(report, style, page);
  if (report.summary.seconds) page += '\n' + time_line(report.summary) + '\n';
  out.write(page.data(), static_cast<std::streamsize>(page.size()));
}

}  // namespace nuskha
