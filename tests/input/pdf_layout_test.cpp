// From what pdftotext prints to text, without pdftotext. Coordinates are in points; letters are 10 points high.
#include "input/pdf_layout.h"

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/unicode.h"
#include "input/pdf_boxes.h"
#include "input/pdf_columns.h"
#include "input/pdf_running.h"
#include "support/catch.h"

using nuskha::lay_out;
using nuskha::PdfBox;
using nuskha::PdfBoxReader;
using nuskha::PdfPage;
using nuskha::PdfText;
using nuskha::PlaceMark;

namespace {

/// A page that is written line by line, each character 5 points wide.
class Page {
 public:
  explicit Page(std::size_t number = 1) { page_.number = number; }
  /// Words of `line`, parted by spaces, from `left` on.
  Page& line(float left, float top, std::string_view line) {
    page_.fragments.push_back(page_.words.size());
    while (!line.empty()) {
      const std::size_t end = line.find(' ');
      const std::string_view word = line.substr(0, end);
      float width = 0;
      for (std::string_view rest = word; !rest.empty(); rest.remove_prefix(nuskha::decode_utf8(rest).length))
        width += nuskha::decode_utf8(rest).value >= 0x2E80 ? 10.F : 5.F;
      if (!word.empty()) page_.words.push_back({{left, top, left + width, top + 10}, std::string(word)});
      left += width + 3;
      line.remove_prefix(end == line.npos ? line.size() : end + 1);
    }
    return *this;
  }
  PdfPage take() const { return page_; }

 private:
  PdfPage page_;
};

std::string text_of(const std::vector<PdfPage>& pages) { return lay_out(pages).text; }

std::vector<PdfPage> read_pages(std::string_view output, std::size_t piece = std::string_view::npos) {
  std::vector<PdfPage> pages;
  PdfBoxReader reader([&](PdfPage&& page) { pages.push_back(std::move(page)); });
  for (std::size_t i = 0; i < output.size(); i += std::min(piece, output.size() - i))
    reader.read(output.substr(i, piece));
  reader.finish();
  return pages;
}

const std::string sample =
    "<!DOCTYPE html>\n<head>\n<title>A &amp; B</title>\n<meta name=\"CreationDate\" "
    "content=\"2022-06-14T10:00:00Z\"/>\n"
    "</head>\n<body>\n<doc>\n  <page width=\"200.0\" height=\"100.0\">\n    <flow>\n      <block xMin=\"1\">\n"
    "        <line xMin=\"10.0\" yMin=\"10.0\" xMax=\"60.0\" yMax=\"20.0\">\n"
    "          <word xMin=\"10.0\" yMin=\"10.0\" xMax=\"30.0\" yMax=\"20.0\">R&amp;D</word>\n"
    "          <word xMin=\"35.0\" yMin=\"10.0\" xMax=\"60.0\" yMax=\"20.0\">&lt;םולש&gt;</word>\n"
    "        </line>\n      </block>\n    </flow>\n  </page>\n  <page width=\"200.0\" height=\"100.0\">\n  "
    "</page>\n</doc>\n";

}  // namespace

TEST_CASE("words, their places and the metadata are read, in pieces of any size") {
  for (const std::size_t piece : {std::string::npos, std::size_t{1}, std::size_t{7}}) {
    std::vector<PdfPage> pages;
    PdfBoxReader reader([&](PdfPage&& page) { pages.push_back(std::move(page)); });
    for (std::size_t i = 0; i < sample.size(); i += std::min(piece, sample.size() - i))
      reader.read(std::string_view(sample).substr(i, piece));
    reader.finish();
    CHECK(reader.title() == "A & B");
    CHECK(reader.made_date() == "2022-06-14");
    REQUIRE(pages.size() == 2);
    REQUIRE(pages[0].words.size() == 2);
    CHECK(pages[0].words[0].text == "R&D");
    CHECK(pages[0].words[1].text == "<םולש>");
    CHECK(pages[0].words[1].box.left == 35);
    CHECK(pages[1].words.empty());
  }
}

TEST_CASE("lines become a paragraph, a wide gap or a line that ends early parts two") {
  const PdfPage page = Page()
                           .line(10, 10, "A headline of the day")
                           .line(10, 40, "The first paragraph has a line that is full")
                           .line(10, 52, "and a second one.")
                           .line(10, 76, "The second one is full as well, as lines go,")
                           .line(10, 88, "and ends here.")
                           .line(10, 100, "Another follows without a gap between them.")
                           .take();
  CHECK(text_of({page}) ==
        "A headline of the day\n\nThe first paragraph has a line that is full and a second one.\n\n"
        "The second one is full as well, as lines go, and ends here.\n\nAnother follows without a gap between them.");
}

TEST_CASE("Japanese lines are joined without a space") {
  const PdfPage page = Page().line(10, 10, "港の倉庫を図書館に改修し").line(10, 22, "ました。").take();
  CHECK(text_of({page}) == "港の倉庫を図書館に改修しました。");
}

TEST_CASE("Arabic lines are read from the right, and paragraphs end on the left") {
  // As drawn, from left to right.
  const PdfPage page =
      Page().line(10, 10, "ةدحتملا ممألا 2022 يف تنلعأ").line(99, 22, ".موي نع").line(10, 46, "يناثلا ربخلا").take();
  CHECK(text_of({page}) == "أعلنت في 2022 الأمم المتحدة عن يوم.\n\nالخبر الثاني");
}

TEST_CASE("guillemets are read so that they stand before and behind what is quoted, though on lines of their own") {
  // By shape, as mirrored glyphs are, and by meaning.
  const PdfPage by_shape = Page().line(10, 10, "ةدحتملا ممألا نإ» تنلعأ").line(99, 22, "«موي نع").take();
  const PdfPage by_meaning = Page().line(10, 10, "ةدحتملا ممألا نإ« تنلعأ").line(99, 22, "»موي نع").take();
  CHECK(text_of({by_shape}) == "أعلنت «إن الأمم المتحدة عن يوم»");
  CHECK(text_of({by_meaning}) == text_of({by_shape}));
}

TEST_CASE("marks that stand by themselves go to their letters") {
  PdfPage page = Page().line(10, 10, "اراتكه ةئام").take();
  page.words.push_back({{10, 7, 10, 17}, "ً"});
  CHECK(text_of({page}) == "مائة هكتاراً");
}

TEST_CASE("two columns are read one after the other, under a headline and above a foot") {
  Page page;
  page.line(40, 10, "A headline over both of the columns here");
  for (int i = 0; i < 6; ++i) {
    const float y = 40 + 12 * static_cast<float>(i);
    page.line(10, y, "left column line " + std::to_string(i) + " full");
    page.line(140, y + 3, "right column line " + std::to_string(i) + " too");
  }
  page.line(40, 140, "A line under both of the columns at last");
  const std::string text = text_of({page.take()});
  CHECK(text.find("left column line 0 full left column line 1") != std::string::npos);
  CHECK(text.find("right column line 4 too right column line 5") != std::string::npos);
  CHECK(text.find("left column line 5") < text.find("right column line 0"));
  CHECK(text.starts_with("A headline"));
  CHECK(text.ends_with("at last"));
}

TEST_CASE("a table is read line by line") {
  Page page;
  const char* rows[][3] = {{"Province", "Customers", "Share"}, {"Qalmar", "312,000", "24 %"},
                           {"Rumm", "58,400", "5 %"},          {"Sanur", "12,750", "1 %"},
                           {"Raqim", "9,100", "1 %"},          {"Total", "392,250", "31 %"}};
  float y = 10;
  for (const auto& row : rows) {
    page.line(10, y, row[0]).line(90, y, row[1]).line(170, y, row[2]);
    y += 18;
  }
  CHECK(text_of({page.take()}) ==
        "Province\tCustomers\tShare\nQalmar\t312,000\t24 %\nRumm\t58,400\t5 %\nSanur\t12,750\t1 %\nRaqim\t9,100\t1 %\n"
        "Total\t392,250\t31 %");
}

TEST_CASE("running heads are kept once, page numbers not at all, and pages are marked") {
  std::vector<PdfPage> pages;
  for (std::size_t n = 1; n <= 3; ++n)
    pages.push_back(Page(n)
                        .line(10, 10, "Harbour Authority")
                        .line(10, 40,
                              "Text of page " +
                                  std::string(n == 1   ? "one"
                                              : n == 2 ? "two"
                                                       : "three") +
                                  ".")
                        .line(10, 180, "printed on paper")
                        .line(90, 195, "Page " + std::to_string(n) + " of 3")
                        .take());
  const PdfText text = lay_out(pages);
  CHECK(text.text ==
        "Harbour Authority\n\nText of page one.\n\nText of page two.\n\nText of page three.\n\nprinted on paper");
  REQUIRE(text.places.size() == 4);
  CHECK(text.places[0] == PlaceMark{0, 1});
  CHECK(text.places[1] == PlaceMark{text.text.find("Text of page two"), 2});
  CHECK(text.places[2] == PlaceMark{text.text.find("Text of page three"), 3});
  CHECK(text.places[3] == PlaceMark{text.text.find("printed"), 1});
}

TEST_CASE("numbers that aren't those of pages stay, though they stand at the edge of each") {
  std::vector<PdfPage> pages;
  for (const char* price : {"41", "97", "12"})
    pages.push_back(Page(pages.size() + 1).line(10, 40, "Wheat").line(10, 100, price).take());
  const std::string text = text_of(pages);
  for (const char* price : {"41", "97", "12"}) CHECK(text.find(price) != std::string::npos);
}

TEST_CASE("a paragraph goes on over the end of a page, which is marked there") {
  const PdfPage one = Page(1).line(10, 10, "One sentence that begins on the first page").take();
  const PdfPage two = Page(2).line(10, 10, "ends on the second, which is full of text.").take();
  const PdfText text = lay_out({one, two});
  CHECK(text.text == "One sentence that begins on the first page ends on the second, which is full of text.");
  REQUIRE(text.places.size() == 2);
  CHECK(text.places[1] == PlaceMark{text.text.find("ends on"), 2});
}

TEST_CASE("rows that are page numbers are told from others, in several languages") {
  for (const char* row :
       {"3", "- 3 -", "Page 3 of 7", "3/7", "٣", "٧ نم ٣ ةحفص", "7 ךותמ 3 דומע", "第3頁", "Seite 3 von 7", "– 12 –"})
    CHECK(nuskha::is_page_number(row));
  for (const char* row : {"", "Page", "3 dinars", "2022 ريرقت", "1 2 3", "Chapter 3", "Page three"})
    CHECK(!nuskha::is_page_number(row));
}

TEST_CASE("regions hold every line once, whatever the boxes are") {
  std::mt19937 random(5);
  const auto number = [&random](float size) { return static_cast<float>(random() % 1000) * size / 1000; };
  for (int round = 0; round < 300; ++round) {
    std::vector<PdfBox> boxes(random() % 60);
    for (PdfBox& box : boxes) {
      box = {number(500), number(300), 0, 0};
      box.right = box.left + number(250);
      box.bottom = box.top + number(20);
    }
    std::vector<int> seen(boxes.size(), 0);
    for (const auto& region : nuskha::reading_regions(boxes, round % 2 == 0))
      for (const std::size_t i : region) ++seen.at(i);
    for (const int n : seen) REQUIRE(n == 1);
  }
}

TEST_CASE("every truncation of the output and random changes of it give valid text and no crash") {
  const auto check = [](const std::string& output) {
    const PdfText text = lay_out(read_pages(output));
    REQUIRE(nuskha::find_invalid_utf8(text.text) == std::string::npos);
    REQUIRE((text.text.empty() || (!text.places.empty() && text.places[0].offset == 0)));
    for (const PlaceMark& mark : text.places) REQUIRE(mark.offset <= text.text.size());
  };
  for (std::size_t size = 0; size <= sample.size(); ++size) check(sample.substr(0, size));
  std::mt19937 random(3);
  for (int i = 0; i < 2000; ++i) {
    std::string output = sample;
    for (auto n = 1 + random() % 5; n > 0; --n) output[random() % output.size()] = static_cast<char>(random());
    check(output);
  }
  for (const char* number : {"nan", "inf", "-1e38", "1e39", "", "-5", "1e-40"}) {
    std::string output = sample;
    for (std::size_t at = output.find("30.0"); at != output.npos; at = output.find("30.0"))
      output.replace(at, 4, number);
    check(output);
  }
}
