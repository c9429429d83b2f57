// Entry point: html_facts. The words were collected from the class names of content management systems and site
// templates; those of languages other than English are the ones that class names are made of there, in Latin letters.
// Test: tests/input/html_roles_test.cpp.
#include "input/html_roles.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace nuskha {
namespace {

using std::size_t;
using std::string_view;

bool is_space(char c) { return is_html(c, html_space); }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
char lower(char c) { return is_upper(c) ? static_cast<char>(c + 32) : c; }

constexpr size_t longest_word = 14;

struct Word {
  string_view word;
  std::uint16_t bits;
};

constexpr Word words[] = {
    {"breadcrumb", html_word::clutter},
    {"breadcrumbs", html_word::clutter},
    {"crumbs", html_word::clutter},
    {"crumb", html_word::clutter},
    {"topicpath", html_word::clutter},
    {"pankuzu", html_word::clutter},
    {"ariane", html_word::clutter},
    {"migas", html_word::clutter},
    {"brotkrumen", html_word::clutter},
    {"briciole", html_word::clutter},
    {"cookie", html_word::clutter},
    {"cookies", html_word::clutter},
    {"cookiebar", html_word::clutter},
    {"consent", html_word::clutter},
    {"gdpr", html_word::clutter},
    {"onetrust", html_word::clutter},
    {"sidebar", html_word::clutter},
    {"sidebars", html_word::clutter},
    {"sidebox", html_word::clutter},
    {"rightbar", html_word::clutter},
    {"leftbar", html_word::clutter},
    {"seitenleiste", html_word::clutter},
    {"related", html_word::clutter},
    {"relatednews", html_word::clutter},
    {"relacionadas", html_word::clutter},
    {"relacionados", html_word::clutter},
    {"correlati", html_word::clutter},
    {"kanren", html_word::clutter},
    {"recommended", html_word::clutter},
    {"recommendations", html_word::clutter},
    {"mostread", html_word::clutter},
    {"popular", html_word::clutter},
    {"trending", html_word::clutter},
    {"latest", html_word::clutter},
    {"newsletter", html_word::clutter},
    {"advert", html_word::clutter},
    {"adverts", html_word::clutter},
    {"advertisement", html_word::clutter},
    {"ads", html_word::clutter},
    {"adsense", html_word::clutter},
    {"sponsor", html_word::clutter},
    {"sponsored", html_word::clutter},
    {"modal", html_word::clutter},
    {"popup", html_word::clutter},
    {"colophon", html_word::clutter},
    {"nav", html_word::frame},
    {"navi", html_word::frame},
    {"gnav", html_word::frame},
    {"gnavi", html_word::frame},
    {"navbar", html_word::frame},
    {"navigation", html_word::frame},
    {"navigacion", html_word::frame},
    {"navigazione", html_word::frame},
    {"topnav", html_word::frame},
    {"subnav", html_word::frame},
    {"sidenav", html_word::frame},
    {"menu", html_word::frame},
    {"menus", html_word::frame},
    {"mainmenu", html_word::frame},
    {"topmenu", html_word::frame},
    {"submenu", html_word::frame},
    {"sidemenu", html_word::frame},
    {"megamenu", html_word::frame},
    {"topbar", html_word::frame},
    {"toolbar", html_word::frame},
    {"tools", html_word::frame},
    {"search", html_word::frame},
    {"searchbox", html_word::frame},
    {"searchform", html_word::frame},
    {"suche", html_word::frame},
    {"recherche", html_word::frame},
    {"buscar", html_word::frame},
    {"buscador", html_word::frame},
    {"busca", html_word::frame},
    {"cerca", html_word::frame},
    {"login", html_word::frame},
    {"signin", html_word::frame},
    {"pagination", html_word::frame},
    {"pager", html_word::frame},
    {"paging", html_word::frame},
    {"language", html_word::frame},
    {"languages", html_word::frame},
    {"langs", html_word::frame},
    {"share", html_word::frame},
    {"sharing", html_word::frame},
    {"shares", html_word::frame},
    {"sharebar", html_word::frame},
    {"sharedaddy", html_word::frame},
    {"sharethis", html_word::frame},
    {"addthis", html_word::frame},
    {"addtoany", html_word::frame},
    {"social", html_word::frame},
    {"socials", html_word::frame},
    {"partage", html_word::frame},
    {"partager", html_word::frame},
    {"teilen", html_word::frame},
    {"compartir", html_word::frame},
    {"compartilhar", html_word::frame},
    {"condividi", html_word::frame},
    {"sns", html_word::frame},
    {"follow", html_word::frame},
    {"subscribe", html_word::frame},
    {"skip", html_word::frame},
    {"skiplink", html_word::frame},
    {"skiplinks", html_word::frame},
    {"copyright", html_word::frame},
    {"banner", html_word::frame},
    {"promo", html_word::frame},
    {"widget", html_word::frame},
    {"widgets", html_word::frame},
    {"weather", html_word::frame},
    {"ticker", html_word::frame},
    {"poll", html_word::frame},
    {"tagcloud", html_word::frame},
    {"print", html_word::frame},
    {"printer", html_word::frame},
    {"toc", html_word::frame},
    {"pagetop", html_word::frame},
    {"totop", html_word::frame},
    {"header", html_word::header},
    {"masthead", html_word::header},
    {"entete", html_word::header},
    {"cabecera", html_word::header},
    {"kopfzeile", html_word::header},
    {"cabecalho", html_word::header},
    {"footer", html_word::footer},
    {"foot", html_word::footer},
    {"bottom", html_word::footer},
    {"pied", html_word::footer},
    {"pie", html_word::footer},
    {"rodape", html_word::footer},
    {"fusszeile", html_word::footer},
    {"comment", html_word::comments},
    {"comments", html_word::comments},
    {"commentlist", html_word::comments},
    {"disqus", html_word::comments},
    {"respond", html_word::comments},
    {"kommentare", html_word::comments},
    {"kommentar", html_word::comments},
    {"commentaires", html_word::comments},
    {"comentarios", html_word::comments},
    {"commenti", html_word::comments},
    {"replies", html_word::comments},
    {"meta", html_word::data},
    {"byline", html_word::data},
    {"author", html_word::data},
    {"tags", html_word::data},
    {"tag", html_word::data},
    {"categories", html_word::data},
    {"category", html_word::data},
    {"postmetadata", html_word::data},
    {"keywords", html_word::data},
    {"links", html_word::data},
    {"actions", html_word::data},
    {"boilerplate", html_word::note},
    {"notes", html_word::note},
    {"editors", html_word::note},
    {"contact", html_word::note},
    {"contacts", html_word::note},
    {"presscontact", html_word::note},
    {"presscontacts", html_word::note},
    {"mediacontact", html_word::note},
    {"mediacontacts", html_word::note},
    {"kontakt", html_word::note},
    {"contacto", html_word::note},
    {"contatti", html_word::note},
};

constexpr size_t table_slots = 512;

constexpr size_t slot_of(string_view word) {
  std::uint32_t hash = 2166136261u;
  for (const char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return (hash ^ hash >> 15) % table_slots;
}

/// Open addressing, filled when the program is compiled: index into `words`, from 1.
constexpr auto make_table() {
  std::array<std::uint8_t, table_slots> table{};
  for (size_t i = 0; i < std::size(words); ++i) {
    size_t slot = slot_of(words[i].word);
    while (table[slot] != 0) slot = (slot + 1) % table_slots;
    table[slot] = static_cast<std::uint8_t>(i + 1);
  }
  return table;
}
static_assert(std::size(words) < 255);
constexpr auto word_table = make_table();

std::uint16_t bits_of(string_view word) {
  for (size_t slot = slot_of(word); word_table[slot] != 0; slot = (slot + 1) % table_slots) {
    const Word& entry = words[word_table[slot] - 1];
    if (entry.word == word) return entry.bits;
  }
  return 0;
}

/// Classes of text for screen readers alone: names that no author uses for anything else.
bool is_for_screen_readers(string_view classes) {
  char before = ' ';
  for (size_t i = 0; i < classes.size(); before = classes[i], ++i) {
    if (!is_space(before) && before != '-') continue;
    const string_view rest = classes.substr(i);
    switch (rest[0]) {
      case 's':
        if (rest.starts_with("screen-reader") || rest.starts_with("sr-only")) return true;
        break;
      case 'v':
        if (rest.starts_with("visually-hidden") || rest.starts_with("visuallyhidden")) return true;
        break;
      case 'e':
        if (rest.starts_with("element-invisible")) return true;
        break;
      default: break;
    }
  }
  return false;
}

/// True if a style says display:none. White space and case are as authors like.
bool is_display_none(string_view style) {
  for (size_t at = 0; at < style.size();) {
    const size_t colon = style.find(':', at);
    if (colon == style.npos) return false;
    const size_t end = std::min(style.find(';', colon), style.size());
    string_view name = style.substr(at, colon - at);
    string_view value = style.substr(colon + 1, end - colon - 1);
    while (!name.empty() && is_space(name.front())) name.remove_prefix(1);
    while (!name.empty() && is_space(name.back())) name.remove_suffix(1);
    while (!value.empty() && is_space(value.front())) value.remove_prefix(1);
    if (equals_lower(name, "display") && equals_lower(value.substr(0, 4), "none")) return true;
    at = end + 1;
  }
  return false;
}

HtmlRole role_of_tag(HtmlTag tag) {
  switch (tag) {
    case HtmlTag::main: return HtmlRole::main;
    case HtmlTag::article: return HtmlRole::article;
    case HtmlTag::header: return HtmlRole::header;
    case HtmlTag::nav:
    case HtmlTag::search: return HtmlRole::navigation;
    case HtmlTag::aside: return HtmlRole::aside;
    case HtmlTag::footer: return HtmlRole::footer;
    default: return HtmlRole::none;
  }
}

HtmlRole role_of_attribute(string_view value, HtmlRole otherwise) {
  constexpr struct {
    string_view name;
    HtmlRole role;
  } roles[] = {{"main", HtmlRole::main},           {"article", HtmlRole::article},
               {"banner", HtmlRole::header},       {"navigation", HtmlRole::navigation},
               {"search", HtmlRole::navigation},   {"menu", HtmlRole::navigation},
               {"menubar", HtmlRole::navigation},  {"toolbar", HtmlRole::navigation},
               {"dialog", HtmlRole::navigation},   {"alertdialog", HtmlRole::navigation},
               {"complementary", HtmlRole::aside}, {"contentinfo", HtmlRole::footer}};
  for (const auto& role : roles)
    if (equals_lower(value, role.name)) return role.role;
  return otherwise;
}

bool contains_any(string_view text, std::initializer_list<string_view> parts) {
  return std::any_of(parts.begin(), parts.end(), [text](string_view part) { return text.find(part) != text.npos; });
}

/// True if the path of an address ends as files do that are read by themselves.
bool leads_to_file(string_view href) {
  href = href.substr(0, href.find_first_of("?#"));
  const size_t dot = href.rfind('.');
  if (dot == href.npos || href.size() - dot > 5) return false;
  for (const string_view ending : {"pdf", "doc", "docx", "xls", "xlsx", "csv", "ppt", "pptx", "odt", "ods", "zip"})
    if (equals_lower(href.substr(dot + 1), ending)) return true;
  return false;
}

}  // namespace

std::uint16_t html_words(string_view value) {
  std::uint16_t bits = 0;
  char word[longest_word];
  size_t size = 0;
  char before = ' ';
  const auto take = [&] {
    if (size >= 3 && size <= longest_word) bits |= bits_of({word, size});
    size = 0;
  };
  for (const char c : value) {
    const bool is_letter = is_lower(c) || is_upper(c);
    if (!is_letter || (is_upper(c) && is_lower(before))) take();
    if (is_letter) {
      if (size < longest_word) word[size] = lower(c);
      ++size;
    }
    before = c;
  }
  take();
  return bits;
}

namespace {

/// What an attribute says of whether its element is shown.
void take_visibility(string_view name, string_view value, HtmlFacts& facts) {
  switch (name.size()) {
    case 5:
      if (equals_lower(name, "class"))
        facts.is_hidden |= is_for_screen_readers(value);
      else if (equals_lower(name, "style"))
        facts.is_hidden |= is_display_none(value);
      break;
    case 6: facts.is_hidden |= equals_lower(name, "hidden"); break;
    case 11: facts.is_aria_hidden |= equals_lower(name, "aria-hidden") && equals_lower(value, "true"); break;
    default: break;
  }
}

}  // namespace

HtmlFacts html_facts(HtmlTag tag, string_view attributes) {
  HtmlFacts facts;
  facts.role = role_of_tag(tag);
  bool is_open = false;
  string_view name;
  string_view value;
  for (HtmlAttributes each(attributes); each.next(name, value);) {
    take_visibility(name, value, facts);
    if (equals_lower(name, "id") || equals_lower(name, "class"))
      facts.words |= html_words(value);
    else if (equals_lower(name, "role"))
      facts.role = role_of_attribute(value, facts.role);
    else if (equals_lower(name, "open"))
      is_open = true;
    else if (equals_lower(name, "itemprop") && equals_lower(value, "articlebody"))
      facts.role = HtmlRole::article_body;
  }
  if (tag == HtmlTag::dialog) {
    facts.role = HtmlRole::navigation;
    facts.is_hidden |= !is_open;
  }
  return facts;
}

bool is_hidden_inline(string_view attributes) {
  HtmlFacts facts;
  string_view name;
  string_view value;
  for (HtmlAttributes each(attributes); each.next(name, value);) take_visibility(name, value, facts);
  return facts.is_hidden || facts.is_aria_hidden;
}

HtmlLink html_link(string_view attributes) {
  HtmlLink link = HtmlLink::none;
  string_view name;
  string_view value;
  for (HtmlAttributes each(attributes); each.next(name, value);) {
    if (equals_lower(name, "onclick") && link == HtmlLink::none) link = HtmlLink::page;
    if (!equals_lower(name, "href")) continue;
    while (!value.empty() && is_space(value.front())) value.remove_prefix(1);
    const auto has_scheme = [value](string_view scheme) {
      return equals_lower(value.substr(0, scheme.size()), scheme);
    };
    if (has_scheme("tel:") || leads_to_file(value)) return HtmlLink::none;
    if (has_scheme("mailto:")) return value.starts_with("mailto:?") ? HtmlLink::share : HtmlLink::none;
    if (has_scheme("whatsapp:") || has_scheme("javascript:window.print") || has_scheme("javascript:print"))
      return HtmlLink::share;
    if (has_scheme("http") &&
        contains_any(value, {"/sharer", "/intent/tweet", "/intent/post", "twitter.com/share", "twitter.com/home?status",
                             "/shareArticle", "linkedin.com/shar", "t.me/share", "telegram.me/share", "wa.me/?",
                             "whatsapp.com/send", "addtoany.com", "pinterest.com/pin/create", "reddit.com/submit",
                             "line.me/R/msg", "social-plugins.line.me", "b.hatena.ne.jp/entry", "vk.com/share"}))
      return HtmlLink::share;
    link = HtmlLink::page;
  }
  return link;
}

}  // namespace nuskha
