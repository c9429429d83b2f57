// What an element's attributes say of its part in a page: semantic roles, hidden or not, and words of class and id.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "input/html_attributes.h"
#include "input/html_tokens.h"

namespace nuskha {

/// What an element is by the HTML or ARIA standard, or schema.org. Sure evidence.
enum class HtmlRole : std::uint8_t {
  none,
  main,
  article,
  article_body,
  header,
  navigation,  ///< Also role=search, menu, toolbar, dialog.
  aside,
  footer,
};

/// What words in class and id say, as bits. Weak evidence: authors name as they like.
namespace html_word {
inline constexpr std::uint16_t clutter =
    1;                                     ///< Cookie banners, related links, sidebars: not of the text even if prose.
inline constexpr std::uint16_t frame = 2;  ///< Menus, search boxes, tools: not of the text unless prose.
inline constexpr std::uint16_t header = 4;
inline constexpr std::uint16_t footer = 8;
inline constexpr std::uint16_t comments = 16;
inline constexpr std::uint16_t data = 32;  ///< Author, tags, date: not of the text where it is mostly links.
inline constexpr std::uint16_t note = 64;  ///< Contacts, notes to editors: of the text even beside it, without links.
}  // namespace html_word

struct HtmlFacts {
  HtmlRole role = HtmlRole::none;
  bool is_hidden = false;       ///< Not shown.
  bool is_aria_hidden = false;  ///< Not read out. A page saved with a dialog open has all but the dialog so.
  std::uint16_t words = 0;      ///< Bits of html_word.
};

/// Facts of an element that parts blocks. Cost: one pass over the attributes, no allocation. Thread-safe.
HtmlFacts html_facts(HtmlTag tag, std::string_view attributes);

/// True if the attributes of an inline element say that it isn't shown, or isn't read out. Likewise.
bool is_hidden_inline(std::string_view attributes);

/// The bits of html_word of a value of class or id ("main-nav", "siteFooter").
std::uint16_t html_words(std::string_view value);

/// What a link leads to, by its attributes.
enum class HtmlLink : std::uint8_t {
  none,   ///< No link: an anchor, a mail address, a telephone number, a file to read (PDF, DOCX, …).
  page,   ///< Another page, or a place in this one.
  share,  ///< A form for handing the page on in a network, or printing it.
};
HtmlLink html_link(std::string_view attributes);

/// Attributes one after another. References in values aren't resolved.
class HtmlAttributes {
 public:
  explicit HtmlAttributes(std::string_view attributes) : attributes_(attributes) {}
  /// False at the end.
  bool next(std::string_view& name, std::string_view& value) {
    HtmlAttribute attribute;
    bool is_self_closing = false;
    if (!next_html_attribute(attributes_, at_, attribute, is_self_closing)) return false;
    name = attribute.name;
    value = attribute.value;
    return true;
  }

 private:
  std::string_view attributes_;
  std::size_t at_ = 0;
};

}  // namespace nuskha
