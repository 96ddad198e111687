import Matching
/// What somebody typed into a search, folded as the index is.
struct NameSought {
    struct Part {
        /// Each word with the keys of its sound, which carry their mark.
        var words: [(word: String, keys: [String])]
        /// Keys of the words read as one.
        var joined: [String]
    }

    let words: [String]
    let parts: [Part]
    let number: String?

    init(_ text: String) {
        let limited = String(text.prefix(200))
        words = Array(NameFolding.words(limited).prefix(8)).filter { $0.unicodeScalars.count > 1 }
        func marked(_ keys: [String]) -> [String] { keys.map { String(NameFolding.soundMark) + $0 } }
        parts = NameSounds.parts(words).map { part in
            Part(words: part.words.map { ($0, marked(NameSounds.keys(of: $0))) }, joined: marked(part.joined))
        }
        number = limited.contains(where: \.isNumber) ? NameFolding.number(limited).flatMap { $0.count > 2 ? $0 : nil } : nil
    }

    /// The best stage at which a row of the index is found, if it is: what the expressions of `NameSearch` ask of FTS5.
    func stage(of row: String) -> NameSearch.Stage? {
        let there = row.split(separator: " ")
        func begins(_ word: String) -> Bool { there.contains { $0.hasPrefix(word) } }
        func has(_ word: String) -> Bool { there.contains { $0 == word } }
        if let number, begins(number) { return .number }
        if words.isEmpty { return nil }
        if words.allSatisfy(has) { return .exact }
        if words.allSatisfy(begins) { return .prefix }
        let isHeard = parts.allSatisfy { part in
            part.words.allSatisfy { begins($0.word) || $0.keys.contains(where: has) } || part.joined.contains(where: has)
        }
        return isHeard ? .sound : nil
    }
}
