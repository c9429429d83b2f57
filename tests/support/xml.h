// A strict reader of XML 1.0 without document types, comments, sections and namespaces: what a test needs to read back
// what a writer writes. Throws std::runtime_error for what isn't well-formed.
#pragma once

#include <cstddef>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/unicode.h"

namespace nuskha::testing {

struct XmlElement {
  std::string name;
  std::map<std::string, std::string> attributes;
  std::vector<XmlElement> children;
  std::string text;  ///< Its own, without that of its children.

  /// The children of a name.
  std::vector<const XmlElement*> all(std::string_view wanted) const {
    std::vector<const XmlElement*> found;
    for (const XmlElement& child : children)
      if (child.name == wanted) found.push_back(&child);
    return found;
  }
};

class XmlReader {
 public:
  static XmlElement read(std::string_view text) {
    check_characters(text);
    XmlReader reader(text);
    reader.expect("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    reader.skip_blanks();
    XmlElement root = reader.element();
    reader.skip_blanks();
    if (!reader.rest_.empty()) reader.refuse("something after the root");
    return root;
  }

 private:
  explicit XmlReader(std::string_view text) : rest_(text) {}

  [[noreturn]] void refuse(const std::string& what) const {
    throw std::runtime_error(what + " at: " + std::string(rest_.substr(0, 60)));
  }

  /// XML 1.0, production 2.
  static void check_characters(std::string_view text) {
    if (find_invalid_utf8(text) != std::string_view::npos) throw std::runtime_error("not UTF-8");
    while (!text.empty()) {
      const CodePoint c = decode_utf8(text);
      const bool is_blank = c.value == '\t' || c.value == '\n' || c.value == '\r';
      if ((c.value < 0x20 && !is_blank) || c.value == 0xFFFE || c.value == 0xFFFF)
        throw std::runtime_error("a character that XML can't hold");
      text.remove_prefix(c.length);
    }
  }

  void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }
  bool accept(std::string_view token) {
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }
  void expect(std::string_view token) {
    if (!accept(token)) refuse("no " + std::string(token));
  }

  std::string name() {
    const std::size_t end = rest_.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_");
    if (end == 0 || end == rest_.npos) refuse("no name");
    std::string found(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return found;
  }

  /// Text up to one of `stops`, entities replaced.
  std::string data(std::string_view stops) {
    std::string out;
    while (!rest_.empty() && stops.find(rest_[0]) == stops.npos) {
      if (rest_.starts_with("]]>") || rest_[0] == '<') refuse("a sign that must be an entity");
      if (rest_[0] != '&') {
        out += rest_[0];
        rest_.remove_prefix(1);
      } else if (accept("&amp;")) {
        out += '&';
      } else if (accept("&lt;")) {
        out += '<';
      } else if (accept("&gt;")) {
        out += '>';
      } else if (accept("&quot;")) {
        out += '"';
      } else if (accept("&apos;")) {
        out += '\'';
      } else {
        refuse("an unknown entity");
      }
    }
    return out;
  }

  XmlElement element() {
    XmlElement element;
    expect("<");
    element.name = name();
    for (skip_blanks(); !rest_.starts_with('>') && !rest_.starts_with('/'); skip_blanks()) {
      const std::string key = name();
      expect("=\"");
      if (!element.attributes.emplace(key, data("\"")).second) refuse("an attribute twice");
      expect("\"");
    }
    if (accept("/>")) return element;
    expect(">");
    for (;;) {
      element.text += data("<");
      if (accept("</")) break;
      element.children.push_back(this->element());
    }
    expect(element.name);
    expect(">");
    return element;
  }

  std::string_view rest_;
};

inline XmlElement read_xml(std::string_view text) { return XmlReader::read(text); }

}  // namespace nuskha::testing
