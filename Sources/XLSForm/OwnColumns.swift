import FormEngine

/// The columns of our own (`cm::`). No other tool looks at them, and a word nobody knows in one of them would lock
/// everybody out of answers or let them leave the site: every cell is held against what may stand there.
extension FormChecker {
    /// What a column takes.
    private enum Content {
        case words([String])
        case yesNo, length, source(today: Bool), anything
    }

    private func content(_ column: String) -> Content {
        switch column {
        case "permission": .words(options.classes)
        case "forward": .words(["never", "deidentified", "full"].filter { ForwardRule(rawValue: $0) != nil })
        case "mds", "hideable", "retire": .yesNo
        case "maxlength": .length
        // The largest profile asks everything: only what the others leave out is marked.
        case "profile": .words(["national"])
        case "index": .words(["name", "code", "date", "text", "link"])
        case "type": .words(["signature", "calculate"])
        case "autofill": .source(today: true)
        case "beside": .source(today: false)
        default: .anything
        }
    }

    func checkOwnColumns() {
        if let survey { checkOwn(survey, known: Vocabulary.ownColumns) }
        if let choicesTable { checkOwn(choicesTable, known: ["retire"]) }
        if let settingsTable { checkOwn(settingsTable, known: ["title", "rights_as"], languages: ["title"]) }
    }

    private func checkOwn(_ table: SheetTable, known: [String], languages: Set<String> = []) {
        for header in table.headers {
            guard header.path[0] == "cm", header.path.count > 1 else {
                if let meant = Self.meantOwn(header.title, known) {
                    note(.unknownHeader, table.place(header), "The column \(header.title) is not known and was not read.", meant)
                }
                continue
            }
            let column = header.path[1]
            guard known.contains(column) else {
                note(.unknownHeader, table.place(header), "The column \(header.title) is not known and was not read.",
                     near(column, in: known).map { "cm::" + $0 })
                continue
            }
            guard header.path.count == 2 || languages.contains(column) else {
                note(.badHeader, table.place(header), "The column cm::\(column) is the same in all languages.", "cm::" + column)
                continue
            }
            let content = content(column), path = header.path.joined(separator: "::")
            for row in table.rows {
                guard let value = row.values[path] else { continue }
                check(value, as: content, at: table.place(row, value), "cm::" + column)
            }
        }
    }

    private func check(_ value: SheetTable.Value, as content: Content, at place: Place, _ column: String) {
        let text = value.text
        switch content {
        case .anything: return
        case .words(let words):
            guard !words.contains(text) else { return }
            let begun = words.filter { text.count >= 3 && $0.hasPrefix(text.lowercased()) }
            note(.badValue, place, "\(column) does not know the word \(text). Known are \(words.joined(separator: ", ")).",
                 near(text, in: words) ?? (begun.count == 1 ? begun[0] : nil))
        case .yesNo:
            let word = text.lowercased()
            guard !["yes", "true", "true()", "1", "x", "no", "false", "false()", "0"].contains(word) else { return }
            note(.badValue, place, "\(column) takes yes, or nothing.", near(word, in: ["yes", "no"]))
        case .length:
            guard let length = Int(text), length > 0, length <= 1_000_000 else {
                return note(.badValue, place, "\(column) takes a whole number of characters above 0.",
                            String(text.filter { $0.isASCII && $0.isNumber }.drop { $0 == "0" }.prefix(6)).nonEmpty)
            }
        case .source(let today):
            if today, text == "today" { return }
            // An answer may be filled in from one of several; beside it stands one.
            let sources = today ? Words.split(text, at: " ").filter { !$0.isEmpty } : [text]
            let isSound = !sources.isEmpty && sources.allSatisfy { source in
                let parts = Words.split(source, at: ".")
                return parts.count >= 2 && parts.allSatisfy(Self.isPlainName)
            }
            guard !isSound else { return }
            note(.badValue, place, today ? "\(column) takes today, or a form and a field: form.field. Several stand with blanks between them."
                : "\(column) takes a form and a field: form.field.", today ? near(text, in: ["today"]) : nil)
        }
    }

    private static func isPlainName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return text.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x5F || $0 == 0x2D }
    }

    /// `cm_permission`, `CM::permission`, `cm:permision`: somebody meant a column of ours.
    private static func meantOwn(_ title: String, _ known: [String]) -> String? {
        let plain = Words.snake(title)
        // `cm_retire` of an exported choices sheet is understood; so is any column of the choices for filters.
        guard plain.hasPrefix("cm"), plain.count > 4 else { return nil }
        let columns = known.map { "cm::" + $0 }
        return columns.contains(plain) ? plain : Words.nearest(plain, in: columns)
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
