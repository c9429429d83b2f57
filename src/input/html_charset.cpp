// The encoding that a page declares of itself: the HTML standard's "prescan a byte stream to determine its encoding",
// on bytes that aren't decoded yet. Entry point: html_declared_charset. Test: tests/input/html_tokens_test.cpp.
#include <algorithm>

#include "input/encoding_labels.h"
#include "input/html_attributes.h"
#include "input/html_tokens.h"

namespace nuskha {
namespace {

using std::size_t;
using std::string_view;

constexpr size_t prescan_bytes = 4 << 10;

string_view trim(string_view text) {
  while (!text.empty() && is_html(text.front(), html_space)) text.remove_prefix(1);
  while (!text.empty() && is_html(text.back(), html_space)) text.remove_suffix(1);
  return text;
}

string_view skip_spaces(string_view text) {
  while (!text.empty() && is_html(text.front(), html_space)) text.remove_prefix(1);
  return text;
}

/// What follows `key` and an equals sign in `text`, in quotes or up to white space or a semicolon.
string_view value_after(string_view text, string_view key) {
  for (size_t at = 0; at + key.size() <= text.size(); ++at) {
    if (!equals_lower(text.substr(at, key.size()), key)) continue;
    string_view rest = skip_spaces(text.substr(at + key.size()));
    if (!rest.starts_with('=')) continue;
    rest = skip_spaces(rest.substr(1));
    if (rest.starts_with('"') || rest.starts_with('\'')) {
      const size_t end = rest.find(rest[0], 1);
      return end == rest.npos ? string_view() : rest.substr(1, end - 1);
    }
    return rest.substr(0, std::min(rest.find_first_of(" \t\n\f\r;"), rest.size()));
  }
  return {};
}

/// The label that the <meta> with these attributes declares, empty if it declares none; `at` goes on to its end.
string_view declared_by_meta(string_view text, size_t& at) {
  string_view charset;
  string_view content;
  bool has_charset = false;
  bool has_content = false;
  bool is_content_type = false;
  bool has_equivalent = false;
  HtmlAttribute attribute;
  for (bool is_self_closing = false; next_html_attribute(text, at, attribute, is_self_closing);) {
    if (equals_lower(attribute.name, "charset") && !has_charset) {
      has_charset = true;
      charset = attribute.value;
    } else if (equals_lower(attribute.name, "content") && !has_content) {
      has_content = true;
      content = value_after(attribute.value, "charset");
    } else if (equals_lower(attribute.name, "http-equiv") && !has_equivalent) {
      has_equivalent = true;
      is_content_type = equals_lower(attribute.value, "content-type");
    }
  }
  if (has_charset) return charset;
  return is_content_type ? content : string_view();
}

/// The label as the answer has it; empty if no encoding is called so.
std::string known_label(string_view label) {
  const string_view encoding = encoding_of_label(label);
  if (encoding.starts_with("UTF-16") || encoding.starts_with("UTF-32")) return "utf-8";  // it was read as ASCII
  if (encoding.empty()) return {};
  std::string out(trim(label));
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

/// Of "<?xml version='1.0' encoding='…'?>".
std::string declared_by_xml(string_view head) {
  if (!head.starts_with("<?xml")) return {};
  return known_label(value_after(head.substr(0, head.find('>')), "encoding"));
}

size_t behind(string_view text, string_view end, size_t from) {
  const size_t found = text.find(end, from);
  return found == text.npos ? text.size() : found + end.size();
}

}  // namespace

std::string html_declared_charset(string_view head) {
  head = head.substr(0, prescan_bytes);
  HtmlAttribute attribute;
  for (size_t at = find_or_end(head, '<', 0); at < head.size(); at = find_or_end(head, '<', at)) {
    const string_view rest = head.substr(at);
    const size_t name = at + 1 + rest.substr(1).starts_with('/');
    if (rest.starts_with("<!--")) {
      at = behind(head, "-->", at + 2);
    } else if (equals_lower(rest.substr(0, 5), "<meta") && rest.size() > 5 && is_html(rest[5], ends_tag_name)) {
      at += 5;
      if (std::string label = known_label(declared_by_meta(head, at)); !label.empty()) return label;
    } else if (name < head.size() && is_html(head[name], html_letter)) {
      for (at = name; at < head.size() && !is_html(head[at], html_space) && head[at] != '>';) ++at;
      for (bool is_self_closing = false; next_html_attribute(head, at, attribute, is_self_closing);) {
      }
    } else if (rest.starts_with("<!") || rest.starts_with("</") || rest.starts_with("<?")) {
      at = behind(head, ">", at);
    } else {
      ++at;
    }
  }
  return declared_by_xml(head);
}

}  // namespace nuskha
