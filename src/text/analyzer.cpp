// The hot path: UTF-8 to word ids, the three hashes and blocks, in one pass.
//
// Entry point: Analyzer::analyze. Each character's folding is appended to the open word of a stream for level text and,
// from the first letter beyond ASCII, of another for level spelling (text/word_stream.h); a separator closes the word
// and hashes it to its id. Letters that are ASCII or simple (base/fold.h) take a loop of their own, fold_letters; what
// remains is looked up in the fold table one by one. Where the table says `context`, the whole run of characters up to
// the next separators is folded by ICU (fold_words). The text at level layout is copied alongside in spans as long as
// white space is regular (text/layout_stream.h). What may be ignored: word_ranges (for diff and explain) and
// Level::layout as matching level. Test: tests/text/analyzer_test.cpp compares all of it with the slow path.
#include <algorithm>
#include <cstring>
#include <string>

#include "base/fold.h"
#include "base/hash.h"
#include "base/unicode.h"
#include "nuskha/text.h"
#include "text/ascii_run.h"
#include "text/blocks.h"
#include "text/layout_stream.h"
#include "text/word_stream.h"

namespace nuskha {
namespace {

constexpr WordId to_word_id(std::uint64_t hash, bool number) {
  return static_cast<WordId>(hash & 0x7FFFFFFFu) | (number ? number_bit : 0u);
}

bool begins_with_digit(std::string_view word) { return !word.empty() && word[0] >= '0' && word[0] <= '9'; }

WordId word_id(std::string_view word) { return to_word_id(hash64(word), begins_with_digit(word)); }

/// Longest run of characters that is folded by ICU in one piece; a longer one is cut, which no real text has.
constexpr std::size_t longest_context_bytes = std::size_t{1} << 20;

/// A character of a script without spaces, as it stands in the sequence of words: in its block, it is hashed together
/// with those that follow it, `width` of them at most. Width 0: an ordinary word.
struct ShingledCharacter {
  char32_t value = 0;
  std::uint8_t width = 0;
};

}  // namespace

struct Analyzer::State {
  Level level;
  bool with_word_ranges;

  // Of the text in hand.
  std::string_view source;
  Analysis* out = nullptr;
  WordStream text;
  WordStream spelling;      // while `is_split`
  bool is_split = false;    // the levels may differ; before, the words at level spelling are those at level text
  bool ids_of_text = true;  // the ids are those of level text: asked for, or no difference so far
  std::vector<ShingledCharacter> characters;  // one a word; empty when there are none
  BlockBuilder blocks;
  LayoutStream layout;
  std::size_t span_begin = 0;  // layout: start of the span not yet copied
  std::string layout_word;
  std::vector<FoldedWord> folded;

  void analyze(std::string_view utf8, Analysis& result);
  void analyze_layout_words();

 private:
  /// How far the analysis had come at a place of the source.
  struct Position {
    std::size_t source, text, spelling, num_words;
  };
  Position mark_position(std::size_t at) const {
    // The stream that splits off begins as a copy: until then a place in one is that place in the other.
    return {at, text.mark(), is_split ? spelling.mark() : text.mark(), out->words.size()};
  }
  std::size_t rewind(const Position& position);

  std::size_t fold_letters(std::size_t begin);
  std::size_t fold_context(std::size_t begin);
  void split();
  void append(const FoldEntry& entry);
  void push_id(WordId id, std::size_t begin, std::size_t end);
  void finish_word(std::size_t begin, std::size_t end);
  void push_word(const FoldedWord& word, std::size_t begin, std::size_t end);
  void push_character(char32_t character, FoldKind kind, std::size_t begin, std::size_t end);
  void flush_layout(std::size_t end);
  void layout_space(std::size_t begin, std::size_t end);
  void hash_long(std::size_t at);
  void finish_ids();
};

/// Takes back everything since a position; returns its place in the source.
std::size_t Analyzer::State::rewind(const Position& position) {
  text.rewind(position.text);
  if (is_split) spelling.rewind(position.spelling);
  out->words.resize(position.num_words);
  if (with_word_ranges) out->word_ranges.resize(position.num_words);
  if (!characters.empty()) characters.resize(position.num_words);
  return position.source;
}

/// From here on the two levels are kept apart.
void Analyzer::State::split() {
  is_split = true;
  ids_of_text = level == Level::text;
  spelling.copy(text);
}

inline void Analyzer::State::push_id(WordId id, std::size_t begin, std::size_t end) {
  out->words.push_back(id);
  if (with_word_ranges) [[unlikely]]
    out->word_ranges.push_back({begin, end});
  if (!characters.empty()) [[unlikely]]
    characters.push_back({});
}

/// Closes the open word, if there is one.
inline void Analyzer::State::finish_word(std::size_t begin, std::size_t end) {
  if (!text.has_word()) return;
  const std::string_view word = ids_of_text ? text.word() : spelling.word();
  // A hamza on its own has no spelling, and is no word there.
  if (!word.empty()) push_id(word_id(word), begin, end);
  text.finish_word();
  if (is_split && spelling.has_word()) spelling.finish_word();
}

void Analyzer::State::push_word(const FoldedWord& word, std::size_t begin, std::size_t end) {
  if (!is_split) split();
  if (word.kind != FoldKind::letter) {
    push_character(decode_utf8(word.text).value, word.kind, begin, end);
    return;
  }
  text.append(word.text.data(), word.text.size());
  spelling.append(word.spelling.data(), word.spelling.size());
  finish_word(begin, end);
}

/// A character of a script without spaces. No spelling rule concerns those, so both levels agree; fold_test.cpp checks
/// that.
void Analyzer::State::push_character(char32_t character, FoldKind kind, std::size_t begin, std::size_t end) {
  for (WordStream* stream : {&text, &spelling}) {
    if (stream == &spelling && !is_split) break;
    stream->append(encode_utf8(character, stream->reserve(4)));
    stream->finish_word();
  }
  out->words.push_back(0);  // finish_ids knows better
  if (with_word_ranges) out->word_ranges.push_back({begin, end});
  characters.resize(out->words.size());
  characters.back() = {character, static_cast<std::uint8_t>(kind == FoldKind::character2 ? 2 : 3)};
}

/// Adds the folding of a letter or mark to the open word.
inline void Analyzer::State::append(const FoldEntry& entry) {
  if (!is_split) split();
  // Copies of fixed size are one or two instructions; what is beyond the length will be overwritten.
  std::memcpy(text.reserve(FoldEntry::max_length), entry.text, FoldEntry::max_length);
  text.append(entry.text_length);
  std::memcpy(spelling.reserve(FoldEntry::max_length), entry.spelling, FoldEntry::max_length);
  spelling.append(entry.spelling_length);
}

/// Adds ASCII letters, ASCII digits and simple letters from `begin` on to the open word; returns where they end.
inline std::size_t Analyzer::State::fold_letters(std::size_t begin) {
  constexpr std::size_t most_at_once = 48;
  const char* const s = source.data();
  const std::size_t size = source.size();
  std::size_t i = begin;
  for (;;) {
    if (i < size && ascii_word[static_cast<unsigned char>(s[i])] != 0) {
      char* const place = text.reserve(most_at_once + 8);
      const std::size_t length = copy_ascii_run(s + i, std::min(size - i, most_at_once), place);
      text.append(length);
      if (is_split) {
        std::memcpy(spelling.reserve(most_at_once), place, most_at_once);
        spelling.append(length);
      }
      i += length;
      if (length == most_at_once) continue;
    }
    if (i + 1 >= size || static_cast<unsigned char>(s[i]) < 0xC2 || static_cast<unsigned char>(s[i]) > 0xDF) return i;
    if (!is_split) split();
    char* const text_begin = text.reserve(SimpleLetter::max_text_length * most_at_once);
    char* const spelling_begin = spelling.reserve(SimpleLetter::max_text_length * most_at_once);
    char* t = text_begin;
    char* sp = spelling_begin;
    const std::size_t start = i;
    const std::size_t end = std::min(size - 1, i + 2 * most_at_once);
    while (i < end) {
      const auto lead = static_cast<unsigned char>(s[i]);
      const auto trail = static_cast<unsigned char>(s[i + 1]);
      if (lead < 0xC2 || lead > 0xDF || (trail & 0xC0u) != 0x80u) break;
      const SimpleLetter letter = simple_letter(static_cast<char32_t>((lead & 0x1Fu) << 6 | (trail & 0x3Fu)));
      if (!letter.is_simple()) break;
      const std::uint32_t letter_text = letter.text();
      const std::uint16_t letter_spelling = letter.spelling();
      std::memcpy(t, &letter_text, sizeof letter_text);
      std::memcpy(sp, &letter_spelling, sizeof letter_spelling);
      t += letter.text_length();
      sp += letter.spelling_length();
      i += 2;
    }
    text.append(static_cast<std::size_t>(t - text_begin));
    spelling.append(static_cast<std::size_t>(sp - spelling_begin));
    if (i == start) return i;
  }
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
  for (const FoldedWord& word : folded) push_word(word, begin, end);
  return end;
}

inline void Analyzer::State::flush_layout(std::size_t end) {
  if (end > span_begin) layout.append(source.substr(span_begin, end - span_begin));
}

/// White space from `begin` to `end`: one space, unless there is one.
inline void Analyzer::State::layout_space(std::size_t begin, std::size_t end) {
  flush_layout(begin);
  layout.add_space();
  span_begin = end;
}

/// Hashes what has gathered before `at`, where an ASCII separator stands. None combines with what is before it.
void Analyzer::State::hash_long(std::size_t at) {
  text.hash_finished();
  if (is_split) spelling.hash_finished();
  flush_layout(at);
  span_begin = std::max(span_begin, at);
  layout.hash_whole();
}

/// Characters of scripts without spaces: each word id covers the characters that follow it in its block.
void Analyzer::State::finish_ids() {
  if (characters.empty()) return;
  characters.resize(out->words.size());
  std::string gram;
  for (const Block& block : out->blocks) {
    for (std::size_t i = block.word_begin; i < block.word_end; ++i) {
      const std::uint8_t width = characters[i].width;
      if (width == 0) continue;
      gram.clear();
      for (std::size_t k = i; k < block.word_end && k - i < width && characters[k].width == width; ++k)
        append_utf8(characters[k].value, gram);
      out->words[i] = to_word_id(hash64(gram), false);
    }
  }
}

void Analyzer::State::analyze(std::string_view utf8, Analysis& result) {
  source = utf8;
  out = &result;
  result.words.clear();
  result.word_ranges.clear();
  // Room for the most words that this many bytes hold but for rare compatibility characters. Of a long text's room,
  // what is never used takes no memory.
  result.words.reserve(utf8.size() / 2 + 1);
  text.clear();
  spelling.clear();
  is_split = false;
  ids_of_text = true;
  characters.clear();
  blocks.start(utf8, result.blocks);
  layout.clear();
  span_begin = 0;

  const char* const s = utf8.data();
  const std::size_t size = utf8.size();
  std::size_t mark_end = ~std::size_t{0};  // layout: end of the last combining mark
  std::uint8_t mark_class = 0;             // layout: its canonical combining class
  std::size_t word_begin = 0;              // start of the open word
  std::uint8_t last_class = 0;             // canonical combining class of the last code point folded
  Position starter{};  // where to begin again when marks after a character turn out to be out of order

  std::size_t i = 0;
  while (i < size) {
    const auto byte = static_cast<unsigned char>(s[i]);
    if (ascii_word[byte] != 0 || (byte >= 0xC2 && byte <= 0xDF)) {
      if (!text.has_word()) word_begin = i;
      const std::size_t end = fold_letters(i);
      if (end > i) {
        i = end;
        last_class = 0;
        if (i == size || static_cast<unsigned char>(s[i]) < 0x80) {
          finish_word(word_begin, i);
          if (text.is_long()) [[unlikely]]
            hash_long(i);
          // Nearly every word is followed by one space, which stays in the span of level layout.
          if (i < size && s[i] == ' ') ++i;
        } else if (static_cast<unsigned char>(s[i - 1]) >= 0x80) {
          last_class = fold_entry(decode_utf8(utf8.substr(i - 2, 2)).value).last_class;
        }
        continue;
      }
    }
    if (byte < 0x80) {
      finish_word(word_begin, i);
      last_class = 0;
      if (text.is_long()) [[unlikely]]
        hash_long(i);
      if (byte == ' ') {
        if (i == span_begin ? layout.ends_in_space() : s[i - 1] == ' ') {
          flush_layout(i);
          span_begin = i + 1;
        }
      } else if (byte >= 0x09 && byte <= 0x0D) {
        layout_space(i, i + 1);
        const bool ends_line = byte >= 0x0A && !(byte == '\r' && i + 1 < size && s[i + 1] == '\n');
        if (ends_line) blocks.add_line(i, i + 1, result.words.size());
      }
      ++i;
      continue;
    }

    const CodePoint c = decode_utf8(utf8.substr(i, 8));
    const FoldEntry& entry = fold_entry(c.value);
    const std::size_t next = i + c.length;
    if (c.value == 0xFFFD) [[unlikely]] {
      flush_layout(i);
      layout.append("\xEF\xBF\xBD");
      span_begin = next;
    }
    if ((entry.flags & FoldEntry::layout_flags) != 0) {
      bool not_composed = (entry.flags & FoldEntry::not_composed) != 0;
      if ((entry.flags & FoldEntry::combining) != 0) {
        not_composed |= mark_end == i && mark_class > entry.own_class;
        mark_class = entry.own_class;
        mark_end = next;
      }
      if ((entry.flags & FoldEntry::layout_ignorable) != 0) {
        flush_layout(i);
        span_begin = next;
        if (mark_end == i) mark_end = next;
      } else if ((entry.flags & FoldEntry::white_space) != 0) {
        layout_space(i, next);
      }
      if (not_composed) {
        flush_layout(i);
        span_begin = std::max(span_begin, i);
        layout.set_not_composed();
      }
    }
    switch (entry.kind) {
      case FoldKind::mark:
        if (!text.has_word() && (entry.first_class == 0 || last_class <= entry.first_class)) break;
        [[fallthrough]];
      case FoldKind::letter:
        if (entry.first_class != 0 && last_class > entry.first_class) [[unlikely]]
          goto context;
        if (!text.has_word()) word_begin = i;
        append(entry);
        last_class = entry.last_class;
        break;
      case FoldKind::ignorable: break;
      case FoldKind::separator:
        finish_word(word_begin, i);
        last_class = 0;
        if ((entry.flags & FoldEntry::line_end) != 0) blocks.add_line(i, next, result.words.size());
        break;
      case FoldKind::character2:
      case FoldKind::character3: {
        if (entry.first_class != 0 && last_class > entry.first_class) [[unlikely]]
          goto context;
        const bool follows_word = text.has_word();
        if (follows_word && entry.first_class != 0)
          starter = mark_position(word_begin);
        else if (!follows_word && last_class == 0)
          starter = mark_position(i);
        finish_word(word_begin, i);
        if (entry.first_class == 0) starter = mark_position(i);
        for (std::string_view rest(entry.text, entry.text_length); !rest.empty();) {
          const CodePoint character = decode_utf8(rest);
          push_character(character.value, entry.kind, i, next);
          rest.remove_prefix(character.length);
        }
        last_class = entry.last_class;
        break;
      }
      case FoldKind::context:
      context : {
        // Fold the open word and all that follows up to a separator by ICU, and copy that stretch's layout character by
        // character.
        std::size_t begin = word_begin;
        if (!text.has_word()) begin = last_class != 0 ? rewind(starter) : i;
        text.drop_word();
        spelling.drop_word();
        last_class = 0;
        const std::size_t end = fold_context(begin);
        // The characters of that stretch are not looked at one by one for their marks: all of it may change.
        flush_layout(next);
        span_begin = std::max(span_begin, next);
        layout.set_not_composed();
        for (std::size_t k = next; k < end;) {
          const CodePoint skipped = decode_utf8(utf8.substr(k, 8));
          const FoldEntry& e = fold_entry(skipped.value);
          if ((e.flags & FoldEntry::layout_ignorable) != 0 || skipped.value == 0xFFFD) {
            flush_layout(k);
            if (skipped.value == 0xFFFD) layout.append("\xEF\xBF\xBD");
            span_begin = k + skipped.length;
          }
          k += skipped.length;
        }
        i = end > next ? end : next;
        continue;
      }
    }
    i = next;
  }
  finish_word(word_begin, size);
  blocks.add_line(size, size, result.words.size());
  blocks.finish();
  flush_layout(size);
  finish_ids();
  result.text_hash = text.digest();
  result.spelling_hash = is_split ? spelling.digest() : result.text_hash;
  result.layout_hash = layout.digest();
  if (level == Level::layout) analyze_layout_words();
}

/// Words at level layout: what stands between white space, with zero-width characters and bidi controls removed, in
/// NFC.
void Analyzer::State::analyze_layout_words() {
  out->words.clear();
  out->word_ranges.clear();
  blocks.start(source, out->blocks);
  std::size_t word_begin = 0;
  bool plain = true;
  layout_word.clear();
  const auto finish = [&](std::size_t end) {
    if (layout_word.empty()) return;
    if (!plain) layout_word = compose(layout_word);
    out->words.push_back(word_id(layout_word));
    if (with_word_ranges) out->word_ranges.push_back({word_begin, end});
    layout_word.clear();
    plain = true;
  };
  for (std::size_t i = 0; i < source.size();) {
    const CodePoint c = decode_utf8(source.substr(i, 8));
    const FoldEntry& entry = fold_entry(c.value);
    const std::size_t next = i + c.length;
    if ((entry.flags & FoldEntry::white_space) != 0) {
      finish(i);
      const bool ends_line = (entry.flags & FoldEntry::line_end) != 0 && !source.substr(i).starts_with("\r\n");
      if (ends_line) blocks.add_line(i, next, out->words.size());
    } else if ((entry.flags & FoldEntry::layout_ignorable) == 0) {
      if (layout_word.empty()) word_begin = i;
      plain &= (entry.flags & (FoldEntry::not_composed | FoldEntry::combining)) == 0;
      append_utf8(c.value, layout_word);
    }
    i = next;
  }
  finish(source.size());
  blocks.add_line(source.size(), source.size(), out->words.size());
  blocks.finish();
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
