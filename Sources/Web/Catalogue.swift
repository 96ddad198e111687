import Casework
import FormEngine
import Foundation

/// Forms and places as the app reads them: compiled once, sent as they are.
struct Catalogue: Sendable {
    /// Form name → compiled JSON.
    let forms: [String: [UInt8]]
    let list: [UInt8]
    let places: [UInt8]
    let tag: String

    private struct List: Encodable {
        struct Item: Encodable {
            var name: String
            var version: Int
            var title: [String: String]
        }
        var forms: [Item]
    }

    private struct Places: Encodable {
        struct Item: Encodable {
            var code: String
            var name: [String: String]
            var parent: String?
        }
        var places: [Item]
    }

    /// - Parameter digest: a collision-resistant hash, for the tag.
    init(forms library: FormLibrary, places book: PlaceBook) {
        let shown = library.all
        forms = Dictionary(uniqueKeysWithValues: shown.map { ($0.name, Array(FormJSON.text(of: $0).utf8)) })
        list = Self.json(List(forms: shown.map { form in
            List.Item(name: form.name, version: form.version,
                      title: Dictionary(form.title.entries.map { ($0.language, $0.text) }, uniquingKeysWith: { first, _ in first }))
        }))
        places = Self.json(Places(places: book.all.map { Places.Item(code: $0.code, name: $0.names, parent: $0.parent) }))
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in list + places + shown.flatMap({ Array(FormJSON.text(of: $0).utf8) }) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        tag = String(hash, radix: 36)
    }

    private static func json(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(value)).map { Array($0) } ?? []
    }
}
