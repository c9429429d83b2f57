// Which names metadata go by in the wild, and which goes before which. Entry point: read_html_metadata. Test:
// tests/input/html_metadata_test.cpp.
#include "input/html_metadata.h"

#include <simdjson.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "input/front_matter.h"

namespace nuskha {
namespace {

using std::size_t;
using std::string_view;
namespace dom = simdjson::dom;

/// Names of <meta> for the day of publication, the surest first.
constexpr string_view date_names[] = {"article:published_time",
                                      "og:article:published_time",
                                      "og:published_time",
                                      "datepublished",
                                      "dcterms.issued",
                                      "dc.date.issued",
                                      "dcterms.date",
                                      "dc.date",
                                      "dcterms.created",
                                      "dc.date.created",
                                      "citation_publication_date",
                                      "citation_date",
                                      "publication_date",
                                      "publish-date",
                                      "publish_date",
                                      "publishdate",
                                      "published-date",
                                      "pubdate",
                                      "parsely-pub-date",
                                      "sailthru.date",
                                      "release_date",
                                      "article.published",
                                      "date"};

constexpr string_view title_names[] = {"og:title", "twitter:title", "dcterms.title", "dc.title", "headline"};

std::string lower_case(string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

std::string decoded_line(string_view text) {
  std::string out;
  decode_html_text(text, out);
  // Runs of white space are one space, as in the text.
  std::string line;
  for (const char c : to_one_line(out)) {
    if (c == ' ' && (line.empty() || line.back() == ' ')) continue;
    line += c;
  }
  return line;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// YYYY-MM-DD of "2021-04-15T…", "2021/04/15" and "20210415".
std::optional<std::string> iso_day(string_view value) {
  while (!value.empty() && (value.front() == ' ' || value.front() == '\n')) value.remove_prefix(1);
  const size_t digits = static_cast<size_t>(std::find_if_not(value.begin(), value.end(), is_digit) - value.begin());
  if (digits == 8) {
    std::string day(value.substr(0, 4));
    day.append("-").append(value.substr(4, 2)).append("-").append(value.substr(6, 2));
    return parse_iso_date(day);
  }
  std::string day(value);
  if (digits == 4 && day.size() >= 10 && day[4] == '/' && day[7] == '/') day[4] = day[7] = '-';
  if (auto date = parse_iso_date(day)) return date;
  return digits == 4 && day.size() >= 10 ? parse_iso_date(day.substr(0, 10)) : std::nullopt;
}

/// Strings of JSON-LD that are of use.
struct LinkedData {
  std::string headline;
  std::string date;
  std::string language;
  bool is_article = false;
};

bool is_article_type(dom::element type) {
  string_view name;
  if (type.get_string().get(name) == simdjson::SUCCESS)
    return name.ends_with("Article") || name.ends_with("Posting") || name == "Report" || name == "PressRelease";
  dom::array names;
  if (type.get_array().get(names) != simdjson::SUCCESS) return false;
  return std::any_of(names.begin(), names.end(), [&name](dom::element each) {
    return each.get_string().get(name) == simdjson::SUCCESS && (name.ends_with("Article") || name.ends_with("Posting"));
  });
}

/// Takes one object; an article goes before anything else, an earlier object before a later one.
void take_object(dom::object object, LinkedData& data) {
  LinkedData found;
  for (const auto& [key, value] : object) {
    string_view text;
    if (key == "@type") found.is_article = is_article_type(value);
    if (value.get_string().get(text) != simdjson::SUCCESS) continue;
    if (key == "headline")
      found.headline = text;
    else if (key == "datePublished")
      found.date = text;
    else if (key == "inLanguage")
      found.language = text;
  }
  if (data.is_article && !found.is_article) return;
  if (found.is_article && !data.is_article) {
    data = std::move(found);
    return;
  }
  if (data.headline.empty()) data.headline = std::move(found.headline);
  if (data.date.empty()) data.date = std::move(found.date);
  if (data.language.empty()) data.language = std::move(found.language);
}

/// The value of a key in JSON that doesn't parse: a string without escapes.
std::string value_in_broken_json(string_view json, string_view quoted_key) {
  const size_t key = json.find(quoted_key);
  if (key == json.npos) return {};
  const size_t value = json.find_first_not_of(" \t\r\n:", key + quoted_key.size());
  if (value == json.npos || json[value] != '"') return {};
  const size_t end = json.find('"', value + 1);
  const string_view text = json.substr(value + 1, end == json.npos ? 0 : end - value - 1);
  return text.find('\\') == text.npos ? std::string(text) : std::string();
}

void take_json_ld(string_view json, dom::parser& parser, LinkedData& data) {
  // Some systems wrap it in comments or CDATA.
  const size_t begin = json.find_first_of("{[");
  const size_t end = json.find_last_of("}]");
  if (begin == json.npos || end == json.npos || end < begin) return;
  json = json.substr(begin, end + 1 - begin);
  dom::element root;
  if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS) {
    LinkedData found;
    found.headline = value_in_broken_json(json, "\"headline\"");
    found.date = value_in_broken_json(json, "\"datePublished\"");
    if (data.headline.empty()) data.headline = found.headline;
    if (data.date.empty()) data.date = found.date;
    return;
  }
  // An object, an array of them, or an object with a graph of them.
  const auto take_all = [&data](dom::array array) {
    for (const dom::element each : array) {
      dom::object object;
      if (each.get_object().get(object) == simdjson::SUCCESS) take_object(object, data);
    }
  };
  dom::array array;
  dom::object object;
  if (root.get_array().get(array) == simdjson::SUCCESS) return take_all(array);
  if (root.get_object().get(object) != simdjson::SUCCESS) return;
  take_object(object, data);
  for (const char* inner : {"@graph", "mainEntity", "mainEntityOfPage"}) {
    dom::element element;
    if (object[inner].get(element) != simdjson::SUCCESS) continue;
    if (element.get_array().get(array) == simdjson::SUCCESS)
      take_all(array);
    else if (element.get_object().get(object) == simdjson::SUCCESS)
      return take_object(object, data);
  }
}

struct Best {
  size_t rank = ~size_t{0};
  std::string value;

  void take(size_t new_rank, string_view new_value) {
    if (new_rank >= rank || new_value.empty()) return;
    rank = new_rank;
    value = new_value;
  }
};

template <size_t Size>
size_t rank_of(const string_view (&names)[Size], string_view name) {
  const auto found = std::find(std::begin(names), std::end(names), name);
  return found == std::end(names) ? ~size_t{0} : static_cast<size_t>(found - std::begin(names));
}

/// Separators that sites put between a headline and their name.
constexpr string_view separators[] = {" | ", " - ", " – ", " — ", " :: ", " » ",
                                      " « ", " · ", " • ", "｜",  " : ",  " / "};

}  // namespace

HtmlMetadata read_html_metadata(const HtmlPage& page) {
  HtmlMetadata metadata;
  metadata.page_title = decoded_line(page.title);
  Best date;
  Best title;
  std::string meta_language;
  for (const string_view attributes : page.metas) {
    const auto content = html_attribute(attributes, "content");
    if (!content) continue;
    for (const char* attribute : {"name", "property", "itemprop", "http-equiv"}) {
      const auto value = html_attribute(attributes, attribute);
      if (!value) continue;
      const std::string name = lower_case(*value);
      date.take(rank_of(date_names, name), *content);
      title.take(rank_of(title_names, name), *content);
      if (name == "og:site_name" && metadata.site_name.empty()) metadata.site_name = to_one_line(*content);
      if ((name == "content-language" || name == "dc.language" || name == "dcterms.language") && meta_language.empty())
        meta_language = to_one_line(*content);
    }
  }
  LinkedData data;
  dom::parser parser;
  for (const string_view json : page.json_ld) take_json_ld(json, parser, data);

  metadata.headline = decoded_line(title.value.empty() ? data.headline : title.value);
  // The names from "dc.date" on are used for other days, too.
  const bool is_sure = date.rank < rank_of(date_names, "dcterms.date");
  for (const std::string* each : {is_sure ? &date.value : &data.date, is_sure ? &data.date : &date.value}) {
    if (metadata.date || each->empty()) continue;
    metadata.date = iso_day(*each);
    if (!metadata.date && !metadata.date_text) metadata.date_text = to_one_line(*each);
  }
  if (metadata.date) metadata.date_text.reset();

  for (const char* name : {"lang", "xml:lang"})
    if (metadata.language.empty())
      metadata.language = to_one_line(html_attribute(page.html_attributes, name).value_or(""));
  if (metadata.language.empty()) metadata.language = meta_language;
  if (metadata.language.empty()) metadata.language = to_one_line(data.language);
  return metadata;
}

std::vector<std::string> possible_titles(const HtmlMetadata& metadata) {
  std::vector<std::string> titles;
  for (const std::string* title : {&metadata.headline, &metadata.page_title}) {
    if (title->empty()) continue;
    titles.push_back(*title);
    for (const string_view separator : separators) {
      const size_t first = title->find(separator);
      if (first == title->npos) continue;
      const size_t last = title->rfind(separator);
      titles.push_back(title->substr(0, first));
      titles.push_back(title->substr(0, last));
      titles.push_back(title->substr(first + separator.size()));
      titles.push_back(title->substr(last + separator.size()));
    }
  }
  return titles;
}

std::optional<std::string> choose_title(const HtmlMetadata& metadata, const HtmlPage& page,
                                        const std::vector<size_t>& main_text) {
  const std::string& title = metadata.page_title;
  if (title.empty()) return metadata.headline.empty() ? std::nullopt : std::optional(metadata.headline);
  if (!metadata.headline.empty() && title.find(metadata.headline) != title.npos) return metadata.headline;
  const std::vector<std::string> titles = possible_titles(metadata);
  const std::string& site = metadata.site_name;
  for (size_t i = 0; i < std::min<size_t>(main_text.size(), 3); ++i) {
    const HtmlBlock& block = page.blocks[main_text[i]];
    const string_view text = string_view(page.text).substr(block.begin, block.end - block.begin);
    if (text != site && std::find(titles.begin(), titles.end(), text) != titles.end()) return std::string(text);
  }
  if (!site.empty() && title.size() > site.size()) {
    for (const string_view separator : separators) {
      const std::string after = std::string(separator) + site;
      const std::string before = site + std::string(separator);
      if (title.ends_with(after)) return title.substr(0, title.size() - after.size());
      if (title.starts_with(before)) return title.substr(before.size());
    }
  }
  return title;
}

std::optional<std::string> date_at_head(const HtmlPage& page, const std::vector<size_t>& main_text) {
  constexpr size_t head_blocks = 5;
  if (main_text.empty()) return std::nullopt;
  const size_t first = main_text.front();
  const size_t last = main_text[std::min(head_blocks, main_text.size()) - 1];
  for (const HtmlTime& time : page.times) {
    if (time.block < first || time.block > last) continue;
    if (const auto value = html_attribute(time.attributes, "datetime"))
      if (auto date = iso_day(*value)) return date;
  }
  return std::nullopt;
}

}  // namespace nuskha
