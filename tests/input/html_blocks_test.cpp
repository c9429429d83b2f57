#include "input/html_blocks.h"

#include <string>
#include <vector>

#include "support/catch.h"

using nuskha::HtmlBlock;
using nuskha::HtmlPage;
using nuskha::HtmlRole;
using nuskha::HtmlTag;
using nuskha::read_html_blocks;

namespace {

std::vector<std::string> blocks_of(const std::string& html) {
  const HtmlPage page = read_html_blocks(html);
  std::vector<std::string> out;
  for (const HtmlBlock& block : page.blocks) out.push_back(page.text.substr(block.begin, block.end - block.begin));
  return out;
}

using Blocks = std::vector<std::string>;

}  // namespace

TEST_CASE("block elements part blocks, inline elements don't") {
  CHECK(blocks_of("<div>a<p>b<b>c</b> <i>d</i></p>e</div>f") == Blocks{"a", "bc d", "e", "f"});
  CHECK(blocks_of("a<wbr>b<img>c<span>d</span><x-y>e</x-y>") == Blocks{"abcde"});
  CHECK(blocks_of("a<hr>b<h1>c</h1>d<ul><li>e<li>f</ul>g") == Blocks{"a", "b", "c", "d", "e", "f", "g"});
}

TEST_CASE("white space is collapsed, but not in pre") {
  CHECK(blocks_of("<p>\n  a \t b\r\n<b> c</b> </p>") == Blocks{"a b c"});
  CHECK(blocks_of("<pre>\n a\n\n  b </pre>") == Blocks{" a\n\n  b"});
  CHECK(blocks_of("<pre>a<br>b</pre>") == Blocks{"a\nb"});
  CHECK(blocks_of("a&#32;&#32;b&nbsp;c") == Blocks{"a b\xC2\xA0"
                                                   "c"});
}

TEST_CASE("a line break of the source between characters of East Asia is no space") {
  CHECK(blocks_of("<p>農業\n  供給省</p>") == Blocks{"農業供給省"});
  CHECK(blocks_of("<p>農業 供給</p>") == Blocks{"農業 供給"});
  CHECK(blocks_of("<p>농업\n부</p>") == Blocks{"농업 부"});
  CHECK(blocks_of("<p>年\nA</p>") == Blocks{"年 A"});
}

TEST_CASE("br is a line break, and two of them part blocks") {
  CHECK(blocks_of("a <br> b<br/>c<br><br>d<br> <br/> <br>e<br>") == Blocks{"a\nb\nc", "d", "e"});
}

TEST_CASE("what isn't shown is left out, and what follows isn't") {
  CHECK(blocks_of("<head><title>t</title><style>s</style></head>a<script>x</script>b") == Blocks{"ab"});
  CHECK(blocks_of("a<div hidden>x<div>y</div>z</div>b") == Blocks{"a", "b"});
  CHECK(blocks_of("a <span aria-hidden=true>x<span>y</span>z</span> b") == Blocks{"a b"});
  CHECK(blocks_of("<p>a<span style='display:none'>x</p>b") == Blocks{"a", "b"});
  CHECK(blocks_of("<ul><li hidden>x<li>a</ul>") == Blocks{"a"});
  CHECK(blocks_of("<p hidden>x<p>a") == Blocks{"a"});
  CHECK(blocks_of("a<svg><title>x</title><g/><text>y</text></svg>b") == Blocks{"ab"});
  CHECK(blocks_of("a<noscript>x</noscript><template><p>y</p></template>b<select><option>z</select>c") == Blocks{"abc"});
  CHECK(blocks_of("a<video>x</video><textarea>y</textarea><iframe>z</iframe>b") == Blocks{"ab"});
  CHECK(blocks_of("<html hidden><body style='display:none'>a") == Blocks{"a"});
}

TEST_CASE("blocks of invisible characters are none") {
  CHECK(blocks_of("<p>&nbsp;</p><p>&#8203;&zwnj; &shy;</p><p>\xEF\xBB\xBF</p><p>a</p>") == Blocks{"a"});
}

TEST_CASE("elements end where the standard ends them") {
  CHECK(blocks_of("<p>a<div>b</p>c") == Blocks{"a", "b", "c"});
  const HtmlPage page = read_html_blocks("<main><div>a</section>b</main>c");
  REQUIRE(page.blocks.size() == 3);
  CHECK(page.blocks[0].node == page.blocks[1].node);
  CHECK(page.blocks[2].node == 0);
  // A cell's end tags don't reach out of it.
  const HtmlPage table = read_html_blocks("<div><table><tr><td>a</div></ul>b</table>c</div>d");
  REQUIRE(table.blocks.size() == 4);
  CHECK(table.blocks[0].cell == table.blocks[1].cell);
  CHECK(table.nodes[table.blocks[2].node].tag == HtmlTag::div);
  CHECK(table.blocks[3].node == 0);
}

TEST_CASE("nodes are subtrees of blocks, and none is without text") {
  const HtmlPage page =
      read_html_blocks("<nav></nav><main class=x><section><p>a</section><footer id=foot>b</footer></main>c");
  REQUIRE(page.nodes.size() == 4);
  CHECK(page.nodes[1].role == HtmlRole::main);
  CHECK(page.nodes[1].first_block == 0);
  CHECK(page.nodes[1].end_block == 2);
  CHECK(page.nodes[1].end_node == 4);
  CHECK(page.nodes[3].parent == 1);
  CHECK(page.nodes[3].words == nuskha::html_word::footer);
  CHECK(page.nodes[0].end_block == 3);
}

TEST_CASE("the share of links in a block is counted, but not of links that show their address") {
  const HtmlPage page = read_html_blocks(
      "<p>abcde<a href=x>fghij</a><p><a href=x>abc</a><p>see <a href=http://a.example>www.a.example</a>");
  REQUIRE(page.blocks.size() == 3);
  CHECK(page.blocks[0].weight == 10);
  CHECK(page.blocks[0].link_weight == 5);
  CHECK(page.blocks[1].link_weight == page.blocks[1].weight);
  CHECK(page.blocks[2].link_weight == 0);
  const HtmlPage across = read_html_blocks("<a href=x><div>abc</div><div>def</div></a><p>ghi");
  REQUIRE(across.blocks.size() == 3);
  CHECK(across.blocks[1].link_weight == 3);
  CHECK(across.blocks[2].link_weight == 0);
}

TEST_CASE("a character of East Asia weighs as three letters") {
  const HtmlPage page = read_html_blocks("<p>abc<p>عرب<p>農業供");
  REQUIRE(page.blocks.size() == 3);
  CHECK(page.blocks[0].weight == 3);
  CHECK(page.blocks[1].weight == 3);
  CHECK(page.blocks[2].weight == 9);
}
