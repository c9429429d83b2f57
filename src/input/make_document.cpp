// Text by decode_text, all else by the extractor of its format. Entry point: make_document. Test:
// tests/input/source_test.cpp.
#include "input/make_document.h"

#include <fmt/format.h>

#include <utility>

#include "base/hash.h"
#include "base/unicode.h"
#include "input/decode.h"
#include "input/front_matter.h"
#include "input/problem_codes.h"

namespace nuskha {
namespace {

/// CR LF is one.
std::uint64_t count_line_ends(std::string_view text) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'))) ++count;
  return count;
}

/// Text by the word of who sent it. What would make it a binary file is in it by mistake: NUL becomes U+FFFD.
DecodedText decode_sent_text(std::string bytes, std::string_view charset) {
  DecodedText out = decode_labelled(bytes, charset);
  if (out.trouble != DecodeTrouble::binary) return out;
  out = {};
  std::string text;
  for (const char c : bytes) {
    if (c == '\0')
      text += "\xEF\xBF\xBD";
    else
      text += c;
  }
  out.text = replace_invalid_utf8(text);
  return out;
}

bool make_text(DocumentBytes source, std::string_view charset, Document& document, std::vector<Problem>& problems) {
  const std::string& path = document.path;
  DecodedText decoded =
      source.is_surely_text ? decode_sent_text(std::move(source.bytes), charset) : decode_text(std::move(source.bytes));
  switch (decoded.trouble) {
    case DecodeTrouble::none: break;
    case DecodeTrouble::binary:
      problems.push_back({path, problem_code::binary,
                          fmt::format("It looks like {}, which isn't a format that nuskha reads. Convert it to one, or "
                                      "leave it out with --exclude.",
                                      decoded.detail)});
      return false;
    case DecodeTrouble::invalid_utf8:
      problems.push_back({path, problem_code::invalid_utf8,
                          fmt::format("{} byte sequence(s) aren't UTF-8, the first at byte {} (line {}); each was read "
                                      "as U+FFFD. Mend the file if they matter.",
                                      decoded.num_replaced, decoded.first_offset, decoded.first_line)});
      break;
    case DecodeTrouble::undecodable:
      problems.push_back({path, problem_code::undecodable,
                          fmt::format("Read as {}, but {} byte sequence(s) mean nothing in it and were read as U+FFFD. "
                                      "Convert the file to UTF-8 from the encoding it was written in.",
                                      decoded.encoding, decoded.num_replaced)});
      break;
  }
  document.text = std::move(decoded.text);
  document.encoding = std::move(decoded.encoding);
  document.encoding_detected = decoded.is_detected;
  FrontMatter matter = read_front_matter(document.text);
  if (matter.size > 0) {
    document.first_line += count_line_ends({document.text.data(), matter.size});
    document.text.erase(0, matter.size);
  }
  document.title = std::move(matter.title);
  document.date = std::move(matter.date);
  document.date_text = std::move(matter.date_text);
  document.language = std::move(matter.language);
  return true;
}

}  // namespace

bool make_document(const std::string& path, DocumentBytes source, const ExtractContext& context, Document& document,
                   std::vector<Problem>& problems) {
  std::string& bytes = source.bytes;
  if (source.damage.code != nullptr) {
    if (bytes.empty() || source.damage.code != std::string_view(problem_code::malformed)) {
      problems.push_back({path, source.damage.code, source.damage.message});
      return false;
    }
    problems.push_back({path, source.damage.code, source.damage.message + " The text before that was read."});
    // A character cut in two is no mistake of the text.
    const std::size_t invalid = source.format == nullptr ? find_invalid_utf8(bytes) : std::string::npos;
    if (invalid != std::string::npos && bytes.size() - invalid < 4) bytes.resize(invalid);
  }
  document.path = path;
  document.source_bytes = bytes.size();
  document.source_hash = hash128(bytes);
  if (source.format == nullptr) return make_text(std::move(source), context.charset, document, problems);
  document.format = source.format->name;
  if (source.format->extract != nullptr) return source.format->extract(std::move(bytes), context, document, problems);
  problems.push_back(
      {path, problem_code::unsupported, fmt::format("It is {}, and {}.", source.format->what, source.format->missing)});
  return false;
}

}  // namespace nuskha
