// Entry point: make_changes. A hunk takes as much of the white space around it with it as is needed for the rest to be
// equal byte for byte. Test: tests/diff/diff_test.cpp, by the law that applying the changes gives the second text.
#include "diff/changes.h"

#include <string_view>

namespace nuskha {
namespace {

/// Where things begin and end in one text, within the scope.
class Side {
 public:
  Side(const TokenText& text, const TokenRange& range, bool is_whole)
      : text_(text), range_(range), is_whole_(is_whole) {}

  /// End of the token before place i, the beginning of the scope for the first.
  std::uint32_t end_before(std::uint32_t i) const {
    if (i > range_.begin) return text_.tokens[i - 1].end;
    return is_whole_ || range_.empty() ? 0 : text_.tokens[i].begin;
  }
  /// Beginning of token i, the end of the scope for one past the last.
  std::uint32_t begin_of(std::uint32_t i) const {
    if (i < range_.end) return text_.tokens[i].begin;
    if (is_whole_) return static_cast<std::uint32_t>(text_.source.size());
    return range_.empty() ? 0 : text_.tokens[i - 1].end;
  }
  std::string_view gap(std::uint32_t i) const {
    return text_.source.substr(end_before(i), begin_of(i) - end_before(i));
  }

 private:
  const TokenText& text_;
  TokenRange range_;
  bool is_whole_;
};

class ChangeMaker {
 public:
  ChangeMaker(const TokenText& a, const TokenText& b, const DiffScope& scope, std::span<const AlignedUnit> units,
              const ChangeClassifier& classifier)
      : a_(a),
        b_(b),
        scope_(scope),
        side_a_(a, scope.a, scope.is_whole),
        side_b_(b, scope.b, scope.is_whole),
        units_(units),
        classifier_(classifier) {}

  std::vector<Change> make(std::span<const Hunk> hunks) {
    std::uint32_t i = scope_.a.begin, j = scope_.b.begin;
    for (std::size_t next = 0;;) {
      const std::size_t first = next;
      const std::uint32_t from_i = i, from_j = j;
      while (next < hunks.size() && hunks[next].a.begin == i && hunks[next].b.begin == j) {
        i = hunks[next].a.end;
        j = hunks[next++].b.end;
      }
      if (next == first)
        add_gap(i, j);
      else
        add_hunks(hunks.subspan(first, next - first), {from_i, i}, {from_j, j});
      if (i == scope_.a.end || j == scope_.b.end) return std::move(out_);
      add_pair(i++, j++);
    }
  }

 private:
  void add_gap(std::uint32_t i, std::uint32_t j) {
    if (side_a_.gap(i) == side_b_.gap(j)) return;
    Change change;
    change.type = ChangeType::white_space_only;
    change.a = {side_a_.end_before(i), side_a_.begin_of(i)};
    change.b = {side_b_.end_before(j), side_b_.begin_of(j)};
    out_.push_back(change);
  }

  void add_pair(std::uint32_t i, std::uint32_t j) {
    if (a_.bytes(i) == b_.bytes(j)) return;
    Change change;
    change.a = {a_.tokens[i].begin, a_.tokens[i].end};
    change.b = {b_.tokens[j].begin, b_.tokens[j].end};
    classifier_.classify_pair(i, j, change);
    out_.push_back(change);
  }

  /// Hunks that stand next to each other; `a` and `b` are their tokens together.
  void add_hunks(std::span<const Hunk> hunks, const TokenRange& a, const TokenRange& b) {
    SourceRange bytes_a{side_a_.end_before(a.begin), side_a_.begin_of(a.end)};
    SourceRange bytes_b{side_b_.end_before(b.begin), side_b_.begin_of(b.end)};
    const std::string_view lead_a = side_a_.gap(a.begin), lead_b = side_b_.gap(b.begin);
    const std::string_view trail_a = side_a_.gap(a.end), trail_b = side_b_.gap(b.end);
    bool owns_white_space_before = false;
    if (!a.empty() && !b.empty()) {
      if (lead_a == lead_b) bytes_a.begin += lead_a.size(), bytes_b.begin += lead_b.size();
      if (trail_a == trail_b) bytes_a.end -= trail_a.size(), bytes_b.end -= trail_b.size();
    } else {  // on the empty side lead and trail are one
      if (lead_a == lead_b) {
        bytes_a.begin += lead_a.size(), bytes_b.begin += lead_b.size();
      } else if (trail_a == trail_b) {
        bytes_a.end -= trail_a.size(), bytes_b.end -= trail_b.size();
        owns_white_space_before = true;
      }
    }
    for (std::size_t k = 0; k < hunks.size(); ++k) {
      const bool is_last = k + 1 == hunks.size();
      const auto end_of = [&](const TokenText& text, const Side& side, const TokenRange& range, const TokenRange& all,
                              const SourceRange& bytes) -> std::uint64_t {
        if (is_last || (range.end == all.end && !range.empty())) return bytes.end;
        if (range.empty()) return bytes.begin;
        return owns_white_space_before ? text.tokens[range.end - 1].end : side.begin_of(range.end);
      };
      Change change;
      change.a = {bytes_a.begin, end_of(a_, side_a_, hunks[k].a, a, bytes_a)};
      change.b = {bytes_b.begin, end_of(b_, side_b_, hunks[k].b, b, bytes_b)};
      bytes_a.begin = change.a.end;
      bytes_b.begin = change.b.end;
      classifier_.classify(hunks[k], units_[hunks[k].unit], change);
      out_.push_back(change);
    }
  }

  const TokenText& a_;
  const TokenText& b_;
  DiffScope scope_;
  Side side_a_, side_b_;
  std::span<const AlignedUnit> units_;
  const ChangeClassifier& classifier_;
  std::vector<Change> out_;
};

}  // namespace

std::vector<Change> make_changes(const TokenText& a, const TokenText& b, const DiffScope& scope,
                                 std::span<const AlignedUnit> units, std::span<const Hunk> hunks,
                                 const ChangeClassifier& classifier) {
  return ChangeMaker(a, b, scope, units, classifier).make(hunks);
}

}  // namespace nuskha
