// A report as a page for people: write_text. First what was found in a sentence, then each family as a tree
// (text_family.cpp), then related pairs that aren't one document, encodings, problems, what was cut, and the time.
// Anything cut says so and names the way to see it whole. Covered by tests/report/text_test.cpp.
#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/unicode.h"
#include "nuskha/report.h"
#include "report/display.h"
#include "report/text_family.h"

namespace nuskha {
namespace {

constexpr std::size_t num_shown_problems = 3;  ///< Of each code.
constexpr std::size_t num_shown_members = 4;   ///< Of a lost source.
constexpr std::size_t max_listed_families = 1000;
constexpr std::size_t many_pairs = 1000;  ///< From so many on, it is said how many documents they are of.
constexpr std::string_view how_to_see_all = "--format jsonl lists all";

std::size_t documents_in_families(const Report& report) {
  std::size_t count = 0;
  for (const FamilyRecord& family : report.families) count += family.members.size();
  return count;
}

std::string summary_line(const Report& report) {
  const Summary& summary = report.summary;
  const std::string read = fmt::format("{}, {}", count_of(summary.documents, "document", "documents"),
                                       format_bytes(static_cast<double>(summary.bytes)));
  if (summary.documents == 0) return "No document was found.";
  if (report.families.empty()) {
    if (summary.documents == 1) return read + ": nothing to compare it with.";
    return fmt::format("{}: no two of the {} are copies or versions of one another.", read,
                       count_of(summary.documents, "document", "documents"));
  }
  const std::uint64_t in_families = documents_in_families(report);
  const std::uint64_t alone = summary.documents > in_families ? summary.documents - in_families : 0;
  return fmt::format("{}: {} {} alone, {} {} {}.", read, group_digits(alone), alone == 1 ? "stands" : "stand",
                     count_of(report.families.size(), "family", "families"),
                     report.families.size() == 1 ? "holds" : "hold", count_of(in_families, "document", "documents"));
}

/// ", 2021-04-15 to 2021-06-01": the span of the members' dates, if it is one.
std::string date_span(const Report& report, const FamilyRecord& family) {
  std::optional<std::string_view> first;
  std::optional<std::string_view> last;
  for (const FamilyMember& member : family.members) {
    const std::optional<std::string_view> date = report.documents.date(member.document);
    if (!date) continue;
    if (!first || *date < *first) first = date;
    if (!last || *date > *last) last = date;
  }
  if (!first || *first == *last) return {};
  return fmt::format(", {} to {}", escape_for_display(*first), escape_for_display(*last));
}

/// ": " and the title of the root, cut to what is left of the line after `used` columns; nothing if it has none.
std::string root_title(const Report& report, const FamilyRecord& family, const TextStyle& style, std::size_t used) {
  const std::optional<std::string> title = report.documents[family.members.front().document].title;
  if (!title || title->empty()) return {};
  const std::string safe = escape_for_display(*title);
  const std::size_t room = style.width - std::min(style.width, used + 2);
  if (room < std::min(least_title_columns, display_width(safe))) return {};
  const std::string shown = cut_to_width(safe, room);
  return ": " + (style.bidi_isolates ? isolate_right_to_left(shown) : shown);
}

/// What is said of a family below its tree: how alike its members are (the rows say it of two), the sources that seem
/// to be lost, and which copy to keep.
void append_family_notes(const Report& report, const FamilyRecord& family, const TextStyle& style, std::string& out) {
  const auto name = [&](DocumentIndex document) { return shown_name(style, report.documents.path(document)); };
  if (family.cohesion && *family.cohesion < 1 && family.members.size() > 2) {
    out += fmt::format("  alike: {} {}\n", family.cohesion_known ? "at least" : "down to",
                       format_percent(*family.cohesion));
  }
  for (const LostSourceRecord& source : family.lost) {
    std::string line = "  lost: a version that";
    for (std::size_t i = 0; i < source.members.size(); ++i) {
      if (i == num_shown_members && source.members.size() > num_shown_members + 1) {
        line += fmt::format(" and {} more", group_digits(source.members.size() - i));
        break;
      }
      line += (i == 0 ? " " : i + 1 == source.members.size() ? " and " : ", ") + name(source.members[i]);
    }
    out += line + " come from" + (source.parent ? ", made from " + name(*source.parent) : std::string()) + '\n';
  }
  if (family.keep) out += "  keep: " + name(*family.keep) + '\n';
}

/// Appends all families, largest first (then by id). Returns true if some weren't listed whole.
bool append_families(const Report& report, const TextStyle& style, std::string& out) {
  std::vector<std::size_t> order(report.families.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) {
    return report.families[x].members.size() > report.families[y].members.size();
  });
  bool cut = false;
  for (const std::size_t index : std::span(order).first(std::min(order.size(), max_listed_families))) {
    const FamilyRecord& family = report.families[index];
    const std::string heading =
        fmt::format("Family {}, {}", group_digits(index + 1), count_of(family.members.size(), "document", "documents"));
    const std::string dates = date_span(report, family);
    out += '\n' + paint(style, "1", heading) + dates +
           root_title(report, family, style, heading.size() + dates.size()) + '\n';
    cut |= append_family_rows(report, family, style, out);
    append_family_notes(report, family, style, out);
  }
  if (order.size() > max_listed_families) {
    const std::size_t most = report.families[order[max_listed_families]].members.size();
    out += fmt::format("\n… and {} more families, of {} documents at most ({}).\n",
                       group_digits(order.size() - max_listed_families), group_digits(most), how_to_see_all);
  }
  return cut;
}

/// Pairs whose documents aren't in one family, by relation: related, but not one document, or not closely enough.
std::string related_line(const Report& report) {
  std::vector<std::size_t> family(report.documents.size(), 0);
  for (std::size_t i = 0; i < report.families.size(); ++i) {
    for (const FamilyMember& member : report.families[i].members) family[member.document] = i + 1;
  }
  struct Related {
    std::size_t pairs = 0;
    std::vector<bool> is_related;  // by document
  };
  std::map<Relation, Related> counts;
  for (const PairRecord& pair : report.pairs) {
    if (family[pair.a] != 0 && family[pair.a] == family[pair.b]) continue;
    // Which of the two is the excerpt depends on their names only.
    Related& related = counts[pair.relation == Relation::extension ? Relation::excerpt : pair.relation];
    ++related.pairs;
    related.is_related.resize(report.documents.size());
    related.is_related[pair.a] = related.is_related[pair.b] = true;
  }
  if (counts.empty()) return {};
  std::string line = "Related, but not in one family:";
  for (const auto& [relation, related] : counts) {
    line += fmt::format("{} {} {}", line.back() == ':' ? "" : ",", count_of(related.pairs, "pair", "pairs"),
                        to_string(relation));
    if (related.pairs < many_pairs) continue;
    const auto documents = std::count(related.is_related.begin(), related.is_related.end(), true);
    line += fmt::format(" of {} documents", group_digits(static_cast<std::uint64_t>(documents)));
  }
  return line + fmt::format(" ({}).", how_to_see_all);
}

std::string boilerplate_line(const Report& report) {
  if (report.boilerplate.empty()) return {};
  return fmt::format("Boilerplate: {} (nuskha boilerplate shows more).",
                     count_of(report.boilerplate.size(), "recurring passage", "recurring passages"));
}

std::string encodings_line(const Report& report) {
  std::map<std::pair<std::string, bool>, std::size_t> counts;
  for (const DocumentRecord& document : report.documents) {
    if (document.encoding != "UTF-8") ++counts[{document.encoding, document.encoding_detected}];
  }
  if (counts.empty()) return {};
  std::vector<std::pair<std::pair<std::string, bool>, std::size_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& x, const auto& y) { return x.second > y.second; });
  std::string line = "Encodings besides UTF-8:";
  for (const auto& [encoding, count] : sorted) {
    line += fmt::format("{} {} {}{}", line.back() == ':' ? "" : ",", group_digits(count),
                        escape_for_display(encoding.first), encoding.second ? " (guessed from the text)" : "");
  }
  return line + '.';
}

/// Documents whose date can be read in two ways, with an example.
std::string ambiguous_dates_line(const Report& report) {
  std::size_t count = 0;
  std::optional<DocumentRecord> first;
  for (const DocumentRecord& document : report.documents) {
    if (document.date_readings.empty()) continue;
    if (count++ == 0) first = document;
  }
  if (count == 0) return {};
  const std::string either = first->date_readings.front() + " or " + first->date_readings.back();
  const std::string which = count == 1
                                ? fmt::format("1 document has a date that can be read as {}", either)
                                : fmt::format("{} documents have a date that can be read in two ways, as {} in {}",
                                              group_digits(count), either, escape_for_display(first->path));
  return which +
         ": it was passed over. Front matter with lang: en-GB, or another language, decides; --format jsonl "
         "lists them as date_readings.";
}

/// Sentences about how the search went, one a line.
std::vector<std::string> notes(const Report& report, bool families_cut) {
  const Summary& summary = report.summary;
  std::vector<std::string> lines;
  if (families_cut) lines.push_back(fmt::format("Large families are cut here; {}.", how_to_see_all));
  lines.push_back(related_line(report));
  lines.push_back(boilerplate_line(report));
  if (summary.copies_not_paired != 0) {
    lines.push_back(
        fmt::format("{} of copies in large groups are not listed as pairs; their documents are in one family.",
                    count_of(summary.copies_not_paired, "pair", "pairs")));
  }
  if (summary.buckets_cut != 0) {
    lines.push_back(fmt::format(
        "{} of look-alikes too full to compare all with all: each document in one was compared with representatives "
        "(--join exact compares all).",
        count_of(summary.buckets_cut, "group", "groups")));
  }
  if (summary.families_not_collated != 0) {
    lines.push_back(fmt::format(
        "{} too large to be compared word by word; the versions there hang from the most alike.",
        summary.families_not_collated == 1 ? std::string("1 family is")
                                           : group_digits(summary.families_not_collated) + " families are"));
  }
  if (summary.versions_not_compared != 0) {
    lines.push_back(fmt::format("{} not looked into for what changed, being many or long (nuskha diff does).",
                                summary.versions_not_compared == 1
                                    ? std::string("1 version was")
                                    : group_digits(summary.versions_not_compared) + " versions were"));
  }
  lines.push_back(encodings_line(report));
  lines.push_back(ambiguous_dates_line(report));
  std::erase(lines, std::string());
  return lines;
}

}  // namespace

void append_problems(const Report& report, const TextStyle& style, std::string& out) {
  std::map<std::string, std::vector<const Problem*>> by_code;
  for (const Problem& problem : report.problems) by_code[problem.code].push_back(&problem);
  out += '\n' + paint(style, "1", count_of(report.problems.size(), "problem", "problems")) + '\n';
  for (const auto& [code, problems] : by_code) {
    out += fmt::format("  {}, {}\n", paint(style, "31", escape_for_display(code)), group_digits(problems.size()));
    const std::size_t num_shown = problems.size() > num_shown_problems + 1 ? num_shown_problems : problems.size();
    for (std::size_t i = 0; i < num_shown; ++i) {
      out += fmt::format("    {}: {}\n", shown_name(style, problems[i]->path), shown_name(style, problems[i]->message));
    }
    if (num_shown < problems.size()) {
      out += fmt::format("    … and {} more ({})\n", group_digits(problems.size() - num_shown), how_to_see_all);
    }
  }
}

std::string time_line(const Summary& summary) {
  const double seconds = *summary.seconds;
  std::string line = fmt::format("Took {:.3g} s", seconds);
  if (seconds >= 100) line = fmt::format("Took {:.0f} s", seconds);
  if (seconds > 0 && summary.bytes > 0) {
    line += fmt::format(", {}/s", format_bytes(static_cast<double>(summary.bytes) / seconds));
  }
  return line + '.';
}

void write_text(const Report& report, const TextStyle& style, std::ostream& out) {
  std::string page = paint(style, "1", summary_line(report)) + '\n';
  const bool families_cut = append_families(report, style, page);
  const std::vector<std::string> lines = notes(report, families_cut);
  if (!lines.empty()) page += '\n';
  for (const std::string& line : lines) page += line + '\n';
  if (!report.problems.empty()) append_problems(report, style, page);
  if (report.summary.seconds) page += '\n' + time_line(report.summary) + '\n';
  out.write(page.data(), static_cast<std::streamsize>(page.size()));
}

}  // namespace nuskha
