// Entry point: FindingList::take. Lines end with LF, CR LF or CR; columns count code points from 1. Test:
// tests/rule/finding_list_test.cpp.
#include "rule/finding_list.h"

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/hash.h"

namespace nuskha {
namespace {

struct Position {
  std::uint64_t line = 0;    ///< From 0.
  std::uint64_t column = 0;  ///< From 0.
};

/// Walks over a text once, to ever later bytes.
class PositionFinder {
 public:
  explicit PositionFinder(std::string_view text) : text_(text) {}

  Position find(std::uint64_t offset) {
    for (; at_ < offset && at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n' || (c == '\r' && (at_ + 1 == text_.size() || text_[at_ + 1] != '\n'))) {
        ++here_.line;
        here_.column = 0;
      } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
        ++here_.column;
      }
    }
    return here_;
  }

 private:
  std::string_view text_;
  std::uint64_t at_ = 0;
  Position here_;
};

std::vector<Position> find_positions(std::string_view text, std::span<const std::uint64_t> offsets) {
  std::vector<std::size_t> order(offsets.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return offsets[a] < offsets[b]; });
  std::vector<Position> out(offsets.size());
  PositionFinder finder(text);
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

std::vector<Finding> FindingList::take(std::string_view path, std::string_view text, std::uint64_t first_line) {
  std::vector<std::uint64_t> offsets;
  offsets.reserve(3 * items_.size());
  for (const Item& item : items_) {
    offsets.push_back(item.raw.begin);
    offsets.push_back(std::max(item.raw.end, item.raw.begin + 1) - 1);
    offsets.push_back(item.raw.see.value_or(0));
  }
  const std::vector<Position> positions = find_positions(text, offsets);
  std::vector<Finding> out;
  out.reserve(items_.size());
  for (std::size_t i = 0; i < items_.size(); ++i) {
    Finding& finding = items_[i].finding;
    finding.path = path;
    finding.line = first_line + positions[3 * i].line;
    finding.column = 1 + positions[3 * i].column;
    finding.end_line = first_line + positions[3 * i + 1].line;
    finding.message = std::move(items_[i].raw.message);
    if (items_[i].raw.see) finding.message += fmt::format(" on line {}.", first_line + positions[3 * i + 2].line);
    finding.fix = std::move(items_[i].raw.fix);
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
