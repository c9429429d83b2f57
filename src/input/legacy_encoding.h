// Which of the encodings used before Unicode a text is written in, by statistics.
#pragma once

#include <string>
#include <string_view>

namespace nuskha {

/// The guess, and how sure it is.
struct LegacyEncoding {
  std::string name;      ///< As ICU opens it.
  std::string reported;  ///< As reports call it: the narrowest of the encodings that read these bytes alike
                         ///< ("ISO-8859-1" rather than "windows-1252").
};

/// Guesses the encoding of bytes that are neither valid UTF-8 nor UTF-16/32 nor 7-bit. Always answers; for bytes
/// without a clue the answer is windows-1252, which decodes anything. Looks at up to 64 KB of lines that hold bytes
/// above 127, whatever the size of the text. `label` is what a header calls their encoding, by the name that ICU opens
/// it by, a hint as good as the text's own declaration and before it, unless it is windows-1252; empty if there is
/// none. Deterministic; thread-safe.
LegacyEncoding guess_legacy_encoding(std::string_view bytes, std::string_view label = {});

}  // namespace nuskha
