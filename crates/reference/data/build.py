#!/usr/bin/env python3
"""Makes the tables of this folder from tables of facts. A maintainer's tool: neither the build nor the program needs it.

    python3 crates/reference/data/build.py FOLDER

FOLDER holds provinces.csv, communes.csv, legacy_units.csv, occupations.csv, occupations_vsco.csv, occupation_titles_vi.csv,
esco_occupations.csv, industries.csv and abbreviations.csv; README.md beside this file names their origins and licences.
The tables made here are tab-separated, without quotes, each with the columns that look-ups need and no others.
"""

import csv
import pathlib
import sys
import unicodedata
from collections import defaultdict

HERE = pathlib.Path(__file__).parent
KINDS = {
    "tỉnh": "T", "thành phố": "TP", "xã": "X", "phường": "P", "đặc khu": "DK", "quận": "Q", "huyện": "H", "thị xã": "TX",
    "thị trấn": "TT",
}
LEVELS = {"province": "1", "district": "2", "commune": "3"}
# Groups the source leaves unnamed; wording of our own after their members, not the decision's.
OWN_VSCO = {
    "252": "Nhà chuyên môn về cơ sở dữ liệu và mạng", "261": "Nhà chuyên môn về luật pháp",
    "262": "Nhà chuyên môn về thư viện, lưu trữ và bảo tàng", "263": "Nhà chuyên môn về xã hội và tôn giáo",
    "264": "Nhà văn, nhà báo và nhà ngôn ngữ", "265": "Nghệ sĩ sáng tạo và biểu diễn",
    "713": "Thợ sơn, thợ làm sạch kết cấu xây dựng và thợ có liên quan",
    "751": "Thợ chế biến thực phẩm và thợ có liên quan", "752": "Thợ xử lý gỗ, thợ làm đồ nội thất và thợ có liên quan",
    "753": "Thợ may mặc và thợ có liên quan", "754": "Thợ thủ công khác và thợ có liên quan",
    "814": "Thợ vận hành máy sản xuất sản phẩm cao su, nhựa và giấy",
    "815": "Thợ vận hành máy sản xuất sản phẩm dệt, da và lông thú",
    "817": "Thợ vận hành máy chế biến gỗ và sản xuất giấy",
    "818": "Thợ vận hành máy móc, thiết bị cố định khác", "961": "Người thu gom rác thải", "962": "Lao động giản đơn khác",
}
# Where VSCO follows the state's own structure or adds a group, ISCO gives no title; wording of our own.
OWN_ENGLISH = {
    "0": "Armed forces", "01": "Army", "02": "Public security forces", "03": "Cipher and other armed forces",
    "1": "Leaders and managers", "10": "Leaders of the Communist Party of Viet Nam",
    "11": "Leaders of the National Assembly, its Office and the Office of the President",
    "12": "Leaders of the Government, ministries and agencies",
    "13": "Leaders of the People's Courts and the People's Procuracies",
    "14": "Leaders of People's Councils and People's Committees", "15": "Leaders of unions and mass organisations",
    "16": "Managers of employers', humanitarian and other interest organisations",
    "17": "Managers of corporations, companies and the like", "36": "Associate teaching professionals",
}



def read(folder, name):
    with open(folder / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name, header, rows):
    with open(HERE / name, "w", encoding="utf-8", newline="\n") as file:
        for row in [header, *rows]:
            cells = [unicodedata.normalize("NFC", str(cell)).strip() for cell in row]
            assert not any("\t" in cell or "\n" in cell for cell in cells), row
            file.write("\t".join(cells) + "\n")


def kind(row):
    return KINDS[row["type"].strip().lower()]


def micro(degrees):
    return round(float(degrees) * 1_000_000)


# First day of the map of two tiers: Decision 19/2025/QĐ-TTg. No table of facts gives a day for each unit.
IN_FORCE = "2025-07-01"
# What became of another kind later, what it was before, and the day: Resolution 30/2026/QH16.
KIND_CHANGES = {"75": ("T", "2026-04-30")}
# In this province ten communes became wards since (Resolution 237/NQ-UBTVQH16). Which, no table of facts says, so that the
# day from which a ward of it is one is left empty.
WARDS_OF_UNKNOWN_DAY = "75"


def days(code, province, of_kind):
    """First day, end, kind before and day of the kind of a unit in force; what is not known is empty."""
    before, since = KIND_CHANGES.get(code, ("", IN_FORCE))
    if province == WARDS_OF_UNKNOWN_DAY and of_kind == "P":
        since = ""
    return [IN_FORCE, "", before, since]


def units(folder):
    rows = []
    for row in read(folder, "provinces.csv"):
        place = [micro(row["seat_lat"]), micro(row["seat_lon"]), round(float(row["area_km2"]))]
        rows.append([row["code"], "", kind(row), row["name"], *place, *days(row["code"], "", kind(row))])
    for row in read(folder, "communes.csv"):
        place = [micro(row["lat"]), micro(row["lon"]), max(1, round(float(row["area_km2"] or 1)))]
        named = [row["code"], row["province_code"], kind(row), row["name"]]
        rows.append([*named, *place, *days(row["code"], row["province_code"], kind(row))])
    header = ["code", "province", "kind", "name", "lat_e6", "lon_e6", "area_km2", "from", "ended", "kind_before", "kind_from"]
    write("units.tsv", header, rows)


def units_before(folder):
    rows = []
    for row in read(folder, "legacy_units.csv"):
        main = row["successor_code"]
        # The main successor stands first.
        successors = [main] + [code for code in row["successor_codes"].split() if code != main]
        split = "1" if row["split"] == "1" else ""
        ended = "2025-07-01" if row["valid_to"] == "2025-06-30" else ""
        codes = " ".join(code for code in successors if code)
        rows.append([LEVELS[row["level"]], row["code"], row["parent_code"], kind(row), row["name"], codes, split, ended])
    header = ["level", "code", "parent", "kind", "name", "successors", "split", "ended"]
    write("units_before.tsv", header, rows)


def occupations(folder):
    english = {row["code"]: row["title_en"] for row in read(folder, "occupations.csv")}
    rows = []
    for row in read(folder, "occupations_vsco.csv"):
        code = row["code"]
        isco = row["isco_code"] if row["level"] == "4" else ("" if code[0] in "01" else code)
        name = row["name_vi"] or OWN_VSCO.get(code, "")
        rows.append([code, name, isco, OWN_ENGLISH.get(code) or english.get(isco, "")])
    write("occupations.tsv", ["code", "name_vi", "isco", "name_en"], rows)
    isco_rows = [[row["code"], row["title_en"], row["title_vi"]] for row in read(folder, "occupations.csv")]
    write("isco.tsv", ["code", "title_en", "title_vi"], isco_rows)


def titles(folder):
    seen, rows = set(), []
    for row in read(folder, "occupation_titles_vi.csv"):
        key = (row["vsco_code"], row["title_vi"].lower())
        if key not in seen:
            seen.add(key)
            rows.append([row["vsco_code"], "vi", row["title_vi"]])
    vsco = defaultdict(list)
    for row in read(folder, "occupations_vsco.csv"):
        if row["level"] == "4" and row["isco_code"]:
            vsco[row["isco_code"]].append(row["code"])
    for row in read(folder, "esco_occupations.csv"):
        codes = vsco.get(row["isco_code"], [])
        # An ESCO title is of use only where its ISCO group is one VSCO group.
        if len(codes) == 1:
            rows.append([codes[0], "en", row["title_en"]])
    write("occupation_titles.tsv", ["code", "language", "title"], rows)


def industries(folder):
    columns = ["code", "parent_code", "name_vi", "name_en"]
    rows = [[row["version"].removeprefix("VSIC"), *(row[name] for name in columns)] for row in read(folder, "industries.csv")]
    write("industries.tsv", ["version", "code", "parent", "name_vi", "name_en"], rows)


def abbreviations(folder):
    columns = ["abbr", "kind", "ambiguous", "expansion"]
    rows = [[row[name] for name in columns] for row in read(folder, "abbreviations.csv")]
    write("abbreviations.tsv", ["abbreviation", "kind", "ambiguous", "reading"], rows)


def main():
    folder = pathlib.Path(sys.argv[1])
    for make in (units, units_before, occupations, titles, industries, abbreviations):
        make(folder)


if __name__ == "__main__":
    main()
