// A page as Gumbo parses it, flattened: what the tests of reading HTML hold ours against.
#pragma once

#include <gumbo.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace nuskha_test {

struct GumboPage {
  std::string text;                    ///< Of all text nodes, in the order of the tree, scripts and styles, too.
  std::vector<std::string_view> tags;  ///< Of all elements whose start tag stands in the page: "<p class=a>".
};

/// `html` has to outlive the answer.
inline GumboPage parse_with_gumbo(std::string_view html) {
  GumboPage page;
  GumboOutput* output = gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size());
  std::vector<const GumboNode*> open = {output->document};  // the next on top
  while (!open.empty()) {
    const GumboNode* node = open.back();
    open.pop_back();
    const GumboVector* children = nullptr;
    switch (node->type) {
      case GUMBO_NODE_DOCUMENT: children = &node->v.document.children; break;
      case GUMBO_NODE_ELEMENT:
      case GUMBO_NODE_TEMPLATE:
        children = &node->v.element.children;
        if (const GumboStringPiece& piece = node->v.element.original_tag; piece.length > 0) {
          std::string_view tag(piece.data, piece.length);
          while (tag.starts_with("</>")) tag.remove_prefix(3);  // Gumbo takes what counts for nothing for its beginning
          page.tags.push_back(tag);
        }
        break;
      case GUMBO_NODE_TEXT:
      case GUMBO_NODE_CDATA:
      case GUMBO_NODE_WHITESPACE: page.text += node->v.text.text; break;
      case GUMBO_NODE_COMMENT: break;
    }
    for (unsigned i = children == nullptr ? 0 : children->length; i > 0; --i)
      open.push_back(static_cast<const GumboNode*>(children->data[i - 1]));
  }
  gumbo_destroy_output(&kGumboDefaultOptions, output);
  return page;
}

}  // namespace nuskha_test
