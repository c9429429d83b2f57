// Entry points: group_equal_texts, link_equal_texts. Test: tests/match/text_groups_test.cpp.
#include "match/text_groups.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace nuskha {

Hash128 identity_key(const TextIdentity& document, Level level) {
  if (level == Level::bytes) return document.source;
  if (level == Level::layout || !document.has_words) return document.layout;
  return level == Level::text ? document.text : document.spelling;
}

std::optional<Level> equality_level(const TextIdentity& a, const TextIdentity& b) {
  if (a.source == b.source) return Level::bytes;
  if (a.layout == b.layout) return Level::layout;
  if (!a.has_words || !b.has_words) return std::nullopt;
  if (a.text == b.text) return Level::text;
  if (a.spelling == b.spelling) return Level::spelling;
  return std::nullopt;
}

PageLists<std::uint32_t> group_equal_texts(std::span<const TextIdentity> documents, Level level, PageStore* pages) {
  PageVector<std::uint32_t> order(documents.size(), pages);
  std::iota(order.begin(), order.end(), 0u);
  const auto sort_key = [&](std::uint32_t i) {
    return std::pair(documents[i].has_words, identity_key(documents[i], level));
  };
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const auto x = sort_key(a);
    const auto y = sort_key(b);
    return x != y ? x < y : a < b;
  });
  struct Group {
    std::uint32_t begin, end;  // in `order`
  };
  PageVector<Group> groups(pages);
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin + 1;
    while (end < order.size() && sort_key(order[end]) == sort_key(order[begin])) ++end;
    groups.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    begin = end;
  }
  std::sort(groups.begin(), groups.end(),
            [&](const Group& a, const Group& b) { return order[a.begin] < order[b.begin]; });
  PageLists<std::uint32_t> out(pages);
  out.reserve(groups.size(), order.size());
  for (const Group& group : groups) out.push_back(std::span(order).subspan(group.begin, group.end - group.begin));
  out.seal();
  return out;
}

std::vector<EqualPair> link_equal_texts(std::span<const TextIdentity> documents, std::span<const std::uint32_t> group) {
  std::vector<EqualPair> out;
  std::vector<std::uint32_t> kinds(group.begin(), group.end());  // the first document of each kind so far
  for (const Level level : {Level::bytes, Level::layout, Level::text, Level::spelling}) {
    std::map<Hash128, std::uint32_t> first;
    std::vector<std::uint32_t> wider;
    for (const std::uint32_t document : kinds) {
      const auto [found, is_new] = first.emplace(identity_key(documents[document], level), document);
      if (is_new) {
        wider.push_back(document);
      } else {
        out.push_back({found->second, document, level});
      }
    }
    kinds = std::move(wider);
  }
  return out;
}

}  // namespace nuskha
