public import Foundations
public import GRDB

extension NameSearch {
    /// A part of the district to which a search keeps.
    public struct Reach {
        /// Persons and teams. Who is near to few records is answered from these alone, whatever the size of the district;
        /// empty means: by the condition alone.
        public var people: [UUIDv7]
        /// Where they are near to many: a condition over `record`, with its arguments. May let through no more than what has
        /// one of `people` as owner or team beside it in its dossier, or on itself.
        public var filter: String
        public var arguments: StatementArguments

        public init(people: [UUIDv7], filter: String, arguments: StatementArguments) {
            self.people = people
            self.filter = filter
            self.arguments = arguments
        }
    }

    /// Rows near to people that are read one by one rather than found by the index.
    static let nearbyLimit = 2_000

    /// Everything found near to these people, in order; nil where more than `nearbyLimit` rows are near to them. A superset of
    /// what they may see: each hit must still be judged.
    static func nearby(_ db: Database, _ sought: NameSought, _ people: [UUIDv7]) throws -> [Hit]? {
        if people.isEmpty { return nil }
        var numbers: Set<Int64> = []
        for person in people {
            numbers.formUnion(try Lookup.find(db, .nearPerson, key: .id(person), limit: nearbyLimit + 1).map(\.record))
            if numbers.count > nearbyLimit { return nil }
        }
        let dossier = try Query(db, "SELECT root.number FROM record AS near JOIN record AS root ON root.id = near.dossier WHERE near.number = ?")
        for number in numbers {
            dossier.bind(1, number)
            if try dossier.step() { numbers.insert(dossier.int(0)) }
            dossier.reset()
        }
        let words = try Query(db, "SELECT words FROM search WHERE rowid = ?")
        var hits: [Hit] = []
        for number in numbers {
            words.bind(1, number)
            if try words.step(), let stage = sought.stage(of: words.text(0) ?? "") { hits.append(Hit(record: number, stage: stage)) }
            words.reset()
        }
        return hits.sorted { ($0.stage.rawValue, $1.record) < ($1.stage.rawValue, $0.record) }
    }
}
