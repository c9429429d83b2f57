// Entry point: find_word_breaks. Test: tests/base/word_break_test.cpp.
#include "base/word_break.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <algorithm>
#include <memory>

namespace nuskha {
namespace {

constexpr std::string_view arabic_comma = "\xD8\x8C";

/// Appends the ends of a segment's parts around Arabic commas.
void add_segment(std::string_view utf8, std::uint32_t begin, std::uint32_t end, std::vector<std::uint32_t>& ends) {
  if (end - begin > arabic_comma.size()) {
    const std::string_view segment = utf8.substr(begin, end - begin);
    for (std::size_t at = segment.find(arabic_comma); at != segment.npos; at = segment.find(arabic_comma, at + 2)) {
      const auto comma = static_cast<std::uint32_t>(begin + at);
      // A mark on the comma stays with it: only digits around it are meant.
      if (at > 0 && at + 2 < segment.size()) {
        ends.push_back(comma);
        ends.push_back(comma + 2);
      }
    }
  }
  ends.push_back(end);
}

}  // namespace

void find_word_breaks(std::string_view utf8, std::vector<std::uint32_t>& ends) {
  ends.clear();
  if (utf8.empty()) return;
  UErrorCode status = U_ZERO_ERROR;
  UText text = UTEXT_INITIALIZER;
  utext_openUTF8(&text, utf8.data(), static_cast<std::int64_t>(utf8.size()), &status);
  const std::unique_ptr<UBreakIterator, decltype(&ubrk_close)> breaks(
      ubrk_open(UBRK_WORD, "", nullptr, 0, &status), &ubrk_close);
  ubrk_setUText(breaks.get(), &text, &status);
  if (U_FAILURE(status)) {  // out of memory, or ICU without its data: one segment is still a division of the text
    ends.push_back(static_cast<std::uint32_t>(utf8.size()));
    utext_close(&text);
    return;
  }
  ends.reserve(utf8.size() / 3);
  std::uint32_t begin = 0;
  for (std::int32_t end = ubrk_next(breaks.get()); end != UBRK_DONE; end = ubrk_next(breaks.get())) {
    add_segment(utf8, begin, static_cast<std::uint32_t>(end), ends);
    begin = static_cast<std::uint32_t>(end);
  }
  utext_close(&text);
}

}  // namespace nuskha
