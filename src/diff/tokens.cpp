// Entry point: Tokenizer::tokenize. Each distinct segment is folded once. Test: tests/diff/tokens_test.cpp.
#include "diff/tokens.h"

#include "base/fold.h"
#include "base/hash.h"
#include "base/unicode.h"
#include "base/word_break.h"
#include "text/blocks.h"

namespace nuskha {
namespace {

constexpr char punctuation_mark = '\1';  // of whatever kind, inside a word: don't, don’t

/// A segment at level spelling. Inside a number punctuation stays what it is: 1.5 isn't 1,5.
struct Folding {
  std::string spelling;
  bool has_word = false;
  bool is_gap = true;  // white space, or zero-width characters and nothing else
};

/// Folds by ICU, in one piece.
void fold_slowly(std::string_view segment, Folding& out) {
  std::vector<FoldedWord> words;
  fold_words(segment, words);
  out.spelling.clear();
  out.has_word = false;
  for (const FoldedWord& word : words) {
    if (out.has_word && word.kind == FoldKind::letter) out.spelling += punctuation_mark;
    out.spelling += word.spelling;
    out.has_word = true;
  }
}

Folding fold(std::string_view segment) {
  Folding out;
  bool is_slow = false;
  const bool is_number = !segment.empty() && decimal_digit(decode_utf8(segment).value) >= 0;
  for (std::size_t i = 0; i < segment.size();) {
    const CodePoint c = decode_utf8(segment.substr(i, 8));
    const FoldEntry& entry = fold_entry(c.value);
    if ((entry.flags & (FoldEntry::white_space | FoldEntry::layout_ignorable)) == 0) out.is_gap = false;
    switch (entry.kind) {
      case FoldKind::separator:
        if (is_number && c.value != 0x066B && c.value != 0x066C)
          out.spelling += segment.substr(i, c.length);
        else if (is_number)
          out.spelling += c.value == 0x066B ? '.' : ',';
        else if (out.has_word)
          out.spelling += punctuation_mark;
        break;
      case FoldKind::ignorable: break;
      case FoldKind::letter:
      case FoldKind::character2:
      case FoldKind::character3:
        is_slow |= entry.first_class != 0 || entry.own_class != 0;
        out.spelling.append(entry.spelling, entry.spelling_length);
        out.has_word = true;
        break;
      case FoldKind::mark:
      case FoldKind::context: is_slow = true; break;
    }
    i += c.length;
  }
  if (is_slow) fold_slowly(segment, out);
  return out;
}

/// How many bytes at the start of a text end a line; 0 if none do.
std::size_t line_end_length(std::string_view text) {
  switch (static_cast<unsigned char>(text[0])) {
    case '\r': return text.substr(0, 2) == "\r\n" ? 2 : 1;
    case '\n':
    case '\v':
    case '\f': return 1;
    case 0xC2: return text.substr(0, 2) == "\xC2\x85" ? 2 : 0;
    case 0xE2: {
      const std::string_view separator = text.substr(0, 3);
      return separator == "\xE2\x80\xA8" || separator == "\xE2\x80\xA9" ? 3 : 0;
    }
    default: return 0;
  }
}

std::vector<TokenRange> find_paragraphs(std::string_view source, const std::vector<Token>& tokens) {
  std::vector<Block> blocks;
  BlockBuilder builder;
  builder.start(source, blocks);
  std::size_t token = 0;
  for (std::size_t i = 0; i < source.size();) {
    const auto c = static_cast<unsigned char>(source[i]);
    const std::size_t length = c <= '\r' || c == 0xC2 || c == 0xE2 ? line_end_length(source.substr(i, 3)) : 0;
    if (length == 0) {
      ++i;
      continue;
    }
    while (token < tokens.size() && tokens[token].begin < i) ++token;
    builder.add_line(i, i + length, token);
    i += length;
  }
  builder.add_line(source.size(), source.size(), tokens.size());
  builder.finish();
  std::vector<TokenRange> out;
  out.reserve(blocks.size());
  for (const Block& block : blocks)
    out.push_back({static_cast<std::uint32_t>(block.word_begin), static_cast<std::uint32_t>(block.word_end)});
  return out;
}

}  // namespace

std::string spelling_of(std::string_view word) {
  std::string out = fold(word).spelling;
  std::erase(out, punctuation_mark);
  return out;
}

Tokenizer::Tokenizer() = default;

Tokenizer::Slot& Tokenizer::Table::find(std::uint64_t hash) {
  if (2 * used_ >= slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  std::size_t i = hash & mask;
  while (slots_[i].is_used && slots_[i].hash != hash) i = (i + 1) & mask;
  used_ += !slots_[i].is_used;
  slots_[i].hash = hash;
  return slots_[i];
}

void Tokenizer::Table::grow() {
  std::vector<Slot> old(2 * slots_.size());
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (!slot.is_used) continue;
    std::size_t i = slot.hash & mask;
    while (slots_[i].is_used) i = (i + 1) & mask;
    slots_[i] = slot;
  }
}

std::uint32_t Tokenizer::key_of(std::uint64_t hash) {
  Slot& slot = foldings_.find(hash);
  if (!slot.is_used) {
    slot.is_used = true;
    slot.key = num_keys_++;
  }
  return slot.key;
}

void Tokenizer::describe(std::string_view segment, Slot& slot) {
  slot.is_used = true;
  const Folding folding = fold(segment);
  slot.is_gap = folding.is_gap;
  if (slot.is_gap) return;
  if (folding.has_word && !folding.spelling.empty()) {
    const char first = folding.spelling.front();
    slot.kind = first >= '0' && first <= '9' ? TokenKind::number : TokenKind::word;
    slot.key = key_of(hash64(folding.spelling));
  } else {
    slot.kind = TokenKind::punctuation;
    slot.key = key_of(hash64_seeded(hash64(segment), 1));
  }
}

TokenText Tokenizer::tokenize(std::string_view source) {
  std::vector<std::uint32_t> ends;
  find_word_breaks(source, ends);
  return tokenize(source, ends);
}

TokenText Tokenizer::tokenize(std::string_view source, std::span<const std::uint32_t> ends) {
  TokenText out;
  out.source = source;
  out.tokens.reserve(ends.size() / 2 + 1);
  std::uint32_t begin = 0;
  for (const std::uint32_t end : ends) {
    const std::string_view segment = source.substr(begin, end - begin);
    Slot& slot = sources_.find(hash64(segment));
    if (!slot.is_used) describe(segment, slot);
    if (!slot.is_gap) out.tokens.push_back({begin, end, slot.key, slot.kind});
    begin = end;
  }
  out.paragraphs = find_paragraphs(source, out.tokens);
  return out;
}

}  // namespace nuskha
