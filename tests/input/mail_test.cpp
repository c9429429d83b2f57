// Mail, read by extract_mail and open_attachments.
#include <fstream>
#include <iterator>
#include <random>
#include <thread>

#include "base/hash.h"
#include "base/unicode.h"
#include "input/encode.h"
#include "input/memory_stream.h"
#include "input/message_headers.h"
#include "input/readers.h"
#include "input/temporary_folder.h"
#include "support/catch.h"

namespace {

using nuskha_test::encode;
using Strings = std::vector<std::string>;

struct Read {
  nuskha::Document document;
  std::vector<nuskha::Problem> problems;
  bool is_there = false;
};

Read read(std::string bytes) {
  const nuskha::InputOptions options;
  Read out;
  out.document.path = "m.eml";
  out.is_there = nuskha::extract_mail(std::move(bytes), {options}, out.document, out.problems);
  return out;
}

struct Attached {
  Strings names;
  Strings bytes;
  Strings charsets;
};

Attached attachments(std::string bytes) {
  const nuskha::InputOptions options;
  const auto reader = nuskha::open_attachments({nuskha_test::memory_stream(std::move(bytes)), ""}, {options});
  Attached out;
  nuskha::Member member;
  std::vector<nuskha::Problem> problems;
  char buffer[100];
  while (reader->next(member, problems)) {
    out.names.push_back(member.name);
    out.charsets.push_back(member.charset);
    out.bytes.emplace_back();
    while (const std::size_t got = reader->read(buffer, sizeof buffer)) out.bytes.back().append(buffer, got);
  }
  return out;
}

std::string fixture(const std::string& name) {
  std::ifstream file(std::string(NUSKHA_FIXTURES) + "/formats/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A mail with these headers beyond the usual, and this body.
std::string mail(const std::string& headers, const std::string& body) {
  return "From: a@b.example\nDate: Mon, 5 Apr 2021 10:00:00 +0300\nMessage-ID: <1@b.example>\nMIME-Version: 1.0\n" +
         headers + "\n" + body;
}

std::string part(const std::string& headers, const std::string& body) { return "--x\n" + headers + "\n" + body + "\n"; }

std::string multipart(const std::string& subtype, const std::string& parts, const std::string& more = "") {
  return mail("Content-Type: multipart/" + subtype + "; boundary=x" + more + "\n", parts + "--x--\n");
}

const std::string plain = "Content-Type: text/plain; charset=utf-8\n";
const std::string html = "Content-Type: text/html; charset=utf-8\n";
const std::string arabic =
    "افتتحت وزارة المياه اليوم محطة ضخ جديدة في مدينة الرملة الكبرى، تخدم 120 ألف نسمة.\n\nوقال الوزير إن المشروع أنجز "
    "قبل موعده بشهرين ، وإن كلفته لم تتجاوز أربعة ملايين دينار.\n\nعن الوزارة: تأسست وزارة المياه عام 1971.\n--\nمكتب "
    "الإعلام";

}  // namespace

TEST_CASE("an Arabic mail in base64 and windows-1256") {
  const auto out = read(fixture("arabic.eml"));
  REQUIRE(out.is_there);
  CHECK(out.problems.empty());
  CHECK(out.document.text == arabic);
  CHECK(out.document.title.value_or("") == "افتتاح محطة ضخ جديدة في الرملة الكبرى");
  CHECK(out.document.date == "2021-04-06");  // it was the 5th in Greenwich
  CHECK(out.document.language == "ar");
  CHECK(out.document.encoding == "windows-1256");
  CHECK(out.document.place_unit == nuskha::PlaceUnit::paragraph);
  REQUIRE(out.document.places.size() == 3);
  CHECK(out.document.text.substr(out.document.places[1].offset).find("وقال") == 0);
  CHECK(attachments(fixture("arabic.eml")).names.empty());
}

TEST_CASE("a mail of many parts: plain text, forwarded mails after it, files apart") {
  const auto out = read(fixture("multipart.eml"));
  REQUIRE(out.is_there);
  CHECK(out.problems.empty());
  CHECK(out.document.text ==
        "The Ministry of Water opened a pumping station in Ramla today. It supplies 120,000 people, cafés and schools "
        "among them.\n\n\"We finished two months early,\" the minister said.\n\nWhen does it open?");
  CHECK(out.document.title == "Fwd: New pumping station opens – Ramla");
  CHECK(out.document.date == "2021-04-05");  // the 6th in Greenwich
  const auto files = attachments(fixture("multipart.eml"));
  CHECK(files.names == Strings{"بيانات.csv"});
  CHECK(files.charsets == Strings{"windows-1256"});
  CHECK(nuskha::decode_from(files.bytes.at(0), "windows-1256")->text.find("افتتحت وزارة المياه") != std::string::npos);
}

TEST_CASE("HTML is read where there is no plain text, or an empty one") {
  const std::string page = "<p>one</p><p>two</p>";
  CHECK(read(mail(html, page)).document.text == "one\n\ntwo");
  CHECK(read(multipart("alternative", part(plain, " \n\n") + part(html, page))).document.text == "one\n\ntwo");
  CHECK(read(multipart("alternative", part(plain, "plain") + part(html, page))).document.text == "plain");
  CHECK(read(multipart("alternative", part(html, page) + part(plain, "plain"))).document.text == "plain");
  CHECK(read(multipart("mixed", part(plain, "before") + part(html, page) + part(plain, "after"))).document.text ==
        "before\n\none\n\ntwo\n\nafter");
}

TEST_CASE("of related parts the root is read, of signed ones what is signed") {
  const std::string image = part("Content-Type: image/png\nContent-ID: <logo>\n", "xx");
  CHECK(read(multipart("related", part(plain, "root") + image)).document.text == "root");
  CHECK(
      read(multipart("related", image + part(plain + "Content-ID: <r>\n", "root"), "; start=\"<r>\"")).document.text ==
      "root");
  const auto pgp = multipart("signed", part(plain, "text") + part("Content-Type: application/pgp-signature\n", "xx"),
                             "; protocol=\"application/pgp-signature\"");
  CHECK(read(pgp).document.text == "text");
  CHECK(attachments(pgp).names.empty());
}

TEST_CASE("encodings: labelled, wrongly labelled, not labelled") {
  const std::string bytes = encode(arabic, "windows-1256");
  for (const std::string label : {"; charset=windows-1256", "", "; charset=us-ascii", "; charset=\"cp1256\"",
                                  "; charset=unknown-8bit", "; charset=utf-8"}) {
    CAPTURE(label);
    const auto out = read(mail("Content-Type: text/plain" + label + "\nContent-Transfer-Encoding: 8bit\n", bytes));
    CHECK(out.document.text == arabic);
    CHECK(out.problems.empty());
  }
  CHECK(read(mail("Content-Type: text/plain; charset=iso-8859-1\n", arabic)).document.text == arabic);
  CHECK(read("From: a@b.example\nSubject: x\n\n" + bytes).document.text == arabic);
  const std::string japanese = "水道局は本日、新しい浄水場の開設を発表しました。";
  CHECK(read(mail("Content-Type: text/plain; charset=iso-2022-jp\n", encode(japanese, "ISO-2022-JP"))).document.text ==
        japanese);
  const auto damaged = read(mail("Content-Type: text/plain; charset=utf-8\n", arabic + "\n\xFF"));
  CHECK(damaged.document.text == arabic + "\n\xEF\xBF\xBD");
  REQUIRE(damaged.problems.size() == 1);
  CHECK(damaged.problems[0].code == "invalid-utf8");
}

TEST_CASE("headers in other ways") {
  const auto of = [](const std::string& headers) { return read(mail(headers, "x")).document; };
  CHECK(of("Subject: Re: plain\n").title == "Re: plain");
  CHECK(of("Subject: folded\n\tover lines\n").title == "folded over lines");
  CHECK(of("Subject: " + std::string("علم ونور") + "\n").title == "علم ونور");
  const std::string raw = encode("وزارة المياه تفتتح محطة", "windows-1256");
  CHECK(of("Subject: " + raw + "\nContent-Type: text/plain; charset=windows-1256\n").title ==
        "وزارة المياه تفتتح محطة");
  CHECK(of("Subject: =?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=\n").title == "café");
  CHECK(of("Subject: =?x?Q?broken\n").title == "=?x?Q?broken");
  CHECK_FALSE(of("Subject:\n").title);
  CHECK_FALSE(of("").title);
  CHECK(of("Content-Language: en-GB, fr\n").language == "en-GB");
  CHECK(read("From: a\nDate: yesterday\n\nx").document.date_text == "yesterday");
  CHECK_FALSE(read("From: a\nDate: yesterday\n\nx").document.date);
  CHECK(read("From: a\nDate: 5 Apr 21 10:00 GMT\n\nx").document.date == "2021-04-05");
  CHECK_FALSE(read("From: a\n\nx").document.date);
}

TEST_CASE("what is attached comes out apart, pictures and signatures don't") {
  const std::string base64 = "Content-Transfer-Encoding: base64\n";
  const auto files = attachments(multipart(
      "mixed", part(plain, "text") + part("Content-Type: application/pdf; name=\"../a.pdf\"\n" + base64, "JVBERi0=") +
                   part(plain + "Content-Disposition: attachment; filename=b.txt\n", "b") +
                   part("Content-Type: application/octet-stream\n", "c") +
                   part("Content-Type: image/gif; name=d.gif\n", "d") + part("Content-Type: text/calendar\n", "e")));
  CHECK(files.names == Strings{"a.pdf", "b.txt", "part-3"});
  CHECK(files.bytes == Strings{"%PDF-", "b", "c"});
}

TEST_CASE("names of files in encoded words and by RFC 2231") {
  const auto name = [](const std::string& headers) {
    return attachments(multipart("mixed", part(headers, "x"))).names.at(0);
  };
  CHECK(name("Content-Type: application/x; name=\"=?utf-8?B?2Lk=?= =?utf-8?B?2YQuY3N2?=\"\n") == "عل.csv");
  CHECK(
      name("Content-Disposition: attachment;\n filename=\"=?windows-1256?B?x93KysfN?=\n =?windows-1256?B?LmE=?=\"\n") ==
      "افتتاح.a");
  CHECK(name("Content-Disposition: attachment; filename*0*=utf-8''%D8%B9; filename*1*=%D9%84.csv\n") == "عل.csv");
  CHECK(name("Content-Disposition: attachment; filename=\"C:\\\\x\\\\a.doc\"\n") == "a.doc");
}

TEST_CASE("attachments of a forwarded mail come out, and its text") {
  const std::string inner = "From: c@d.example\nSubject: y\nContent-Type: multipart/mixed; boundary=z\n\n--z\n" +
                            plain + "\ninner text\n--z\nContent-Type: application/pdf; name=a.pdf\n\n%PDF-\n--z--\n";
  const auto bytes = multipart(
      "mixed", part(plain, "outer text") + part("Content-Type: message/rfc822\n", inner) + part(plain, "footer"));
  CHECK(read(bytes).document.text == "outer text\n\nfooter\n\ninner text");
  CHECK(attachments(bytes).names == Strings{"a.pdf"});
}

TEST_CASE("what can't be read is told") {
  const auto encrypted =
      read(multipart("encrypted",
                     part("Content-Type: application/pgp-encrypted\n", "Version: 1") +
                         part("Content-Type: application/octet-stream\n", "-----BEGIN PGP MESSAGE-----"),
                     "; protocol=\"application/pgp-encrypted\""));
  CHECK_FALSE(encrypted.is_there);
  REQUIRE(encrypted.problems.size() == 1);
  CHECK(encrypted.problems[0].code == "encrypted");
  CHECK(encrypted.problems[0].path == "m.eml");
  const auto smime = read(mail("Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n", "xx"));
  CHECK_FALSE(smime.is_there);
  const auto cut = read(mail("Content-Type: multipart/mixed; boundary=x\n", part(plain, "text that ends")));
  CHECK(cut.document.text == "text that ends");
  REQUIRE(cut.problems.size() == 1);
  CHECK(cut.problems[0].code == "malformed");
  const auto unbounded = read(mail("Content-Type: multipart/mixed\n", part(plain, "text")));
  REQUIRE(unbounded.problems.size() == 1);
  CHECK(unbounded.problems[0].code == "malformed");
}

TEST_CASE("headers that would take all memory are told, and what comes before them is read", "[exhaustive]") {
  const std::string filler = "X-A: " + std::string(90, 'x') + "\n";
  const auto repeat = [](std::string_view what, std::size_t bytes) {
    std::string out;
    while (out.size() < bytes) out += what;
    return out;
  };
  const auto is_cut = [](const Read& out) {
    return out.problems.size() == 1 && out.problems[0].code == "too-large" &&
           out.problems[0].message.find("8 MiB") != std::string::npos;
  };
  constexpr std::size_t too_much = 9 << 20;
  const auto own = read("Subject: T\n" + repeat(filler, too_much) + "\ntext\n");
  CHECK(own.is_there);
  CHECK(is_cut(own));
  CHECK(own.document.title == "T");
  const std::string boundary = "Content-Type: multipart/mixed; boundary=\"b b\"\n";
  const std::string first = "--b b\nContent-Type: text/plain\n\nfirst\n";
  for (const std::string& rest :
       {"--b b\n" + repeat(filler, too_much) + "\nx\n--b b--\n",                                        // of a part
        repeat("--b b\n\nx\n", too_much / 4),                                                           // many parts
        "--b b\nContent-Type: message/rfc822\n\nSubject: x\n" + repeat(filler, too_much) + "\nx\n"}) {  // forwarded
    const auto parts = read(mail(boundary, first + rest));
    CHECK(is_cut(parts));
    CHECK(parts.document.text.starts_with("first"));
  }
  const auto folded =
      read(mail("Content-Type: multipart/mixed;\n boundary=\n  b\n", "--b\n" + repeat(filler, too_much)));
  CHECK(is_cut(folded));
  const auto unusual = read(mail("Content-Type: multipart/mixed; boundary*=''b\n", "--b\n" + repeat(filler, too_much)));
  CHECK(is_cut(unusual));
}

TEST_CASE("a mail longer than a document may be is left out with what is attached to it") {
  const std::string bytes =
      multipart("mixed", part(plain, "text") + part("Content-Disposition: attachment; filename=a.txt\n", "attached"));
  nuskha::InputOptions options;
  for (const std::size_t most : {bytes.size(), bytes.size() - 1}) {
    const bool is_short = most == bytes.size();
    options.limits.document_bytes = most;
    nuskha::Document document;
    std::vector<nuskha::Problem> problems;
    CHECK(nuskha::extract_mail(bytes, {options}, document, problems) == is_short);
    REQUIRE(problems.size() == (is_short ? 0 : 1));
    if (!is_short) CHECK(problems[0].code == "too-large");
    const auto reader = nuskha::open_attachments({nuskha_test::memory_stream(bytes), ""}, {options});
    nuskha::Member member;
    CHECK(reader->next(member, problems) == is_short);
  }
}

TEST_CASE("long text is no header") {
  std::string patch;
  while (patch.size() < (9 << 20)) patch += "--- a line of a patch\nX: y\n";
  CHECK(read(mail("", patch)).problems.empty());
  const auto out = read(mail("Content-Type: multipart/mixed; boundary=b\n", "--b\n\n" + patch + "--b--\n"));
  CHECK(out.problems.empty());
  CHECK(out.document.text.size() + 2 > patch.size());
}

TEST_CASE("parts within parts without end are told, not followed") {
  std::string bytes = mail("Content-Type: multipart/mixed; boundary=b0\n", "");
  for (int i = 0; i < 3000; ++i)
    bytes += "--b" + std::to_string(i) + "\nContent-Type: multipart/mixed; boundary=b" + std::to_string(i + 1) + "\n\n";
  const auto out = read(bytes);
  REQUIRE(out.is_there);
  CHECK(std::any_of(out.problems.begin(), out.problems.end(),
                    [](const auto& problem) { return problem.message.find("nested deeper") != std::string::npos; }));
  std::string forwarded = mail("", "");
  for (int i = 0; i < 3000; ++i) forwarded.insert(0, "From: a@b.example\nContent-Type: message/rfc822\n\n");
  const auto chain = read(forwarded);
  CHECK(chain.is_there);
  CHECK_FALSE(chain.problems.empty());
}

TEST_CASE("mail is told by its headers, and a release that begins like one isn't") {
  CHECK(nuskha::is_mail(fixture("arabic.eml"), "x"));
  CHECK(nuskha::is_mail(fixture("multipart.eml"), "x.txt"));
  CHECK(nuskha::is_mail("\xEF\xBB\xBF" + fixture("arabic.eml"), "x"));
  CHECK(nuskha::is_mail("From: a\nSubject: b\nX-Mailer: c\n\ntext", "1"));
  CHECK(nuskha::is_mail("From: a\nSubject: b\n\ntext", "x.EML"));
  CHECK_FALSE(nuskha::is_mail("From: a\nSubject: b\n\ntext", "x.txt"));
  CHECK_FALSE(nuskha::is_mail("Date: 5 April 2021\nSubject: New station\nFrom: Press Office\n\nThe Ministry", "x.txt"));
  CHECK_FALSE(nuskha::is_mail("Date: 5 April 2021\nThe Ministry of Water opened\nMessage-ID: x\n\n", "x.eml"));
  CHECK_FALSE(nuskha::is_mail("text", "x.eml"));
  CHECK_FALSE(nuskha::is_mail("", "x.eml"));
  CHECK_FALSE(nuskha::is_mail("HTTP/1.1 200 OK\nDate: x\nFrom: y\nX-Cache: z\n\n", "x"));
}

TEST_CASE("a mail is a document of its file's name, and what is attached to it are others") {
  const nuskha_test::TemporaryFolder folder;
  const std::string path = folder.write("m.eml", fixture("multipart.eml"));
  const std::string mbox =
      folder.write("press.mbox", "From a@b.example Mon Apr  5 10:00:00 2021\n" + fixture("multipart.eml") + "\n");
  nuskha::InputOptions options;
  const auto read_folder = [&] {
    auto source = nuskha::open_paths(std::vector<std::string>{folder.path()}, options);
    REQUIRE(source);
    return nuskha_test::read_all(**source);
  };
  const auto out = read_folder();
  CHECK(out.problems.empty());
  CHECK(out.paths() == Strings{path, path + "!بيانات.csv#2", mbox + "!1", mbox + "!1!بيانات.csv#2"});
  CHECK(out.documents.at(0).format == "mail");
  CHECK(out.documents.at(0).source_hash == nuskha::hash128(fixture("multipart.eml")));
  CHECK(out.documents.at(1).format == "csv");
  CHECK(out.documents.at(1).text == "افتتحت وزارة المياه اليوم محطة ضخ جديدة في مدينة الرملة الكبرى");
  CHECK(out.documents.at(2).text == out.documents.at(0).text);
  options.limits.nesting = 1;
  const auto shallow = read_folder();
  CHECK(shallow.paths() == Strings{path, path + "!بيانات.csv#2", mbox + "!1"});
  REQUIRE(shallow.problems.size() == 1);
  CHECK(shallow.problems[0].code == "too-deep");
  CHECK(shallow.problems[0].path == mbox + "!1");
}

TEST_CASE("HTML in a mail's head makes no page of it") {
  const std::string page = "<!DOCTYPE html><html><head><title>t</title></head><body><p>one</p></body></html>";
  const nuskha::Format* const format = nuskha::find_format(mail(html, page), "x");
  REQUIRE(format != nullptr);
  CHECK(format->name == "mail");
}

TEST_CASE("a mail cut short at any byte, or with bytes changed, is read") {
  for (const char* name : {"multipart.eml", "arabic.eml"}) {
    const std::string bytes = fixture(name);
    const std::size_t body = bytes.find("\r\n\r\n");
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      const auto out = read(bytes.substr(0, size));
      CHECK(out.is_there);
      CHECK(nuskha::find_invalid_utf8(out.document.text) == std::string::npos);
      const bool is_multipart = name[0] == 'm' && size > body + 4;
      const bool has_end = size + 4 >= bytes.size();
      if (is_multipart && !has_end) CHECK_FALSE(out.problems.empty());
    }
    std::mt19937 random(3);
    for (int i = 0; i < 300; ++i) {
      std::string changed = bytes;
      for (int j = 0; j < 4; ++j) changed[random() % changed.size()] = static_cast<char>(random() & 0xFF);
      const auto out = read(changed);
      CHECK((out.is_there || !out.problems.empty()));
      CHECK(nuskha::find_invalid_utf8(out.document.text) == std::string::npos);
      if (out.document.title) CHECK(nuskha::find_invalid_utf8(*out.document.title) == std::string::npos);
      for (const auto& file : attachments(changed).names) CHECK(nuskha::find_invalid_utf8(file) == std::string::npos);
    }
  }
}

TEST_CASE("several threads read mail at once, with the same results") {
  const std::string first = fixture("multipart.eml");
  const std::string second = fixture("arabic.eml");
  const std::string expected = read(first).document.text + read(second).document.text;
  std::vector<std::thread> threads;
  std::vector<std::string> texts(4);
  for (std::string& text : texts)
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) text = read(first).document.text + read(second).document.text;
    });
  for (std::thread& thread : threads) thread.join();
  for (const std::string& text : texts) CHECK(text == expected);
}
