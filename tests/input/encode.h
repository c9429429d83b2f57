// UTF-8 to any encoding of ICU: how the tests of decoding make their input.
#pragma once

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <string>
#include <string_view>

namespace nuskha_test {

inline std::string encode(std::string_view utf8, const char* encoding) {
  const auto text = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<std::int32_t>(utf8.size())});
  UErrorCode status = U_ZERO_ERROR;
  UConverter* converter = ucnv_open(encoding, &status);
  std::string out(utf8.size() * 8 + 16, '\0');
  const std::int32_t size = ucnv_fromUChars(converter, out.data(), static_cast<std::int32_t>(out.size()),
                                            text.getBuffer(), text.length(), &status);
  ucnv_close(converter);
  out.resize(U_SUCCESS(status) ? static_cast<std::size_t>(size) : 0);
  return out;
}

}  // namespace nuskha_test
