// Entry point: guess_language. Counts small words that are frequent in one language and rare in its neighbours; all at
// level spelling, so that missing diacritics don't matter. Test: tests/text/language_test.cpp.
#include "text/language.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>

#include "base/fold.h"
#include "base/unicode.h"

namespace nuskha {
namespace {

constexpr std::size_t most_bytes = 4096;
constexpr unsigned least_hits = 2;

struct SmallWords {
  std::string_view language;
  std::string_view words;  // a blank before and after each
};

constexpr SmallWords small_words[] = {
    {"en", " the of and to in that is was for with on by are this from has have will its which be "},
    {"fr", " le la les des et est une dans du pour que qui sur par au aux cette sont ont avec ce "},
    {"es", " el la los las del y una para por que con se su al es este esta fue como mas "},
    {"pt", " o os as da do dos das e uma para que com em nao um foi ao pela pelo sao "},
    {"it", " il lo gli della dei delle e una per che con di del nel sono stato alla non si "},
    {"de", " der die das und ist von den mit des dem im fur auf ein eine nicht wird sich wurde zu "},
    {"nl", " de het een van en in is dat op te voor met zijn aan door werd wordt niet ook "},
    {"ca", " els les amb una dels per que i del al es la el aquesta aquest ha seva "},
    {"gl", " unha ao pola polo dos das na no para con que foi sua mais "},
    {"ro", " si de la in cu un o este pentru din pe care nu fost sau prin "},
    {"pl", " w i na z do sie jest nie ze przez oraz dla od po jego ktory zostal byl o "},
    {"cs", " v a na se je ze pro s do byl jeho ktery ktere bude od po podle take jsou nebo "},
    {"sk", " v a na sa je ze pre s do bol jeho ktory ktore bude od po podla tiez su alebo "},
    {"hr", " u i na se je da za su od koji koja koje iz do s nakon prema bit ce ili tijekom "},
    {"sr", " u i na se je da za su od koji koja koje iz do sa posle prema bice ili tokom "},
    {"sl", " v in na se je da za so od ki iz do s po pri bil bo ali tudi ni ter "},
    {"hu", " a az es hogy nem is egy meg volt van csak de mint azt ez ki "},
    {"fi", " ja on ei se oli etta myos ovat kun sen tai mutta han joka voi "},
    {"et", " ja on ei see oli et ka kui oma voi ning aga mis selle "},
    {"lv", " un ir no ar par ka uz ka to bija tika gada vai lai tas "},
    {"lt", " ir yra kad su is apie buvo kaip bet tai nuo savo metu "},
    {"sv", " och att det i pa en som for av med ar den till har inte ett om "},
    {"da", " og at det i pa en som for af med er den til har ikke et om de blev "},
    {"nb", " og at det i pa en som for av med er den til har ikke et om ble fra "},
    {"tr", " ve bir bu ile icin da de olarak olan daha cok gibi sonra tarafindan "},
    {"az", " ve bir bu ile ucun da de olan daha cox kimi sonra terefinden "},
    {"id", " yang dan di dengan untuk dari pada ini itu adalah dalam akan tidak telah oleh "},
    {"ms", " yang dan di dengan untuk dari pada ini itu ialah dalam akan tidak telah oleh kepada bagi "},
    {"vi", " va cua la cac cho co mot trong duoc khong nguoi voi nhung den nay da "},
    {"sw", " ya na wa kwa ni katika la za kuwa hii hiyo watu "},
    {"fil", " ng sa ang mga na at ay ni para hindi ito si "},
    {"sq", " e te ne dhe nje per me qe nga eshte u i ka per "},
    {"eu", " eta da du ez bat dira izan zen dute ere "},
    {"cy", " y yn a i o ar mae yr oedd ei wedi am gan "},
    {"ga", " an na ar agus i ag is le go do bhi "},
    {"af", " die van en in is het dat vir op met nie om te sy was "},
    {"ru", " и в не на что с по как это его для от из к за был также года "},
    {"uk", " і в не на що з та як це його для від до у за був також року є "},
    {"be", " і ў не на што з як гэта яго для ад да за быў таксама года "},
    {"bg", " и в не на че с за се от да е са по като който беше ще "},
    {"mk", " и во не на дека со за се од да е ќе по како кој беше "},
    {"sr", " и у не на да са за се од је су по као који био ће "},
    {"kk", " және мен бұл үшін бір деп оның болып туралы "},
    {"ar", " في من على الى ان التي الذي هذا عن مع هذه كان بعد ما لا قال "},
    {"fa", " در به از كه اين را با است براي ان يك خود تا شد شده "},
    {"ur", " كي كے كا ميں اور سے كو نے پر هے يه "},
    {"ckb", " له بو كه به ئهم و لهگهل دا "},
    {"ps", " د په او چي كي له يي دي ته "},
};
constexpr std::size_t num_languages = std::size(small_words);

/// The languages that hold a word, a bit each by their place in small_words.
std::uint64_t languages_of(const std::string& word) {
  static_assert(num_languages <= 64);
  static const auto table = [] {
    std::unordered_map<std::string, std::uint64_t> made;
    for (std::size_t i = 0; i < num_languages; ++i) {
      const std::string_view list = small_words[i].words;
      for (std::size_t begin = 1; begin < list.size();) {
        const std::size_t end = list.find(' ', begin);
        made[std::string(list.substr(begin, end - begin))] |= std::uint64_t{1} << i;
        begin = end + 1;
      }
    }
    return made;
  }();
  const auto found = table.find(word);
  return found == table.end() ? 0 : found->second;
}

/// Scripts that one language writes, for dates as good as all that write it.
struct ScriptRange {
  char32_t first, last;
  std::string_view language;
};
constexpr ScriptRange script_ranges[] = {
    {0x0370, 0x03FF, "el"}, {0x0530, 0x058F, "hy"}, {0x0590, 0x05FF, "he"}, {0x0900, 0x097F, "hi"},
    {0x0980, 0x09FF, "bn"}, {0x0A00, 0x0A7F, "pa"}, {0x0A80, 0x0AFF, "gu"}, {0x0B80, 0x0BFF, "ta"},
    {0x0C00, 0x0C7F, "te"}, {0x0C80, 0x0CFF, "kn"}, {0x0D00, 0x0D7F, "ml"}, {0x0D80, 0x0DFF, "si"},
    {0x0E00, 0x0E7F, "th"}, {0x0E80, 0x0EFF, "lo"}, {0x1000, 0x109F, "my"}, {0x10A0, 0x10FF, "ka"},
    {0x1200, 0x137F, "am"}, {0x1780, 0x17FF, "km"}, {0x3040, 0x30FF, "ja"}, {0x4E00, 0x9FFF, "zh"},
    {0xAC00, 0xD7AF, "ko"},
};

}  // namespace

std::string_view guess_language(std::string_view utf8) {
  utf8 = utf8.substr(0, most_bytes);
  std::array<unsigned, num_languages> hits{};
  std::array<unsigned, std::size(script_ranges)> letters{};
  unsigned num_letters = 0;
  std::string word;
  const auto finish = [&] {
    if (!word.empty())
      for (std::uint64_t languages = languages_of(word); languages != 0; languages &= languages - 1)
        ++hits[static_cast<std::size_t>(std::countr_zero(languages))];
    word.clear();
  };
  for (std::size_t i = 0; i < utf8.size();) {
    const CodePoint c = decode_utf8(utf8.substr(i, 8));
    i += c.length;
    const FoldEntry& entry = fold_entry(c.value);
    if (entry.kind == FoldKind::separator) {
      finish();
      continue;
    }
    if (entry.kind == FoldKind::ignorable) continue;
    word.append(entry.spelling, entry.spelling_length);
    ++num_letters;
    if (c.value < script_ranges[0].first) continue;
    for (std::size_t k = 0; k < std::size(script_ranges); ++k)
      letters[k] += c.value >= script_ranges[k].first && c.value <= script_ranges[k].last ? 1u : 0u;
  }
  finish();
  const auto script = std::max_element(letters.begin(), letters.end());
  if (*script > 0) {
    const std::string_view language = script_ranges[static_cast<std::size_t>(script - letters.begin())].language;
    // Japanese texts hold more Han than Kana at times.
    if (language == "zh" && letters[18] * 10 > *script) return "ja";
    if (*script * 2 > num_letters) return language;
  }
  std::size_t best = 0;
  for (std::size_t i = 1; i < num_languages; ++i)
    if (hits[i] > hits[best]) best = i;
  if (hits[best] < least_hits) return {};
  // As many hits for a neighbour: it could be either.
  for (std::size_t i = 0; i < num_languages; ++i)
    if (i != best && small_words[i].language != small_words[best].language && hits[i] == hits[best]) return {};
  return small_words[best].language;
}

bool is_day_first_script(std::string_view utf8) {
  utf8 = utf8.substr(0, most_bytes);
  std::size_t num_letters = 0;
  std::size_t num_day_first = 0;
  for (std::size_t i = 0; i < utf8.size();) {
    const CodePoint c = decode_utf8(utf8.substr(i, 8));
    i += c.length;
    if (kind_of(c.value) != CharacterKind::letter) continue;
    ++num_letters;
    const bool greek_to_arabic = c.value >= 0x0370 && c.value <= 0x077F;
    num_day_first +=
        greek_to_arabic || (c.value >= 0x0E00 && c.value <= 0x0EFF) || (c.value >= 0x10A0 && c.value <= 0x10FF) ? 1 : 0;
  }
  return num_day_first * 2 > num_letters;
}

}  // namespace nuskha
