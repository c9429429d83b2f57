#include "input/walk.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>

#include "input/temporary_folder.h"
#include "support/catch.h"

namespace fs = std::filesystem;
using nuskha::clean_path;
using nuskha::ErrorCode;
using nuskha::InputOptions;
using nuskha::list_files;
using nuskha_test::TemporaryFolder;
using Names = std::vector<std::string>;

namespace {

// Files below the folder, without the folder's own path.
Names names(const TemporaryFolder& folder, const InputOptions& options = {}) {
  const std::string paths[] = {folder.path()};
  const auto list = list_files(paths, options);
  if (!list) return {"error: " + list.error().what};
  Names out;
  for (const std::string& file : list->files) out.push_back(file.substr(folder.path().size() + 1));
  return out;
}

}  // namespace

TEST_CASE("paths are cleaned without touching what a link could change") {
  CHECK(clean_path("docs/") == "docs");
  CHECK(clean_path("./x") == "x");
  CHECK(clean_path("a//b/./c/") == "a/b/c");
  CHECK(clean_path(".").empty());
  CHECK(clean_path("/") == "/");
  CHECK(clean_path("//a/.") == "/a");
  CHECK(clean_path("../a/../b") == "../a/../b");
}

TEST_CASE("folders are walked in byte order, hidden entries left out unless asked for") {
  const TemporaryFolder folder;
  for (const char* name : {"b.txt", "a/z.txt", "a.txt", "B.txt", ".hidden", ".folder/x", "a/.y", ".git/config"})
    folder.write(name, "x");
  CHECK(names(folder) == Names{"B.txt", "a/z.txt", "a.txt", "b.txt"});
  InputOptions options;
  options.hidden = true;
  CHECK(names(folder, options) == Names{".folder/x", ".hidden", "B.txt", "a/.y", "a/z.txt", "a.txt", "b.txt"});
}

TEST_CASE("the current folder gives names without ./") {
  const TemporaryFolder folder;
  folder.write("sub/a.txt", "x");
  const fs::path before = fs::current_path();
  fs::current_path(folder.path());
  for (const char* path : {".", "./", "sub/..", "./sub", "sub//"}) {
    const std::string paths[] = {path};
    const auto list = list_files(paths, {});
    REQUIRE(list);
    CHECK(list->files == Names{std::string_view(path) == "sub/.." ? "sub/../sub/a.txt" : "sub/a.txt"});
  }
  fs::current_path(before);
}

TEST_CASE("a file reached twice is listed once") {
  const TemporaryFolder folder;
  folder.write("a.txt", "x");
  folder.write("b.txt", "x");
  const std::string paths[] = {folder / "b.txt", folder.path(), folder / "a.txt", folder.path() + "/./"};
  const auto list = list_files(paths, {});
  REQUIRE(list);
  CHECK(list->files == Names{folder / "b.txt", folder / "a.txt"});
}

TEST_CASE("a second spelling of a path is the same file, a second name isn't") {
  const TemporaryFolder folder;
  const std::string a = folder.write("ans/en/a.txt", "x");
  folder.write("ans/b.txt", "x");
  fs::create_hard_link(a, folder / "ans/en/hard.txt");
  fs::create_directory_symlink("en", folder / "ans/same");
  const std::string en = folder / "ans/en";
  const Names expected = {en + "/a.txt", en + "/hard.txt"};
  const auto files = [](const Names& paths, const InputOptions& options = {}) {
    return list_files(paths, options).value().files;
  };
  CHECK(files({en}) == expected);
  CHECK(files({en, folder / "ans/../ans/en", folder / "./ans//en/", folder / "ans/same"}) == expected);
  CHECK(files({en, folder / "ans/same/../en/a.txt"}) == expected);
  CHECK(files({folder / "ans/../ans/en/a.txt", en}) == Names{folder / "ans/../ans/en/a.txt", en + "/hard.txt"});
  CHECK(files({en, folder / "ans"}) == Names{en + "/a.txt", en + "/hard.txt", folder / "ans/b.txt"});
  InputOptions follow;
  follow.follow_links = true;
  CHECK(files({folder / "ans"}, follow) == Names{folder / "ans/b.txt", en + "/a.txt", en + "/hard.txt"});
  CHECK(files({folder / "ans/same/a.txt", folder / "ans"}, follow) ==
        Names{folder / "ans/same/a.txt", folder / "ans/b.txt", en + "/hard.txt"});
  const fs::path before = fs::current_path();
  fs::current_path(folder / "ans");
  CHECK(files({"b.txt", "./b.txt", "../ans/b.txt", folder / "ans/b.txt", "en/../b.txt"}) == Names{"b.txt"});
  CHECK(files({".", ".."}) == Names{"b.txt", "en/a.txt", "en/hard.txt"});
  fs::current_path(before);
}

TEST_CASE("ignore files count below their folder, nuskha's before git's, the nearest first") {
  const TemporaryFolder folder;
  folder.write(".gitignore", "*.log\n/only-top.txt\nbuild/\n");
  folder.write("sub/.gitignore", "!keep.log\n*.tmp\n");
  folder.write(".nuskhaignore", "!wanted.log\nsecret.txt\n");
  for (const char* name : {"a.log", "wanted.log", "only-top.txt", "build/x.txt", "secret.txt", "t.tmp", "sub/keep.log",
                           "sub/b.log", "sub/only-top.txt", "sub/t.tmp", "sub/build"})
    folder.write(name, "x");
  CHECK(names(folder) == Names{"sub/build", "sub/keep.log", "sub/only-top.txt", "t.tmp", "wanted.log"});
  InputOptions options;
  options.ignore_files = false;
  CHECK(names(folder, options).size() == 11);
}

TEST_CASE("include and exclude globs choose files, exclude prunes folders") {
  const TemporaryFolder folder;
  for (const char* name : {"a.md", "a.txt", "docs/b.md", "docs/c.rst", "old/d.md", "docs/old/e.md"})
    folder.write(name, "x");
  InputOptions options;
  options.include = {"*.md"};
  CHECK(names(folder, options) == Names{"a.md", "docs/b.md", "docs/old/e.md", "old/d.md"});
  options.exclude = {"old/"};
  CHECK(names(folder, options) == Names{"a.md", "docs/b.md"});
  options.exclude = {"/old"};
  CHECK(names(folder, options) == Names{"a.md", "docs/b.md", "docs/old/e.md"});
  options.exclude.clear();
  options.include = {"docs/"};
  CHECK(names(folder, options) == Names{"docs/b.md", "docs/c.rst", "docs/old/e.md"});
  options.include = {"[a"};
  const std::string paths[] = {folder.path()};
  const auto bad = list_files(paths, options);
  REQUIRE_FALSE(bad);
  CHECK(bad.error().code == ErrorCode::invalid_argument);
  CHECK(bad.error().where == "--include");
}

TEST_CASE("a path that is named is read though hidden, ignored, excluded or a link") {
  const TemporaryFolder folder;
  folder.write(".gitignore", "*");
  folder.write(".hidden/a.txt", "x");
  fs::create_symlink(".hidden/a.txt", folder / "link");
  folder.write(".other/a.txt", "x");
  fs::create_directory_symlink(".other", folder / "folder-link");
  InputOptions options;
  options.exclude = {"link"};
  const std::string paths[] = {folder / ".hidden/a.txt", folder / "link", folder / "folder-link"};
  const auto list = list_files(paths, options);
  REQUIRE(list);
  CHECK(list->files == Names{paths[0], paths[1], paths[2] + "/a.txt"});
}

TEST_CASE("links inside folders are followed only on demand, and loops end") {
  const TemporaryFolder folder;
  folder.write("a/x.txt", "x");
  fs::create_directory_symlink("..", folder / "a/up");
  fs::create_directory_symlink("a", folder / "other");
  fs::create_symlink("a/x.txt", folder / "z.txt");
  fs::create_symlink("nowhere", folder / "broken");
  CHECK(names(folder) == Names{"a/x.txt"});
  InputOptions options;
  options.follow_links = true;
  const std::string paths[] = {folder.path()};
  const auto list = list_files(paths, options);
  REQUIRE(list);
  CHECK(list->files == Names{folder / "a/x.txt", folder / "z.txt"});
  REQUIRE(list->problems.size() == 1);
  CHECK(list->problems[0].path == folder / "broken");
  CHECK(list->problems[0].code == "unreadable");
}

TEST_CASE("pipes and sockets are problems and are never opened") {
  const TemporaryFolder folder;
  folder.write("a.txt", "x");
  REQUIRE(mkfifo((folder / "pipe").c_str(), 0600) == 0);
  const int listener = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string name = folder / "socket";
  REQUIRE(name.size() < sizeof address.sun_path);
  std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
  REQUIRE(bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  const std::string paths[] = {folder.path(), folder / "pipe"};
  const auto list = list_files(paths, {});
  close(listener);
  REQUIRE(list);
  CHECK(list->files.size() == 1);
  REQUIRE(list->problems.size() == 2);
  CHECK(list->problems[0].code == "special-file");
  CHECK(list->problems[0].message.find("named pipe") != std::string::npos);
  CHECK(list->problems[1].message.find("socket") != std::string::npos);
  const std::string alone[] = {folder / "pipe"};
  const auto nothing = list_files(alone, {});
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().code == ErrorCode::no_documents);
  CHECK(nothing.error().what.find("named pipe") != std::string::npos);
}

TEST_CASE("a missing path is an error that names it") {
  const TemporaryFolder folder;
  folder.write("a.txt", "x");
  fs::create_symlink("nowhere", folder / "broken");
  for (const std::string& path :
       {folder / "none", folder / "a.txt/below", folder / "broken", std::string(), std::string("a\0b", 3)}) {
    const std::string paths[] = {folder.path(), path};
    const auto list = list_files(paths, {});
    REQUIRE_FALSE(list);
    CHECK(list.error().code == ErrorCode::not_found);
    CHECK(list.error().where == path);
  }
}

TEST_CASE("a folder without documents is an error that says what was passed over") {
  const TemporaryFolder folder;
  const std::string paths[] = {folder.path()};
  auto list = list_files(paths, {});
  REQUIRE_FALSE(list);
  CHECK(list.error().code == ErrorCode::no_documents);
  folder.write(".hidden", "x");
  folder.write("a.log", "x");
  folder.write("b.md", "x");
  folder.write(".gitignore", "*.log");
  InputOptions options;
  options.include = {"*.txt"};
  list = list_files(paths, options);
  REQUIRE_FALSE(list);
  CHECK(list.error().what.find("1 hidden") != std::string::npos);
  CHECK(list.error().what.find("1 ignored") != std::string::npos);
  CHECK(list.error().what.find("1 left out") != std::string::npos);
}

TEST_CASE("a name that isn't UTF-8 is kept byte for byte") {
  const TemporaryFolder folder;
  folder.write("caf\xE9.txt", "x");
  CHECK(names(folder) == Names{"caf\xE9.txt"});
}

TEST_CASE("an unreadable folder is a problem and the rest is listed") {
  const TemporaryFolder folder;
  folder.write("a.txt", "x");
  folder.write("closed/b.txt", "x");
  fs::permissions(folder / "closed", fs::perms::none);
  // Root may read everything, so a child does it as nobody.
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(2);
    const std::string paths[] = {folder.path()};
    const auto list = list_files(paths, {});
    const bool ok = list && list->files.size() == 1 && list->problems.size() == 1 &&
                    list->problems[0].code == "unreadable" && list->problems[0].path == folder / "closed" &&
                    list->problems[0].message.find("Permission denied") != std::string::npos;
    _exit(ok ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  fs::permissions(folder / "closed", fs::perms(0755));
  if (WEXITSTATUS(status) == 2) WARN("privileges can't be dropped here; not tested");
  CHECK((WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 2));
}
