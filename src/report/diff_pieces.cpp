// Entry point: keep_pieces. Test: tests/report/diff_pieces_test.cpp.
#include "report/diff_pieces.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "base/unicode.h"
#include "report/piece_text.h"

namespace nuskha {
namespace {

using namespace piece_text;

constexpr std::size_t most_runs = 10'000;     // of one line; runs are put in one by one
constexpr std::size_t longest_piece = 4'096;  // bytes; beyond it is no date and no address

/// Changed runs [begin, end) with nothing between them that ends a word, and what belongs to them of the runs beside:
/// bytes before and after.
struct Cluster {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t before = 0;
  std::size_t after = 0;
};

class PieceKeeper {
 public:
  PieceKeeper(const DiffReport& report, std::vector<DiffRun>& runs) : report_(report), runs_(runs) {}

  void keep() {
    const auto is_plain = [](const DiffRun& run) { return !any_character(run.text, runs_right); };
    if (runs_.size() > most_runs || std::all_of(runs_.begin(), runs_.end(), is_plain)) return;
    for (std::size_t i = 0; i < runs_.size();) i = is_changed(i) ? keep_word(i) : i + 1;
    keep_phrases();
    std::erase_if(runs_, [](const DiffRun& run) { return run.text.empty(); });
  }

 private:
  bool is_changed(std::size_t i) const { return runs_[i].mark != Mark::same; }
  std::string_view before(const Cluster& of) const {
    return of.begin > 0 && !is_changed(of.begin - 1) ? runs_[of.begin - 1].text : std::string_view();
  }
  std::string_view after(const Cluster& of) const {
    return of.end < runs_.size() && !is_changed(of.end) ? runs_[of.end].text : std::string_view();
  }

  bool has_same(const Cluster& of) const {
    bool found = of.before + of.after > 0;
    for (std::size_t i = of.begin; i < of.end; ++i) found |= !is_changed(i);
    return found;
  }

  /// What stands there in one of the texts; Mark::same: in both, one after the other.
  std::string text_of(const Cluster& of, Mark left_out) const {
    std::string out(before(of).substr(before(of).size() - of.before));
    for (std::size_t i = of.begin; i < of.end; ++i)
      if (left_out == Mark::same || runs_[i].mark != left_out) out += runs_[i].text;
    return out += after(of).substr(0, of.after);
  }

  /// Around the changed run `i`. `is_strict`: changed runs must consist of what joins, too.
  template <typename Predicate>
  Cluster cluster_at(std::size_t i, Predicate joins, bool is_strict) const {
    Cluster out{i, i + 1};
    const auto is_whole = [&](std::size_t run) {
      return !any_character(runs_[run].text, [&](char32_t c) { return !joins(c); });
    };
    if (is_strict && !is_whole(i)) return out;
    while (out.end < runs_.size()) {
      if (is_changed(out.end) && is_strict && !is_whole(out.end)) break;
      if (is_changed(out.end))
        ++out.end;
      else if (out.end + 1 < runs_.size() && is_changed(out.end + 1) && is_whole(out.end))
        out.end += 2;
      else
        break;
    }
    const std::string changed[] = {text_of(out, Mark::added), text_of(out, Mark::removed)};
    const auto goes_on_at = [&](auto edge) {
      return std::all_of(std::begin(changed), std::end(changed),
                         [&](const std::string& text) { return text.empty() || joins(edge(text)); });
    };
    if (goes_on_at([](std::string_view text) { return decode_utf8(text).value; }))
      out.before = length_at_end(before(out), joins);
    if (goes_on_at([](std::string_view text) { return decode_utf8(text.substr(last_character(text))).value; }))
      out.after = length_at_begin(after(out), joins);
    return out;
  }

  /// Keeps the word in one piece that the change at run `i` is in. The run after it.
  std::size_t keep_word(std::size_t i) {
    const Cluster phone = trimmed_phone(cluster_at(i, is_of_phone, true));
    if (is_phone(text_of(phone, Mark::added))) return keep_number(phone);
    Cluster word = cluster_at(i, is_of_word, false);
    if (word.before + word.after > longest_piece || is_of_white_space(word)) return word.end;
    const std::string whole = text_of(word, Mark::same);
    if (find_address(whole) != whole.npos) return keep_addresses(word);
    trim(word);
    if (!any_character(text_of(word, Mark::same), is_digit)) return word.end;
    return keep_number(word);
  }

  /// Isolates the addresses in a cluster. Changed runs between them that hold more than a part of a word, such as whole
  /// sentences, are parted at the edges of the addresses and stay outside. The run after the cluster.
  std::size_t keep_addresses(const Cluster& word) {
    std::vector<Cluster> pieces;
    Cluster piece{word.begin, word.begin, word.before, 0};
    std::size_t end = word.end;
    for (std::size_t i = word.begin; i < end;) {
      std::size_t group_end = i;
      while (group_end < end && is_changed(group_end)) ++group_end;
      if (group_end == i) {
        ++i;
        continue;
      }
      piece.end = i;
      if (is_within_word(i, group_end)) {
        i = group_end;
        continue;
      }
      const std::size_t size = runs_.size();
      const std::string left = text_of(piece, Mark::same);
      const std::string_view right = group_end < end ? runs_[group_end].text : after(word).substr(0, word.after);
      const Parts parts = part(
          i, group_end, [&](std::string_view text) { return address_at_begin(left, text); },
          [&](std::string_view text) { return address_at_end(text, right); });
      piece.end = parts.heads_end;
      pieces.push_back(piece);
      i = parts.end;
      end += runs_.size() - size;
      piece = {parts.tails_begin, i, 0, 0};
    }
    piece.end = end;
    piece.after = word.after;
    pieces.push_back(piece);
    const std::size_t size = runs_.size();
    std::size_t next = keep_address(pieces.back());
    const std::size_t grown = runs_.size() - size;
    // From the end, as runs before are parted.
    for (std::size_t k = pieces.size() - 1; k-- > 0;) keep_address(pieces[k]);
    return next + (runs_.size() - size - grown);
  }

  std::size_t keep_address(Cluster of) {
    const std::string whole = text_of(of, Mark::same);
    const std::size_t address = find_address(whole);
    if (address == whole.npos || of.begin == of.end) return of.end;
    of.before -= std::min(address, of.before);
    of.after -= length_at_end(after(of).substr(0, of.after), is_stop);
    return isolate(of, Isolate::left_to_right);
  }

  /// Whether none of the runs has a blank, a bracket or a quote.
  bool is_within_word(std::size_t begin, std::size_t end) const {
    for (std::size_t i = begin; i < end; ++i)
      if (any_character(runs_[i].text, [](char32_t c) { return !is_of_word(c); })) return false;
    return true;
  }

  /// How many bytes at the beginning of a changed run are the rest of an address that stands before it.
  static std::size_t address_at_begin(const std::string& before, std::string_view text) {
    const std::string_view head = text.substr(0, length_at_begin(text, is_of_word));
    const std::string whole = before + std::string(head);
    if (before.empty() || find_address(whole) == whole.npos) return 0;
    return head.size() - length_at_end(head, is_stop);
  }
  /// How many bytes at its end are the beginning of an address that goes on behind it.
  static std::size_t address_at_end(std::string_view text, std::string_view after) {
    const std::size_t length = length_at_end(text, is_of_word);
    const std::string whole = std::string(text.substr(text.size() - length)) + std::string(after);
    const std::size_t address = find_address(whole);
    return after.empty() || address == whole.npos ? 0 : length - std::min(address, length);
  }

  struct Parts {
    std::size_t heads_end = 0;    ///< Runs: first what the changes begin with,
    std::size_t tails_begin = 0;  ///< then their middle, and what they end with.
    std::size_t end = 0;
  };

  /// Parts the changed runs [begin, end) after so many bytes of each as `head_of` says, and before so many as `tail_of`
  /// does. Several changes in a row stay as they are.
  template <typename HeadOf, typename TailOf>
  Parts part(std::size_t begin, std::size_t end, HeadOf head_of, TailOf tail_of) {
    const auto is_pair = end - begin == 1 || (end - begin == 2 && runs_[begin].mark != runs_[begin + 1].mark);
    if (!is_pair) return {begin, end, end};
    std::vector<DiffRun> parts[3];
    for (std::size_t i = begin; i < end; ++i) {
      const std::string_view text = runs_[i].text;
      const std::size_t head = head_of(text), tail = std::min(tail_of(text), text.size() - head);
      const std::string_view texts[] = {text.substr(0, head), text.substr(head, text.size() - head - tail),
                                        text.substr(text.size() - tail)};
      for (std::size_t k = 0; k < 3; ++k)
        if (!texts[k].empty()) parts[k].push_back({runs_[i].mark, texts[k], runs_[i].change, Isolate::none});
    }
    const auto at = [&](std::size_t i) { return runs_.begin() + static_cast<std::ptrdiff_t>(i); };
    auto to = static_cast<std::size_t>(runs_.erase(at(begin), at(end)) - runs_.begin());
    std::size_t ends[3] = {};
    for (std::size_t k = 0; k < 3; ++k) {
      runs_.insert(at(to), parts[k].begin(), parts[k].end());
      ends[k] = to += parts[k].size();
    }
    return {ends[0], ends[1], ends[2]};
  }

  /// A date, a number, a symbol of digits and letters.
  std::size_t keep_number(const Cluster& number) {
    const std::string whole = text_of(number, Mark::same);
    if (any_character(whole, runs_right)) return widen(number);
    // With letters it may be part of a phrase.
    return any_character(whole, runs_left) ? number.end : isolate(number, Isolate::left_to_right);
  }

  bool is_of_white_space(const Cluster& of) const {
    for (std::size_t i = of.begin; i < of.end; ++i)
      if (is_changed(i) && runs_[i].change->type == ChangeType::white_space_only) return true;
    return false;
  }

  Cluster trimmed_phone(Cluster of) const {
    const auto is_filling = [](char32_t c) { return !is_digit(c) && !is_one_of(c, U"+("); };
    of.before -= length_at_begin(before(of).substr(before(of).size() - of.before), is_filling);
    of.after -= length_at_end(after(of).substr(0, of.after), [](char32_t c) { return !is_digit(c); });
    return of;
  }

  /// Takes away what belongs to a label or to the sentence; adds a percent sign that stands after a blank.
  void trim(Cluster& word) const {
    const std::string_view left = before(word).substr(before(word).size() - word.before);
    char32_t last = U' ';
    std::size_t begin = 0;
    for_each_character(left, [&](char32_t c, std::size_t at) {
      if (is_stop(c) && c != U'.' && !is_digit(last)) begin = at + decode_utf8(left.substr(at)).length;
      last = c;
      return true;
    });
    word.before -= begin;
    const std::string_view right = after(word);
    std::size_t end = word.after;
    for_each_character(right.substr(0, word.after), [&](char32_t c, std::size_t at) {
      const std::string_view rest = right.substr(at + decode_utf8(right.substr(at)).length);
      const char32_t next = rest.empty() ? U' ' : decode_utf8(rest).value;
      const bool goes_on = !is_stop(c) || is_digit(next) || (c == U'.' && kind_of(next) == CharacterKind::letter);
      if (!goes_on) end = at;
      return goes_on;
    });
    word.after = end;
    const std::string_view rest = right.substr(word.after);
    const std::size_t blanks = length_at_begin(rest, is_blank);
    if (blanks == 0 || blanks > 3 || blanks == rest.size()) return;
    const CodePoint sign = decode_utf8(rest.substr(blanks));
    if (is_percent_sign(sign.value)) word.after += blanks + sign.length;
  }

  /// Removed and added as a whole. Nothing where that can't be: a change that isn't shown is in it, or ends of lines.
  std::size_t widen(const Cluster& of) {
    if (!has_same(of)) return of.end;
    const Change* const first = runs_[of.begin].change;
    const Change* const last = runs_[of.end - 1].change;
    const std::string old_text = text_of(of, Mark::added), new_text = text_of(of, Mark::removed);
    const auto found = [&](const std::string& text, std::uint64_t begin, std::uint64_t end,
                           const std::string& wanted) -> std::string_view {
      if (begin < of.before || end + of.after > text.size() || end < begin) return {};
      const std::string_view there =
          std::string_view(text).substr(begin - of.before, end + of.after - (begin - of.before));
      return there == wanted ? there : std::string_view();
    };
    const std::string_view a = found(report_.a.text, first->a.begin, last->a.end, old_text);
    const std::string_view b = found(report_.b.text, first->b.begin, last->b.end, new_text);
    if (a.empty() || b.empty()) return of.end;
    if (of.before > 0) runs_[of.begin - 1].text.remove_suffix(of.before);
    if (of.after > 0) runs_[of.end].text.remove_prefix(of.after);
    runs_[of.begin] = {Mark::removed, a, first, Isolate::none};
    const auto second = runs_.begin() + static_cast<std::ptrdiff_t>(of.begin) + 1;
    if (of.end - of.begin > 1) runs_.erase(second, runs_.begin() + static_cast<std::ptrdiff_t>(of.end));
    runs_.insert(runs_.begin() + static_cast<std::ptrdiff_t>(of.begin) + 1, {Mark::added, b, first, Isolate::none});
    return of.begin + 2;
  }

  /// The run that begins at an offset of a run, which is parted there if need be.
  std::size_t split(std::size_t run, std::size_t offset) {
    if (offset == 0) return run;
    if (offset == runs_[run].text.size()) return run + 1;
    DiffRun rest = runs_[run];
    rest.text.remove_prefix(offset);
    runs_[run].text = runs_[run].text.substr(0, offset);
    runs_.insert(runs_.begin() + static_cast<std::ptrdiff_t>(run) + 1, rest);
    return run + 1;
  }

  /// With what is the same beside or between its changes; without any there is nothing to be torn.
  std::size_t isolate(const Cluster& of, Isolate how) {
    if (!has_same(of)) return of.end;
    std::size_t end = of.after > 0 ? split(of.end, of.after) : of.end;
    std::size_t begin = of.begin;
    if (of.before > 0) {
      const std::size_t size = runs_.size();
      begin = split(of.begin - 1, runs_[of.begin - 1].text.size() - of.before);
      end += runs_.size() - size;
    }
    for (std::size_t i = begin; i < end; ++i) runs_[i].isolate = how;
    return end;
  }

  /// Phrases that run against the line.
  void keep_phrases() {
    std::string line;
    for (const DiffRun& run : runs_)
      if (run.mark != Mark::removed) line += run.text;
    if (line.empty()) return;
    const bool is_right_to_left = begins_right_to_left(line);
    const auto opposes = is_right_to_left ? runs_right : runs_left;
    for (std::size_t i = 0; i < runs_.size();) i = is_changed(i) ? part_at_phrases(i, is_right_to_left) : i + 1;
    for (std::size_t i = 0; i < runs_.size();) {
      if (!is_changed(i) || any_character(runs_[i].text, opposes)) {
        ++i;
        continue;
      }
      i = keep_phrase(i, is_right_to_left);
    }
  }

  /// Parts changed runs that run both ways from the phrase that goes on in the text before or after them. The run after
  /// them.
  std::size_t part_at_phrases(std::size_t i, bool is_in_right_to_left) {
    const auto is_of_line = is_in_right_to_left ? runs_right : runs_left;
    const auto is_strong = is_in_right_to_left ? runs_left : runs_right;
    const auto not_of_line = [&](char32_t c) { return !is_of_line(c); };
    const auto is_weak = [&](char32_t c) { return !is_strong(c) && !is_digit(c); };
    std::size_t end = i;
    bool is_mixed = false, is_isolated = false;
    for (; end < runs_.size() && is_changed(end); ++end) {
      is_mixed |= any_character(runs_[end].text, is_of_line) && any_character(runs_[end].text, is_strong);
      is_isolated |= runs_[end].isolate != Isolate::none;
    }
    const Cluster around{i, end, 0, 0};
    if (!is_mixed || is_isolated || is_of_white_space(around)) return end;
    const std::string_view left = before(around), right = after(around);
    const std::string_view left_end = left.substr(left.size() - length_at_end(left, not_of_line));
    const std::string_view right_begin = right.substr(0, length_at_begin(right, not_of_line));
    const bool has_left = any_character(left_end, is_strong);
    const bool has_right = any_character(right_begin, [&](char32_t c) { return !is_weak(c); });
    const auto head_of = [&](std::string_view text) -> std::size_t {
      const std::string_view head = text.substr(0, length_at_begin(text, not_of_line));
      if (!has_left || (has_right && head.size() == text.size()) || !any_character(head, is_strong)) return 0;
      const std::size_t length = head.size() - length_at_end(head, is_weak);
      return has_whole_brackets(head.substr(0, length)) ? length : 0;
    };
    const auto tail_of = [&](std::string_view text) -> std::size_t {
      const std::string_view tail = text.substr(text.size() - length_at_end(text, not_of_line));
      if (!has_right || !any_character(tail, is_strong)) return 0;
      const std::string_view rest = tail.substr(length_at_begin(tail, is_weak));
      return has_whole_brackets(rest) ? rest.size() : 0;
    };
    const bool is_torn =
        std::any_of(runs_.begin() + static_cast<std::ptrdiff_t>(i), runs_.begin() + static_cast<std::ptrdiff_t>(end),
                    [&](const DiffRun& run) {
                      return any_character(run.text, is_of_line) && head_of(run.text) + tail_of(run.text) > 0;
                    });
    return is_torn ? part(i, end, head_of, tail_of).end : end;
  }

  /// Whether each bracket that is in a text has the other one there.
  static bool has_whole_brackets(std::string_view text) {
    int open = 0;
    for_each_character(text, [&](char32_t c, std::size_t) {
      open += is_one_of(c, U"([") ? 1 : is_one_of(c, U")]") ? -1 : 0;
      return open >= 0;
    });
    return open == 0;
  }

  /// The phrase around the changed run `i`, which has no character of the line's direction. The run after it.
  std::size_t keep_phrase(std::size_t i, bool is_in_right_to_left) {
    const auto opposes = is_in_right_to_left ? runs_right : runs_left;
    const auto passes = [&](char32_t c) { return !opposes(c); };
    const auto is_whole = [&](std::size_t run) { return !any_character(runs_[run].text, opposes); };
    Cluster phrase{i, i + 1};
    while (phrase.begin > 0 && is_whole(phrase.begin - 1)) --phrase.begin;
    while (phrase.end < runs_.size() && is_whole(phrase.end)) ++phrase.end;
    phrase.before = length_at_end(before(phrase), passes);
    phrase.after = length_at_begin(after(phrase), passes);
    const auto [begin, end] = core_of(text_of(phrase, Mark::same), is_in_right_to_left);
    if (begin == end) return phrase.end;
    return isolate_between(phrase, begin, end, is_in_right_to_left ? Isolate::left_to_right : Isolate::right_to_left);
  }

  /// From the first letter of the phrase's direction to the last one or digit, numbers and signs that are joined to
  /// these included.
  static std::pair<std::size_t, std::size_t> core_of(std::string_view text, bool is_in_right_to_left) {
    const auto is_strong = is_in_right_to_left ? runs_left : runs_right;
    std::size_t begin = text.size(), end = 0;
    std::size_t open = 0;
    for_each_character(text, [&](char32_t c, std::size_t at) {
      const std::size_t next = at + decode_utf8(text.substr(at, 8)).length;
      if (is_strong(c)) begin = std::min(begin, at);
      if (begin > at) return true;
      if (is_strong(c) || is_digit(c) || ((is_percent_sign(c) || c == U'°') && end == at)) end = next;
      if (is_one_of(c, U"([")) ++open;
      if (!is_one_of(c, U")]")) return true;
      if (open == 0) return false;  // what the phrase stands in: a bracket is of the line (UAX #9, N0)
      if (--open == 0 && end == at) end = next;
      return true;
    });
    if (begin >= end) return {0, 0};
    std::size_t joined =
        length_at_end(text.substr(0, begin), [](char32_t c) { return is_digit(c) || is_one_of(c, U"+#/-."); });
    joined -= length_at_begin(text.substr(begin - joined, joined), [](char32_t c) { return is_one_of(c, U"/-."); });
    return {begin - joined, end};
  }

  /// Bytes [begin, end) of a phrase, whole changes only.
  std::size_t isolate_between(const Cluster& phrase, std::size_t begin, std::size_t end, Isolate how) {
    const std::size_t from = phrase.before > 0 ? phrase.begin - 1 : phrase.begin;
    const std::size_t to = phrase.after > 0 ? phrase.end + 1 : phrase.end;
    Cluster core{to, from};
    std::size_t at = 0;
    bool has_same = false, has_change = false;
    std::size_t first_offset = 0, last_end = 0;
    for (std::size_t i = from; i < to; ++i) {
      const std::size_t skipped = i < phrase.begin ? runs_[i].text.size() - phrase.before : 0;
      const std::size_t length = i >= phrase.end ? phrase.after : runs_[i].text.size() - skipped;
      const std::size_t here = std::max(at, begin), there = std::min(at + length, end);
      if (here < there) {
        has_same |= !is_changed(i);
        has_change |= is_changed(i);
        if (core.begin == to) {
          core.begin = i;
          first_offset = is_changed(i) ? 0 : skipped + (here - at);
        }
        core.end = i;
        last_end = is_changed(i) ? runs_[i].text.size() : skipped + (there - at);
      }
      at += length;
    }
    const std::size_t after = phrase.end;
    if (!has_same || !has_change) return after;
    const std::size_t size = runs_.size();
    std::size_t stop = split(core.end, last_end);
    const std::size_t middle = runs_.size();
    const std::size_t start = split(core.begin, first_offset);
    stop += runs_.size() - middle;
    for (std::size_t i = start; i < stop; ++i) runs_[i].isolate = how;
    return std::max(stop, after + (runs_.size() - size));
  }

  const DiffReport& report_;
  std::vector<DiffRun>& runs_;
};

}  // namespace

void keep_pieces(const DiffReport& report, std::vector<DiffRun>& runs) { PieceKeeper(report, runs).keep(); }

}  // namespace nuskha
