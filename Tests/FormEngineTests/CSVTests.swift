import Testing
@testable import FormEngine

@Suite struct CSVTests {
    @Test func readsQuotesSeparatorsAndLineEnds() throws {
        let text = "\u{FEFF}a,\"b, \"\"c\"\"\",d\r\n1,\"two\nlines\",\n\n\"x\"\r,last"
        let rows = try CSV.parse(text)
        #expect(rows == [["a", "b, \"c\"", "d"], ["1", "two\nlines", ""], [""], ["x"], ["", "last"]])
    }

    @Test func emptyTextHasNoRows() throws {
        #expect(try CSV.parse("") == [])
        #expect(try CSV.parse("a,") == [["a", ""]])
        #expect(try CSV.parse("a\n") == [["a"]])
    }

    @Test(arguments: [
        ("a,\"b", CSVFault.Code.openQuote, 1, 2),
        ("a\n\"b\"c", .textAfterQuote, 2, 1),
        ("a\n\nb,c\"d", .quoteInsideCell, 3, 2),
        ("a\0", .controlByte, 1, 1),
        ("\"a\0\"", .controlByte, 1, 1),
    ])
    func refusesBrokenText(text: String, code: CSVFault.Code, row: Int, column: Int) {
        #expect(throws: CSVFault(code: code, row: row, column: column)) { try CSV.parse(text) }
    }

    @Test func refusesBadUTF8AndNeverTruncates() {
        #expect(throws: CSVFault(code: .notUTF8, row: 1, column: 2)) { try CSV.parse([0x61, 0x2C, 0xC3]) }
        #expect(throws: CSVFault(code: .notUTF8, row: 1, column: 1)) { try CSV.parse([0x22, 0xED, 0xA0, 0x80, 0x22]) }
        let limits = CSVLimits(bytes: 40, rows: 2, columns: 3, cellBytes: 8)
        #expect(throws: CSVFault(code: .tooLong, row: 1, column: 1)) {
            try CSV.parse(String(repeating: "a,", count: 30), limits: limits)
        }
        #expect(throws: CSVFault(code: .tooManyRows, row: 3, column: 2)) { try CSV.parse("a\nb\nc\n", limits: limits) }
        #expect(throws: CSVFault(code: .tooManyColumns, row: 1, column: 4)) { try CSV.parse("a,b,c,d", limits: limits) }
        #expect(throws: CSVFault(code: .cellTooLong, row: 1, column: 1)) { try CSV.parse("123456789", limits: limits) }
        #expect(throws: CSVFault(code: .cellTooLong, row: 1, column: 1)) { try CSV.parse("\"123456789\"", limits: limits) }
    }

    /// Mutated bytes of every seed either parse or throw a CSVFault; what parses comes back from its own quoting.
    @Test(arguments: ["a,b\n\"c\"\"d\",e\r\n", "\u{FEFF}type,name,label::Arabic (ar)\ntext,x,\"اسم\"\n", "\"\"\"\"\"", ",,,\n\r\r\n\""])
    func fuzzSeeds(seed: String) throws {
        let bytes = Array(seed.utf8)
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        for _ in 0..<2_000 {
            var mutated = bytes
            for _ in 0..<3 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let at = Int(state >> 33) % max(mutated.count, 1)
                let interesting: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D, 0x00, 0xC3, 0xFF, 0x61]
                if at < mutated.count { mutated[at] = interesting[Int(state >> 61)] }
            }
            guard let rows = try? CSV.parse(mutated) else { continue }
            let again = rows.map { row in
                row.map { "\"" + $0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"" }
                    .joined(separator: ",")
            }.joined(separator: "\n")
            #expect(try CSV.parse(again) == rows)
        }
    }
}
