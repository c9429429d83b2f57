#include "input/office_xml.h"

#include <stdexcept>
#include <string>

#include "input/encode.h"
#include "support/catch.h"

using nuskha::XmlReader;
using nuskha::XmlSpace;
using nuskha::XmlTrouble;

namespace {

/// Writes events down.
class Log : public nuskha::XmlHandler {
 public:
  void start_element(const nuskha::XmlName& name, const nuskha::XmlAttributes& attributes) override {
    if (name.local == "throw") throw std::runtime_error("thrown");
    text += "<" + std::string(name.local) + (name.space == XmlSpace::word ? "/w" : "");
    if (const char* value = attributes.get(XmlSpace::word, "val")) text += "=" + std::string(value);
    text += ">";
  }
  void end_element() override { text += "<>"; }
  void characters(std::string_view some) override { text += some; }
  std::string text;
};

constexpr const char* word = "http://purl.oclc.org/ooxml/wordprocessingml/main";

}  // namespace

TEST_CASE("names are told by namespace, whatever the encoding and the pieces that the bytes come in") {
  const std::string xml = "<a:p xmlns:a='" + std::string(word) + "' a:val='1' b='2'>أسعار &amp; <p val='3'/></a:p>";
  const std::string expected = "<p/w=1>أسعار & <p=3><><>";
  for (const std::string& bytes :
       {xml, "\xEF\xBB\xBF" + xml,
        nuskha_test::encode("\uFEFF<?xml version='1.0' encoding='UTF-16'?>" + xml, "UTF-16LE")}) {
    Log log;
    XmlReader reader(log);
    for (const char& byte : bytes) CHECK(reader.feed(std::string_view(&byte, 1)));
    CHECK(reader.finish());
    CHECK(log.text == expected);
  }
}

TEST_CASE("what a handler throws comes out, and the reader stays usable enough to be destroyed") {
  Log log;
  XmlReader reader(log);
  CHECK_THROWS_AS(reader.feed("<a><throw/><b/></a>"), std::runtime_error);
  CHECK(log.text == "<a>");
  CHECK_FALSE(reader.feed("<c/>"));
}

TEST_CASE("events before damage are handed on, and the damage told with its line") {
  Log log;
  XmlReader reader(log);
  CHECK_FALSE(reader.feed("<a>\ntext</b>"));
  CHECK(log.text == "<a>\ntext");
  CHECK(reader.trouble() == XmlTrouble::malformed);
  CHECK(reader.message() == "mismatched tag in line 2");
  Log cut_log;
  XmlReader cut(cut_log);
  CHECK(cut.feed("<a>x"));
  CHECK_FALSE(cut.finish());
  CHECK(cut.trouble() == XmlTrouble::malformed);
}

TEST_CASE("names without number end in too large, not in all of memory") {
  Log log;
  XmlReader reader(log);
  bool goes_on = reader.feed("<a>");
  for (int i = 0; goes_on && i < 2'000'000; ++i) {
    goes_on = reader.feed("<n" + std::to_string(i) + "/>");
    log.text.clear();
  }
  CHECK_FALSE(goes_on);
  CHECK(reader.trouble() == XmlTrouble::too_large);
}
