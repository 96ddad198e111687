import Casework
import FormEngine
import Foundation

/// Forms as the app reads them: compiled once, sent as they are.
struct Catalogue: Sendable {
    /// Form name → compiled JSON.
    let forms: [String: [UInt8]]
    let list: [UInt8]
    let tag: String

    private struct List: Encodable {
        struct Item: Encodable {
            var name: String
            var version: Int
            var title: [String: String]
        }
        var forms: [Item]
    }

    init(forms library: FormLibrary) {
        let shown = library.all
        forms = Dictionary(uniqueKeysWithValues: shown.map { ($0.name, Array(FormJSON.text(of: $0).utf8)) })
        list = Self.json(List(forms: shown.map { form in
            List.Item(name: form.name, version: form.version,
                      title: Dictionary(form.title.entries.map { ($0.language, $0.text) }, uniquingKeysWith: { first, _ in first }))
        }))
        tag = Self.tag(of: list + shown.flatMap { Array(FormJSON.text(of: $0).utf8) })
    }

    static func tag(of bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 36)
    }

    static func json(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(value)).map { Array($0) } ?? []
    }
}

/// Places as the app reads them; retired ones too, for old records name them.
struct PlaceCatalogue: Sendable {
    let places: [UInt8]
    let tag: String

    private struct Places: Encodable {
        struct Item: Encodable {
            var code: String
            var name: [String: String]
            var parent: String?
            var retired: Bool?
        }
        var places: [Item]
    }

    init(_ book: PlaceBook) {
        places = Catalogue.json(Places(places: (0..<book.count).map { number in
            let place = book[number: number]
            return Places.Item(code: place.code, name: place.names, parent: place.parent, retired: place.retired ? true : nil)
        }))
        tag = Catalogue.tag(of: places)
    }
}
