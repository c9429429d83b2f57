#include "input/html_content.h"

#include <string>

#include "html_page.h"
#include "support/catch.h"

using nuskha::test::text_of_page;

namespace {

const std::string first =
    "The ministry decided today to form a committee in every district, and it will meet once a week in the town hall.";
const std::string second =
    "Anyone may object to a decision within two weeks; after that it is entered in the register and binds all heirs "
    "for good.";
const std::string body = "<p>" + first + "</p><p>" + second + "</p>";
const std::string text = first + "\n\n" + second;
const std::string links = "<ul><li><a href=a>First link</a><li><a href=b>Second link</a><li><a href=c>Third</a></ul>";

}  // namespace

TEST_CASE("what the page calls its main part is the text") {
  CHECK(text_of_page("<header>Site</header><main>" + body + "</main><footer>Street 5</footer>") == text);
  CHECK(text_of_page("<div>Site " + first + "</div><div role=main>" + body + body + "</div>") == text + "\n\n" + text);
  CHECK(text_of_page("<div>intro</div><article>" + body + "</article><div>Street 5, Qalmar</div>") == text);
  CHECK(text_of_page("<div>x</div><div itemprop=articleBody>" + body + "</div><div>y</div>") == text);
}

TEST_CASE("of several articles the one that holds most of the text is it; of equals all are") {
  const std::string card = "<article><h3><a href=n>Open day</a></h3><p>Come and see.</p></article>";
  CHECK(text_of_page("<main><article>" + body + "</article>" + card + card + "</main>") == text);
  const std::string index =
      text_of_page("<main><article><p>" + first + "</article><article><p>" + second + "</article></main>");
  CHECK(index == text);
}

TEST_CASE("the headline before the text belongs to it") {
  CHECK(text_of_page("<header><a href=/>Site</a><h1>Committees</h1></header><article>" + body + "</article>") == text);
  CHECK(text_of_page("<title>Committees - Site</title><header><h1>Committees</h1></header><article>" + body +
                     "</article>") == "Committees\n\n" + text);
  CHECK(text_of_page("<div><h1>Committees</h1></div><div>" + links + "</div><div>" + body + "</div>") ==
        "Committees\n\n" + text);
}

TEST_CASE("navigation at the edges of the text is cut off, links in it stay") {
  CHECK(text_of_page("<article>" + links + body + "<h2>More</h2>" + links + "</article>") == text);
  CHECK(text_of_page("<article><p>" + first + "</p><p><a href=r>Read the decree</a></p><p>" + second +
                     "</p></article>") == first + "\n\nRead the decree\n\n" + second);
  CHECK(text_of_page("<article>" + body + "<p><a href=report.pdf>The report</a></p></article>") ==
        text + "\n\nThe report");
  CHECK(text_of_page("<article>" + body + "<p>Contact: <a href=mailto:a@b.example>a@b.example</a></p></article>") ==
        text + "\n\nContact: a@b.example");
}

TEST_CASE("notes to editors and the about text belong to the release, wherever they stand in it") {
  CHECK(text_of_page("<article>" + body + "<aside><h2>About us</h2><p>" + first + "</p></aside></article>") ==
        text + "\n\nAbout us\n\n" + first);
  CHECK(text_of_page("<article>" + body + "<footer><p>Notes: none.</p></footer></article>") ==
        text + "\n\nNotes: none.");
  CHECK(text_of_page("<div class=body>" + body + "<div class=footer>About us: a company.</div></div>") ==
        text + "\n\nAbout us: a company.");
}

TEST_CASE("notes and contacts belong to the release beside the article, too, but not the site's links") {
  CHECK(text_of_page("<main><article>" + body + "</article><div class=notes-to-editors><h2>Notes</h2><p>" + first +
                     "</p></div><div class=teaser><p>" + second + "</p></div></main>") ==
        text + "\n\nNotes\n\n" + first);
  CHECK(text_of_page("<article>" + body + "<aside class=media-contact>Ann: a@b.example</aside></article>") ==
        text + "\n\nAnn: a@b.example");
  CHECK(text_of_page("<main><article>" + body + "</article><div class=contact>" + links + "</div></main>") == text);
  CHECK(text_of_page("<main><article>" + body + "</article><div class='sidebar contact'>A</div></main>") == text);
}

TEST_CASE("a header with headline and lead is the document's, one with links or without prose is the site's") {
  CHECK(text_of_page(links + "<header><h1>A headline</h1><p>" + first + "</p></header><main>" + body + "</main>") ==
        "A headline\n\n" + first + "\n\n" + text);
  CHECK(text_of_page("<header><p>" + first + "</p>" + links + "</header><main>" + body + "</main>") == text);
}

TEST_CASE("names of classes count only where the text agrees, and never for the whole page") {
  CHECK(text_of_page("<body class='no-sidebar comments-open'><div class=content-with-sidebar>" + body + "</div>") ==
        text);
  CHECK(text_of_page("<div class=menu-of-the-day>" + body + "</div>") == text);
  CHECK(text_of_page("<div>" + body + "</div><div class=comments><p>" + first + "</p><p>" + first + "</p></div>") ==
        text);
  CHECK(text_of_page("<div>" + body + "</div><div class=cookie-notice><p>" + second + "</p></div>") == text);
}

TEST_CASE("without any names, the density of links finds the text") {
  CHECK(text_of_page("<div>" + links + "</div><div>" + body + "</div><div>" + links + "</div>") == text);
  CHECK(text_of_page("<table><tr><td>" + links + "<td>" + body + "<td>" + links + "</table>") == text);
  CHECK(text_of_page(links + "<div><div>" + body + "</div><div>" + links + "</div></div>") == text);
}

TEST_CASE("a row of cells is a line") {
  CHECK(text_of_page("<table><tr><th>Town<th>Litres<tr><td>Beit<br>Sanur<td>212</table>") ==
        "Town\tLitres\nBeit Sanur\t212");
}
