"""Which encoding a text that is no UTF-8 is in: the one whose words are words of one language.

Bytes over 127 are letters in any encoding; only in the right one do they make words: letters of one alphabet, capitals
at the beginning, signs beside words and not inside them. Western European is taken unless it fails and another fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

WESTERN = "cp1252"
SURELY, FITS, CLEARLY, PERHAPS = 0.96, 0.9, 0.15, 0.8
MOST_LINES, MOST_BYTES = 500, 20_000
_LATIN = (
    "äöüß", "àâæçéèêëîïôœùûüÿ", "áéíñóúü", "ãáàâçéêíõóôúü", "àèéìíîòóùú", "åäöæøé", "éèëïöüóáij", "áéíóúýðþæö", "äöåšž",
)  # fmt: skip
_CENTRAL = ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţșț", "čćđšžäöü")
_TURKISH = ("çğıiİöşüâîû",)
_CYRILLIC = ("".join(map(chr, range(0x430, 0x460))),)
_GREEK = ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋ",)
_HEBREW = ("".join(map(chr, range(0x5D0, 0x5EB))),)
LAST_HANGUL = 0xC8
"""The last first byte of a Korean syllable: half of all Chinese text lies beyond it."""
_VOWELS = frozenset("аеёиоуыэюяіїєαεηιουωάέήίόύώϊϋΐΰ")
ONE_BYTE: dict[str, tuple[str, ...]] = {
    "cp1252": _LATIN, "cp1250": _CENTRAL, "cp1254": _TURKISH, "mac_roman": _LATIN, "cp850": _LATIN,
    "cp1251": _CYRILLIC, "koi8_r": _CYRILLIC, "cp866": _CYRILLIC, "cp1253": _GREEK, "cp1255": _HEBREW,
}  # fmt: skip
WIDE = ("cp932", "euc_jp", "cp949", "gb18030", "big5")
NAMES = {
    "cp1252": "Western European (cp1252)", "latin-1": "Western European (latin-1)",
    "cp1250": "Central European (cp1250)",
    "cp1254": "Turkish (cp1254)", "mac_roman": "Western European of old Macs (Mac Roman)",
    "cp850": "Western European of DOS (cp850)", "cp1251": "Cyrillic (cp1251)", "koi8_r": "Cyrillic (KOI8-R)",
    "cp866": "Cyrillic of DOS (cp866)", "cp1253": "Greek (cp1253)", "cp1255": "Hebrew (cp1255)",
    "cp932": "Japanese (Shift-JIS)",
    "euc_jp": "Japanese (EUC-JP)", "cp949": "Korean (EUC-KR)", "gb18030": "Chinese (GBK)", "big5": "Chinese (Big5)",
}  # fmt: skip
_SIGNS = frozenset("£€¥©®™°§«»“”„‘’‚–—…•·×±½¼¾¿¡ªº²³\u00a0")
_INSIDE = frozenset("’‘·–—…\u00a0/ªº°")
"""Signs that may stand between two letters."""
_MEASURE = re.compile(r"(?:^|[^a-z])[kcdm]?m$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_KANA, _HANGUL, _HAN = re.compile("[\u3040-\u30ff]"), re.compile("[\uac00-\ud7a3]"), re.compile("[\u4e00-\u9fff]")
_WIDE = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e\u2010-\u2026]")
_GLUED = re.compile("[a-z][\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]|[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3][a-z]")


def likeliest(content: bytes) -> tuple[str, bool]:
    """The encoding of a text that is no UTF-8; False with Western European where others fit better and none clearly."""
    sample = _telling(content)
    fits = {name: _fit(sample, name, alphabets) for name, alphabets in ONE_BYTE.items()}
    fits |= {name: _fit_wide(sample, name) for name in WIDE}
    usual = fits[WESTERN]
    if usual >= SURELY:
        return WESTERN, True
    wanted = max(PERHAPS, usual + (CLEARLY if usual < FITS else 1 - SURELY))
    able = [name for name in sorted(fits, key=lambda name: -fits[name]) if fits[name] >= wanted]
    able = [name for name in able if _decodes(content, name)]
    if not able:
        return WESTERN, True
    best = able[0]
    told = sample.decode(best, "replace")
    others = [name for name in able[1:] if name in WIDE or best not in WIDE]
    rivals = [name for name in others if fits[name] > fits[best] - CLEARLY and sample.decode(name, "replace") != told]
    return (best, True) if fits[best] >= FITS and not rivals else (WESTERN, False)


def _telling(content: bytes) -> bytes:
    """The lines that hold bytes over 127; the others say nothing."""
    lines = (line for line in content.splitlines() if not line.isascii())
    return b"\n".join(line for line, _ in zip(lines, range(MOST_LINES), strict=False))[:MOST_BYTES].rsplit(b"\n", 1)[0]


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _fit(sample: bytes, encoding: str, alphabets: Iterable[str]) -> float:
    """The share of characters beyond ASCII that one language explains, in 0..1."""
    text = sample.decode(encoding, "replace")
    every = sum(char > "\x7f" for char in text)
    letters: dict[str, int] = {}
    for word in _WORD.finditer(text):
        if not word[0].isascii() and _is_word(word[0]):
            for char in word[0]:
                if char > "\x7f":
                    small = char.lower() if len(char.lower()) == 1 else char
                    letters[small] = letters.get(small, 0) + 1
    explained = max(sum(count for char, count in letters.items() if char in alphabet) for alphabet in alphabets)
    signs = sum(char in _SIGNS and _stands_well(text, place) for place, char in enumerate(text) if char > "\x7f")
    shouted = alphabets in (_CYRILLIC, _GREEK) and sum(map(str.isupper, text)) > sum(map(str.islower, text))
    return (explained + signs) / every * (PERHAPS if shouted else 1.0) if every else 0.0


def _is_word(word: str) -> bool:
    """Whether capitals stand where they do in words, all letters are of one script, and it can be spoken."""
    shaped = word.islower() or word.isupper() or word[1:].islower() or word.lower() == word.upper()
    other = [char for char in word if "\u0370" <= char <= "\u05ff"]
    if not other:
        return shaped
    spoken = len(word) < 4 or word.lower() == word.upper() or not _VOWELS.isdisjoint(word.lower())
    return shaped and spoken and len(other) == len(word) and "ς" not in word[:-1]


def _stands_well(text: str, place: int) -> bool:
    before, after = text[max(place - 1, 0) : place], text[place + 1 : place + 2]
    if text[place] in "¿¡":
        return not before.isalpha()
    if text[place] in "²³":
        return _MEASURE.search(text[:place][-4:]) is not None
    if text[place] in "£€¥":
        return not (before.islower() and before.isalpha())
    return text[place] in _INSIDE or not (before.isalpha() and after.isalpha())


def _fit_wide(sample: bytes, encoding: str) -> float:
    """The same for the encodings of East Asia, whose characters are not glued to Latin words."""
    text = sample.decode(encoding, "replace")
    every = sum(char > "\x7f" for char in text)
    wide, glued = len(_WIDE.findall(text)), len(_GLUED.findall(text))
    kana, hangul, han = (len(found.findall(text)) for found in (_KANA, _HANGUL, _HAN))
    typical = {"cp932": kana, "euc_jp": kana, "cp949": hangul}.get(encoding)
    if typical is None:
        typical = _common(text, encoding)
        return 0.0 if not han or kana or hangul else (wide - glued) / every * min(1.0, typical / han + 0.1)
    pure = hangul / (hangul + han) if encoding == "cp949" and hangul else 1.0
    return 0.0 if not typical else max(0.0, wide - 2 * glued) / every * pure


def _common(text: str, encoding: str) -> int:
    """How many Chinese characters are among the common ones by their place in the encoding's table."""
    leads = [char.encode(encoding, "replace")[0] for char in text if _HAN.match(char)]
    if encoding == "gb18030" and max(leads, default=0) <= LAST_HANGUL:
        return 0
    low, high = (0xB0, 0xD7) if encoding == "gb18030" else (0xA4, 0xC6)
    return sum(low <= lead <= high for lead in leads)
