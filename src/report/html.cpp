// Entry point: write_html. The page is src/report/web/report.html with its style and script, made by cmake/embed.cmake;
// here its data is put in, as blocks of JSON in which "<" is escaped, so that nothing in them ends the block. Test:
// tests/report/html_test.cpp.
#include "report/html.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "report/html_data.h"
#include "report/html_overview.h"
#include "report/html_pairs.h"

namespace nuskha {

std::optional<std::string_view> report_page_part(std::string_view name);

namespace {

constexpr std::size_t chunk_bytes = 256 << 10;  // of diffs that are parsed together

std::string data_block(std::string_view id, std::string_view json) {
  std::string out = fmt::format("<script type=\"application/json\" id=\"{}\">", id);
  out.reserve(out.size() + json.size() + json.size() / 64 + 16);
  for (std::size_t i = 0; i < json.size();) {
    const std::size_t end = std::min(json.find('<', i), json.size());
    out.append(json, i, end - i);
    if (end < json.size()) out += "\\u003c";
    i = end + 1;
  }
  return out + "</script>\n";
}

void write(std::string_view text, std::ostream& out) {
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
}

/// Which members have a diff, in the order of the blocks, and how many the blocks begin with.
struct DiffBlocks {
  std::string members = "[";
  std::string begins = "[";
  std::size_t count = 0;
  std::vector<std::string> blocks;

  void add(std::span<const VersionDiff> diffs, const HtmlFamilies& families, std::size_t room) {
    std::string chunk;
    const auto close = [&] {
      if (!chunk.empty()) blocks.push_back(data_block(fmt::format("diffs-{}", blocks.size()), chunk + ']'));
      chunk.clear();
    };
    std::size_t taken = 0;
    for (const VersionDiff& diff : diffs) {
      const auto position = families.position_of(diff.family, diff.member);
      if (!position) continue;
      const auto num_escaped = static_cast<std::size_t>(std::count(diff.view.begin(), diff.view.end(), '<'));
      taken += diff.view.size() + 5 * num_escaped + 16;
      if (taken > room) break;
      if (chunk.empty()) begins += fmt::format("{}{}", begins.size() > 1 ? "," : "", count);
      chunk += (chunk.empty() ? '[' : ',') + diff.view;
      members += fmt::format("{}{}", members.size() > 1 ? "," : "", *position);
      ++count;
      if (chunk.size() >= chunk_bytes) close();
    }
    close();
  }
};

}  // namespace

void write_html(const Report& report, std::span<const VersionDiff> diffs, const HtmlAbout& about,
                const HtmlLimits& limits, std::ostream& out) {
  std::string json;
  const HtmlPairs other_pairs(report);
  append_html_overview(report, about, other_pairs.size(), json);
  const std::string overview = data_block("data-overview", json);
  json.clear();
  const HtmlFamilies shown(report, limits);
  shown.append(report, json);
  const std::string families = data_block("data-families", json);
  json.clear();
  append_html_boilerplate(report, limits.boilerplate_bytes, json);
  const std::string boilerplate = data_block("data-boilerplate", json);
  json.clear();
  append_html_problems(report, limits.problem_bytes, json);
  const std::string problems = data_block("data-problems", json);

  const std::string_view head = *report_page_part("head");
  const std::string_view middle = *report_page_part("middle");
  const std::string_view tail = *report_page_part("tail");
  std::size_t taken = head.size() + middle.size() + tail.size() + overview.size() + families.size() +
                      boilerplate.size() + problems.size();
  const auto room = [&] { return limits.page_bytes - std::min(limits.page_bytes, taken); };
  json.clear();
  other_pairs.append(std::min(limits.pair_bytes, room()), json);
  const std::string pairs = data_block("data-pairs", json);
  taken += pairs.size();
  DiffBlocks blocks;
  blocks.add(diffs, shown, room());

  write(head, out);
  write(overview, out);  // which the script shows before the rest has been read
  write(middle, out);
  write(families, out);
  write(boilerplate, out);
  write(problems, out);
  write(pairs, out);
  write(data_block("data-diffs", fmt::format("{{\"members\":{}],\"begins\":{}]}}", blocks.members, blocks.begins)),
        out);
  for (const std::string& block : blocks.blocks) write(block, out);
  write(tail, out);
}

}  // namespace nuskha
