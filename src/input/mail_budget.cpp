// Finds the header blocks of a mail and of its parts without parsing it: they begin at its beginning, behind boundaries
// and within forwarded mails, and end at an empty line. Entry point: mail_bytes_within. Test:
// tests/input/mail_test.cpp.
#include "input/mail_budget.h"

#include <algorithm>
#include <string>
#include <vector>

namespace nuskha {
namespace {

using std::string_view;

constexpr std::size_t part_bytes = 64;  // what a part costs besides its headers, likewise
constexpr std::size_t most_boundaries = 64;

std::size_t find_word(string_view text, string_view lower_case, std::size_t from = 0) {
  const auto found =
      std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), lower_case.begin(), lower_case.end(),
                  [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b; });
  return found == text.end() ? text.npos : static_cast<std::size_t>(found - text.begin());
}

class HeaderBlocks {
 public:
  /// What a line, with its end, adds to the headers.
  std::size_t cost(string_view line) {
    const bool is_part = is_boundary(line);
    if (is_part) {
      is_in_header_ = true;
      begin_block();
    }
    if (!is_in_header_) return 0;
    if (line == "\n" || line == "\r\n") {
      end_block();
      return line.size();
    }
    if (is_part) return line.size() + part_bytes;
    take_header(line);
    return line.size();
  }

 private:
  bool is_boundary(string_view line) const {
    if (!line.starts_with("--")) return false;
    return any_is_boundary_ || std::any_of(boundaries_.begin(), boundaries_.end(), [&](const std::string& boundary) {
             return line.substr(2).starts_with(boundary);
           });
  }

  void begin_block() { value_is_due_ = holds_message_ = is_content_type_ = false; }

  /// The headers of a forwarded mail follow those of its part, and in a digest any part is one.
  void end_block() {
    is_in_header_ = holds_message_ || has_digest_;
    begin_block();
  }

  void take_header(string_view line) {
    if (!line.starts_with(' ') && !line.starts_with('\t')) is_content_type_ = find_word(line, "content-type") == 0;
    if (!is_content_type_) return;
    holds_message_ |= find_word(line, "message") != line.npos;
    has_digest_ |= find_word(line, "digest") != line.npos;
    if (any_is_boundary_) return;
    constexpr string_view word = "boundary";
    if (value_is_due_) take_value(line, line.find_first_not_of(" \t"));
    for (std::size_t at = 0; (at = find_word(line, word, at)) != line.npos;) {
      at = line.find_first_not_of(" \t\r\n", at + word.size());
      if (at == line.npos || line[at] != '=') {
        any_is_boundary_ = true;
        return;
      }
      take_value(line, line.find_first_not_of(" \t\r\n", at + 1));
    }
  }

  /// Takes the value of a parameter that begins there, or on the next line. One that isn't simple may be any.
  void take_value(string_view line, std::size_t at) {
    if (at == line.npos) {
      any_is_boundary_ |= value_is_due_;
      value_is_due_ = true;
      return;
    }
    value_is_due_ = false;
    string_view value = line.substr(at);
    const bool is_quoted = value.starts_with('"');
    if (is_quoted) value.remove_prefix(1);
    const std::size_t end = value.find_first_of(is_quoted ? "\"" : "; \t\r\n");
    any_is_boundary_ |= is_quoted && end == value.npos;
    value = value.substr(0, end);
    while (value.ends_with(' ')) value.remove_suffix(1);
    any_is_boundary_ |=
        value.empty() || value.find_first_of("\\%*(\"\r\n") != value.npos || value.find("=?") != value.npos;
    if (std::find(boundaries_.begin(), boundaries_.end(), value) == boundaries_.end()) boundaries_.emplace_back(value);
    any_is_boundary_ |= boundaries_.size() > most_boundaries;
  }

  bool is_in_header_ = true;
  bool holds_message_ = false;
  bool is_content_type_ = false;
  bool has_digest_ = false;
  bool value_is_due_ = false;
  bool any_is_boundary_ = false;  // any line "--…"
  std::vector<std::string> boundaries_;
};

}  // namespace

std::size_t mail_bytes_within(string_view mail, std::size_t limit) {
  if (mail.size() <= limit / (1 + part_bytes)) return mail.size();
  HeaderBlocks blocks;
  std::size_t taken = 0;
  for (std::size_t at = 0; at < mail.size();) {
    const std::size_t end = std::min(mail.find('\n', at), mail.size() - 1) + 1;
    const std::size_t cost = blocks.cost(mail.substr(at, end - at));
    if (cost > limit - taken) return at;
    taken += cost;
    at = end;
  }
  return mail.size();
}

}  // namespace nuskha
