#!/usr/bin/env python3
"""Writes letter_models.inc (how likely letters follow one another in each language) and frequent_characters.inc beside itself.

Not needed to build; run it again only to add a language. Input: the word lists of the packages wordfreq 3.1.1 (Apache-2.0, data
CC-BY-SA 4.0) and babel 2.18 (CLDR, Unicode licence), unpacked in the folder given as argument; only counts of letter
pairs are kept. docs/decisions/input-encodings.md says how the tables are used.

    pip download --no-deps wordfreq==3.1.1 babel==2.18.0 && unzip … -d FOLDER
    make_letter_models.py FOLDER
"""
import collections, gzip, math, os, sys, unicodedata

folder = sys.argv[1]
sys.path.insert(0, folder)
import msgpack  # noqa: E402

LATIN = {  # language: windows encoding family
    "ca": "west", "da": "west", "de": "west", "es": "west", "fi": "west", "fr": "west", "is": "west", "it": "west",
    "nb": "west", "nl": "west", "pt": "west", "sv": "west", "et": "west baltic", "gl": "west", "ga": "west", "sq": "west",
    "cs": "central", "hu": "central", "pl": "central", "ro": "central", "sk": "central", "sl": "central", "sh": "central",
    "lt": "baltic", "lv": "baltic", "tr": "turkish", "eo": "south", "mt": "south", "vi": "vietnamese",
}
OTHER = {
    "bg": "cyrillic", "ru": "cyrillic", "uk": "cyrillic", "mk": "cyrillic", "sr": "cyrillic", "be": "cyrillic",
    "el": "greek", "ar": "arabic", "fa": "arabic", "ur": "arabic", "he": "hebrew", "th": "thai",
}
TONES = "\u0300\u0301\u0303\u0309\u0323"


def words(language):
    for size in ("large", "small"):
        path = f"{folder}/wordfreq/data/{size}_{language}.msgpack.gz"
        if os.path.exists(path):
            for i, bucket in enumerate(msgpack.load(gzip.open(path), raw=False)[1:]):
                for word in bucket:
                    yield word, 10 ** (-i / 100)
            return
    from babel import Locale
    locale = Locale.parse(language)
    counts = collections.Counter()
    for table in (locale.territories, locale.languages, locale.currencies, locale.months["format"]["wide"],
                  locale.days["format"]["wide"], locale.variants, locale.scripts):
        for value in table.values():
            counts.update(str(value).lower().split())
    total = sum(counts.values())
    for word, n in counts.items():
        yield word, n / total


def fold(word, language):
    word = unicodedata.normalize("NFC", word).lower()
    if language == "vi":  # windows-1258 has the vowels, and the tones as marks of their own
        out = ""
        for c in word:
            d = unicodedata.normalize("NFD", c)
            tone = "".join(x for x in d if x in TONES)
            out += unicodedata.normalize("NFC", "".join(x for x in d if x not in TONES)) + tone
        word = out
    if language == "ro":
        word = word.replace("ș", "ş").replace("ț", "ţ")
    return word


def model(language, latin):
    pairs = collections.Counter()
    for word, p in words(language):
        word = fold(word, language)
        letters = [c if unicodedata.category(c)[0] in "LM" or c == "\u200c" else "^" for c in "^" + word + "^"]
        for a, b in zip(letters, letters[1:]):
            pairs[a, b] += p
    singles = collections.Counter()
    for (a, b), p in pairs.items():
        singles[b] += p
    ascii_letters = "abcdefghijklmnopqrstuvwxyz"
    high_total = sum(p for c, p in singles.items() if ord(c) > 127)
    ranges = {"cyrillic": (0x400, 0x45f), "greek": (0x386, 0x3ce), "arabic": (0x60c, 0x6ff), "hebrew": (0x5b0, 0x5ea), "thai": (0xe01, 0xe4e)}

    def wanted(c):
        if ord(c) < 128:
            return False
        if latin:
            return ord(c) < 0x250 or c in TONES
        low, high = ranges[OTHER[language]]
        return low <= ord(c) <= high
    high = sorted(c for c, p in singles.items() if wanted(c) and p > high_total * (0.0003 if latin else 0.0001))
    symbols = ["^"] + (list(ascii_letters) if latin else []) + high
    total = sum(singles.values())
    from_total = collections.Counter()
    for (a, _), p in pairs.items():
        from_total[a] += p
    rows = ""
    for a in symbols:
        for b in symbols:
            p = 0.97 * pairs[a, b] / from_total[a] + 0.03 * singles[b] / total if from_total[a] else 0
            rows += chr(ord("a") + min(15, round(-math.log2(max(p, 2 ** -15)))))
    return "".join(high), rows


def quoted(text, indent):
    lines = [text[i:i + 130] for i in range(0, len(text), 130)]
    return ("\n" + indent).join('"%s"' % l for l in lines)


def cjk():
    def ranked(language):
        counts = collections.Counter()
        for word, p in words(language):
            for c in word:
                counts[c] += p
        return counts

    def charset_has(c, charset):
        try:
            return len(c.encode(charset)) == 2
        except UnicodeEncodeError:
            return False
    zh = ranked("zh")
    mapping = msgpack.load(gzip.open(f"{folder}/wordfreq/data/_chinese_mapping.msgpack.gz"), raw=False, strict_map_key=False)
    traditional = collections.Counter({c: p for c, p in zh.items() if charset_has(c, "big5") and ord(c) not in mapping})
    for code, simple in mapping.items():
        c = chr(code)
        simple = chr(simple) if isinstance(simple, int) else simple
        if charset_has(c, "big5") and simple in zh:
            traditional[c] = max(traditional[c], zh[simple] * (1 if simple not in traditional else 0.3))
    out = {}
    for name, counts, charset, n in (("zh-Hans", zh, "gb2312", 900), ("zh-Hant", traditional, "big5", 900),
                                     ("ja", ranked("ja"), "euc_jp", 700), ("ko", ranked("ko"), "euc_kr", 700)):
        out[name] = "".join(c for c, _ in counts.most_common(4 * n) if ord(c) > 127 and charset_has(c, charset))[:n]
    return out


def write(name, head, lines):
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), name), "w") as out:
        out.write("// Made by make_letter_models.py; don't edit. " + head + "\n" + "\n".join(lines) + "\n")


lines = []
for language, family in list(LATIN.items()) + list(OTHER.items()):
    high, rows = model(language, language in LATIN)
    letters = "".join("\\u%04X" % ord(c) for c in high)
    lines.append('{"%s", "%s", U"%s", %s,\n %s},' % (language, family, letters, "true" if language in LATIN else "false", quoted(rows, " ")))
write("letter_models.inc", "Letter pairs: language, family, letters beyond ASCII, Latin?, cost of each pair in bits ('a' = 0).", lines)
write("frequent_characters.inc", "The most frequent characters of each script, best first.",
      ['{"%s",\n %s},' % (language, "\n ".join('U"%s"' % text[i:i + 60] for i in range(0, len(text), 60))) for language, text in cjk().items()])
