import Foundation
import Foundations
@testable import HTTPServer
import Testing

/// Foundation's encoder is the oracle: our bytes must be its bytes.
@Suite struct JSONTextTests {
    private struct Row: Encodable {
        enum Kind: String, Encodable { case some, other }
        struct Inner: Encodable {
            var zeta: Int64 = -7
            var alpha: [String?] = ["a", nil]
            var none: String?
        }
        var title = "T"
        var id = UUIDv7(high: 1, low: 2)
        var kind = Kind.other
        var isOpen = true
        var count: UInt16 = 65535
        var share = 0.25
        var whole = 3.0
        var inner = Inner()
        var rows = [Inner(zeta: 1, alpha: [], none: "n"), Inner()]
        var fields: [String: Value] = [:]
        var names: [String: String] = ["b": "2", "a": "1", "é": "3", "B": "4"]
        var empty: [Int] = []
        var nothing: [String: Int] = [:]
    }

    private struct Nested: Encodable {
        enum Key: String, CodingKey { case outer, list, first }
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            var outer = container.nestedContainer(keyedBy: Key.self, forKey: .outer)
            try container.encode(1, forKey: .first)
            try outer.encode("late", forKey: .first)
            var list = container.nestedUnkeyedContainer(forKey: .list)
            try list.encode(1)
            try list.encode("two")
        }
    }

    private struct Silent: Encodable { func encode(to encoder: any Encoder) throws {} }

    private func oracle(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private func ours(_ value: some Encodable) throws -> String { String(decoding: try JSONText.encode(value), as: UTF8.self) }

    @Test func writesWhatFoundationWrites() throws {
        var row = Row()
        row.fields = [
            "text": "a/b \"quoted\" \\ \n\r\t\u{8}\u{c}\u{0}\u{1f}\u{7f} محمد 😀 e\u{301}", "int": .int(.min), "decimal": .decimal("12.50"),
            "list": .list([.null, .bool(false), .list([]), .map([:])]), "map": .map(["z": 1, "a": .map(["y": "x"])]),
            "bytes": .bytes([1, 2, 3, 4, 255]),
        ]
        #expect(try ours(row) == oracle(row))
        #expect(try ours([row, row]) == oracle([row, row]))
        #expect(try ours(Nested()) == oracle(Nested()))
        #expect(try ours([Int: String]()) == oracle([Int: String]()))
        #expect(try ours("plain") == oracle("plain"))
        #expect(try ours(Silent()) == "{}")
        for count in 0..<7 {
            let bytes = Value.bytes((0..<count).map { UInt8(truncatingIfNeeded: 250 + $0 * 3) })
            #expect(try ours([bytes]) == oracle([bytes]))
        }
    }

    @Test func whatIsNoNumberIsRefused() {
        #expect(throws: EncodingError.self) { try JSONText.encode(["a": Double.nan]) }
        #expect(throws: EncodingError.self) { try JSONText.encode([Double.infinity]) }
    }
}
