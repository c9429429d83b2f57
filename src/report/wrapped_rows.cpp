// Entry point: wrap_runs. Test: tests/report/diff_text_test.cpp.
#include "report/wrapped_rows.h"

#include <algorithm>
#include <cstdint>

#include "base/unicode.h"
#include "base/word_break.h"
#include "report/text_family.h"

namespace nuskha {
namespace {

/// In an isolate that finds its own direction; where Arabic digits alone tell it, which isolates don't look at, it is
/// told.
std::string isolated(const std::string& shown, std::string_view text) {
  const bool has_digits_only = reads_right_to_left(text) && !begins_right_to_left(text);
  return (has_digits_only ? "\u2067" : "\u2068") + shown + "\u2069";
}

/// What is never broken. A view of a run.
struct Atom {
  Mark mark;
  bool is_faint;
  bool is_space;
  Isolate isolate;
  std::string_view text;
};

/// Scripts without spaces may be broken before any word, but not before a mark of punctuation.
bool may_break_before(std::string_view segment) {
  const char32_t c = decode_utf8(segment).value;
  return c >= 0x0E00 && kind_of(c) == CharacterKind::letter;
}

/// Ends of the pieces that a line may be broken between: at blanks, and where scripts without spaces need it at words.
void find_pieces(std::string_view text, std::vector<std::uint32_t>& ends) {
  const auto is_high = [](char c) { return static_cast<unsigned char>(c) >= 0xE0; };
  if (std::any_of(text.begin(), text.end(), is_high)) {
    find_word_breaks(text, ends);
    return;
  }
  ends.clear();
  for (std::size_t at = 0; at < text.size();) {
    at = std::min(text[at] == ' ' ? text.find_first_not_of(' ', at) : text.find(' ', at), text.size());
    ends.push_back(static_cast<std::uint32_t>(at));
  }
}

std::vector<Atom> make_atoms(const std::vector<ShownRun>& runs) {
  std::vector<Atom> atoms;
  std::vector<std::uint32_t> ends;
  for (const ShownRun& run : runs) {
    find_pieces(run.text, ends);
    std::size_t begin = 0;   // of the atom
    std::size_t before = 0;  // of the segment
    bool is_space = false;
    const auto finish = [&](std::size_t end) {
      if (end > begin)
        atoms.push_back(
            {run.mark, run.is_faint, is_space, run.isolate, std::string_view(run.text).substr(begin, end - begin)});
      begin = end;
    };
    for (const std::uint32_t end : ends) {
      const std::string_view segment = std::string_view(run.text).substr(before, end - before);
      const bool is_blank = segment[0] == ' ';
      if (is_blank != is_space || may_break_before(segment)) finish(before);
      is_space = is_blank;
      before = end;
    }
    finish(run.text.size());
  }
  return atoms;
}

/// Without a blank between them, but for what was put in for what was taken out.
bool is_glued(const Atom& before, const Atom& after) {
  if (before.is_space || after.is_space || may_break_before(after.text)) return false;
  return !(before.mark == Mark::removed && after.mark == Mark::added);
}

std::string_view color_of(Mark mark) { return mark == Mark::removed ? "31;9" : mark == Mark::added ? "32;4" : ""; }

class RowMaker {
 public:
  RowMaker(std::size_t width, const TextStyle& style, bool is_right_to_left, bool has_right_to_left_text)
      : width_(width),
        style_(style),
        is_right_to_left_(is_right_to_left),
        isolates_(style.bidi_isolates && has_right_to_left_text) {}

  /// `glued`: columns of what follows it and must stand in the same row.
  void add(const Atom& atom, std::size_t glued) {
    const std::size_t columns = display_width(atom.text);
    const std::size_t needed = used_ + brackets(atom) + columns;
    if (atom.is_space && needed > width_) {
      if (used_ > 0) finish();
      return;
    }
    const bool fits_whole = columns + glued + most_brackets <= width_;
    if (used_ > 0 && (needed > width_ || (needed + glued > width_ && fits_whole))) finish();
    std::string_view rest = atom.text;
    std::size_t columns_left = columns;
    while (used_ + brackets(atom) + columns_left > width_) {
      std::string_view piece = prefix_of_width(rest, width_ - brackets(atom));
      if (piece.empty()) piece = rest.substr(0, decode_utf8(rest).length);
      append(atom, piece);
      finish();
      rest.remove_prefix(piece.size());
      columns_left -= display_width(piece);
    }
    append(atom, rest);
  }

  std::vector<WrappedRow> rows() {
    if (!row_.empty()) finish();
    return std::move(rows_);
  }

 private:
  static constexpr std::size_t most_brackets = 4;

  bool continues_run(const Atom& atom) const {
    return !row_.empty() && row_.back().mark == atom.mark && row_.back().is_faint == atom.is_faint &&
           row_.back().isolate == atom.isolate;
  }
  /// Columns that the brackets of a new run take.
  std::size_t brackets(const Atom& atom) const {
    return style_.color || atom.mark == Mark::same || continues_run(atom) ? 0 : most_brackets;
  }

  void append(const Atom& atom, std::string_view text) {
    if (text.empty()) return;
    used_ += brackets(atom) + display_width(text);
    if (continues_run(atom))
      row_.back().text += text;
    else
      row_.push_back({atom.mark, atom.is_faint, std::string(text), atom.isolate});
  }

  void finish() {
    while (!row_.empty() && row_.back().mark == Mark::same) {  // blanks at the end of a row
      std::string& text = row_.back().text;
      text.erase(text.find_last_not_of(' ') + 1);
      if (!text.empty()) break;
      row_.pop_back();
    }
    WrappedRow out;
    Isolate inside = Isolate::none;
    const auto enter_or_leave = [&](Isolate wanted) {
      if (!isolates_ || wanted == inside) return;
      if (inside != Isolate::none) out.text += "\u2069";
      if (wanted != Isolate::none) out.text += wanted == Isolate::left_to_right ? "\u2066" : "\u2067";
      inside = wanted;
    };
    for (const ShownRun& run : row_) {
      enter_or_leave(run.isolate);
      std::string text = run.text;
      if (run.mark != Mark::same && !style_.color)
        text = run.mark == Mark::removed ? "[-" + text + "-]" : "{+" + text + "+}";
      out.columns += display_width(text);
      if (isolates_ && run.mark != Mark::same) text = isolated(text, run.text);
      out.text += paint(style_, run.is_faint ? "90" : color_of(run.mark), std::move(text));
    }
    enter_or_leave(Isolate::none);
    if (isolates_) out.text = (is_right_to_left_ ? "\u2067" : "\u2066") + out.text + "\u2069";
    rows_.push_back(std::move(out));
    row_.clear();
    used_ = 0;
  }

  std::size_t width_;
  const TextStyle& style_;
  bool is_right_to_left_;
  bool isolates_;
  std::vector<ShownRun> row_;
  std::size_t used_ = 0;
  std::vector<WrappedRow> rows_;
};

}  // namespace

std::vector<WrappedRow> wrap_runs(const std::vector<ShownRun>& runs, std::size_t width, const TextStyle& style) {
  std::string all;
  for (const ShownRun& run : runs) all += run.text;
  RowMaker maker(std::max<std::size_t>(width, 8), style, begins_right_to_left(all), has_right_to_left(all));
  const std::vector<Atom> atoms = make_atoms(runs);
  std::vector<std::size_t> glued(atoms.size());
  for (std::size_t i = atoms.size(); i-- > 1;)
    if (is_glued(atoms[i - 1], atoms[i])) glued[i - 1] = display_width(atoms[i].text) + glued[i];
  for (std::size_t i = 0; i < atoms.size(); ++i) maker.add(atoms[i], glued[i]);
  return maker.rows();
}

}  // namespace nuskha
