// A page as blocks of text, each with what tells text from navigation, and the elements that hold them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "input/html_roles.h"
#include "input/html_tokens.h"
#include "nuskha/input.h"

namespace nuskha {

/// A run of text that no block element parts: a paragraph, a heading, an item, a cell.
struct HtmlBlock {
  std::uint64_t begin = 0;  ///< Half-open range of bytes of HtmlPage::text.
  std::uint64_t end = 0;
  std::uint32_t node = 0;         ///< The innermost element that holds it.
  std::uint32_t cell = 0;         ///< Cell of a table, index into HtmlPage::cells; 0: none.
  std::uint32_t list = 0;         ///< Outermost list, numbered from 1; 0: none.
  std::uint32_t weight = 0;       ///< Letters; a character of East Asian scripts counts as 3.
  std::uint32_t link_weight = 0;  ///< Of these, the share in links and buttons.
  std::uint16_t num_links = 0;
  std::uint8_t heading = 0;  ///< 1 to 6; 0: no heading.
  bool is_shared = false;    ///< A link of it hands the page on.
};

/// An element that holds blocks: all that divide a page, and others of which something is known. They stand in the
/// order of their start tags, so that both ranges are whole subtrees.
struct HtmlNode {
  std::uint32_t parent = 0;
  std::uint32_t first_block = 0;  ///< Half-open range of HtmlPage::blocks.
  std::uint32_t end_block = 0;
  std::uint32_t end_node = 0;  ///< One past the last element in it.
  HtmlTag tag = HtmlTag::other;
  HtmlRole role = HtmlRole::none;
  std::uint16_t words = 0;
};

struct HtmlCell {
  std::uint32_t table = 0;
  std::uint32_t row = 0;
  std::uint32_t num_blocks = 0;
};

/// A <time>: its attributes, and the block that it stands in or before.
struct HtmlTime {
  std::string_view attributes;
  std::size_t block = 0;
};

/// Views are into what was read.
struct HtmlPage {
  std::string text;               ///< Of all blocks, without anything between them. Valid UTF-8 if the input is.
  std::vector<HtmlBlock> blocks;  ///< None is empty.
  std::vector<HtmlNode> nodes;    ///< The first is the page. Those without text are left out.
  std::vector<HtmlCell> cells;    ///< The first is none.
  std::vector<PlaceMark> marks;   ///< Lines of the source, by bytes of `text`.
  std::string_view title;         ///< Of <title>, as written.
  std::string_view html_attributes;
  std::vector<std::string_view> metas;    ///< Attributes of <meta>.
  std::vector<std::string_view> json_ld;  ///< Scripts of type application/ld+json.
  std::vector<HtmlTime> times;
};

/// Reads blocks. White space is collapsed but for <pre>, <br> is a line break and two of them part blocks; what isn't
/// shown is left out. Cost O(n) whatever the depth; memory in proportion to the input. Thread-safe.
HtmlPage read_html_blocks(std::string_view utf8);

}  // namespace nuskha
