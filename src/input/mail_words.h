// Encoded words, by which headers of mail write what isn't ASCII.
#pragma once

#include <string>
#include <string_view>

namespace nuskha {

/// An unfolded header in UTF-8 (RFC 2047): "=?windows-1256?B?x93KysfN?=" is decoded, also where it stands in quotation
/// marks; what is none stays. Words of one charset are one text, though each has its own base64: programs cut
/// characters in two. Bytes outside of words are read as UTF-8, or else by `charset`.
std::string decode_words(std::string_view header, std::string_view charset);

}  // namespace nuskha
