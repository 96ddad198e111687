import FormEngine
import Testing
import Workbook
@testable import XLSForm

struct ImportTests {
    private func imported(_ markdown: String, repairs: Set<XLSFormRepair> = []) throws -> XLSFormImport {
        try #require(try form(markdown, repairs: repairs).imported(name: "sample"))
    }

    @Test func aFormWrittenInManyDialectsBecomesOneSpelling() throws {
        let read = try imported("""
            | survey |
            | | command | tag | caption::English (en) | relevance | Constraining Message::English (en) | parameters |
            | | begin group | g | Group | | | |
            | | int | age | Age | | no | |
            | | select one from yn or_other | ok | Fine? | ${age} > 5 | | |
            | | add text prompt | story | Story | | | maxlength=200 rows=3 |
            | | end group | | | | | |
            | choices |
            | | list name | value | label::English (en) |
            | | yn | yes | Yes |
            """)
        let rows = read.sheets.survey.rows
        #expect(rows.map { $0["type"] } == ["begin_group", "integer", "select_one yn or_other", "text", "end_group"])
        #expect(rows.map(\.source) == [2, 3, 4, 5, 0])
        #expect(rows[1]["constraint_message::English (en)"] == "no")
        #expect(rows[3]["cm::maxlength"] == "200" && rows[3]["parameters"] == "rows=3")
        let definition = try #require(read.definition)
        #expect(definition.name == "sample" && definition.version == 1)
        #expect(definition.field("ok")?.relevant == "${age} > 5" && definition.field("ok")?.orOther == true)
        #expect(definition.languages == ["en"])
    }

    @Test func namesBecomeUniqueAndReferencesFollow() throws {
        let read = try imported("""
            | survey |
            | | type | name | label | calculation |
            | | begin group | a | A | |
            | | integer | année | Year | |
            | | text | note | N | |
            | | end group | | | |
            | | begin group | b | B | |
            | | text | note | N | |
            | | calculate | c | | ${année} + 1 |
            | | end group | | | |
            """)
        let names = read.sheets.survey.rows.compactMap { $0["name"] }
        #expect(Set(names).isSuperset(of: ["note", "b_note"]))
        let year = try #require(names.first { $0 != "a" && $0 != "note" && $0 != "b" })
        #expect(read.sheets.survey.rows.first { $0["name"] == "c" }?["calculation"] == "${\(year)} + 1")
        #expect(read.report.faults.filter { $0.code == .adapted && $0.sheet == "survey" }.map(\.row) == [3, 7])
        #expect(read.definition != nil)
    }

    @Test func loopsAreUnrolledWithTheLabelsOfTheirChoices() throws {
        let read = try imported("""
            | survey |
            | | type | name | label |
            | | begin loop over kind | l | |
            | | integer | count | How many %(label)s? |
            | | end loop | | |
            | choices |
            | | list_name | name | label |
            | | kind | pit | Pits |
            | | kind | bucket | Buckets |
            """)
        let rows = read.sheets.survey.rows
        #expect(rows.map { $0["type"] } == ["begin_group", "begin_group", "integer", "end_group", "begin_group", "integer", "end_group", "end_group"])
        #expect(rows[2]["label"] == "How many Pits?" && rows[5]["label"] == "How many Buckets?")
        #expect(rows[2]["name"] == "count" && rows[5]["name"] == "bucket_count")
    }

    @Test func whatOneCannotDoIsToldAndNothingIsLostSilently() throws {
        let read = try imported("""
            | survey |
            | | type | name | label | parameters |
            | | range | r | R | start=0 end=5 step=0.5 |
            | | rank yn | k | K | |
            | | geotrace | t | T | |
            | | phonenumber | p | | |
            | | select_one_from_file a.csv | f | F | |
            | | audit | | | |
            | choices |
            | | list_name | name | label |
            | | yn | yes | Yes |
            """)
        #expect(read.sheets.survey.rows.map { $0["type"] } == ["decimal", "select_multiple yn", "text", "hidden", "text"])
        #expect(read.sheets.survey.rows[0]["constraint"] == ". >= 0 and . <= 5")
        #expect(read.report.warnings.filter { $0.code == .adapted || $0.code == .notSupported }.map(\.row).sorted() == [2, 3, 4, 5, 6])
    }

    @Test func anExportComesBackUnchanged() throws {
        let markdown = """
            | survey |
            | | type | name | label::English (en) | label::Arabic (ar) | calculation | parameters | cm::permission | cm::mds | appearance |
            | | text | story | Story | قصة | | maxlength=4000 | narrative | yes | |
            | | signature | sign | Sign | وقّع | | | | | |
            | | calculate | word | Word | كلمة | | | | | |
            | | calculate | twice | | | 1 + 1 | | | | |
            | choices |
            | | list_name | name | label::English (en) | label::Arabic (ar) | cm::retire |
            | | yn | yes | Yes | نعم | |
            | | yn | no | No | لا | yes |
            | settings |
            | | form_id | version | form_title::English (en) | form_title::Arabic (ar) | default_language |
            | | sample | 3 | Sample | مثال | English (en) |
            """.replacing("| | calculate | word | Word | كلمة | | |", with: "| | calculate | word | Word | كلمة | '' | |")
        let first = try imported(markdown)
        let book = first.sheets.exported()
        #expect(book.sheet("survey")!.rows.contains { $0.cells.contains { $0.text == "image" } })
        #expect(book.sheet("choices")!.rows[0].cells.map(\.text).contains("cm_retire"))
        let settings = book.sheet("settings")!
        #expect(settings.rows[0].cells.map(\.text).contains("cm::title::Arabic (ar)"))
        #expect(settings.rows[1].cells.map(\.text).contains("Sample"))
        let again = try #require(XLSForm(try Workbook.xlsx(book.xlsx())).imported())
        #expect(FormDifference(from: first.sheets, to: again.sheets).isEmpty)
        #expect(again.sheets.survey.rows.map(\.cells) == first.sheets.survey.rows.map(\.cells))
        #expect(again.sheets.choices.rows.map(\.cells) == first.sheets.choices.rows.map(\.cells))
        #expect(again.definition?.list("yn")?.choices.map(\.retired) == [false, true])
    }

    @Test func repeatedChoicesComeInWithConsent() throws {
        let markdown = """
            | survey |
            | | type | name | label | choice_filter |
            | | select_one county | c | County | |
            | | select_one place | p | Place | county = ${c} |
            | choices |
            | | list_name | name | label | county |
            | | county | a | A | |
            | | county | b | B | |
            | | place | 1 | First of A | a |
            | | place | 1 | First of B | b |
            """
        #expect(try form(markdown).imported().map { _ in true } == nil)
        let read = try imported(markdown, repairs: [.repeatedChoices])
        #expect(read.definition?.list("place")?.choices.count == 2)
        #expect(read.sheets.settings.rows[0]["allow_choice_duplicates"] == "yes")
        #expect(XLSForm(read.sheets.exported()).report.accepted)
    }

    @Test func columnsKeepTheOrderOfTheUpload() throws {
        let imported = try #require(form("""
            | survey |
            | | type | name | label::French (fr) | label::English (en) | cm::index | cm::mds | cm::forward | appearance |
            | | text | a    | A                  | A                   | name      | yes     | full        | multiline  |
            """).imported())
        #expect(imported.sheets.survey.header == ["type", "name", "label::French (fr)", "label::English (en)", "cm::index", "cm::mds", "cm::forward", "appearance"])
        #expect(imported.sheets.exported().sheets[0].rows[0].cells.map(\.text) == [
            "type", "name", "label::French (fr)", "label::English (en)", "appearance", "cm::index", "cm::mds", "cm::forward"])
    }
}
