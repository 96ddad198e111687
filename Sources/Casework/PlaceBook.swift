import FormEngine

/// A place of the district, by its code (a P-code where the country has them).
public struct Place: Sendable, Equatable {
    public let code: String
    /// Language code → name.
    public let names: [String: String]
    public let parent: String?
    /// Old records still show it; it can't be chosen.
    public let retired: Bool

    public init(code: String, names: [String: String], parent: String?, retired: Bool = false) {
        self.code = code
        self.names = names
        self.parent = parent
        self.retired = retired
    }
}

/// The places of this site. Names stand side by side, not in a table for each place: 100,000 places take some 20 MB.
public struct PlaceBook: Sendable {
    private var codes: [String] = []
    private var parents: [String] = []
    private var retired: [Bool] = []
    private var languages: [String] = []
    /// So many for each place as there are languages; empty where there is none.
    private var labels: [String] = []
    private var positions: [String: Int32] = [:]

    /// From `places.csv`: columns `code`, `parent`, `retired` and `label::Language (code)`. Rows without a code, or whose code
    /// came before, are left out. An unreadable file gives an empty book.
    public init(csv: String) {
        guard let table = try? CSVTable(csv) else {
            self.init(languages: [])
            return
        }
        let columns = table.languages(of: "label")
        self.init(languages: columns.map(\.code), count: table.rows.count)
        for row in table.rows {
            guard let code = row["code"] else { continue }
            add(code, parent: row["parent"] ?? "", retired: row["retired"] == "yes", labels: columns.map { row[$0.column] ?? "" })
        }
    }

    /// An empty book for so many places.
    /// - Parameter languages: their codes, in the order in which `add` gets labels.
    public init(languages: [String], count: Int = 0) {
        self.languages = languages
        codes.reserveCapacity(count)
        parents.reserveCapacity(count)
        retired.reserveCapacity(count)
        labels.reserveCapacity(count * languages.count)
        positions.reserveCapacity(count)
    }

    /// Nothing where the code is there already.
    /// - Parameter parent: empty for none.
    public mutating func add(_ code: String, parent: String, retired: Bool, labels: [String]) {
        guard positions[code] == nil, labels.count == languages.count else { return }
        positions[code] = Int32(codes.count)
        codes.append(code)
        parents.append(parent)
        self.retired.append(retired)
        self.labels += labels
    }

    public var count: Int { codes.count }
    public var isEmpty: Bool { codes.isEmpty }
    public var retiredCount: Int { retired.count(where: \.self) }

    /// Whether a code can be chosen: it is there, and not retired.
    public func offers(_ code: String) -> Bool { positions[code].map { !retired[Int($0)] } ?? false }

    /// What can be chosen, in the order of the file, made one by one.
    public var offered: some Sequence<Place> { codes.indices.lazy.filter { !retired[$0] }.map { self[number: $0] } }

    public subscript(code: String) -> Place? { positions[code].map { self[number: Int($0)] } }

    /// By its number in the order of the file.
    public subscript(number number: Int) -> Place {
        var names: [String: String] = [:]
        for (index, language) in languages.enumerated() {
            let label = labels[number * languages.count + index]
            if !label.isEmpty { names[language] = label }
        }
        return Place(code: codes[number], names: names, parent: parents[number].isEmpty ? nil : parents[number], retired: retired[number])
    }
}
