import FormEngine
import Testing
import Workbook

@testable import XLSForm

/// What a file of codes may be, and what it may not.
@Suite struct CodeTableTests {
    private static let header = "code,short_code,retired,label::English (en),label::French (fr)\n"
    private static let tree = "code,parent,level,label::English (en)\n"

    private static func read(_ text: String, _ kind: CodeTable.Kind = .list, speaks: [String] = ["en", "fr"]) throws -> CheckedTable {
        CodeTable.read(try Workbook.table(Array(text.utf8), name: "things", limits: .table(kind)), kind: kind, name: "things", speaks: speaks)
    }

    /// `code row letter` of every error.
    private static func errors(_ checked: CheckedTable) -> [String] {
        checked.report.errors.map { "\($0.code.rawValue) \($0.row) \($0.letter)" }
    }

    @Test(arguments: [
        ("a,,,One,Un\na,,,Two,Deux\n", "repeated-name 3 A"),
        ("a,,,One,Un\nA,,,Two,Deux\n", "similar-name 3 A"),
        ("a,X,,One,Un\nb,x,,Two,Deux\n", "repeated-name 3 B"),
        (",,,One,Un\n", "missing-name 2 A"),
        ("a b,,,One,Un\n", "bad-name 2 A"),
        ("-a,,,One,Un\n", "bad-name 2 A"),
        ("a,,,,\n", "missing-label 2 D"),
        ("a,,perhaps,One,Un\n", "bad-value 2 C"),
        ("é,,,One,Un\n", "bad-name 2 A"),
    ]) func everyFaultHasItsPlace(_ rows: String, _ fault: String) throws {
        let checked = try Self.read(Self.header + rows + "good,,,Good,Bon\n")
        #expect(checked.table == nil && Self.errors(checked) == [fault])
    }

    @Test func faultsComeAllAtOnceWithSuggestions() throws {
        let checked = try Self.read("code,shrt_code,retired,label::Englsh (en),label::Martian (xx)\na,,,One,\n")
        #expect(Set(checked.report.errors.compactMap(\.suggestion)).isSuperset(of: ["short_code"]))
        let rows = try Self.read(Self.header + "a b,,,One,Un\n,,,Two,Deux\nc,,,,\n")
        #expect(rows.report.errors.count == 3 && rows.report.errors.first?.suggestion == "a_b" && rows.report.errors.first?.cell == "a b")
        // Somebody's own notes are left out with a remark.
        let notes = try Self.read("code,label::English (en),label::French (fr),remarks of the ministry\na,One,Un,check\n")
        #expect(notes.table?.rows.count == 1 && notes.report.warnings.map(\.code) == [.unknownHeader])
        #expect(try Self.read("code,label::German (de)\na,Eins\n").table == nil)
    }

    @Test func commasSemicolonsMarksAndWorkbooksAreReadAlike() throws {
        let commas = try #require(try Self.read(Self.header + "a,A,yes,One,Un\n").table)
        #expect(try Self.read("\u{FEFF}" + (Self.header + "a,A,yes,One,Un\n").replacing(",", with: ";")).table == commas)
        let book = try commas.workbook(named: "things").xlsx()
        #expect(CodeTable.read(try Workbook.table(book, name: "things"), kind: .list, name: "things", speaks: ["en"]).table == commas)
        #expect(CodeTable.kept(try Workbook.table(try commas.workbook(named: "things").packedTable(), name: "x"), kind: .list) == commas)
        #expect(commas.rows[0].retired && commas.rows[0].shortCode == "A" && commas.names(commas.rows[0]) == ["en": "One", "fr": "Un"])
    }

    @Test func formulasAreTextOnTheWayOutAndComeBackAsTheyWere() throws {
        let table = try #require(try Self.read(Self.header + "a,,,\"=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",@SUM(1)\n").table)
        let csv = table.sheet(named: "things").csv()
        #expect(csv.contains("'=HYPERLINK") && csv.contains("'@SUM"))
        #expect(try Self.read(csv).table == table)
    }

    @Test(arguments: [
        ("A,,country,A\nB,X,region,B\n", ["unknown-reference 3 B"]),
        ("A,B,region,A\nB,C,region,B\nC,A,region,C\n", ["cycle"]),
        ("A,A,region,A\n", ["cycle"]),
        ("A,,country,A\nB,A,country,B\n", ["bad-value 3 C"]),
        ("A,,country,A\nB,A,region,B\nC,A,region,C\nD,B,country,D\n", ["bad-value 5 C"]),
        ("A,,country,A\nB,A,,B\n", ["missing-type 3 C"]),
    ]) func placesLieWithinEachOther(_ rows: String, _ faults: [String]) throws {
        let checked = try Self.read(Self.tree + rows, .places)
        #expect(checked.table == nil)
        for fault in faults { #expect(Self.errors(checked).contains { $0.hasPrefix(fault) }, "\(Self.errors(checked))") }
    }

    @Test func aLongCircleEndsAndIsNamedOnce() throws {
        var text = Self.tree
        for number in 0..<5_000 { text += "P\(number),P\((number + 1) % 5_000),l\(number),Place\n" }
        let checked = try Self.read(text, .places)
        #expect(checked.report.errors.count { $0.code == .cycle } == 1)
    }

    @Test func tooManyRowsAreRefusedNotCutShort() throws {
        var text = Self.header
        for number in 0...5_000 { text += "c\(number),,,Label,Titre\n" }
        let checked = try Self.read(text)
        #expect(checked.table == nil && Self.errors(checked).contains { $0.hasPrefix("too-large") })
        for number in 0..<200_000 { text += "d\(number),,,Label,Titre\n" }
        #expect(throws: WorkbookFault.self) { _ = try Self.read(text) }
        var places = Self.tree
        for number in 0..<200_000 { places += "d\(number),,l,Label\n" }
        #expect(throws: WorkbookFault.self) { _ = try Self.read(places, .places) }
    }

    /// What was retired over the years is in every export; the limit is on what can be chosen.
    @Test func retiredRowsDoNotCountAgainstTheLimit() throws {
        var text = Self.header
        for number in 0..<5_000 { text += "c\(number),,,Label,Titre\n" }
        for number in 0..<2_500 { text += "old\(number),,yes,Label,Titre\n" }
        let table = try #require(try Self.read(text).table)
        #expect(table.rows.count == 7_500 && table.rows.count(where: \.retired) == 2_500)
        // What is written is taken back, in both forms.
        #expect(try Self.read(table.sheet(named: "things").csv()).table == table)
        let book = try Workbook.table(try table.workbook(named: "things").xlsx(), name: "things", limits: .table(.list))
        #expect(CodeTable.read(book, kind: .list, name: "things", speaks: ["en"]).table == table)
        let more = try Self.read(text + "one_more,,,Label,Titre\n")
        #expect(more.table == nil && Self.errors(more).contains { $0.hasPrefix("too-large") })
        let retired = try Self.read(text + "one_more,,yes,Label,Titre\n")
        #expect(retired.table == nil && Self.errors(retired).contains { $0.hasPrefix("too-large") })
    }

    @Test func manyFaultsAreNamedUpToABound() throws {
        var text = Self.tree
        for number in 0..<20_000 { text += "P\(number),Q\(number),l,Place\n" }
        let checked = try Self.read(text, .places)
        #expect(checked.report.faults.count <= CheckedTable.mostFaults && checked.more > 19_000 && checked.table == nil)
    }

    @Test func whatVanishesIsRetired() throws {
        let old = try #require(try Self.read(Self.header + "a,,,One,Un\nb,B,,Two,Deux\n").table)
        let new = try #require(try Self.read("code,label::English (en)\na,First\nc,Three\n").table).keeping(old)
        #expect(new.rows.map(\.code) == ["a", "c", "b"] && new.rows[2].retired && new.rows[2].labels == ["Two"])
        let difference = CodeDifference(from: old, to: new)
        #expect(difference.changes.map(\.kind) == [.relabelled, .added, .retired])
        #expect(difference.summary == "1 added, 1 retired, 1 relabelled")
        #expect(difference.changes[0].words == "a reads “First” instead of “One” (en)")
        #expect(CodeDifference(from: new, to: old).changes.map(\.kind).contains(.withdrawn))
    }
}
