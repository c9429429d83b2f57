// What an element's attributes say of its part in a page: semantic roles, hidden or not, and words of class and id.
#pragma once

#include <cstdint>
#include <string_view>

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
}  // namespace html_word

struct HtmlFacts {
  HtmlRole role = HtmlRole::none;
  bool is_hidden = false;       ///< Not shown.
  bool is_aria_hidden = false;  ///< Not read out. A page saved with a dialog open has all but the dialog so.
  std::uint16_t words = 0;      ///< Bits of html_word.
};

/// Facts of an element. Cost: one pass over the attributes, no allocation. Thread-safe.
HtmlFacts html_facts(HtmlTag tag, std::string_view attributes);

/// The bits of html_word of a value of class or id ("main-nav", "siteFooter").
std::uint16_t html_words(std::string_view value);

/// What a link leads to, by its attributes.
enum class HtmlLink : std::uint8_t {
  none,   ///< No link: an anchor, a mail address, a telephone number, a file to read (PDF, DOCX, …).
  page,   ///< Another page, or a place in this one.
  share,  ///< A form for handing the page on in a network, or printing it.
};
HtmlLink html_link(std::string_view attributes);

/// Attributes one after another. References in values aren't resolved. Every step goes forward.
class HtmlAttributes {
 public:
  explicit HtmlAttributes(std::string_view attributes) : rest_(attributes) {}
  /// False at the end.
  bool next(std::string_view& name, std::string_view& value);

 private:
  std::string_view rest_;
};

/// Equal but for the case of ASCII letters; `lower_case` has none that are upper case.
bool equals_ignoring_case(std::string_view text, std::string_view lower_case);

}  // namespace nuskha
