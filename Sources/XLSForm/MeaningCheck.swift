import FormEngine

/// Rules that can be read and yet say something else than their author meant. Remarks: other tools take such forms.
extension FormChecker {
    func checkMeanings() {
        guard let survey else { return }
        let types = Dictionary(survey.rows.compactMap { row in row["name"].flatMap { name in row["type"].map { (name, $0) } } }, uniquingKeysWith: { first, _ in first })
        for row in survey.rows where row["type"] != nil {
            for path in Self.expressionPaths {
                guard let value = row.values[path] else { continue }
                let place = survey.place(row, value)
                if Self.isDate(value.text) {
                    warn(.meaning, place, "This is a plain date and no rule; a spreadsheet may have made it of what was typed.", "Write the rule as text, with ' in front.")
                    continue
                }
                checkTruth(value.text, path, place)
                if path != "choice_filter" { checkBareNames(value.text, place) }
                checkLiterals(value.text, own: row["name"] ?? "", types, place)
            }
        }
        checkChoiceDates()
        checkUnreadTexts(survey)
        if let choicesTable { checkUnreadTexts(choicesTable) }
    }

    /// `ja` as an answer to whether a question is required: it would never be.
    private func checkTruth(_ text: String, _ path: String, _ place: Place) {
        guard ["bind::required", "bind::readonly", "bind::relevant"].contains(path), Words.yesNo(text) == nil, Words.isName(text, prefixed: false),
              !["x", "1", "0"].contains(text.lowercased()) else { return }
        if elementNames[text] != nil {
            warn(.meaning, place, "The word \(text) alone is not the answer to the question \(text).", "${\(text)}")
        } else {
            let isYes = ["ja", "oui", "si", "sí", "sim", "evet", "y", "نعم"].contains(text.lowercased())
            warn(.meaning, place, "The word \(text) is read as the name of a question that does not exist, so it never holds.", isYes ? (path == "bind::relevant" ? "Leave the cell empty." : "yes") : nil)
        }
    }

    /// `seen = 'no'` where `${seen} = 'no'` was meant.
    private func checkBareNames(_ text: String, _ place: Place) {
        guard !text.contains("["), !text.contains("/"), !text.contains("instance(") else { return }
        let pieces = Self.pieces(text)
        for (at, piece) in pieces.enumerated() {
            guard case .word(let word) = piece, elementNames[word] != nil, !["and", "or", "div", "mod"].contains(word) else { continue }
            if at + 1 < pieces.count, case .sign(let next) = pieces[at + 1], next == "(" || next == ":" { continue }
            guard pieces.count > 1 else { continue }
            warn(.meaning, place, "The word \(word) alone is not the answer to the question \(word).", "${\(word)}")
            return
        }
    }

    /// `${q} = 'x'` or `selected(${q}, 'x')` where the list of q has no choice x.
    private func checkLiterals(_ text: String, own: String, _ types: [String: String], _ place: Place) {
        let pieces = Self.pieces(text)
        func list(_ piece: Piece) -> String? {
            let name = switch piece {
            case .reference(let name): name
            case .sign("."): own
            default: ""
            }
            guard let type = types[name], let select = Self.select(type), !select.command.contains("file"), select.type != .oneExternal, lists[select.list] != nil else { return nil }
            return select.list
        }
        var told: Set<String> = []
        func compare(_ piece: Piece, _ literal: String) {
            guard !literal.isEmpty, let list = list(piece), let choices = lists[list], told.insert(list + " " + literal).inserted,
                  !choices.contains(where: { $0.name == literal }), !(literal == "other" && listsWithOther.contains(list)) else { return }
            warn(.meaning, place, "The list \(list) has no choice \(literal), so this comparison says the same whatever is answered.", near(literal, in: choices.map(\.name)))
        }
        for at in pieces.indices {
            guard at >= 2, case .sign(let sign) = pieces[at - 1] else { continue }
            if sign == "=" || sign == "!=" {
                if case .text(let literal) = pieces[at] { compare(pieces[at - 2], literal) }
                if case .text(let literal) = pieces[at - 2] { compare(pieces[at], literal) }
            }
            if sign == ",", at >= 4, case .text(let literal) = pieces[at], case .sign("(") = pieces[at - 3], case .word("selected") = pieces[at - 4] {
                compare(pieces[at - 2], literal)
            }
        }
    }

    // MARK: what a spreadsheet changed, and what nobody reads

    private func checkChoiceDates() {
        guard let table = choicesTable else { return }
        for list in listOrder {
            guard let choices = lists[list], let found = choices.first(where: { Self.isDate($0.name) }), choices.contains(where: { !Self.isDate($0.name) }) else { continue }
            warn(.meaning, table.place(found.row, "name"), "The name of this choice is a date; a spreadsheet may have made it of what was typed.", "Write it as text, with ' in front.")
        }
    }

    /// Columns that nothing reads, and texts under no header at all.
    private func checkUnreadTexts(_ table: SheetTable) {
        for stray in table.strays {
            warn(.unknownHeader, stray, "This column has no header, so its texts were not read.", "Give it a header, or clear it.")
        }
    }

    private static func isDate(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 10 || (bytes.count == 19 && bytes[10] == 0x20) else { return false }
        return bytes.prefix(10).enumerated().allSatisfy { $0.offset == 4 || $0.offset == 7 ? $0.element == 0x2D : (0x30...0x39).contains($0.element) }
    }

    // MARK: pieces of an expression

    private enum Piece: Equatable { case word(String), reference(String), text(String), sign(String) }

    /// Words, `${references}`, quoted texts and signs; enough to see what is compared with what.
    private static func pieces(_ text: String) -> [Piece] {
        var found: [Piece] = []
        var rest = Substring(text)
        while let first = rest.first, found.count < 2_000 {
            if first.isWhitespace { rest = rest.dropFirst(); continue }
            if first == "\"" || first == "'" {
                let inner = rest.dropFirst().prefix { $0 != first }
                found.append(.text(String(inner)))
                rest = rest.dropFirst(inner.count + 2)
            } else if rest.hasPrefix("${") {
                let inner = rest.dropFirst(2).prefix { $0 != "}" }
                found.append(.reference(String(inner)))
                rest = rest.dropFirst(inner.count + 3)
            } else if first.unicodeScalars.allSatisfy(Words.startsName) {
                let word = rest.prefix { $0.unicodeScalars.allSatisfy { Words.startsName($0) || Words.continuesName($0) } }
                found.append(.word(String(word)))
                rest = rest.dropFirst(word.count)
            } else {
                let sign = rest.hasPrefix("!=") ? "!=" : rest.hasPrefix("<=") || rest.hasPrefix(">=") ? String(rest.prefix(2)) : String(first)
                found.append(.sign(sign))
                rest = rest.dropFirst(sign.count)
            }
        }
        return found
    }
}
