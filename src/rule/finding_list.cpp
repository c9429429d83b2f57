// Entry point: FindingList::take. Lines end with LF, CR LF or CR; columns count code points from 1. Test:
// tests/rule/finding_list_test.cpp.
#include "rule/finding_list.h"

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/hash.h"
#include "nuskha/place.h"

namespace nuskha {
namespace {

constexpr std::size_t most_ranges = 1000;

/// Walks over a text once, to ever later bytes.
class ColumnFinder {
 public:
  explicit ColumnFinder(std::string_view text) : text_(text) {}

  /// From 1.
  std::uint64_t find(std::uint64_t offset) {
    for (; at_ < offset && at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n' || (c == '\r' && (at_ + 1 == text_.size() || text_[at_ + 1] != '\n'))) {
        column_ = 1;
      } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
        ++column_;
      }
    }
    return column_;
  }

 private:
  std::string_view text_;
  std::uint64_t at_ = 0;
  std::uint64_t column_ = 1;
};

std::vector<std::uint64_t> find_columns(std::string_view text, std::span<const std::uint64_t> offsets) {
  std::vector<std::size_t> order(offsets.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return offsets[a] < offsets[b]; });
  std::vector<std::uint64_t> out(offsets.size());
  ColumnFinder finder(text);
  for (const std::size_t i : order) out[i] = finder.find(offsets[i]);
  return out;
}

Hash128 fingerprint(std::string_view rule, std::string_view subject) {
  Hasher128 hasher;
  hasher.update(rule);
  hasher.update(std::string_view("\0", 1));
  hasher.update(subject);
  return hasher.digest();
}

}  // namespace

void FindingList::add(RawFinding raw) {
  Finding finding;
  finding.rule = rule_->name;
  finding.severity = raw.severity.value_or(rule_->severity);
  finding.fingerprint = fingerprint(rule_->name, raw.subject);
  items_.push_back({std::move(raw), std::move(finding)});
}

std::vector<Finding> FindingList::take(const Document& document) {
  std::vector<Finding> out;
  if (items_.empty()) return out;
  const PlaceFinder places(document);
  std::vector<std::uint64_t> offsets;  // where each begins and ends
  offsets.reserve(2 * items_.size());
  for (const Item& item : items_) offsets.insert(offsets.end(), {item.raw.begin, item.raw.end});
  std::vector<std::uint64_t> columns(offsets.size(), 1);
  if (places.has_columns()) columns = find_columns(document.text, offsets);
  out.reserve(items_.size());
  for (std::size_t i = 0; i < items_.size(); ++i) {
    RawFinding& raw = items_[i].raw;
    Finding& finding = items_[i].finding;
    const std::uint64_t last = std::max(raw.end, raw.begin + 1) - 1;
    finding.path = document.path;
    finding.line = places.line_of(raw.begin);
    finding.column = columns[2 * i];
    finding.end_line = places.line_of(last);
    finding.place = places.range_of(raw.begin, last + 1);
    if (raw.end > raw.begin) {
      if (places.has_columns()) finding.end_column = columns[2 * i + 1];
      finding.ranges.push_back({raw.begin, raw.end});
      raw.others.resize(std::min(raw.others.size(), most_ranges - 1));
      finding.ranges.insert(finding.ranges.end(), raw.others.begin(), raw.others.end());
    }
    finding.message = std::move(raw.message);
    if (raw.see) finding.message += fmt::format(" {}.", locate(places.place_of(*raw.see)));
    finding.fix = std::move(raw.fix);
    out.push_back(std::move(finding));
  }
  items_.clear();
  std::stable_sort(out.begin(), out.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.line, a.column, a.rule, a.message) < std::tie(b.line, b.column, b.rule, b.message);
  });
  return out;
}

std::string words_as_bytes(const Analysis& analysis, std::uint64_t begin, std::uint64_t end) {
  std::string out;
  out.reserve(4 * (end - begin));
  for (std::uint64_t i = begin; i < end; ++i)
    for (unsigned shift = 0; shift < 32; shift += 8) out += static_cast<char>(analysis.words[i] >> shift & 0xFF);
  return out;
}

}  // namespace nuskha
