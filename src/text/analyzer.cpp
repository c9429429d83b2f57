// The hot path: UTF-8 to word hashes, layout and blocks, in one pass.
//
// Entry point: Analyzer::analyze. Each code point is looked up in the fold table (base/fold.h) and its folding appended
// to two small buffers, the open word at level text and at level spelling; a separator closes the word and hashes it.
// Runs of ASCII letters and digits go through a 256-byte table instead. Where the table says `context`, the whole run
// of characters up to the next separators is folded by ICU (fold_words). The text at level layout is copied alongside
// in spans as long as white space is regular. What may be ignored: word_ranges (for diff and explain) and Level::layout
// as matching level. Test: tests/text/analyzer_test.cpp compares all of it with the slow path.
#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "base/fold.h"
#include "base/hash.h"
#include "base/unicode.h"
#include "nuskha/text.h"
#include "text/ascii_run.h"
#include "text/blocks.h"

namespace nuskha {
namespace {

/// A growing array of bytes that keeps room for one more folding.
class WordBuffer {
 public:
  WordBuffer() : bytes_(256) {}
  char* reserve(std::size_t more) {
    if (length_ + more > bytes_.size()) [[unlikely]]
      bytes_.resize(2 * (length_ + more));
    return bytes_.data() + length_;
  }
  /// Copies max_length bytes and keeps `length` of them: a copy of fixed size is one or two instructions.
  void append(const char (&bytes)[FoldEntry::max_length], std::size_t length) {
    std::memcpy(reserve(FoldEntry::max_length), bytes, FoldEntry::max_length);
    length_ += length;
  }
  void grow(std::size_t length) { length_ += length; }
  void clear() { length_ = 0; }
  bool empty() const { return length_ == 0; }
  std::string_view view() const { return {bytes_.data(), length_}; }

 private:
  std::vector<char> bytes_;
  std::size_t length_ = 0;
};

constexpr WordId to_word_id(std::uint64_t hash, bool number) {
  return static_cast<WordId>(hash & 0x7FFFFFFFu) | (number ? number_bit : 0u);
}

bool begins_with_digit(std::string_view word) { return !word.empty() && word[0] >= '0' && word[0] <= '9'; }

/// Longest run of characters that is folded by ICU in one piece; a longer one is cut, which no real text has.
constexpr std::size_t longest_context_bytes = std::size_t{1} << 20;

}  // namespace

struct Analyzer::State {
  Level level;
  bool with_word_ranges;

  // Of the text in hand.
  std::string_view source;
  Analysis* out = nullptr;
  std::vector<std::uint64_t> text_words;      // hashes at level text
  std::vector<std::uint64_t> spelling_words;  // hashes at level spelling
  std::vector<std::uint8_t> widths;  // shingled characters: 0 for a word, else 2 or 3; empty when there are none
  std::vector<LineEnd> lines;
  WordBuffer word_text;
  WordBuffer word_spelling;       // filled only where it differs
  bool spelling_differs = false;  // of the open word
  bool respelled = false;         // some word so far differs between the levels; until then spelling_words stays empty
  std::string layout;
  std::string layout_word;
  std::vector<FoldedWord> folded;

  /// How far the analysis had come at a place of the source.
  struct Position {
    std::size_t source, num_text, num_spelling, num_words;
  };
  Position mark_position(std::size_t at) const {
    // Up to the first respelled word the two levels are the same words.
    return {at, text_words.size(), respelled ? spelling_words.size() : text_words.size(), out->words.size()};
  }
  /// Takes back everything since a position; returns its place in the source.
  std::size_t rewind(const Position& position) {
    text_words.resize(position.num_text);
    if (respelled) spelling_words.resize(position.num_spelling);
    out->words.resize(position.num_words);
    if (with_word_ranges) out->word_ranges.resize(position.num_words);
    if (!widths.empty()) widths.resize(position.num_words);
    return position.source;
  }
  std::uint64_t num_matching_words() const { return out->words.size(); }

  void analyze(std::string_view utf8, Analysis& result);
  void analyze_layout_words();

 private:
  std::size_t fold_context(std::size_t word_begin);
  void begin_respelling();
  void push_word(std::string_view text, std::string_view spelling, bool same, FoldKind kind, std::size_t begin,
                 std::size_t end);
  void push_plain_word(std::string_view text, std::size_t begin, std::size_t end);
  void finish_word(std::size_t begin, std::size_t end);
  void push_characters(const FoldEntry& entry, std::size_t begin, std::size_t end);
  void flush_layout(std::size_t begin, std::size_t end);
  void finish_ids();
};

void Analyzer::State::push_word(std::string_view text, std::string_view spelling, bool same, FoldKind kind,
                                std::size_t begin, std::size_t end) {
  const std::uint64_t text_hash = hash64(text);
  const std::uint64_t spelling_hash = same ? text_hash : hash64(spelling);
  const bool keeps_spelling = !spelling.empty();
  if (!same && !respelled) {
    respelled = true;
    spelling_words = text_words;
  }
  text_words.push_back(text_hash);
  if (respelled && keeps_spelling) spelling_words.push_back(spelling_hash);
  if (level == Level::text || keeps_spelling) {
    const bool match_text = level == Level::text;
    out->words.push_back(
        to_word_id(match_text ? text_hash : spelling_hash, begins_with_digit(match_text ? text : spelling)));
    if (with_word_ranges) out->word_ranges.push_back({begin, end});
    const std::uint8_t width = kind == FoldKind::character2 ? 2 : kind == FoldKind::character3 ? 3 : 0;
    if (width != 0 || !widths.empty()) {
      widths.resize(out->words.size());
      widths.back() = width;
    }
  }
}

/// A word of letters that is the same at both levels: most words.
inline void Analyzer::State::push_plain_word(std::string_view text, std::size_t begin, std::size_t end) {
  const std::uint64_t hash = hash64(text);
  text_words.push_back(hash);
  if (respelled) spelling_words.push_back(hash);
  out->words.push_back(to_word_id(hash, begins_with_digit(text)));
  if (with_word_ranges) [[unlikely]]
    out->word_ranges.push_back({begin, end});
  if (!widths.empty()) [[unlikely]]
    widths.push_back(0);
}

inline void Analyzer::State::finish_word(std::size_t begin, std::size_t end) {
  if (word_text.empty()) return;
  if (spelling_differs) {
    push_word(word_text.view(), word_spelling.view(), false, FoldKind::letter, begin, end);
    word_spelling.clear();
    spelling_differs = false;
  } else {
    push_plain_word(word_text.view(), begin, end);
  }
  word_text.clear();
}

void Analyzer::State::push_characters(const FoldEntry& entry, std::size_t begin, std::size_t end) {
  const std::string_view text(entry.text, entry.text_length);
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = decode_utf8(text.substr(i)).length;
    const std::string_view character = text.substr(i, length);
    // No spelling rule concerns a script without spaces, so both levels agree; fold_test.cpp checks that.
    push_word(character, character, true, entry.kind, begin, end);
    i += length;
  }
}

/// From here on the open word differs between the two levels; so far it was the same.
void Analyzer::State::begin_respelling() {
  const std::string_view so_far = word_text.view();
  std::memcpy(word_spelling.reserve(so_far.size()), so_far.data(), so_far.size());
  word_spelling.grow(so_far.size());
  spelling_differs = true;
}

/// Folds the run of characters from `begin` to the next separator by ICU; returns where it ends.
std::size_t Analyzer::State::fold_context(std::size_t begin) {
  std::size_t end = begin;
  while (end < source.size()) {
    const CodePoint c = decode_utf8(source.substr(end, 8));
    const FoldEntry& entry = fold_entry(c.value);
    if (entry.kind == FoldKind::separator) break;
    if (end - begin > longest_context_bytes && entry.first_class == 0) break;
    end += c.length;
  }
  folded.clear();
  fold_words(source.substr(begin, end - begin), folded);
  for (const FoldedWord& word : folded)
    push_word(word.text, word.spelling, word.text == word.spelling, word.kind, begin, end);
  return end;
}

void Analyzer::State::flush_layout(std::size_t begin, std::size_t end) {
  if (end > begin) layout.append(source.substr(begin, end - begin));
}

/// Characters of scripts without spaces: each word id covers the characters that follow it in its block.
void Analyzer::State::finish_ids() {
  if (widths.empty()) return;
  widths.resize(out->words.size());
  const std::vector<std::uint64_t>& identities = level == Level::text || !respelled ? text_words : spelling_words;
  for (const Block& block : out->blocks) {
    for (std::size_t i = block.word_begin; i < block.word_end; ++i) {
      const std::uint8_t width = widths[i];
      if (width == 0) continue;
      std::size_t end = i + 1;
      while (end < block.word_end && end - i < width && widths[end] == width) ++end;
      out->words[i] = to_word_id(hash64(&identities[i], (end - i) * sizeof identities[i]), false);
    }
  }
}

void Analyzer::State::analyze(std::string_view utf8, Analysis& result) {
  source = utf8;
  out = &result;
  result.words.clear();
  result.word_ranges.clear();
  text_words.clear();
  spelling_words.clear();
  respelled = false;
  widths.clear();
  lines.clear();
  layout.clear();
  word_text.clear();
  word_spelling.clear();
  spelling_differs = false;

  const char* const s = utf8.data();
  const std::size_t size = utf8.size();
  std::size_t span_begin = 0;              // layout: start of the span not yet copied
  bool not_composed = false;               // layout: needs NFC
  std::size_t mark_end = ~std::size_t{0};  // layout: end of the last combining mark
  std::uint8_t mark_class = 0;             // layout: its canonical combining class
  std::size_t word_begin = 0;              // start of the open word
  std::uint8_t last_class = 0;             // canonical combining class of the last code point folded

  const auto layout_space = [&](std::size_t begin, std::size_t end) {
    flush_layout(span_begin, begin);
    if (!layout.empty() && layout.back() != ' ') layout += ' ';
    span_begin = end;
  };

  Position starter{};  // where to begin again when marks after a character turn out to be out of order

  std::size_t i = 0;
  while (i < size) {
    const auto byte = static_cast<unsigned char>(s[i]);
    if (ascii_word[byte] != 0) {
      // A run of ASCII letters and digits.
      if (word_text.empty()) word_begin = i;
      // Most words are short: room is made for those before their length is known.
      std::size_t room = std::min<std::size_t>(size - i, 48);
      char* text = word_text.reserve(room + 8);
      std::size_t length = copy_ascii_run(s + i, room, text);
      while (length == room && room < size - i) [[unlikely]] {
          room = std::min(size - i, 8 * room);
          text = word_text.reserve(room + 8);
          length = copy_ascii_run(s + i, room, text);
        }
      const std::size_t end = i + length;
      if (word_text.empty() && (end == size || static_cast<unsigned char>(s[end]) < 0x80)) {
        // A whole word: nothing of it before, and no letter or mark after.
        push_plain_word({text, length}, i, end);
      } else {
        if (spelling_differs) {
          std::memcpy(word_spelling.reserve(length), text, length);
          word_spelling.grow(length);
        }
        word_text.grow(length);
      }
      last_class = 0;
      i = end;
      continue;
    }
    if (byte < 0x80) {
      finish_word(word_begin, i);
      last_class = 0;
      if (byte == ' ') {
        if (i == span_begin ? layout.empty() || layout.back() == ' ' : s[i - 1] == ' ') {
          flush_layout(span_begin, i);
          span_begin = i + 1;
        }
      } else if (byte >= 0x09 && byte <= 0x0D) {
        layout_space(i, i + 1);
        const bool ends_line = byte >= 0x0A && !(byte == '\r' && i + 1 < size && s[i + 1] == '\n');
        if (ends_line) lines.push_back({i, i + 1, num_matching_words()});
      }
      ++i;
      continue;
    }

    CodePoint c;
    if (byte < 0xE0 && byte >= 0xC2 && i + 1 < size && (static_cast<unsigned char>(s[i + 1]) & 0xC0u) == 0x80u) {
      c = {static_cast<char32_t>((byte & 0x1Fu) << 6 | (static_cast<unsigned char>(s[i + 1]) & 0x3Fu)), 2};
    } else {
      c = decode_utf8(utf8.substr(i, 8));
    }
    const FoldEntry& entry = fold_entry(c.value);
    const std::size_t next = i + c.length;
    if (c.value == 0xFFFD) [[unlikely]] {
      flush_layout(span_begin, i);
      layout += "\xEF\xBF\xBD";
      span_begin = next;
    }
    if ((entry.flags & FoldEntry::layout_flags) != 0) {
      not_composed |= (entry.flags & FoldEntry::not_composed) != 0;
      if ((entry.flags & FoldEntry::combining) != 0) {
        not_composed |= mark_end == i && mark_class > entry.own_class;
        mark_class = entry.own_class;
        mark_end = next;
      }
      if ((entry.flags & FoldEntry::layout_ignorable) != 0) {
        flush_layout(span_begin, i);
        span_begin = next;
        if (mark_end == i) mark_end = next;
      } else if ((entry.flags & FoldEntry::white_space) != 0) {
        layout_space(i, next);
      }
    }
    switch (entry.kind) {
      case FoldKind::mark:
        if (word_text.empty() && (entry.first_class == 0 || last_class <= entry.first_class)) break;
        [[fallthrough]];
      case FoldKind::letter:
        if (entry.first_class != 0 && last_class > entry.first_class) [[unlikely]]
          goto context;
        if (word_text.empty()) word_begin = i;
        if ((entry.flags & FoldEntry::respelled) != 0 && !spelling_differs) begin_respelling();
        word_text.append(entry.text, entry.text_length);
        if (spelling_differs) word_spelling.append(entry.spelling, entry.spelling_length);
        last_class = entry.last_class;
        i = next;
        // The rest of a word in a two-byte script, as long as nothing about it is special.
        while (i + 1 < size && last_class == 0) {
          const auto lead = static_cast<unsigned char>(s[i]);
          const auto trail = static_cast<unsigned char>(s[i + 1]);
          if (lead < 0xC2 || lead > 0xDF || (trail & 0xC0u) != 0x80u) break;
          const FoldEntry& letter = fold_entry(static_cast<char32_t>((lead & 0x1Fu) << 6 | (trail & 0x3Fu)));
          if (letter.kind != FoldKind::letter || (letter.flags & FoldEntry::layout_flags) != 0 ||
              letter.first_class != 0)
            break;
          if ((letter.flags & FoldEntry::respelled) != 0 && !spelling_differs) begin_respelling();
          word_text.append(letter.text, letter.text_length);
          if (spelling_differs) word_spelling.append(letter.spelling, letter.spelling_length);
          last_class = letter.last_class;
          i += 2;
        }
        continue;
      case FoldKind::ignorable: break;
      case FoldKind::separator:
        finish_word(word_begin, i);
        last_class = 0;
        if ((entry.flags & FoldEntry::line_end) != 0) lines.push_back({i, next, num_matching_words()});
        break;
      case FoldKind::character2:
      case FoldKind::character3:
        if (entry.first_class != 0 && last_class > entry.first_class) [[unlikely]]
          goto context;
        if (!word_text.empty() && entry.first_class != 0)
          starter = mark_position(word_begin);
        else if (word_text.empty() && last_class == 0)
          starter = mark_position(i);
        finish_word(word_begin, i);
        if (entry.first_class == 0) starter = mark_position(i);
        push_characters(entry, i, next);
        last_class = entry.last_class;
        break;
      case FoldKind::context:
      context : {
        // Fold the open word and all that follows up to a separator by ICU, and copy that stretch's layout character by
        // character.
        std::size_t begin = word_begin;
        if (word_text.empty()) begin = last_class != 0 ? rewind(starter) : i;
        word_text.clear();
        word_spelling.clear();
        spelling_differs = false;
        last_class = 0;
        const std::size_t end = fold_context(begin);
        for (std::size_t k = next; k < end;) {
          const CodePoint skipped = decode_utf8(utf8.substr(k, 8));
          const FoldEntry& e = fold_entry(skipped.value);
          if ((e.flags & FoldEntry::layout_ignorable) != 0 || skipped.value == 0xFFFD) {
            flush_layout(span_begin, k);
            if (skipped.value == 0xFFFD) layout += "\xEF\xBF\xBD";
            span_begin = k + skipped.length;
          }
          k += skipped.length;
        }
        not_composed = true;
        i = end > next ? end : next;
        continue;
      }
    }
    i = next;
  }
  finish_word(word_begin, size);
  lines.push_back({size, size, num_matching_words()});
  flush_layout(span_begin, size);
  while (!layout.empty() && layout.back() == ' ') layout.pop_back();

  make_blocks(source, lines, result.blocks);
  finish_ids();
  result.text_hash = hash128(text_words.data(), text_words.size() * sizeof(std::uint64_t));
  result.spelling_hash =
      respelled ? hash128(spelling_words.data(), spelling_words.size() * sizeof(std::uint64_t)) : result.text_hash;
  if (not_composed) layout = compose(layout);
  result.layout_hash = hash128(layout);
  if (level == Level::layout) analyze_layout_words();
}

/// Words at level layout: what stands between white space, with zero-width characters and bidi controls removed, in
/// NFC.
void Analyzer::State::analyze_layout_words() {
  out->words.clear();
  out->word_ranges.clear();
  std::size_t line = 0;
  std::size_t word_begin = 0;
  bool plain = true;
  layout_word.clear();
  const auto finish = [&](std::size_t end) {
    if (layout_word.empty()) return;
    if (!plain) layout_word = compose(layout_word);
    out->words.push_back(to_word_id(hash64(layout_word), begins_with_digit(layout_word)));
    if (with_word_ranges) out->word_ranges.push_back({word_begin, end});
    layout_word.clear();
    plain = true;
  };
  for (std::size_t i = 0; i < source.size();) {
    const CodePoint c = decode_utf8(source.substr(i, 8));
    const FoldEntry& entry = fold_entry(c.value);
    if ((entry.flags & FoldEntry::white_space) != 0) {
      finish(i);
    } else if ((entry.flags & FoldEntry::layout_ignorable) == 0) {
      if (layout_word.empty()) word_begin = i;
      plain &= (entry.flags & (FoldEntry::not_composed | FoldEntry::combining)) == 0;
      append_utf8(c.value, layout_word);
    }
    i += c.length;
    while (line + 1 < lines.size() && lines[line].next <= i) lines[line++].words = out->words.size();
  }
  finish(source.size());
  while (line < lines.size()) lines[line++].words = out->words.size();
  make_blocks(source, lines, out->blocks);
}

Analyzer::Analyzer(Level level, bool with_word_ranges) : state_(std::make_unique<State>()) {
  state_->level = level == Level::bytes ? Level::layout : level;
  state_->with_word_ranges = with_word_ranges;
}
Analyzer::~Analyzer() = default;
Analyzer::Analyzer(Analyzer&&) noexcept = default;
Analyzer& Analyzer::operator=(Analyzer&&) noexcept = default;

void Analyzer::analyze(std::string_view utf8, Analysis& out) { state_->analyze(utf8, out); }

}  // namespace nuskha
