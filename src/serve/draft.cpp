// Entry point: read_draft. Test: tests/serve/parts_test.cpp.
#include "serve/draft.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/unicode.h"
#include "input/source.h"
#include "serve/query.h"

namespace nuskha::serve {
namespace {

constexpr InMemoryBounds bounds{100, 24 << 20};
constexpr std::ptrdiff_t most_lines = 400'000;
constexpr std::size_t longest_name = 4096;

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

/// "utf-8" of "text/plain; charset=utf-8".
std::string charset_of(std::string_view content_type) {
  for (std::size_t at = content_type.find(';'); at != content_type.npos; at = content_type.find(';', at + 1)) {
    const std::string_view rest = content_type.substr(at + 1);
    const std::string_view parameter = trim(rest.substr(0, rest.find(';')));
    constexpr std::string_view name = "charset=";
    if (lower(parameter.substr(0, name.size())) != name) continue;
    std::string_view value = parameter.substr(name.size());
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    return std::string(value);
  }
  return {};
}

}  // namespace

std::string media_type_of(const RequestHead& head) {
  const std::string* const type = head.field("content-type");
  return type == nullptr ? "" : lower(trim(std::string_view(*type).substr(0, type->find(';'))));
}

tl::expected<DraftKind, Response> draft_kind(const RequestHead& head) {
  const std::string* const type = head.field("content-type");
  const std::string media = media_type_of(head);
  DraftKind out;
  if (media == "text/plain") {
    out.name = "draft.txt";
    out.sent_as = SentAs::text;
  } else if (media == "text/html") {
    out.name = "draft.html";
    out.sent_as = SentAs::html;
  } else if (media != "application/octet-stream") {
    return tl::unexpected(error_response(415, "unsupported-media-type",
                                         "Send the draft as text/plain, text/html or application/octet-stream."));
  }
  if (type != nullptr) out.charset = charset_of(*type);
  if (const std::string* const name = head.field("x-file-name")) {
    std::optional<std::string> decoded = percent_decode(*name);
    if (!decoded || decoded->empty() || decoded->size() > longest_name ||
        find_invalid_utf8(*decoded) != std::string::npos || decoded->find('\0') != std::string::npos)
      return tl::unexpected(error_response(400, "bad-request",
                                           "X-File-Name is a name of at most 4,096 bytes of UTF-8, percent-encoded."));
    out.name = *std::move(decoded);
    out.is_named = true;
  } else if (out.name.empty()) {
    return tl::unexpected(
        error_response(400, "bad-request", "A file needs its name in X-File-Name: its ending tells some formats."));
  }
  return out;
}

Result<Draft> read_draft(DraftKind kind, std::string body, const InputOptions& options) {
  Draft out;
  const std::string name = kind.name;
  if (!read_in_memory({std::move(kind.name), std::move(body), std::move(kind.charset), kind.sent_as}, options, bounds,
                      out.documents, out.problems))
    return fail(
        ErrorCode::no_documents, name,
        fmt::format("It holds more than {} documents, or more than {} MiB of text: nuskha check takes any number.",
                    bounds.documents, bounds.text_bytes >> 20));
  std::ptrdiff_t lines = 0;
  for (const Document& document : out.documents) lines += std::count(document.text.begin(), document.text.end(), '\n');
  if (lines > most_lines)
    return fail(ErrorCode::no_documents, name,
                fmt::format("It has more than {} lines: nuskha check takes any number.", most_lines));
  if (out.documents.empty())
    return fail(ErrorCode::no_documents, name,
                out.problems.empty() ? "There is no text in it."
                                     : "Nothing in it can be read: " + out.problems.front().message);
  std::sort(out.documents.begin(), out.documents.end(),
            [](const Document& x, const Document& y) { return x.path < y.path; });
  return out;
}

}  // namespace nuskha::serve
