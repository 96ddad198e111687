public import FormEngine

/// A row of the places register.
public struct DemoPlace: Sendable {
    public let code: String
    public let parent: String?
    public let level: String
    public let label: LocalizedText
    let weight: Double
}

/// The places of the sample district; people live in those of level `village`.
public struct PlaceTree: Sendable {
    public let places: [DemoPlace]
    /// Codes of communes, which give the teams their areas.
    public let communes: [String]
    let villages: [[DemoPlace]]
    private let communeTable: WeightedTable
    private let villageTables: [WeightedTable]

    init(_ table: CSVTable) throws(DemoFault) {
        let labels = table.languages(of: "label")
        var places: [DemoPlace] = []
        for row in table.rows {
            guard let code = row["code"], let level = row["level"] else {
                throw DemoFault(file: "standard/places.csv", what: "row \(row.number): code and level are needed")
            }
            var label = LocalizedText()
            for (language, column) in labels { if let text = row[column] { label.add(text, in: language) } }
            places.append(DemoPlace(code: code, parent: row["parent"], level: level, label: label,
                                    weight: row["weight"].flatMap { Double($0) } ?? 1))
        }
        self.places = places
        communes = places.filter { $0.level == "commune" }.map(\.code)
        villages = communes.map { commune in places.filter { $0.parent == commune && $0.level == "village" } }
        guard !communes.isEmpty, villages.allSatisfy({ !$0.isEmpty }) else {
            throw DemoFault(file: "standard/places.csv", what: "every commune needs a village")
        }
        villageTables = villages.map { WeightedTable($0.map(\.weight)) }
        communeTable = WeightedTable(villages.map { $0.reduce(0) { $0 + $1.weight } })
    }

    /// A village by its weight, and the index of its commune.
    func draw(_ random: inout SplitMix64) -> (commune: Int, village: DemoPlace) {
        let commune = communeTable.draw(&random)
        return (commune, villages[commune][villageTables[commune].draw(&random)])
    }
}
