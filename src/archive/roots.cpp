// Test: tests/scan/index_test.cpp.
#include "archive/roots.h"

namespace nuskha {

std::vector<ArchiveRoot> read_roots(Database& database) {
  std::vector<ArchiveRoot> out;
  Query row = database.query("SELECT id, path, folder, hidden, ignore_files, follow_links FROM roots ORDER BY path");
  while (row.step()) {
    ArchiveRoot& root = out.emplace_back();
    root.path = row.text(1);
    root.folder = row.text(2);
    root.hidden = row.integer(3) != 0;
    root.ignore_files = row.integer(4) != 0;
    root.follow_links = row.integer(5) != 0;
    Query glob =
        database.query("SELECT kind, glob FROM root_globs WHERE root = ? ORDER BY kind, position", row.integer(0));
    while (glob.step()) (glob.bytes(0) == "include" ? root.include : root.exclude).push_back(glob.text(1));
  }
  return out;
}

void put_root(Database& database, const ArchiveRoot& root, std::span<const Problem> walk_problems) {
  database.run(
      "INSERT INTO roots (path, folder, hidden, ignore_files, follow_links) VALUES (?, ?, ?, ?, ?) ON CONFLICT (path) "
      "DO "
      "UPDATE SET folder = excluded.folder, hidden = excluded.hidden, ignore_files = excluded.ignore_files, "
      "follow_links "
      "= excluded.follow_links",
      root.path, root.folder, root.hidden, root.ignore_files, root.follow_links);
  const std::int64_t id = database.number("SELECT id FROM roots WHERE path = ?", root.path);
  database.run("DELETE FROM root_globs WHERE root = ?", id);
  const auto add = [&](const char* kind, const std::vector<std::string>& globs) {
    for (std::size_t i = 0; i < globs.size(); ++i)
      database.run("INSERT INTO root_globs VALUES (?, ?, ?, ?)", id, kind, std::uint64_t{i}, globs[i]);
  };
  add("include", root.include);
  add("exclude", root.exclude);
  database.run("DELETE FROM read_problems WHERE root = ?", id);
  for (const Problem& problem : walk_problems)
    database.run("INSERT INTO read_problems VALUES (NULL, ?, ?, ?, ?)", id, problem.path, problem.code,
                 problem.message);
}

}  // namespace nuskha
