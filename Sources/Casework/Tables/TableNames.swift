import Access
import Foundations
import GRDB
import Journal
import Matching

/// Records of one kind by what they are called, as far as one person sees them. Reads each of them once.
struct TableNames {
    struct Named {
        let id: UUIDv7
        let name: String
        let place: String?
        let link: UUIDv7?
    }

    private var byKey: [String: [Named]] = [:]

    /// - Parameter name: the field with the name; `place` and `link` where the kind has such fields.
    init(_ db: Database, _ kind: String, name: String, place: String? = nil, link: String? = nil, _ standing: Standing) throws {
        let glances = Glances(db, standing)
        let choice = FieldChoice([name, place, link].compactMap(\.self))
        var last: Lookup.Hit?
        while true {
            let hits = try Lookup.find(db, .byKind, key: .text(kind), newestFirst: false, after: last, limit: 500)
            for hit in hits {
                guard let part = try glances.part(hit.record, choice), let text = part.text(name) else { continue }
                byKey[Self.key(text), default: []].append(Named(id: part.record.id, name: text, place: place.flatMap { part.text($0) },
                                                                link: link.flatMap { part.seen($0)?.identifier }))
            }
            guard hits.count == 500 else { break }
            last = hits.last
        }
    }

    subscript(name: String) -> [Named] { byKey[Self.key(name)] ?? [] }

    var keys: [String] { byKey.keys.sorted() }

    /// Letter case, accents, harakat and the spellings of a letter don't count.
    static func key(_ name: String) -> String {
        let words = NameFolding.words(name)
        return words.isEmpty ? name.lowercased() : words.joined(separator: " ")
    }
}
