#include "text/language.h"

#include <string>

#include "support/catch.h"

using namespace nuskha;

TEST_CASE("small words and scripts tell languages apart") {
  CHECK(guess_language("The results of the vote were announced by the committee on Monday, and the hall was full.") ==
        "en");
  CHECK(guess_language("Les résultats du vote ont été annoncés par le comité et la salle était pleine.") == "fr");
  CHECK(guess_language("Los resultados de la votación fueron anunciados por el comité y la sala estaba llena.") ==
        "es");
  CHECK(guess_language("Wyniki głosowania zostały ogłoszone przez komisję i nie jest to koniec, bo się odwołano.") ==
        "pl");
  CHECK(guess_language("Rezultati glasovanja su objavljeni, a dvorana je bila puna i nakon što su svi otišli.") ==
        "hr");
  CHECK(guess_language("Результаты голосования были объявлены в понедельник, и зал был полон, как это бывает.") ==
        "ru");
  CHECK(guess_language("أعلنت اللجنة نتائج التصويت في القاعة التي كانت مليئة من الصباح إلى المساء") == "ar");
  CHECK(guess_language(
            "نتایج رأی‌گیری در تالاری که از مردم پر بود اعلام شد و این "
            "را "
            "همه "
            "با "
            "شادی "
            "شنیدند") == "fa");
  CHECK(guess_language("Τα αποτελέσματα ανακοινώθηκαν") == "el");
  CHECK(guess_language("投票結果は月曜日に発表されました") == "ja");
  CHECK(guess_language("投票结果星期一公布") == "zh");
  CHECK(guess_language("ผลการลงคะแนนเสียง") == "th");
}

TEST_CASE("what is too short or of no language is not guessed") {
  for (const char* text : {"", "Qalmar", "12 34 56", "\xFF\xFE", "xyzzy plugh quux"})
    CHECK(guess_language(text).empty());
}

TEST_CASE("only the beginning is looked at") {
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "qqq ";
  CHECK(guess_language(text + " the results of the vote were announced by the committee").empty());
}
