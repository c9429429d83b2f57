// The search for a year 16 bytes at a time against its plain form.
#include "text/date_search.h"

#include <random>
#include <string>

#include "support/catch.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

const unsigned char* bytes_of(const std::string& text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

TEST_CASE("a year may begin at a digit of any script, and at a year's mark") {
  for (const std::string lead : {"2", "٢", "۲", "߂", "२", "၂", "꘢", "２", "年", "년"}) {
    for (std::size_t before = 0; before < 40; ++before) {
      const std::string text = std::string(before, 'x') + lead + "  " + std::string(20, 'x');
      if (find_date_lead(bytes_of(text), 0, text.size()) != before) FAIL(lead << " after " << before);
    }
  }
  const std::string none = "Words, كلمات وعلى, слова, naïve: “…” 中文";
  CHECK(find_date_lead(bytes_of(none), 0, none.size()) == none.size() - 1);
}

TEST_CASE("the search for a year finds what its plain form finds, for every pair of bytes") {
  for (unsigned first = 0; first < 256; ++first) {
    for (unsigned second = 0; second < 256; ++second) {
      const std::size_t at = (first + second) % 38;
      std::string text(40, 'x');
      text[at] = static_cast<char>(first);
      text[at + 1] = static_cast<char>(second);
      if (find_date_lead(bytes_of(text), 0, text.size()) != find_date_lead_plain(bytes_of(text), 0, text.size()))
        FAIL(first << ", " << second << " at " << at);
    }
  }
  std::mt19937_64 random(43);
  for (int i = 0; i < reference::trials(20000); ++i) {
    std::string text(random() % 60, ' ');
    for (char& c : text) c = static_cast<char>(random() % 4 == 0 ? random() : 0xD8 + random() % 4);
    const std::size_t begin = random() % (text.size() + 1);
    if (find_date_lead(bytes_of(text), begin, text.size()) != find_date_lead_plain(bytes_of(text), begin, text.size()))
      FAIL(i);
  }
}
