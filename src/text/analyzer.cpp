// The hot path: UTF-8 to word ids, the three hashes and blocks, in one pass.
//
// Entry point: Analyzer::analyze. Each character's folding is appended to the open word of a stream for level text and,
// from the first letter beyond ASCII, of another for level spelling (text/word_stream.h); a separator closes the word,
// which waits for its id (text/word_ids.h). Most of a text goes through loops of their own, in analyzer_runs.cpp: words
// of ASCII, words of letters that are simple (base/fold.h), plain characters of scripts without spaces. What remains is
// looked up in the fold table one by one, here. Where the table says `context`, the whole run of characters up to the
// next separators is folded by ICU (fold_words). The text at level layout is copied alongside in spans as long as
// white space is regular (text/layout_stream.h). What may be ignored: word_ranges (for diff and explain) and
// Level::layout as matching level. Test: tests/text/analyzer_test.cpp compares all of it with the slow path.
#include <algorithm>
#include <cstring>
#include <string>

#include "base/fold.h"
#include "base/unicode.h"
#include "nuskha/text.h"
#include "text/analyzer_state.h"
#include "text/ascii_run.h"

namespace nuskha {
namespace {

/// Longest run of characters that is folded by ICU in one piece; a longer one is cut, which no real text has.
constexpr std::size_t longest_context_bytes = std::size_t{1} << 20;

}  // namespace

/// Takes back everything since a position; returns its place in the source.
std::size_t Analyzer::State::rewind(const Position& position) {
  flush_ids();
  text.rewind(position.text);
  if (is_split) spelling.rewind(position.spelling);
  ids.resize(position.num_words);
  if (with_word_ranges) out->word_ranges.resize(position.num_words);
  characters.rewind(position.character_bytes, position.num_words);
  return position.source;
}

/// From here on the two levels are kept apart.
void Analyzer::State::split() {
  flush_ids();
  is_split = true;
  ids_of_text = level == Level::text;
  spelling.copy(text);
}

void Analyzer::State::push_word(const FoldedWord& word, std::size_t begin, std::size_t end) {
  if (!is_split) split();
  if (word.kind != FoldKind::letter) {
    push_character(word.text, word.kind, begin, end);
    return;
  }
  text.append(word.text.data(), word.text.size());
  spelling.append(word.spelling.data(), word.spelling.size());
  finish_word(begin, end);
}

/// A character of a script without spaces. No spelling rule concerns those, so both levels agree; fold_test.cpp checks
/// that.
void Analyzer::State::push_character(std::string_view character, FoldKind kind, std::size_t begin, std::size_t end) {
  for (WordStream* stream : {&text, &spelling}) {
    if (stream == &spelling && !is_split) break;
    stream->append(character.data(), character.size());
    stream->finish_word();
  }
  flush_ids();
  characters.add(character, ids.size(), width_of(kind));
  ids.resize(ids.size() + 1);  // characters.write_ids knows better
  if (with_word_ranges) out->word_ranges.push_back({begin, end});
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

/// White space from `begin` to `end`: one space, unless there is one.
void Analyzer::State::layout_space(std::size_t begin, std::size_t end) {
  flush_layout(begin);
  layout.add_space();
  span_begin = end;
}

/// Hashes what has gathered before `at`, where an ASCII character stands and no word is open. None combines with what
/// is before it.
void Analyzer::State::hash_long(std::size_t at) {
  flush_ids();
  text.hash_finished();
  if (is_split) spelling.hash_finished();
  flush_layout(at);
  span_begin = std::max(span_begin, at);
  layout.hash_whole();
}

void Analyzer::State::analyze(std::string_view utf8, Analysis& result) {
  source = utf8;
  out = &result;
  ids.start(result.words);
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
  mark_end = ~std::size_t{0};
  mark_class = 0;
  word_begin = 0;
  last_class = 0;
  starter = {};
  block_begin = utf8.size();

  const char* const s = utf8.data();
  const std::size_t size = utf8.size();

  std::size_t i = 0;
  while (i < size) {
    auto byte = static_cast<unsigned char>(s[i]);
    if (ascii_word[byte] != 0 && !text.has_word()) {
      i = ascii_words(i);
      if (i == size) break;
      byte = static_cast<unsigned char>(s[i]);
    }
    if (ascii_word[byte] != 0 || (byte >= 0xC2 && byte <= 0xDF)) {
      const std::size_t end = letter_words(i);
      if (end > i) {
        i = end;
        continue;
      }
    }
    if (byte < 0x80) {
      finish_word(word_begin, i);
      last_class = 0;
      if (text.is_long()) [[unlikely]]
        hash_long(i);
      if (byte == ' ') {
        space(i);
      } else if (byte >= 0x09 && byte <= 0x0D) {
        layout_space(i, i + 1);
        const bool ends_line = byte >= 0x0A && !(byte == '\r' && i + 1 < size && s[i + 1] == '\n');
        if (ends_line) blocks.add_line(i, i + 1, ids.size());
      }
      ++i;
      continue;
    }

    if (byte >= 0xE0 && byte <= 0xEF && !text.has_word()) {
      const std::size_t end = plain_characters(i);
      if (end > i) {
        i = end;
        continue;
      }
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
        if ((entry.flags & FoldEntry::line_end) != 0) blocks.add_line(i, next, ids.size());
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
          push_character(rest.substr(0, character.length), entry.kind, i, next);
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
  blocks.add_line(size, size, ids.size());
  blocks.finish();
  flush_layout(size);
  flush_ids();
  characters.write_ids(result.blocks, result.words);
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
  word_begin = 0;
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
