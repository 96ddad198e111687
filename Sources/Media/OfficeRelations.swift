/// What a part of an office document refers to (ECMA-376 part 2, relationships).
enum OfficeRelations {
    /// A document made from somebody's template keeps that bond; this name means the reader's own.
    /// A relation has four.
    private static let mostAttributes = 16
    private static let ownTemplate = "Normal.dotm", nowhere = "file:///removed"

    /// The same list where what a program would fetch from elsewhere by itself (a template, a picture, another table) leads
    /// nowhere; links that a person follows stay. Nil where nothing is to be changed. Throws what can't be read for sure.
    static func mended(_ text: String) throws(MediaFault) -> String? {
        var hasChanged = false
        var pieces: [String] = []
        for (place, piece) in text.split(separator: "<", omittingEmptySubsequences: false).enumerated() {
            if place == 0 || piece.first == "/" || piece.first == "?" {
                pieces.append(String(piece))
                continue
            }
            guard let attributes = attributes(piece) else { throw .cannotBeCleaned }
            func value(_ name: String) -> Substring? { attributes.first { $0.name == name }.map { piece[$0.value] } }
            guard let mode = value("TargetMode"), mode.lowercased().contains("external"), let target = attributes.first(where: { $0.name == "Target" }) else {
                pieces.append(String(piece))
                continue
            }
            let type = value("Type") ?? ""
            if type.hasSuffix("/hyperlink") {
                pieces.append(String(piece))
                continue
            }
            hasChanged = true
            pieces.append(piece[..<target.value.lowerBound] + (type.hasSuffix("/attachedTemplate") ? ownTemplate : nowhere) + piece[target.value.upperBound...])
        }
        return hasChanged ? pieces.joined(separator: "<") : nil
    }

    /// The attributes of a tag, from its name on; nil where it is none, or one stands twice.
    private static func attributes(_ tag: Substring) -> [(name: Substring, value: Range<Substring.Index>)]? {
        var rest = tag
        func isBlank(_ character: Character) -> Bool { character.isWhitespace }
        rest = rest.drop { !isBlank($0) && $0 != ">" && $0 != "/" }
        var found: [(name: Substring, value: Range<Substring.Index>)] = []
        while true {
            rest = rest.drop(while: isBlank)
            guard let first = rest.first else { return nil }
            if first == ">" || first == "/" { return found }
            let name = rest.prefix { !isBlank($0) && $0 != "=" && $0 != ">" && $0 != "/" }
            rest = rest.dropFirst(name.count).drop(while: isBlank)
            guard rest.first == "=" else { return nil }
            rest = rest.dropFirst().drop(while: isBlank)
            guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
            rest = rest.dropFirst()
            guard found.count < mostAttributes, let end = rest.firstIndex(of: quote), !found.contains(where: { $0.name == name }) else { return nil }
            found.append((name, rest.startIndex..<end))
            rest = rest[rest.index(after: end)...]
        }
    }
}
