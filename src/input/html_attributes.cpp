// Attributes of an HTML tag: the standard's states from "Before attribute name" to "After attribute value (quoted)".
// Entry points: next_html_attribute, html_attribute. Test: tests/input/html_tokens_test.cpp.
#include "input/html_attributes.h"

#include "input/html_tokens.h"

namespace nuskha {

using std::size_t;
using std::string_view;

bool next_html_attribute(string_view text, size_t& at, HtmlAttribute& attribute, bool& is_self_closing) {
  is_self_closing = false;
  for (; at < text.size() && (is_html(text[at], html_space) || text[at] == '/'); ++at)
    is_self_closing = text[at] == '/';
  if (at >= text.size() || text[at] == '>') return false;
  const size_t name = at++;  // whatever the first character is, even '=': it belongs to the name
  while (at < text.size() && !is_html(text[at], ends_attribute_name)) ++at;
  attribute = {text.substr(name, at - name), {}};
  const size_t after_name = at;
  while (at < text.size() && is_html(text[at], html_space)) ++at;
  if (at >= text.size() || text[at] != '=') {
    at = after_name;
    return true;
  }
  for (++at; at < text.size() && is_html(text[at], html_space);) ++at;
  if (at >= text.size() || text[at] == '>') return true;
  const char quote = text[at];
  if (quote == '"' || quote == '\'') {
    const size_t end = find_or_end(text, quote, at + 1);
    attribute.value = text.substr(at + 1, end - at - 1);
    at = std::min(end + 1, text.size());
    return true;
  }
  const size_t value = at;
  while (at < text.size() && !is_html(text[at], html_space) && text[at] != '>') ++at;
  attribute.value = text.substr(value, at - value);
  return true;
}

std::optional<std::string> html_attribute(string_view attributes, string_view name) {
  HtmlAttribute attribute;
  bool is_self_closing = false;
  for (size_t at = 0; next_html_attribute(attributes, at, attribute, is_self_closing);) {
    if (!equals_lower(attribute.name, name)) continue;
    std::string value;
    decode_html_text(attribute.value, value, true);
    return value;
  }
  return std::nullopt;
}

}  // namespace nuskha
