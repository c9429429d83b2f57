// Which language a text is in, as far as reading its dates needs it.
#pragma once

#include <string_view>

namespace nuskha {

/// An ISO 639 code, or "" where the text is too short or too mixed to tell: by its script where that is enough, else by
/// the most frequent small words and letters. Looks at the first few kB only. Cost: tens of microseconds; meant for the
/// few texts that need it. Thread-safe.
std::string_view guess_language(std::string_view utf8);

/// True if most letters are of a script whose languages write the day before the month: Arabic (Kashmiri apart),
/// Cyrillic, Greek, Hebrew, Armenian, Georgian, Thai, Lao. Cost and threads as above.
bool is_day_first_script(std::string_view utf8);

}  // namespace nuskha
