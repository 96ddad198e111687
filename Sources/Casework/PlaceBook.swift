import FormEngine

/// A place of the district, by its code (a P-code where the country has them).
public struct Place: Sendable, Equatable {
    public let code: String
    /// Language code → name.
    public let names: [String: String]
    public let parent: String?
}

/// The places of this site, read from `places.csv`: columns `code`, `parent` and `label::Language (code)`.
public struct PlaceBook: Sendable {
    private let byCode: [String: Place]
    /// In the order of the file.
    public let all: [Place]

    /// Rows without a code, or whose code came before, are left out. An unreadable file gives an empty book.
    public init(csv: String) {
        var all: [Place] = [], byCode: [String: Place] = [:]
        if let table = try? CSVTable(csv) {
            let languages = table.languages(of: "label")
            for row in table.rows {
                guard let code = row["code"], byCode[code] == nil else { continue }
                var names: [String: String] = [:]
                for (language, column) in languages { names[language] = row[column] }
                let place = Place(code: code, names: names, parent: row["parent"])
                byCode[code] = place
                all.append(place)
            }
        }
        self.all = all
        self.byCode = byCode
    }

    public subscript(code: String) -> Place? { byCode[code] }
}
