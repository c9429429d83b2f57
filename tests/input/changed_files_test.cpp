// --changed-since: what differs from a revision of a repository that the test makes.
#include "input/changed_files.h"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "input/run_program.h"
#include "support/catch.h"
#include "support/git_repository.h"

using namespace nuskha;
using nuskha::testing::GitRepository;

namespace {

using Strings = std::vector<std::string>;

/// Runs with the repository as the current folder, and goes back.
class InFolder {
 public:
  explicit InFolder(const std::filesystem::path& folder) : old_(std::filesystem::current_path()) {
    std::filesystem::current_path(folder);
  }
  ~InFolder() { std::filesystem::current_path(old_); }
  InFolder(const InFolder&) = delete;
  InFolder& operator=(const InFolder&) = delete;

 private:
  std::filesystem::path old_;
};

Strings changed(const Strings& paths, const std::string& revision = "HEAD", const InputOptions& options = {}) {
  const Result<ChangedFiles> files = changed_files(paths, revision, options);
  INFO((files ? "" : files.error().what));
  REQUIRE(files);
  return files->files;
}

Error refusal(const Strings& paths, const std::string& revision) {
  const Result<ChangedFiles> files = changed_files(paths, revision, {});
  REQUIRE(!files);
  return files.error();
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// A repository with three files below content/, committed.
void commit_three(const GitRepository& repository) {
  repository.folder().write("content/a.txt", "one\n");
  repository.folder().write("content/b.txt", "two\n");
  repository.folder().write("content/sub/c.txt", "three three three three\nthree three three three\n");
  repository.commit_all("three files");
}

}  // namespace

TEST_CASE("nothing has changed since what was just committed") {
  const GitRepository repository;
  commit_three(repository);
  const InFolder here(repository.folder().path());
  CHECK(changed({"content"}).empty());
  CHECK(changed({"."}).empty());
}

TEST_CASE("modified, staged, renamed and untracked files have changed; deleted and ignored ones are not listed") {
  const GitRepository repository;
  commit_three(repository);
  const auto& folder = repository.folder();
  folder.write("content/a.txt", "one more\n");
  folder.write("content/staged.txt", "staged\n");
  repository.git({"add", "content/staged.txt"});
  repository.git({"mv", "content/sub/c.txt", "content/sub/renamed.txt"});
  folder.write("content/untracked.txt", "new\n");
  folder.write("content/ignored.log", "log\n");
  folder.write(".gitignore", "*.log\n");
  std::filesystem::remove(folder.path() / "content/b.txt");
  const InFolder here(folder.path());
  const Strings expected = {"content/a.txt", "content/staged.txt", "content/sub/renamed.txt", "content/untracked.txt"};
  CHECK(changed({"content"}) == expected);
  InputOptions all;
  all.ignore_files = false;
  CHECK(changed({"content"}, "HEAD", all) == expected);
}

TEST_CASE("committed changes count against an older revision, by hash, tag and relative name") {
  const GitRepository repository;
  commit_three(repository);
  repository.git({"tag", "first"});
  repository.folder().write("content/b.txt", "two, changed\n");
  repository.commit_all("b");
  const InFolder here(repository.folder().path());
  CHECK(changed({"content"}).empty());
  CHECK(changed({"content"}, "HEAD~1") == Strings{"content/b.txt"});
  CHECK(changed({"content"}, "first") == Strings{"content/b.txt"});
  const std::string hash = run_program({"git", "rev-parse", "HEAD~1"}).out;
  CHECK(changed({"content"}, hash.substr(0, 40)) == Strings{"content/b.txt"});
}

TEST_CASE("changed files are spelled as the walk spells them") {
  const GitRepository repository;
  commit_three(repository);
  const std::string strange = "content/sub/\xd9\x86\xd8\xb3\xd8\xae\xd8\xa9 \"x\"\t\n\xff.txt";
  repository.folder().write(strange, "new\n");
  const std::string top = repository.folder().path().string();
  {
    const InFolder here(repository.folder().path() / "content/sub");
    CHECK(changed({"."}) == Strings{strange.substr(12)});
    CHECK(changed({"../sub"}) == Strings{"../sub/" + strange.substr(12)});
    CHECK(changed({"./c.txt"}).empty());
  }
  CHECK(changed({top + "//content/"}) == Strings{top + "/" + strange});
}

TEST_CASE("changes are found through symbolic links to folders and files") {
  const GitRepository repository;
  commit_three(repository);
  const auto& folder = repository.folder();
  std::filesystem::create_directory_symlink("content", folder.path() / "link");
  std::filesystem::create_symlink("content/b.txt", folder.path() / "file.txt");
  repository.commit_all("links");
  folder.write("content/b.txt", "changed\n");
  const InFolder here(folder.path());
  CHECK(changed({"link/"}) == Strings{"link/b.txt"});
  CHECK(changed({"file.txt"}) == Strings{"file.txt"});
}

TEST_CASE("include and exclude choose among changed files") {
  const GitRepository repository;
  commit_three(repository);
  repository.folder().write("content/a.txt", "changed\n");
  repository.folder().write("content/sub/c.txt", "changed\n");
  const InFolder here(repository.folder().path());
  InputOptions options;
  options.exclude = {"sub/"};
  CHECK(changed({"content"}, "HEAD", options) == Strings{"content/a.txt"});
}

TEST_CASE("a repository inside a repository is asked about its own files") {
  const GitRepository outer;
  commit_three(outer);
  const GitRepository inner(outer.folder(), "content/inner");
  inner.folder().write("content/inner/x.txt", "x\n");
  inner.commit_all("inner");
  const InFolder here(outer.folder().path());
  CHECK(changed({"content"}).empty());
  inner.folder().write("content/inner/x.txt", "changed\n");
  CHECK(changed({"content"}) == Strings{"content/inner/x.txt"});
  outer.git({"tag", "outer-only"});
  CHECK(contains(refusal({"content"}, "outer-only").what, "content/inner"));
}

TEST_CASE("variables that a git hook sets don't lead to another repository") {
  const GitRepository repository;
  commit_three(repository);
  repository.folder().write("content/a.txt", "changed\n");
  const GitRepository other;
  const InFolder here(repository.folder().path());
  setenv("GIT_DIR", (other.folder().path() / ".git").c_str(), 1);
  setenv("GIT_INDEX_FILE", "/nonexistent/index", 1);
  CHECK(changed({"content"}) == Strings{"content/a.txt"});
  unsetenv("GIT_DIR");
  unsetenv("GIT_INDEX_FILE");
}

TEST_CASE("a revision that is none is refused, and nothing is run with it") {
  const GitRepository repository;
  commit_three(repository);
  const InFolder here(repository.folder().path());
  for (const std::string revision : {"--output=x", "-O", "", "HEAD..HEAD", "HEAD...HEAD", "nowhere", "HEAD --",
                                     "$(touch x)", "HEAD:content", "HEAD^{tree}", "\n"}) {
    INFO(revision);
    const Error error = refusal({"content"}, revision);
    CHECK(error.code == ErrorCode::invalid_argument);
    CHECK(error.where == "--changed-since");
  }
  CHECK(contains(refusal({"content"}, "nowhere").what, "there is no revision \"nowhere\""));
  CHECK(!repository.folder().exists("x"));
}

TEST_CASE("files in no repository, and a repository without a commit, are refused") {
  const testing::TemporaryFolder folder;
  folder.write("a.txt", "one\n");
  const InFolder here(folder.path());
  CHECK(contains(refusal({"a.txt"}, "HEAD").what, "\"a.txt\" is in no git repository"));
  const GitRepository empty;
  empty.folder().write("b.txt", "two\n");
  CHECK(contains(refusal({empty.folder().path().string()}, "HEAD").what, "there is no revision \"HEAD\""));
  // An empty .git isn't taken for the repository around it.
  empty.commit_all("b");
  std::filesystem::create_directories(empty.folder().path() / "fake/.git");
  empty.folder().write("fake/c.txt", "three\n");
  CHECK(contains(refusal({(empty.folder().path() / "fake").string()}, "HEAD").what, "is no repository"));
}

TEST_CASE("a shallow clone is explained") {
  const GitRepository origin;
  commit_three(origin);
  origin.git({"tag", "first"});
  origin.folder().write("content/a.txt", "changed\n");
  origin.commit_all("a");
  const testing::TemporaryFolder clones;
  const std::string clone = (clones.path() / "clone").string();
  REQUIRE(run_program({"git", "clone", "-q", "--depth", "1", "file://" + origin.folder().path().string(), clone})
              .exit_code == 0);
  const Error error = refusal({clone}, "HEAD~1");
  CHECK(contains(error.what, "shallow clone"));
  CHECK(contains(error.what, "fetch-depth: 0"));
  CHECK(changed({clone}).empty());
}

TEST_CASE("without git it says so") {
  const GitRepository repository;
  commit_three(repository);
  const std::string path = std::getenv("PATH");
  setenv("PATH", "/nonexistent", 1);
  const Error error = refusal({repository.folder().path().string()}, "HEAD");
  setenv("PATH", path.c_str(), 1);
  CHECK(contains(error.what, "git, which is not installed"));
}

TEST_CASE("a path that doesn't exist is an error of the walk") {
  const GitRepository repository;
  commit_three(repository);
  CHECK(refusal({(repository.folder().path() / "none").string()}, "HEAD").code == ErrorCode::not_found);
}

TEST_CASE("a program's two outputs are read whole, whichever comes first") {
  const ProgramRun run = run_program({"sh", "-c", "head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero; exit 7"});
  CHECK(run.out.size() == 300000);
  CHECK(run.err.size() == 300000);
  CHECK(run.exit_code == 7);
  CHECK(run_program({"sh", "-c", "kill -9 $$"}).exit_code == 128 + 9);
  CHECK(run_program({"printf", "%s", "$(x) 'y'"}).out == "$(x) 'y'");
  CHECK(run_program({"/nonexistent"}).start_error != 0);
}
