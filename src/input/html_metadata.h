// What a page says about itself: title, date of publication, language.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "input/html_blocks.h"

namespace nuskha {

struct HtmlMetadata {
  std::string page_title;  ///< Of <title>, one line; empty if there is none.
  std::string headline;    ///< Of og:title and the like, or of JSON-LD; empty if there is none.
  std::string site_name;
  std::optional<std::string> date;       ///< YYYY-MM-DD, of publication.
  std::optional<std::string> date_text;  ///< As it is written, if it isn't an ISO 8601 date.
  std::string language;                  ///< As it is written: "ar", "en-GB".
};

/// Reads the <meta> elements, JSON-LD and the attributes of <html>. What is malformed is passed over. Thread-safe.
HtmlMetadata read_html_metadata(const HtmlPage& page);

/// What a headline of the page may read, if its title is one with the name of the site before or after it.
std::vector<std::string> possible_titles(const HtmlMetadata& metadata);

/// The title without the site's name, as far as the metadata or a heading of the main text tell it apart; nothing if
/// the page has none.
std::optional<std::string> choose_title(const HtmlMetadata& metadata, const HtmlPage& page,
                                        const std::vector<std::size_t>& main_text);

/// The date of the first <time> at the head of the main text, YYYY-MM-DD.
std::optional<std::string> date_at_head(const HtmlPage& page, const std::vector<std::size_t>& main_text);

}  // namespace nuskha
