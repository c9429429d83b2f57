// Decoding by pieces, with ICU's converter, which keeps what a piece leaves incomplete. Entry point:
// StreamDecoder::decode. Test: tests/base/stream_decoder_test.cpp.
#include "base/stream_decoder.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/utf16.h>

#include <cstdint>
#include <iterator>
#include <utility>

#include "base/unicode.h"

namespace nuskha {
namespace {

// As decode_from has it: ICU's own substitution writes U+001A for single bytes of the East Asian encodings.
void write_replacement(const void*, UConverterToUnicodeArgs* args, const char*, std::int32_t,
                       UConverterCallbackReason reason, UErrorCode* status) {
  if (reason > UCNV_IRREGULAR) return;
  *status = U_ZERO_ERROR;
  static constexpr UChar replacement = 0xFFFD;
  ucnv_cbToUWriteUChars(args, &replacement, 1, 0, status);
}

}  // namespace

struct StreamDecoder::State {
  std::unique_ptr<UConverter, decltype(&ucnv_close)> converter;
  char32_t high = 0;  // a surrogate whose other half is still to come
};

StreamDecoder::StreamDecoder(std::unique_ptr<State> state) : state_(std::move(state)) {}
StreamDecoder::~StreamDecoder() = default;

std::unique_ptr<StreamDecoder> StreamDecoder::open(const std::string& encoding) {
  UErrorCode status = U_ZERO_ERROR;
  auto state = std::make_unique<State>(State{{ucnv_open(encoding.c_str(), &status), &ucnv_close}});
  if (U_FAILURE(status)) return nullptr;
  ucnv_setToUCallBack(state->converter.get(), &write_replacement, nullptr, nullptr, nullptr, &status);
  return std::unique_ptr<StreamDecoder>(new StreamDecoder(std::move(state)));
}

void StreamDecoder::decode(std::string_view bytes, bool is_last, std::string& out) {
  const char* source = bytes.data();
  const char* const source_end = source + bytes.size();
  UChar buffer[4096] = {};
  UErrorCode status = U_BUFFER_OVERFLOW_ERROR;
  while (status == U_BUFFER_OVERFLOW_ERROR) {
    UChar* target = buffer;
    status = U_ZERO_ERROR;
    ucnv_toUnicode(state_->converter.get(), &target, buffer + std::size(buffer), &source, source_end, nullptr, is_last,
                   &status);
    for (const UChar* p = buffer; p != target; ++p) {
      char32_t c = *p;
      const char32_t high = std::exchange(state_->high, 0);
      if (U16_IS_LEAD(c)) {
        state_->high = c;
        continue;
      }
      if (U16_IS_TRAIL(c)) c = high != 0 ? static_cast<char32_t>(U16_GET_SUPPLEMENTARY(high, c)) : 0xFFFD;
      append_utf8(c, out);
    }
  }
}

}  // namespace nuskha
