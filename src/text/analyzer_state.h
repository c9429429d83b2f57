// What an Analyzer holds of the text in hand. analyzer.cpp goes through the text, analyzer_runs.cpp through the runs of
// it that most texts are made of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/fold.h"
#include "nuskha/text.h"
#include "text/ascii_run.h"
#include "text/blocks.h"
#include "text/layout_stream.h"
#include "text/unspaced.h"
#include "text/word_ids.h"
#include "text/word_stream.h"

namespace nuskha {

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
  WordIds ids;
  UnspacedCharacters characters;
  BlockBuilder blocks;
  LayoutStream layout;
  std::size_t span_begin = 0;             // layout: start of the span not yet copied
  std::size_t mark_end = 0;               // layout: end of the last combining mark
  std::uint8_t mark_class = 0;            // layout: its canonical combining class
  std::size_t word_begin = 0;             // start of the open word
  std::uint8_t last_class = 0;            // canonical combining class of the last code point folded
  AsciiBlock block{};                     // what the 64 bytes from block_begin on are
  std::size_t block_begin = 0;            // the text's end: none has been read
  char last_bytes[AsciiBlock::readable];  // the end of the text, for the block there
  std::string layout_word;
  std::vector<FoldedWord> folded;

  /// How far the analysis had come at a place of the source.
  struct Position {
    std::size_t source, text, spelling, num_words, character_bytes;
  };
  Position starter{};  // where to begin again when marks after a character turn out to be out of order

  void analyze(std::string_view utf8, Analysis& result);
  void analyze_layout_words();

 private:
  struct WordWriter;

  // Runs, in analyzer_runs.cpp. Each takes the text from `begin` on as far as it can and returns how far it came.
  std::size_t ascii_words(std::size_t begin);
  const char* read_block(std::size_t begin);
  std::size_t mixed_words(std::size_t begin);
  std::size_t append_ascii(std::size_t begin);
  std::size_t letter_words(std::size_t begin);
  std::size_t plain_characters(std::size_t begin);

  Position mark_position(std::size_t at) const {
    // The stream that splits off begins as a copy: until then a place in one is that place in the other.
    return {at, text.mark(), is_split ? spelling.mark() : text.mark(), ids.size(), characters.num_bytes()};
  }
  std::size_t rewind(const Position& position);
  std::size_t fold_context(std::size_t begin);
  void split();
  void append(const FoldEntry& entry);
  const WordStream& stream_of_ids() const { return ids_of_text ? text : spelling; }
  void flush_ids() { ids.flush(stream_of_ids().data()); }
  void finish_word(std::size_t begin, std::size_t end);
  void push_word(const FoldedWord& word, std::size_t begin, std::size_t end);
  void push_character(std::string_view character, FoldKind kind, std::size_t begin, std::size_t end);
  void flush_layout(std::size_t end) {
    if (end > span_begin) layout.append(source.substr(span_begin, end - span_begin));
  }
  void layout_space(std::size_t begin, std::size_t end);
  void space(std::size_t at);
  void hash_long(std::size_t at);

  static std::uint8_t width_of(FoldKind kind) { return kind == FoldKind::character2 ? 2 : 3; }
};

/// Closes the open word, if there is one.
inline void Analyzer::State::finish_word(std::size_t begin, std::size_t end) {
  if (!text.has_word()) return;
  const WordStream& stream = stream_of_ids();
  // A hamza on its own has no spelling, and is no word there.
  if (stream.has_word()) {
    if (!ids.has_room(1)) [[unlikely]]
      flush_ids();
    const std::string_view word = stream.word();
    ids.push(word.data(), stream.word_begin(), word.size());
    if (with_word_ranges) [[unlikely]]
      out->word_ranges.push_back({begin, end});
  }
  text.finish_word();
  if (is_split && spelling.has_word()) spelling.finish_word();
}

/// U+0020 at a place: part of the span, unless there is a space already.
inline void Analyzer::State::space(std::size_t at) {
  if (at == span_begin ? layout.ends_in_space() : source[at - 1] == ' ') {
    flush_layout(at);
    span_begin = at + 1;
  }
}

}  // namespace nuskha
