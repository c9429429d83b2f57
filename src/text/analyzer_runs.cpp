// The runs that most texts are made of, each in a loop of its own. Test: tests/text/analyzer_test.cpp.
#include <algorithm>
#include <bit>
#include <cstring>

#include "base/fold.h"
#include "base/unicode.h"
#include "text/analyzer_state.h"
#include "text/arabic_run.h"
#include "text/ascii_run.h"
#include "text/letter_runs.h"

namespace nuskha {

/// Makes `block` that which begins there; returns its bytes.
inline const char* Analyzer::State::read_block(std::size_t begin) {
  const char* bytes = source.data() + begin;
  if (source.size() - begin < AsciiBlock::readable) {
    // The end of a text ends words as a line's end does.
    std::memset(last_bytes, '\n', sizeof last_bytes);
    std::memcpy(last_bytes, bytes, source.size() - begin);
    bytes = last_bytes;
  }
  block = read_ascii_block(bytes);
  block_begin = begin;
  return bytes;
}

/// Words of ASCII and what stands between them, up to other white space than U+0020 or a byte that isn't ASCII; 64
/// bytes at a time. No word is open before or after: one that may go on beyond ASCII, or that is longer than that, is
/// left for letter_words.
std::size_t Analyzer::State::ascii_words(std::size_t begin) {
  const std::size_t size = source.size();
  const auto first_bit = [](std::uint64_t bits) { return static_cast<std::size_t>(std::countr_zero(bits)); };
  const auto below_first = [](std::uint64_t bits) { return (bits & (0 - bits)) - 1; };  // of none: all
  // The block of the last time, if the text has gone on in it.
  const char* bytes = size - block_begin < AsciiBlock::readable ? last_bytes : source.data() + block_begin;
  if (begin - block_begin >= AsciiBlock::size) bytes = read_block(begin);
  std::size_t i = begin;
  for (;;) {
    const std::uint64_t left = ~std::uint64_t{0} << (i - block_begin);
    const std::uint64_t stops = block.stops & left;
    const std::uint64_t taken = below_first(stops) & left;
    const std::uint64_t words = block.words & taken;
    std::uint64_t starts = words & ~(words << 1);
    std::uint64_t ends = ~words & words << 1;  // one past the last byte
    if (stops != 0 && static_cast<unsigned char>(bytes[first_bit(stops)]) >= 0x80) ends &= taken;

    if (!ids.has_room(AsciiBlock::size / 2)) [[unlikely]]
      flush_ids();
    char* const text_begin = text.reserve(AsciiBlock::readable);
    const std::size_t offset = stream_of_ids().word_begin();  // what is written goes to both streams
    char* t = text_begin;
    for (; ends != 0; ends &= ends - 1, starts &= starts - 1) {
      const std::size_t word = first_bit(starts);
      const std::size_t length = first_bit(ends) - word;
      copy_ascii_lower(bytes + word, t);
      for (std::size_t k = 16; k < length; k += 16) copy_ascii_lower(bytes + word + k, t + k);
      t[length] = ' ';
      ids.push(t, offset + static_cast<std::size_t>(t - text_begin), length);
      t += length + 1;
      if (with_word_ranges) [[unlikely]]
        out->word_ranges.push_back({block_begin + word, block_begin + word + length});
    }
    const auto written = static_cast<std::size_t>(t - text_begin);
    if (is_split) spelling.append_words(text_begin, written);
    text.append_words(written);

    const std::uint64_t spaces = block.spaces & taken & below_first(starts);
    if ((spaces >> (i - block_begin) & 1) != 0) space(i);
    for (std::uint64_t doubles = spaces & spaces << 1; doubles != 0; doubles &= doubles - 1)
      space(block_begin + first_bit(doubles));
    const std::size_t next = block_begin + std::min(first_bit(starts), first_bit(stops));
    if (next > i) last_class = 0;
    i = next;
    if (i >= size) return size;
    if (text.is_long() && static_cast<unsigned char>(source[i]) < 0x80) [[unlikely]]
      hash_long(i);
    // At a stop, or at a word that touches one, or that is longer than a block.
    if (stops != 0 || i == block_begin) return i;
    bytes = read_block(i);
  }
}

/// Adds ASCII letters and digits to the open word.
std::size_t Analyzer::State::append_ascii(std::size_t begin) {
  constexpr std::size_t most_at_once = 64;
  std::size_t i = begin;
  for (std::size_t length = most_at_once; length == most_at_once; i += length) {
    char* const place = text.reserve(most_at_once + 8);
    length = copy_ascii_run(source.data() + i, std::min(source.size() - i, most_at_once), place);
    text.append(length);
    if (is_split) spelling.append(place, length);
  }
  return i;
}

/// Writes words of simple letters and of ASCII to two streams that have room. A store to a stream may change any member
/// as far as the compiler knows: what is asked for each word is copied here.
struct Analyzer::State::WordWriter {
  State& state;
  const bool ids_of_text;
  char* text;           // what comes next
  char* spelling;       // …
  char* text_word;      // start of the open word
  char* spelling_word;  // …
  std::size_t begin;    // … in the source

  static constexpr std::size_t most_at_once = 256;  // bytes of the source

  explicit WordWriter(State& s)
      : state(s),
        ids_of_text(s.ids_of_text),
        text(s.text.reserve(2 * (most_at_once + letter_run_bytes))),
        spelling(s.spelling.reserve(2 * (most_at_once + letter_run_bytes))),
        text_word(text - s.text.word().size()),
        spelling_word(spelling - s.spelling.word().size()),
        begin(s.word_begin) {
    if (!s.ids.has_room(most_at_once / 2 + 1)) s.flush_ids();
  }
  bool has_word() const { return text != text_word; }
  void add_ascii(char letter) { *text++ = *spelling++ = letter; }
  void add(SimpleLetter letter) {
    const std::uint32_t letter_text = letter.text();
    const std::uint32_t letter_spelling = letter.spelling();
    std::memcpy(text, &letter_text, sizeof letter_text);
    std::memcpy(spelling, &letter_spelling, sizeof letter_spelling);
    text += letter.text_length();
    spelling += letter.spelling_length();
  }
  /// Adds what a copy of a run has written.
  void add_run(std::size_t length) {
    text += length;
    spelling += length;
  }
  /// Closes the open word before the separator at `end`.
  [[gnu::always_inline]] void close_word(std::size_t end) {
    const bool has_spelling = spelling != spelling_word;
    // A hamza on its own has no spelling, and is no word there.
    if (has_spelling || ids_of_text) [[likely]] {
      const char* const word = ids_of_text ? text_word : spelling_word;
      const char* const word_end = ids_of_text ? text : spelling;
      state.ids.push(word, offset(word, state.stream_of_ids()), static_cast<std::size_t>(word_end - word));
      if (state.with_word_ranges) [[unlikely]]
        state.out->word_ranges.push_back({begin, end});
    }
    *text++ = ' ';
    text_word = text;
    *spelling = ' ';
    spelling += has_spelling ? 1 : 0;
    spelling_word = spelling;
    begin = end + 1;
  }
  /// Tells the streams.
  void finish() {
    state.text.set_end(offset(text_word, state.text), offset(text, state.text));
    state.spelling.set_end(offset(spelling_word, state.spelling), offset(spelling, state.spelling));
    state.word_begin = begin;
  }
  static std::size_t offset(const char* place, const WordStream& stream) {
    return static_cast<std::size_t>(place - stream.data());
  }
};

/// Copies the letters of one script of two-byte letters that `source` begins with: up to 16 bytes of 16
/// that can be read. 0 if it is another script.
inline std::size_t copy_letter_run(const char* source, char* text, char* spelling) {
  const auto lead = static_cast<unsigned char>(*source);
  if ((lead & 0xFEu) == 0xD8) return copy_arabic_run(source, text, spelling);
  if ((lead & 0xFEu) == 0xD0) return copy_cyrillic_run(source, text, spelling);
  if (lead == 0xD7) return copy_hebrew_run(source, text, spelling);
  return 0;
}

/// Words of simple letters and of ASCII, with ASCII but line ends and the like between them, from a letter on. A word
/// may be open before and after. Ends at a number of words of ASCII in a row, which ascii_words is better at.
std::size_t Analyzer::State::mixed_words(std::size_t begin) {
  constexpr std::size_t none = ~std::size_t{0};
  constexpr unsigned most_ascii_words = 3;
  if (!is_split) split();
  const char* const s = source.data();
  const std::size_t size = source.size();
  std::size_t last_letter = none;  // the last thing folded, if its class may not be 0
  unsigned ascii_words_left = most_ascii_words;
  std::size_t i = begin;
  for (bool goes_on = true; goes_on && i + 1 < size;) {
    const std::size_t end = std::min(size - 1, i + WordWriter::most_at_once);
    const bool may_close = !text.is_long();  // else the words are to be hashed first
    WordWriter writer(*this);
    while (i < end) {
      auto lead = static_cast<unsigned char>(s[i]);
      if (lead < 0x80) {
        if (const char letter = ascii_word[lead]; letter != 0) {
          if (!writer.has_word()) {
            goes_on = ascii_words_left > 0;
            if (!goes_on) break;
            --ascii_words_left;
          }
          if (i + letter_run_bytes <= size) {
            const std::size_t length = copy_ascii_run_twice(s + i, writer.text, writer.spelling);
            writer.add_run(length);
            i += length;
          } else {
            writer.add_ascii(letter);
            ++i;
          }
        } else {
          // Of a second space or a line's end the layout must know.
          goes_on = may_close && (lead < 0x09 || lead > 0x0D) && (lead != ' ' || s[i - 1] != ' ');
          if (!goes_on) break;
          if (writer.has_word())
            writer.close_word(i);
          else
            writer.begin = i + 1;
          ++i;
        }
        last_letter = none;
        continue;
      }
      ascii_words_left = most_ascii_words;
      if (i + letter_run_bytes <= size) {
        const std::size_t length = copy_letter_run(s + i, writer.text, writer.spelling);
        writer.add_run(length);
        i += length;
        last_letter = length > 0 ? none : last_letter;
        if (length == letter_run_bytes) continue;
        lead = static_cast<unsigned char>(s[i]);  // there is one: less than 16 of 16 bytes were taken
        if (lead < 0x80) {
          if (lead == ' ' && may_close) writer.close_word(i++);  // most words end so
          continue;
        }
      }
      if (i + 1 == size) break;
      const auto trail = static_cast<unsigned char>(s[i + 1]);
      goes_on = lead >= 0xC2 && lead <= 0xDF && (trail & 0xC0u) == 0x80u;
      if (!goes_on) break;
      const SimpleLetter letter = simple_letter(static_cast<char32_t>((lead & 0x1Fu) << 6 | (trail & 0x3Fu)));
      goes_on = letter.is_simple();
      if (!goes_on) break;
      writer.add(letter);
      last_letter = i;
      i += 2;
    }
    writer.finish();
  }
  if (last_letter != none)
    last_class = fold_entry(decode_utf8(source.substr(last_letter, 2)).value).last_class;
  else if (i > begin)
    last_class = 0;
  return i;
}

/// Words that begin with letters or digits of ASCII, or simple letters of two bytes. The last one may stay open.
std::size_t Analyzer::State::letter_words(std::size_t begin) {
  if (!text.has_word()) word_begin = begin;
  std::size_t i = begin;
  if (static_cast<unsigned char>(source[i]) < 0x80) {
    i = append_ascii(i);
    last_class = 0;
    if (i == source.size() || static_cast<unsigned char>(source[i]) < 0xC2 ||
        static_cast<unsigned char>(source[i]) > 0xDF)
      return i;
  }
  return mixed_words(i);
}

/// Characters of scripts without spaces that are what they fold to. No word is open before or after.
std::size_t Analyzer::State::plain_characters(std::size_t begin) {
  constexpr std::size_t most_at_once = 64;
  constexpr std::size_t none = ~std::size_t{0};
  const char* const s = source.data();
  std::size_t i = begin;
  for (;;) {
    const std::size_t start = i;
    const std::size_t end = std::min(source.size(), i + 3 * most_at_once);
    char* const text_begin = text.reserve(4 * most_at_once);
    char* t = text_begin;
    FoldKind kind = FoldKind::separator;
    std::size_t starter_at = none;
    std::uint8_t last = last_class;
    std::uint8_t mark = mark_class;
    std::size_t end_of_mark = mark_end;
    for (; i + 3 <= end; i += 3, t += 4) {
      const auto lead = static_cast<unsigned char>(s[i]);
      const auto second = static_cast<unsigned char>(s[i + 1]);
      const auto third = static_cast<unsigned char>(s[i + 2]);
      if ((lead & 0xF0u) != 0xE0u || (second & 0xC0u) != 0x80u || (third & 0xC0u) != 0x80u) break;
      const auto c = static_cast<char32_t>((lead & 0x0Fu) << 12 | (second & 0x3Fu) << 6 | (third & 0x3Fu));
      const FoldEntry& entry = fold_entry(c);  // no page has plain characters below U+0800, nor among surrogates
      if (!entry.is_plain_character || (kind != entry.kind && i != start)) break;
      const std::uint8_t own_class = entry.own_class;
      if (own_class != 0) {
        if (last > own_class || (end_of_mark == i && mark > own_class)) break;
        mark = own_class;
        end_of_mark = i + 3;
      }
      starter_at = own_class == 0 || last == 0 ? i : starter_at;
      last = own_class;
      kind = entry.kind;
      std::memcpy(t, entry.text, 4);
      t[3] = ' ';
    }
    const std::size_t count = (i - start) / 3;
    if (count == 0) return i;
    last_class = last;
    mark_class = mark;
    mark_end = end_of_mark;
    flush_ids();
    if (starter_at != none) {
      starter = mark_position(start);
      const std::size_t num_before = (starter_at - start) / 3;
      starter.source += 3 * num_before;
      starter.text += 4 * num_before;
      starter.spelling += 4 * num_before;
      starter.num_words += num_before;
      starter.character_bytes += 3 * num_before;
    }
    characters.add_plain(text_begin, count, ids.size(), width_of(kind));
    ids.resize(ids.size() + count);  // characters.write_ids knows better
    if (with_word_ranges)
      for (std::size_t at = start; at < i; at += 3) out->word_ranges.push_back({at, at + 3});
    if (is_split) spelling.append_words(text_begin, 4 * count);
    text.append_words(4 * count);
  }
}

}  // namespace nuskha
