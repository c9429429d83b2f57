#include <archive.h>

#include <clocale>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "input/compress.h"
#include "input/make_archive.h"
#include "input/members.h"
#include "input/readers.h"
#include "input/temporary_folder.h"
#include "support/catch.h"

namespace {

using nuskha::open_with_libarchive;
using nuskha_test::ArchivedFile;
using nuskha_test::make_archive;
using nuskha_test::read_members;
using nuskha_test::ReadMembers;
using nuskha_test::TemporaryFolder;
using std::string_view;

struct Way {
  const char* format;
  const char* options;
};
constexpr Way ways[] = {
    {"zip", nullptr},
    {"zip", "zip:compression=store"},
    {"zip", "zip:zip64"},
    {"pax", nullptr},
    {"gnutar", nullptr},
    {"ustar", nullptr},
    {"7zip", nullptr},
    {"7zip", "7zip:compression=store"},
    {"7zip", "7zip:compression=deflate"},
    {"7zip", "7zip:compression=bzip2"},
    {"7zip", "7zip:compression=ppmd"},
};

std::string some_text(std::size_t size, unsigned seed = 1) {
  std::string out;
  std::mt19937 random(seed);
  while (out.size() < size) out += "بيان صحفي release " + std::to_string(random() % 100'000) + '\n';
  return out;
}

std::vector<ArchivedFile> some_files() {
  return {{"a.txt", "one\n"},
          {"folder/", "", AE_IFDIR},
          {"folder/تقرير 2021.txt", some_text(40'000)},
          {"folder/日本語.txt", some_text(300, 2)},
          {"empty.txt", ""},
          {"z.txt", "last"}};
}

ReadMembers read(const std::string& bytes, const nuskha::InputOptions& options = {}) {
  return read_members(open_with_libarchive, bytes, options);
}

bool is_archive(string_view bytes) {
  return nuskha::is_zip(bytes, {}) || nuskha::is_tar(bytes, {}) || nuskha::is_seven_zip(bytes, {});
}

/// A tar header block by hand.
std::string tar_header(const std::string& name, std::size_t size, char type = '0', bool has_magic = false) {
  std::string block(512, '\0');
  block.replace(0, name.size(), name);
  block.replace(100, 8, "0000644 ");
  block.replace(108, 8, "0001750 ");
  block.replace(116, 8, "0001750 ");
  char number[13];
  std::snprintf(number, sizeof number, "%011zo ", size);
  block.replace(124, 12, number);
  block.replace(136, 12, "13712345670 ");
  block[156] = type;
  if (has_magic) block.replace(257, 8, std::string("ustar\00000", 8));
  block.replace(148, 8, "        ");
  unsigned sum = 0;
  for (const char c : block) sum += static_cast<unsigned char>(c);
  std::snprintf(number, sizeof number, "%06o", sum);
  block.replace(148, 7, std::string(number) + '\0');
  return block;
}

std::string tar_member(const std::string& name, const std::string& bytes) {
  return tar_header(name, bytes.size()) + bytes + std::string((512 - bytes.size() % 512) % 512, '\0');
}

std::string from_hex(string_view hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    out += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  return out;
}

}  // namespace

TEST_CASE("files come out of every format by name and bytes, from a stream and from a file") {
  TemporaryFolder folder;
  const std::vector<ArchivedFile> files = some_files();
  for (const Way& way : ways) {
    CAPTURE(way.format, way.options);
    const std::string bytes = make_archive(files, way.format, way.options);
    CHECK(is_archive(bytes));
    const std::string path = folder.write("archive", bytes);
    for (const ReadMembers& out : {read(bytes), read_members(open_with_libarchive, bytes, {}, path),
                                   read_members(open_with_libarchive, bytes, {}, "", 7)}) {
      CHECK_FALSE(out.is_told());
      // 7z stores what has no bytes at its end.
      auto names = out.names();
      std::sort(names.begin(), names.end());
      CHECK(names ==
            std::vector<std::string>{"a.txt", "empty.txt", "folder/تقرير 2021.txt", "folder/日本語.txt", "z.txt"});
      for (const auto& one : out.members)
        for (const ArchivedFile& file : files)
          if (file.name == one.member.name) CHECK(one.bytes == file.bytes);
    }
  }
}

TEST_CASE("names are the same in every locale") {
  const std::string old = std::setlocale(LC_ALL, nullptr);
  for (const char* locale : {"C", "C.UTF-8"}) {
    std::setlocale(LC_ALL, locale);
    for (const Way& way : ways) {
      CAPTURE(locale, way.format);
      CHECK(read(make_archive({{"é تقرير.txt", "x"}}, way.format, way.options)).names() ==
            std::vector<std::string>{"é تقرير.txt"});
      // What the format marks as Unicode libarchive composes.
      const bool is_marked = string_view(way.format) != "gnutar" && string_view(way.format) != "ustar";
      CHECK(read(make_archive({{"a\u0301.txt", "x"}}, way.format, way.options)).names() ==
            std::vector<std::string>{is_marked ? "\u00E1.txt" : "a\u0301.txt"});
    }
  }
  std::setlocale(LC_ALL, old.c_str());
}

TEST_CASE("names that aren't UTF-8 stay the bytes that they are") {
  const std::string cp1256 = "\xCA\xDE\xD1\xED\xD1.txt";
  const std::string sjis = "\x93\xFA\x96\x7B.txt";
  for (const std::string& name : {cp1256, sjis}) {
    // The writer marks no name as UTF-8 that isn't.
    std::string zip = make_archive({{std::string(name.size() - 4, 'n') + ".txt", "x"}}, "zip");
    for (std::size_t at = 0; (at = zip.find(std::string(name.size() - 4, 'n') + ".txt", at)) != std::string::npos;)
      zip.replace(at, name.size(), name);
    CHECK(read(zip).names() == std::vector{name});
    const std::string tar = tar_member(name, "x") + std::string(1024, '\0');
    CHECK(nuskha::is_tar(tar, {}));
    CHECK(read(tar).names() == std::vector{name});
  }
}

TEST_CASE("names that lead out of the folder are only names") {
  const std::vector<std::string> names = {"../../etc/passwd", "/tmp/nuskha-never-written", "C:\\Windows\\a.txt",
                                          "a//b/./c"};
  for (const char* format : {"zip", "pax", "7zip"}) {
    CAPTURE(format);
    std::vector<ArchivedFile> files;
    for (const std::string& name : names) files.push_back({name, "x"});
    const ReadMembers out = read(make_archive(files, format));
    CHECK(out.members.size() == names.size());
    CHECK(out.names()[0] == names[0]);
    CHECK(out.names()[1] == names[1]);
  }
  CHECK_FALSE(std::filesystem::exists("/tmp/nuskha-never-written"));
}

TEST_CASE("only files are members: no folders, links or devices") {
  const std::vector<ArchivedFile> files = {{"a.txt", "one"},
                                           {"folder/", "", AE_IFDIR},
                                           {"link", "", AE_IFLNK, "/etc/passwd"},
                                           {"hard.txt", "", AE_IFREG, "a.txt"},
                                           {"pipe", "", AE_IFIFO},
                                           {"device", "", AE_IFCHR},
                                           {"b.txt", "two"}};
  const ReadMembers out = read(make_archive(files, "pax"));
  CHECK_FALSE(out.is_told());
  CHECK(out.names() == std::vector<std::string>{"a.txt", "b.txt"});
}

TEST_CASE("what macOS adds to archives is passed over") {
  const std::string fork = std::string("\x00\x05\x16\x07", 4) + "resource";
  const ReadMembers out = read(make_archive({{"a.txt", "one"},
                                             {"__MACOSX/._a.txt", fork},
                                             {"x/._b.txt", fork},
                                             {"x/.DS_Store", "Bud1"},
                                             {"._notes", "somebody's own"}},
                                            "zip"));
  CHECK_FALSE(out.is_told());
  CHECK(out.names() == std::vector<std::string>{"a.txt", "._notes"});
}

TEST_CASE("long names of pax and GNU, and headers without a magic number, are read") {
  const std::string name = "folder/" + std::string(200, 'n') + "/" + std::string(150, 'm') + ".txt";
  for (const char* format : {"pax", "gnutar"})
    CHECK(read(make_archive({{name, "x"}}, format)).names() == std::vector{name});
  const std::string v7 = make_archive({{"a.txt", "old"}, {"b.txt", "older"}}, "v7tar");
  REQUIRE(v7.find("ustar") == std::string::npos);
  CHECK(nuskha::is_tar(v7, {}));
  const ReadMembers out = read(v7);
  CHECK_FALSE(out.is_told());
  CHECK(out.names() == std::vector<std::string>{"a.txt", "b.txt"});
}

TEST_CASE("an empty archive has no members") {
  for (const char* format : {"zip", "7zip"}) {
    const std::string bytes = make_archive({}, format);
    CHECK(is_archive(bytes));
    const ReadMembers out = read(bytes);
    CHECK(out.members.empty());
    CHECK_FALSE(out.is_told());
  }
}

TEST_CASE("text isn't taken for an archive") {
  for (const std::string& text :
       {std::string("plain text"), some_text(2000), std::string(2000, '0'), std::string("PK is a name"),
        "#mtree\n./file type=file contents=/etc/passwd\n" + some_text(600), std::string(1024, '\0')})
    CHECK_FALSE(is_archive(text));
}

TEST_CASE("holes of sparse files are zeros") {
  // Old GNU format: pieces of 512 bytes at 1024 and at 4096, and the whole is 8192 bytes.
  std::string header = tar_header("sparse", 1024, 'S');
  header.replace(257, 8, std::string("ustar  \0", 8));
  const auto put = [&header](std::size_t at, std::size_t value) {
    char number[13];
    std::snprintf(number, sizeof number, "%011zo", value);
    header.replace(at, 12, std::string(number, 12));
  };
  put(386, 1024);
  put(398, 512);
  put(410, 4096);
  put(422, 512);
  put(434, 8192);
  put(446, 0);
  put(483, 8192);
  header.replace(148, 8, "        ");
  unsigned sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  char number[8];
  std::snprintf(number, sizeof number, "%06o", sum);
  header.replace(148, 7, std::string(number) + '\0');
  const ReadMembers out = read(header + std::string(512, 'a') + std::string(512, 'b') + tar_member("next.txt", "x") +
                               std::string(1024, '\0'));
  REQUIRE(out.members.size() == 2);
  CHECK_FALSE(out.is_told());
  std::string expected(8192, '\0');
  expected.replace(1024, 512, std::string(512, 'a'));
  expected.replace(4096, 512, std::string(512, 'b'));
  CHECK(out.members[0].bytes == expected);
  CHECK(out.members[1].bytes == "x");
}

TEST_CASE("encrypted members are told one by one") {
  for (const char* options : {"zip:encryption=zipcrypt", "zip:encryption=aes128", "zip:encryption=aes256"}) {
    CAPTURE(options);
    const ReadMembers out =
        read(make_archive({{"a.txt", "secret"}, {"b.txt", some_text(9000)}}, "zip", options, "password"));
    CHECK(out.members.empty());
    CHECK(out.error.code == nullptr);
    REQUIRE(out.problems.size() == 2);
    CHECK(out.problems[0].path == "a.txt");
    CHECK(out.problems[0].code == "encrypted");
    CHECK(out.problems[1].path == "b.txt");
  }
}

TEST_CASE("a 7z that is encrypted, with its names or without, is told") {
  // One file "s.txt" each, made by 7-Zip with -p, and with -mhe=on.
  const ReadMembers data = read(from_hex(
      "377abcaf271c00042af3409e10000000000000006200000000000000e154c4d34d5dabfea6d35c04e6594757de02183d0104060001091000"
      "070b0100022406f1070112530f25a142b4b729b52c6399a240ba3b497e2121010001000c100c00080a01da89499b00000501190100110d00"
      "73002e007400780074000000140a010090571cb1907add01150601002080a4810000"));
  CHECK(data.members.empty());
  REQUIRE(data.problems.size() == 1);
  CHECK(data.problems[0].path == "s.txt");
  CHECK(data.problems[0].code == "encrypted");
  const ReadMembers all = read(from_hex(
      "377abcaf271c0004495f65ea80000000000000002e00000000000000fe339f73debd485ce57babfc8acd6f2800721c3af62f63bc20ffbe77"
      "4b6b4a5f39664975cdf918042d4a81c39ff438a86fc399825da0ab8ad4bde0756f5085ca20c1798840abea03d310ff7b440c5b7255a43209"
      "70bdb6ab57db9ec959b0138828edb77cc32580570a5074a6377e9bb625a9184c514161ddf3d4190c6de84421e7f3ff041706100109700007"
      "0b0100012406f1070112530f5e0319d0eade2877b6c814b587980fa70c620a01fe44d30a0000"));
  CHECK(all.members.empty());
  CHECK(all.code() == "encrypted");
}

TEST_CASE("a method that libarchive doesn't know is told and the others are read") {
  std::string zip = make_archive({{"a.txt", "one"}, {"b.txt", "two"}}, "zip", "zip:compression=store");
  // The method is at 8 of a local header and at 10 of a central one.
  const auto set = [&zip](std::size_t at) { zip[at] = 18; };
  set(zip.find("PK\x03\x04") + 8);
  set(zip.find("PK\x01\x02") + 10);
  const ReadMembers out = read(zip);
  CHECK(out.names() == std::vector<std::string>{"b.txt"});
  REQUIRE(out.problems.size() == 1);
  CHECK(out.problems[0].code == "unsupported");
  CHECK(out.problems[0].path == "a.txt");
  CHECK(out.error.code == nullptr);
}

TEST_CASE("a member with a wrong checksum is read and told, and the others too") {
  std::string zip = make_archive({{"a.txt", "one one one"}, {"b.txt", "two"}}, "zip", "zip:compression=store");
  zip[zip.find("one one one") + 4] = 'X';
  const ReadMembers out = read(zip);
  REQUIRE(out.members.size() == 2);
  CHECK(out.members[0].bytes == "one Xne one");
  REQUIRE(out.members[0].error.code != nullptr);
  CHECK(out.members[0].error.code == string_view("malformed"));
  CHECK(out.members[1].bytes == "two");
  CHECK(out.members[1].error.code == nullptr);
}

TEST_CASE("a zip with something behind it, or without its directory, is read") {
  const std::string zip = make_archive(some_files(), "zip");
  CHECK(read(zip + "a comment that nobody declared").members.size() == 5);
  const ReadMembers out = read(zip.substr(0, zip.find("PK\x01\x02") + 30));
  CHECK(out.code() == "malformed");
  CHECK(out.members.size() == 5);
  CHECK(out.members[1].bytes == some_files()[2].bytes);
}

TEST_CASE("a damaged header of a tar is told and the files after it are read") {
  std::string tar =
      tar_member("a.txt", "one") + tar_member("b.txt", "two") + tar_member("c.txt", "three") + std::string(1024, '\0');
  tar[1024 + 3] = 'X';
  const ReadMembers out = read(tar);
  CHECK(out.names() == std::vector<std::string>{"a.txt", "c.txt"});
  CHECK(out.code() == "malformed");
  std::string first = tar;
  first = tar_header("a.txt", 3, '0', true) + first.substr(512);
  first[5] = 'X';
  CHECK(nuskha::is_tar(first, {}));
  CHECK(read(first).names() == std::vector<std::string>{"c.txt"});
}

TEST_CASE("every truncation gives what came before it, and is told", "[exhaustive]") {
  const std::vector<ArchivedFile> files = {{"a.txt", some_text(700)}, {"b.txt", "two"}, {"c.txt", some_text(300, 3)}};
  for (const Way& way : ways) {
    CAPTURE(way.format, way.options);
    const std::string whole = make_archive(files, way.format, way.options);
    std::size_t end = whole.size();
    if (string_view(way.format) != "zip" && string_view(way.format) != "7zip") end -= 1024;  // a tar may lack its end
    for (std::size_t size = 0; size < end; ++size) {
      const ReadMembers out = read(whole.substr(0, size));
      CAPTURE(size);
      // Between two members a tar doesn't look cut.
      if (!out.is_told()) CHECK((string_view(way.format).ends_with("tar") || string_view(way.format) == "pax"));
      if (!out.is_told()) CHECK(size % 512 == 0);
      for (std::size_t i = 0; i < out.members.size(); ++i) {
        REQUIRE(i < files.size());
        CHECK(string_view(files[i].bytes).starts_with(out.members[i].bytes));
      }
    }
  }
}

TEST_CASE("random changes end in members or problems", "[exhaustive]") {
  const std::vector<ArchivedFile> files = {{"a.txt", some_text(700)}, {"b.txt", "two"}, {"c.txt", some_text(300, 3)}};
  std::mt19937 random(5);
  for (const Way& way : ways) {
    CAPTURE(way.format, way.options);
    const std::string whole = make_archive(files, way.format, way.options);
    std::size_t num_read = 0;
    for (int i = 0; i < 400; ++i) {
      std::string changed = whole;
      for (auto n = 1 + random() % 3; n > 0; --n) changed[random() % changed.size()] = static_cast<char>(random());
      const ReadMembers out = read(changed);
      num_read += out.members.size();
      CHECK(out.members.size() <= 20);
      for (const auto& problem : out.problems) CHECK_FALSE(problem.message.empty());
      if (out.members.size() < files.size() && !out.is_told()) {
        // Only a size or a type that says something else can do that.
        CHECK(changed != whole);
      }
    }
    // Of a small 7z any damage is damage of all.
    CHECK(num_read > (string_view(way.format) == "7zip" ? 10 : 400));
  }
}

TEST_CASE("a bomb can be left after its first bytes, and what follows is read") {
  const std::string zeros(64 << 20, '\0');
  for (const Way& way :
       {Way{"zip", nullptr}, Way{"7zip", "7zip:compression=deflate"}, Way{"7zip", "7zip:compression=lzma2"}}) {
    CAPTURE(way.format, way.options);
    const std::string bytes = make_archive({{"bomb", zeros}, {"z.txt", "after"}}, way.format, way.options);
    CHECK(bytes.size() < (zeros.size() >> 6));
    const auto reader = open_with_libarchive({std::make_unique<nuskha_test::MemoryStream>(bytes), ""}, {{}});
    const ReadMembers out = nuskha_test::read_members(*reader, 4096, 4096);
    REQUIRE(out.names() == std::vector<std::string>{"bomb", "z.txt"});
    CHECK(out.members[1].bytes == "after");
  }
}

TEST_CASE("what has to be unpacked to be passed over is limited") {
  nuskha::InputOptions options;
  options.limits.document_bytes = 1 << 20;
  options.limits.expansion = 2;
  const std::string zeros(40 << 20, '\0');
  const std::string seven_zip = make_archive({{"bomb", zeros}, {"z.txt", "after"}}, "7zip", "7zip:compression=lzma2");
  const auto reader = open_with_libarchive({std::make_unique<nuskha_test::MemoryStream>(seven_zip), ""}, {options});
  const ReadMembers out = nuskha_test::read_members(*reader, 4096, 4096);
  CHECK(out.names() == std::vector<std::string>{"bomb"});
  CHECK(out.code() == "too-large");

  const std::string tar = nuskha_test::compress(tar_member("bomb", zeros) + tar_member("z.txt", "after"), true);
  const auto forward = open_with_libarchive(
      {nuskha::decompress(std::make_unique<nuskha_test::MemoryStream>(tar), nuskha::Compression::gzip), ""}, {options});
  const ReadMembers of_tar = nuskha_test::read_members(*forward, 4096, 4096);
  CHECK(of_tar.names() == std::vector<std::string>{"bomb"});
  CHECK(of_tar.code() == "too-large");
}

TEST_CASE("a 7z that speaks of millions of files is told and not opened") {
  // 511 bytes: a directory of 20 million files without content, packed by LZMA. Opening it takes libarchive 1.7 GB.
  const ReadMembers out = read(
      from_hex("377abcaf271c0004d4decea6bb010000000000002400000000000000371a84cd0000819a3999da170a5faa340343d1ba5017"
               "3cfe6975fdd61d8b57766eeced86a554e469d257522f334ddcd69360b8d5ed36212f6dc322443aff1a861fb6753f2f0621cb"
               "5e6bb179fd78cc7b001f5bc3888a1b151ec240fa31dae094423b2dfcea392ca15daaff5a26ac720c1692a7be398f24e1709e"
               "a7235fec28cb85d195988a7e2a91f22775f719c006984d98fdd8afd5900fc42553f8f591363105a5b0ee6fc1704d470cd191"
               "11aaad601dbaceb127185c5986e9665258bee976ac59e4e55b0508f9c7daadfcfb522b74cd1e5b2042f9dd533df82964093b"
               "80cb2a6cdfb53bf0c4bd2e5faa0f3e4b664290130eff1093f8717859f80bcdff9528460fa9fc7cdefb9a302e56c08f85f383"
               "81c065c42553f8f591363105a5b0ee6fc1704d470cd19111aaad601dbaceb127185c5986e9665258bee976ac59e4e55b0508"
               "f9c7daadfcfb522b74cd1e5b2042f9dd533df82964093b80cb2a6cdfb53bf0c4bd2e5faa0f3e4b664290130eff1093f87178"
               "59f80bcdff9528460fa9fc7cdefb9a302e56c08f85f38381c065c42553f8f591363105a5b0ee6fc1704d470cd19111aaad60"
               "1dbaceb127185c5986e96651f7480079052a1ffffffd7f0000170600010981bb00070b01000123030101055d000010000ce0"
               "ad25260a0165c1b2220000"));
  CHECK(out.members.empty());
  CHECK(out.code() == "too-many");

  std::vector<ArchivedFile> files;
  for (int i = 0; i < 300; ++i) files.push_back({std::to_string(i), i % 3 == 0 ? "" : some_text(20, unsigned(i))});
  nuskha::InputOptions options;
  for (const char* how : {"7zip:compression=store", "7zip:compression=lzma1", "7zip:compression=lzma2"}) {
    const std::string bytes = make_archive(files, "7zip", how);
    options.limits.members = 300;
    CHECK(read(bytes, options).members.size() == 300);
    options.limits.members = 299;
    CHECK(read(bytes, options).code() == "too-many");
  }
}

TEST_CASE("a zip that is in no file and too large for memory is told") {
  nuskha::InputOptions options;
  options.limits.document_bytes = 1000;
  options.limits.expansion = 0;
  std::string zip = make_archive({{"a.txt", some_text(50'000)}}, "zip", "zip:compression=store");
  const ReadMembers out = read(zip, options);
  CHECK(out.members.empty());
  CHECK(out.code() == "too-large");
  TemporaryFolder folder;
  const std::string path = folder.write("a.zip", zip);
  CHECK(read_members(open_with_libarchive, zip, options, path).members.size() == 1);
}

TEST_CASE("an error of the stream is told as what it is") {
  const std::string tar = tar_member("a.txt", "one") + tar_member("b.txt", some_text(9000));
  const auto reader =
      open_with_libarchive({std::make_unique<nuskha_test::MemoryStream>(
                                tar.substr(0, 3000), 512, nuskha::StreamError{"unreadable", "The disk is gone."}),
                            ""},
                           {{}});
  const ReadMembers out = nuskha_test::read_members(*reader);
  CHECK(out.names() == std::vector<std::string>{"a.txt", "b.txt"});
  CHECK(out.members[1].bytes.size() > 1000);
  CHECK(out.members[1].error.message == "The disk is gone.");
  CHECK(out.code() == "unreadable");
}

TEST_CASE("a file that can't be opened is told") {
  const ReadMembers out =
      read_members(open_with_libarchive, make_archive({{"a", "b"}}, "zip"), {}, "/nonexistent/a.zip");
  CHECK(out.members.empty());
  CHECK(out.code() == "disappeared");
}
