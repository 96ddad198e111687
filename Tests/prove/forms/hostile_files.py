"""Files that somebody might upload to do harm: each by its name, with what must be said of it."""
import io
import struct
import zipfile
import zlib

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'


def sheet(rows, head: str = HEAD) -> str:
    """A worksheet of these texts as inline strings."""
    return head + f"<worksheet {MAIN}><sheetData>" + "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row) + "</row>" for row in rows) + "</sheetData></worksheet>"


def parts(*sheets, names=("survey", "choices", "settings")) -> dict:
    """The parts of a workbook with these worksheets."""
    names = list(names) + [f"s{n}" for n in range(len(sheets))]
    listed = "".join(f'<sheet name="{names[n]}" sheetId="{n + 1}" r:id="r{n + 1}"/>' for n in range(len(sheets)))
    links = "".join(f'<Relationship Id="r{n + 1}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n + 1}.xml"/>' for n in range(len(sheets)))
    found = {"_rels/.rels": f'{HEAD}<Relationships {LINKS}><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
             "xl/workbook.xml": f'{HEAD}<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
             "xl/_rels/workbook.xml.rels": f"{HEAD}<Relationships {LINKS}>{links}</Relationships>"}
    found.update({f"xl/worksheets/sheet{n + 1}.xml": text for n, text in enumerate(sheets)})
    return found


def packed(content: dict) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return out.getvalue()


FORM = [["type", "name", "label"], ["text", "a", "A"]]


def with_sheet(text) -> bytes:
    return packed(parts(text))


def overlapping(kernel: bytes, copies: int) -> bytes:
    """Many entries of the directory that all mean the same packed bytes."""
    plain = parts(*["" for _ in range(copies)], names=())
    small = {name: text for name, text in plain.items() if "sheet" not in name}
    out = io.BytesIO(packed(small))
    archive = out.getvalue()
    end = archive.rindex(b"PK\5\6")
    count, size, start = struct.unpack("<HII", archive[end + 10:end + 20])
    body, directory = archive[:start], archive[start:end]
    shrink = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = shrink.compress(kernel) + shrink.flush()
    common = struct.pack("<HHHHIII", 0, 8, 0, 33, zlib.crc32(kernel), len(data), len(kernel))
    at = len(body)
    for number in range(copies):
        name = f"xl/worksheets/sheet{number + 1}.xml".encode()
        if number == 0:
            body += b"PK\3\4" + struct.pack("<H", 20) + common + struct.pack("<HH", len(name), 0) + name + data
        directory += b"PK\1\2" + struct.pack("<HH", 20, 20) + common + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, at) + name
    total = count + copies
    return body + directory + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, total, total, len(directory), len(body), 0)


def markdown(rows) -> bytes:
    return ("| survey |\n" + "".join("| | " + " | ".join(row) + " |\n" for row in rows)).encode()


def cycle(length: int) -> bytes:
    return markdown([["type", "name", "label", "calculation"]]
                    + [["calculate", f"c{n}", "", f"${{c{(n + 1) % length}}} + 1"] for n in range(length)])


def files() -> dict:
    """Name → (bytes, the code that must be among the faults, or None where the file is sound)."""
    laughs = "<!DOCTYPE a [<!ENTITY l0 'ha'>" + "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"
    fine = sheet(FORM)
    long_row = [f"c{n}" for n in range(10_000)]
    bomb = with_sheet(HEAD + "<worksheet>" + " " * 110_000_000 + "</worksheet>")
    inner = packed({"bomb.xml": b"0" * 50_000_000})
    lying = bytearray(with_sheet(sheet(FORM * 3_000)))
    at = lying.rindex(b"PK\1\2", 0, lying.rindex(b"xl/worksheets/sheet1.xml"))
    lying[at + 24:at + 28] = struct.pack("<I", 100)
    texts = f"{HEAD}<sst {MAIN}>" + "".join(f"<si><t>{n} {n * 7919 % 1000003} {'some text of a usual length ' * 3}</t></si>" for n in range(900_000)) + "</sst>"
    shared = parts(fine)
    shared["xl/sharedStrings.xml"] = texts
    shared["xl/_rels/workbook.xml.rels"] = shared["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>", f'<Relationship Id="s" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>')
    fewer = {**shared, "xl/sharedStrings.xml": texts[:texts.index("<si><t>400000 ")] + "</sst>"}
    macro = parts(fine)
    macro["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0" + b"x" * 5_000
    nested = parts(fine)
    nested["xl/media/inner.zip"] = inner
    many = parts(fine)
    many.update({f"xl/media/{n}.png": "" for n in range(60_000)})
    whole = with_sheet(fine)
    latin = "type,name,label\ntext,a,Préférence\n".encode("latin-1")
    found = {
        "a part of 110 MB of blanks": (bomb, "workbook-inflates-too-much"),
        "a zip as worksheet": (with_sheet(inner), "workbook-bad-xml"),
        "a bomb nested beside a sound sheet": (packed(nested), None),
        "sixty sheets that share their bytes": (overlapping(sheet([["text", f"a{n}", f"{n * 7919 % 100003} A label of its own " * 15] for n in range(3_000)]).encode(), 60), "workbook-inflates-too-much"),
        "60,000 parts": (packed(many), "workbook-too-many-parts"),
        "a part that claims to be small": (bytes(lying), "workbook-damaged"),
        "100,000 rows in a workbook": (with_sheet(sheet([["text", "a", "A"]] * 100_000)), "workbook-too-many-rows"),
        "100,000 rows in CSV": (b"survey,\n" + b",text,a,A\n" * 100_000, "workbook-too-many-rows"),
        "10,000 columns in a workbook": (with_sheet(sheet([["type", "name", "label"] + long_row] + [["text", "a", "A"] + long_row] * 20)), "workbook-too-many-cells"),
        "10,000 columns in CSV": (("survey," + ",".join(long_row) + "\n,text,a\n").encode(), "workbook-too-many-cells"),
        "900,000 shared texts": (packed(shared), "workbook-inflates-too-much"),
        "400,000 shared texts": (packed(fewer), None),
        "entities in a worksheet": (with_sheet(sheet([["text", "&l9;", "A"]], HEAD + laughs)), "workbook-dtd"),
        "an outside entity": (with_sheet(sheet([["text", "&e;", "A"]], HEAD + "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>")), "workbook-dtd"),
        "elements nested 100,000 deep": (with_sheet(HEAD + "<a>" * 100_000 + "</a>" * 100_000), "workbook-bad-xml"),
        "a workbook with macros": (packed(macro), None),
        "a CSV in Latin-1": (latin, "workbook-unknown-format"),
        "a CSV in UTF-16": ("survey,\n,type,name\n,text,a\n".encode("utf-16"), "workbook-unknown-format"),
        "a worksheet in broken UTF-8": (with_sheet(fine.encode().replace(b">A<", b">\xff\xfe<")), "workbook-bad-xml"),
        "a worksheet in UTF-16": (with_sheet(fine.replace("UTF-8", "UTF-16").encode("utf-16")), None),
        "an old .xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4_000, "workbook-old-or-encrypted"),
        "two calculations in a circle": (cycle(2), "cycle"),
        "9,000 calculations in a circle": (cycle(9_000), "cycle"),
        "relevance in a circle": (markdown([["type", "name", "label", "relevant"], ["text", "a", "A", "${b} = 1"], ["text", "b", "B", "${a} = 1"]]), "cycle"),
        "10,000 brackets": (markdown([["type", "name", "label", "relevant"], ["text", "a", "A", "(" * 10_000 + "1" + ")" * 10_000]]), "expression"),
        "10,000 questions that all name each other": (markdown([["type", "name", "label", "relevant"]] + [
            ["text", f"q{n}", f"L ${{q{(n * 31) % 9_900}}}", f"${{q{max(0, n - 1)}}} = '{n}'" if n else ""] for n in range(9_900)]), None),
    }
    for cut in (10, len(whole) // 3, len(whole) // 2, len(whole) - 30, len(whole) - 1):
        found[f"a workbook cut off at {cut}"] = (whole[:cut], "workbook-damaged")
    return found
