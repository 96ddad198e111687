/// What the parts of an office document say it is, and what it carries. Names ignore letter case, as the programs do that
/// open it. Holds one list of relations or types, at most 1 MB, and of a table or text inside another (charts have them)
/// what its own filter holds.
struct OfficeParts: Sendable {
    /// What is to be looked at inside a part.
    private enum Look: Sendable {
        case types, relations, link, mime
        /// One filter; in a list, because a value can't hold itself.
        case document([OfficeFilter])
    }

    private static let largestList = 1 << 20, mostLists = 8 << 20, mostInside = 30
    private static let programs = ["vbaproject", "vbadata", "macrosheets/", "xl/macros", "activex/", "wwsecurity", "/basic/", "/scripts/"]
    private static let carried = ["embeddings/", "oleobject", "word/afchunk", "attachedtoolbars", "webextensions/"]
    private static let runs: Set<String> = ["exe", "dll", "com", "bat", "cmd", "js", "vbs", "ps1", "jar", "scr", "msi", "hta", "lnk", "html", "htm",
                                            "svgz", "docm", "dotm", "dotx", "xlsm", "xlam", "xltm", "doc", "xls", "zip", "ocx"]

    /// Inside another document, where no document may lie once more.
    let isInside: Bool
    private var names: Set<String> = []
    private var hasWord = false, hasSheet = false, hasText = false
    private var look: Look?
    /// The list that is looked at, and how much all of them held.
    private var list: [UInt8] = []
    private var listed = 0, inside = 0

    init(isInside: Bool = false) { self.isInside = isInside }

    var type: MediaType? {
        switch (hasWord, hasSheet, hasText) {
        case (true, false, false): .docx
        case (false, true, false): .xlsx
        case (false, false, true): .odt
        default: nil
        }
    }

    /// Whether `end` may answer another content for the part of this name.
    static func mayChange(_ name: [UInt8]) -> Bool { String(decoding: name, as: UTF8.self).lowercased().hasSuffix(".rels") }

    mutating func begin(_ bytes: [UInt8]) throws(MediaFault) {
        guard let given = String(validating: bytes, as: UTF8.self) else { throw .damaged }
        var name = given.lowercased().replacing("\\", with: "/")
        while name.hasPrefix("/") { name.removeFirst() }
        // Which of two a program would open is its own choice.
        guard names.insert(name).inserted else { throw .damaged }
        look = nil
        list = []
        if name.hasSuffix("/") { return }
        if name.hasPrefix("basic/") || name.hasPrefix("scripts/") || Self.programs.contains(where: { name.contains($0) }) { throw .hasMacros }
        let last = name.split(separator: "/").last ?? ""
        let ending = last.split(separator: ".").dropFirst().last.map(String.init) ?? ""
        if name.contains("embeddings/"), ending == "xlsx" || ending == "docx", !isInside {
            inside += 1
            guard inside <= Self.mostInside else { throw .cannotBeCleaned }
            look = .document([OfficeFilter(isInside: true)])
            return
        }
        // OpenDocument's charts and formulas are folders of this name; a file is a foreign program's.
        let isObject = name.hasPrefix("object ") && !name.contains("/")
        if isObject || Self.runs.contains(ending) || Self.carried.contains(where: { name.contains($0) }) { throw .hasForeignParts }
        if ending == "bin", !name.contains("printersettings/printersettings") { throw .hasMacros }
        if name == "word/document.xml" { hasWord = true }
        if name == "xl/workbook.xml" { hasSheet = true }
        if name == "[content_types].xml" { look = .types }
        if name.hasSuffix(".rels") { look = .relations }
        if name.hasPrefix("xl/externallinks/"), ending == "xml" { look = .link }
        if name == "mimetype" { look = .mime }
    }

    mutating func take(_ bytes: ArraySlice<UInt8>) throws(MediaFault) {
        guard let look else { return }
        if case .document(var filters) = look {
            self.look = nil
            _ = try filters[0].take(Array(bytes))
            self.look = .document(filters)
            return
        }
        listed += bytes.count
        guard list.count + bytes.count <= Self.largestList, listed <= Self.mostLists else { throw .cannotBeCleaned }
        list += bytes
    }

    /// Behind the part's last byte. Answers what its content must become; nil where it stays.
    mutating func end() throws(MediaFault) -> [UInt8]? {
        defer {
            look = nil
            list = []
        }
        switch look {
        case nil: return nil
        case .mime:
            guard list == Array(MediaType.odt.rawValue.utf8) else { throw .unknownType }
            hasText = true
        case .document(var filters):
            _ = try filters[0].finish()
            // What must be changed deeper inside is not.
            guard !filters[0].hasMended else { throw .hasForeignParts }
        case .types: _ = try words(list)
        case .link:
            let text = try words(list)
            if text.contains("ddelink") || text.contains("olelink") { throw .hasForeignParts }
        case .relations:
            let text = try words(list)
            for word in ["oleobject", "afchunk", "webextension"] where text.contains(word) { throw .hasForeignParts }
            if !text.contains("external") { return nil }
            guard let exact = String(validating: list, as: UTF8.self), !list.contains(0), !text.contains("<!") else { throw .cannotBeCleaned }
            return try OfficeRelations.mended(exact).map { Array($0.utf8) }
        }
        return nil
    }

    /// A list in small letters, without the zeros that UTF-16 has between its letters.
    private func words(_ list: [UInt8]) throws(MediaFault) -> String {
        let text = String(decoding: list.filter { $0 != 0 }, as: UTF8.self).lowercased()
        // Words written another way would not be found.
        if text.contains("&#") || text.contains("<!entity") || text.contains("<!doctype") { throw .cannotBeCleaned }
        for word in ["vbaproject", "macroenabled", "activex", "/control\"", "/control'", "macrosheet", "xlmacro"] where text.contains(word) { throw .hasMacros }
        return text
    }
}
