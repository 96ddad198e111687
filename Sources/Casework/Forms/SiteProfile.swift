public import FormEngine

/// How much of the standard instance a site asks: the smallest set for an emergency, or everything. A profile only hides.
public struct SiteProfile: Sendable, Equatable {
    /// As `cm::profile` in forms names it.
    public let name: String
    /// By language code.
    public let titles: [String: String]
    public let hints: [String: String]
    /// Standard forms that are offered.
    public let forms: Set<String>

    /// The profiles of an instance, smallest first; the last one asks everything.
    /// - Parameters:
    ///   - table: `profiles/profiles.csv`.
    ///   - forms: `profiles/NAME.csv` of a profile.
    /// - Throws: `CSVFault` for what is no table.
    public static func all(_ table: String, forms: (String) -> String) throws(CSVFault) -> [SiteProfile] {
        let read = try CSVTable(table)
        var profiles: [SiteProfile] = []
        for row in read.rows {
            guard let name = row["profile"] else { continue }
            let offered = try CSVTable(forms(name)).rows.compactMap { $0["form"] }
            profiles.append(SiteProfile(name: name, titles: texts(row, read, "label"), hints: texts(row, read, "hint"), forms: Set(offered)))
        }
        return profiles
    }

    private static func texts(_ row: CSVTable.Row, _ table: CSVTable, _ column: String) -> [String: String] {
        var texts: [String: String] = [:]
        for (language, title) in table.languages(of: column) { texts[language] = row[title] }
        return texts
    }
}
