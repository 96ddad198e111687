import FormEngine

/// A name with the spellings it is met in; the first of each script is the usual one.
public struct DemoName: Sendable {
    public let latin: [String]
    /// Empty where the culture does not write it in Arabic script.
    public let arabic: [String]
}

/// One naming culture: names in the order of their frequency.
public struct NameCulture: Sendable {
    public let code: String
    public let female: [DemoName]
    public let male: [DemoName]
    public let family: [DemoName]
    let femaleTable: WeightedTable
    let maleTable: WeightedTable
    let familyTable: WeightedTable

    public var writesArabic: Bool { female.contains { !$0.arabic.isEmpty } }
}

/// All names of the demo. Each `DemoName` is one group of equal spellings over both scripts (see the README
/// beside the files).
public struct NameBook: Sendable {
    public let cultures: [NameCulture]
    let cultureTable: WeightedTable

    init(female: CSVTable, male: CSVTable, family: CSVTable) throws(DemoFault) {
        var codes: [String] = []
        for row in family.rows {
            if let code = row["culture"], !codes.contains(code) { codes.append(code) }
        }
        var cultures: [NameCulture] = []
        for code in codes {
            let f = NameBook.names(female, code), m = NameBook.names(male, code), n = NameBook.names(family, code)
            // Fewer names than siblings in a family would make the draw of a new one endless.
            guard f.count >= 8, m.count >= 8, n.count >= 8 else {
                throw DemoFault(file: "demo/names", what: "culture \(code) needs at least eight names of each kind")
            }
            cultures.append(NameCulture(code: code, female: f, male: m, family: n, femaleTable: .zipf(f.count),
                                        maleTable: .zipf(m.count), familyTable: .zipf(n.count)))
        }
        guard !cultures.isEmpty else { throw DemoFault(file: "demo/names/family.csv", what: "no names") }
        self.cultures = cultures
        cultureTable = .zipf(cultures.count)
    }

    private static func names(_ table: CSVTable, _ culture: String) -> [DemoName] {
        table.rows.compactMap { row in
            guard row["culture"] == culture, let latin = row["latin"] else { return nil }
            return DemoName(latin: [latin] + split(row["latin_variants"]),
                            arabic: row["arabic"].map { [$0] + split(row["arabic_variants"]) } ?? [])
        }
    }

    private static func split(_ cell: String?) -> [String] {
        (cell ?? "").split(separator: "|").map(String.init)
    }
}

extension SplitMix64 {
    /// One of the spellings: the first in 55 of 100 draws.
    mutating func spelling(_ spellings: [String]) -> String {
        spellings.count == 1 || chance(55) ? spellings[0] : spellings[1 + below(spellings.count - 1)]
    }
}
