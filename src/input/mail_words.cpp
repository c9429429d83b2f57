// RFC 2047. GMime 3.2 decodes the base64 of neighbouring words as one, so that it loses all after the first padding,
// which most programs write (docs/decisions/input-mail.md). Entry point: decode_words. Test:
// tests/input/mail_words_test.cpp.
#include "input/mail_words.h"

#include <optional>

#include "input/decode.h"
#include "input/encoding_labels.h"

namespace nuskha {
namespace {

using std::string_view;

struct Word {
  string_view charset;
  char encoding = 'Q';
  string_view text;
  std::size_t size = 0;  ///< Of all of it.
};

/// The encoded word that `header` begins with, if it does.
std::optional<Word> word_at(string_view header) {
  if (!header.starts_with("=?")) return std::nullopt;
  const std::size_t charset_end = header.find('?', 2);
  if (charset_end == header.npos || charset_end + 3 >= header.size() || header[charset_end + 2] != '?')
    return std::nullopt;
  Word word;
  word.charset = header.substr(2, charset_end - 2);
  word.charset = word.charset.substr(0, word.charset.find('*'));  // a language may follow (RFC 2231)
  word.encoding = static_cast<char>(header[charset_end + 1] & ~0x20);
  if (word.encoding != 'B' && word.encoding != 'Q') return std::nullopt;
  const std::size_t begin = charset_end + 3;
  const std::size_t end = header.find("?=", begin);
  if (word.charset.empty() || end == header.npos) return std::nullopt;
  word.text = header.substr(begin, end - begin);
  word.size = end + 2;
  return word;
}

int value_of_hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char upper = static_cast<char>(c & ~0x20);
  return upper >= 'A' && upper <= 'F' ? upper - 'A' + 10 : -1;
}

void decode_q(string_view text, std::string& out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = i + 2 < text.size() ? value_of_hex(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? value_of_hex(text[i + 2]) : -1;
    if (text[i] == '=' && high >= 0 && low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i] == '_' ? ' ' : text[i];
    }
  }
}

void decode_b(string_view text, std::string& out) {
  constexpr string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  unsigned bits = 0;
  int num_bits = 0;
  for (const char c : text) {
    const std::size_t value = digits.find(c);
    if (value == digits.npos) continue;
    bits = (bits << 6 | static_cast<unsigned>(value)) & 0xFFFF;
    num_bits += 6;
    if (num_bits < 8) continue;
    num_bits -= 8;
    out += static_cast<char>(bits >> num_bits & 0xFF);
  }
}

bool is_blank(string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

}  // namespace

std::string decode_words(string_view header, string_view charset) {
  std::string out;
  std::string bytes;  // of words whose charset is the same
  string_view bytes_charset;
  const auto end_words = [&] {
    if (!bytes.empty()) out += decode_labelled(std::move(bytes), bytes_charset).text;
    bytes.clear();
  };
  std::size_t plain = 0;  // begin of what is in no word yet
  bool after_word = false;
  for (std::size_t at = header.find("=?"); at != header.npos; at = header.find("=?", at)) {
    const std::optional<Word> word = word_at(header.substr(at));
    if (!word) {
      at += 2;
      continue;
    }
    const string_view between = header.substr(plain, at - plain);
    const bool goes_on = after_word && is_blank(between);
    if (!goes_on || encoding_of_label(word->charset) != encoding_of_label(bytes_charset)) end_words();
    if (!goes_on && !between.empty()) out += decode_labelled(std::string(between), charset).text;
    bytes_charset = word->charset;
    if (word->encoding == 'B') {
      decode_b(word->text, bytes);
    } else {
      decode_q(word->text, bytes);
    }
    at += word->size;
    plain = at;
    after_word = true;
  }
  end_words();
  if (plain < header.size()) out += decode_labelled(std::string(header.substr(plain)), charset).text;
  return out;
}

}  // namespace nuskha
