"""Text files that are no UTF-8: the encoding in which their letters make words, said; where none clearly does, told."""

import pytest

from balance.ingest.sandbox.encodings import NAMES, likeliest

WORDS = {
    "cp1252": [["Lösung für Zürich", "Jörg Müller"], ["Rénovation du système – phase 2", "Élodie Garçon"],
               ["Señor Peña", "Año nuevo"], ["Søren Ærø", "Blåbær"], ["Budget £3m", "5 m² Büro"], ["Don’t “quote” it"]],
    "cp1250": [["Wdrożenie systemu", "Paweł Wójcik", "Żółta łódź"], ["Řízení přístupů", "Jiří Dvořák", "Šifrování dat"],
               ["Hálózat bővítés", "Szöllősi Győző"]],
    "cp1251": [["Миграция в облако", "Иванов Иван"]], "koi8_r": [["Миграция в облако", "Обновление портала"]],
    "mac_roman": [["Lösung für Zürich", "Erneuerung Münzgeräte"], ["Rénovation du système", "Élodie Garçon"]],
    "cp932": [["顧客ポータル刷新", "基幹システム更改", "山田太郎"]], "cp949": [["고객 포털 개편", "데이터 분석"]],
    "gb18030": [["客户门户更新", "数据分析平台"]], "cp1253": [["Μετάβαση στο σύννεφο", "Γιώργος"]],
    "cp1254": [["Müşteri portalı yenileme", "Güvenlik İyileştirme"]], "cp866": [["Миграция в облако", "Иванов Иван"]],
    "cp850": [["Lösung für Zürich", "Jörg Müller"]],
}  # fmt: skip
CASES = [(encoding, words) for encoding, several in WORDS.items() for words in several]


def lines(words):
    rows = [f"P-{n},{word},In progress,2027-03-31,Plain {n}" for n, word in enumerate(words * 3, 1)]
    return "\n".join(["Project ID,Project Name,State,Planned end date,Owner", *rows]) + "\n"


@pytest.mark.parametrize(("encoding", "words"), CASES)
def test_letters_make_words_in_one_encoding(read_bytes, decided, encoding, words):
    intake = read_bytes(("a.csv", lines(words).encode(encoding)))
    assert intake.frames["initiatives"]["name"].tolist() == words * 3
    assert decided(intake)[""] == [f"{NAMES[encoding]}, parted by comma"]
    assert not intake.problems


@pytest.mark.parametrize(("encoding", "words"), [("mac_roman", ["Zürich", "Plain"]), ("cp1255", ["מעבר לענן"])])
def test_where_two_encodings_make_words_it_is_told(read_bytes, codes, encoding, words):
    assert codes(read_bytes(("a.csv", lines(words).encode(encoding)))) == ["encoding-unsure"]


def test_western_europe_is_never_taken_for_something_else():
    for words in WORDS["cp1252"]:
        for count in (1, 40):
            assert likeliest(lines(words * count).encode("cp1252")) == ("cp1252", True)
