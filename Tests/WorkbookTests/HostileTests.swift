import Testing
@testable import Workbook

struct HostileTests {
    @Test func bombsAreRefusedBeforeTheyGrow() throws {
        var limits = WorkbookLimits()
        limits.inflated = 5_000_000
        var writer = ZipWriter()
        try writer.add("_rels/.rels", [UInt8](repeating: 0x20, count: 30_000_000))
        let bomb = writer.finish()
        #expect(bomb.count < 100_000)
        #expect(fault { _ = try Workbook.xlsx(bomb, limits: limits) } == .bomb)
        #expect(fault { _ = try Workbook.xlsx(bomb) } == .bomb, "its ratio gives it away")
        // An entry that claims to be small and is not.
        var lying = bomb
        for at in 0..<(lying.count - 4) where lying[at..<(at + 4)].elementsEqual([0x80, 0xC3, 0xC9, 0x01]) { lying[at] = 100; lying[at + 1] = 0; lying[at + 2] = 0; lying[at + 3] = 0 }
        #expect(fault { _ = try Workbook.xlsx(lying) } == .damaged)
    }

    @Test func documentTypesAndEntitiesAreRefused() {
        let laughs = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;'>]><worksheet><sheetData><row><c t='str'><v>&c;</v></c></row></sheetData></worksheet>"
        let outside = "<?xml version='1.0'?><!DOCTYPE a SYSTEM 'file:///etc/passwd'><worksheet/>"
        for text in [laughs, outside] { #expect(fault { _ = try Workbook.xlsx(package(sheet: text)) } == .forbiddenXML) }
        let deep = String(repeating: "<a>", count: 5_000) + String(repeating: "</a>", count: 5_000)
        #expect(fault { _ = try Workbook.xlsx(package(sheet: deep)) } == .badXML)
        #expect(fault { _ = try Workbook.xlsx(package(sheet: "<worksheet>")) } == .badXML)
    }

    @Test func boundsOnRowsCellsAndTexts() {
        var limits = WorkbookLimits()
        limits.rows = 10; limits.cells = 50; limits.cellBytes = 100
        func sheet(_ rows: Int, _ columns: Int, _ text: String = "1") -> String {
            "<worksheet><sheetData>" + String(repeating: "<row>" + String(repeating: "<c t='str'><v>\(text)</v></c>", count: columns) + "</row>", count: rows) + "</sheetData></worksheet>"
        }
        #expect(fault { _ = try Workbook.xlsx(package(sheet: sheet(11, 1)), limits: limits) } == .tooManyRows)
        #expect(fault { _ = try Workbook.xlsx(package(sheet: sheet(6, 10)), limits: limits) } == .tooManyCells)
        #expect(fault { _ = try Workbook.xlsx(package(sheet: sheet(1, 1, String(repeating: "x", count: 101))), limits: limits) } == .cellTooLong)
        #expect(fault { _ = try Workbook.xlsx(package(sheet: sheet(100_000, 1))) } == .tooManyRows)
        let lines = "| survey |\n" + String(repeating: "| | a |\n", count: 11)
        #expect(fault { _ = try Workbook.read(Array(lines.utf8), limits: limits) } == .tooManyRows)
        #expect(fault { _ = try Workbook.read(Array((",a" + String(repeating: "\n,a", count: 100_000)).utf8)) } == .tooManyRows)
    }

    @Test func tricksWithArchives() {
        let fine = "<worksheet><sheetData><row><c t='str'><v>x</v></c></row></sheetData></worksheet>"
        let outside = HandMadeZip.Entry(name: "../../etc/cron.d/evil", content: [1])
        #expect(fault { _ = try Workbook.xlsx(package(sheet: fine, more: [outside])) } == nil, "nothing is ever written under a name")
        let twice = HandMadeZip.Entry(name: "XL\\workbook.xml", content: [1])
        #expect(fault { _ = try Workbook.xlsx(package(sheet: fine, more: [twice])) } == .ambiguous)
        let locked = HandMadeZip.Entry(name: "x", content: [1], flags: 1)
        #expect(fault { _ = try Workbook.xlsx(package(sheet: fine, more: [locked])) } == .oldExcel)
        let many = (0..<1_001).map { HandMadeZip.Entry(name: "n\($0)", content: []) }
        #expect(fault { _ = try Workbook.xlsx(package(sheet: fine, more: many)) } == .tooManyParts)
        #expect(fault { _ = try Workbook.xlsx(package(sheet: "<worksheet><sheetData><row><c t='s'><v>7</v></c></row></sheetData></worksheet>", shared: "<sst/>")) } == .damaged)
    }

    @Test func otherFilesGetTheirOwnWords() {
        #expect(fault { _ = try Workbook.read([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) } == .oldExcel)
        #expect(fault { _ = try Workbook.read([0x89, 0x50, 0x4E, 0x47, 0xFF]) } == .unknownFormat)
        #expect(fault { _ = try Workbook.read(Array("hello".utf8)) } == .unknownFormat)
        #expect(fault { _ = try Workbook.read([]) } == .unknownFormat)
        #expect(fault { _ = try Workbook.read(Array("survey,\n,\"open".utf8)) } == .badCSV)
        #expect(fault { _ = try Workbook.read(Array("PK\u{3}\u{4}nonsense".utf8)) } == .damaged)
        for code in WorkbookFault.Code.allCases {
            let fault = WorkbookFault(code, part: "survey", row: 3)
            #expect(!fault.whatHappened.isEmpty && !fault.whatToDo.isEmpty)
        }
    }

    /// Fuzz seeds: any cut and any flipped bit ends in an answer or a fault, never in a crash.
    @Test func truncationsAndFlippedBits() throws {
        let seed = try Workbook(sheets: [Sheet(name: "survey", texts: [["type", "name", "label"], ["text", "a", "Ä & <b>"], ["integer", "b", "=1"]]),
                                         Sheet(name: "choices", texts: [["list_name", "name"]])]).xlsx()
        var answered = 0, refused = 0
        func attempt(_ bytes: [UInt8]) { if fault({ _ = try Workbook.read(bytes) }) == nil { answered += 1 } else { refused += 1 } }
        for length in stride(from: 0, to: seed.count, by: 3) { attempt(Array(seed[..<length])) }
        for at in stride(from: 0, to: seed.count, by: 2) {
            var flipped = seed
            flipped[at] ^= 1 << UInt8(at % 8)
            attempt(flipped)
        }
        #expect(refused > seed.count / 3 && answered > 0)
        // The XML itself, where no checksum protects it.
        let xml = Array("<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>x</t></is></c><c r='B1' s='9'><v>1e308</v></c></row></sheetData></worksheet>".utf8)
        for at in xml.indices {
            for byte in [UInt8(0), 0x3C, 0xFF, 0x39] {
                var changed = xml
                changed[at] = byte
                attempt(package(sheet: String(decoding: changed, as: UTF8.self)))
            }
        }
    }
}
