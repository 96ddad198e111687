import Workbook

extension CodeTableReader {
    /// What rows must be among each other.
    mutating func checkRows(_ table: CodeTable) {
        checkUnique(table)
        checkLanguages(table)
        if kind == .places { checkTree(table) }
    }

    private mutating func checkUnique(_ table: CodeTable) {
        var codes: [String: Int] = [:], folded: [String: Int] = [:], short: [String: Int] = [:]
        for row in table.rows {
            if let other = codes[row.code] {
                note(.repeatedName, .error, place(row.source, "code", row.code), "The code \(row.code) is already in row \(other).", suggestion: "Give one of them another code.")
                continue
            }
            codes[row.code] = row.source
            if let other = folded.updateValue(row.source, forKey: row.code.lowercased()) {
                note(.similarName, .error, place(row.source, "code", row.code), "The code differs from that in row \(other) by capital letters alone.",
                     suggestion: "Give one of them another code.")
            }
            guard !row.shortCode.isEmpty, let other = short.updateValue(row.source, forKey: row.shortCode.lowercased()) else { continue }
            note(.repeatedName, .error, place(row.source, "short_code", row.shortCode), "The short code \(row.shortCode) is already in row \(other).",
                 suggestion: "Give one of them another short code.")
        }
    }

    private mutating func checkLanguages(_ table: CodeTable) {
        for code in speaks {
            let column = table.languages.firstIndex { $0.code == code }
            let missing = table.rows.count { row in !row.retired && (column.map { row.labels[$0].isEmpty } ?? true) }
            guard missing > 0, missing < table.rows.count || column == nil else { continue }
            note(.translation, .warning, Place(sheet: sheet.name, row: 1, column: column.map { "label::" + table.languages[$0].title } ?? ""),
                 "\(missing) rows have no label in \(code), a language of this site; people who work in it see another one.")
        }
    }

    // MARK: Places within places

    private mutating func checkTree(_ table: CodeTable) {
        let positions = table.positions()
        var around = [Int](repeating: -1, count: table.rows.count)
        for (index, row) in table.rows.enumerated() where !row.parent.isEmpty {
            if let parent = positions[row.parent] {
                around[index] = parent
                if !row.retired, table.rows[parent].retired {
                    note(.badReference, .warning, place(row.source, "parent", row.parent), "\(row.parent) is retired, but this place within it is not.")
                }
            } else {
                note(.unknownReference, .error, place(row.source, "parent", row.parent), "There is no place with the code \(row.parent).",
                     suggestion: suggests ? Words.nearest(row.parent, in: positions.keys) : nil)
            }
        }
        checkCircles(table, around)
        checkLevels(table, around)
    }

    /// Each place is looked at once: 0 not yet, 1 on the way up from the present one, 2 known to end.
    private mutating func checkCircles(_ table: CodeTable, _ around: [Int]) {
        var state = [UInt8](repeating: 0, count: around.count)
        for start in around.indices where state[start] == 0 {
            var way: [Int] = []
            var at = start
            while at >= 0, state[at] == 0 {
                state[at] = 1
                way.append(at)
                at = around[at]
            }
            if at >= 0, state[at] == 1 {
                let circle = way[(way.firstIndex(of: at) ?? 0)...].prefix(6).map { table.rows[$0].code }
                note(.cycle, .error, place(table.rows[at].source, "parent", table.rows[at].parent), "These places lie within each other: \(circle.joined(separator: " → ")).",
                     suggestion: "Correct the parent of one of them.")
            }
            for index in way { state[index] = 2 }
        }
    }

    private struct Step: Hashable {
        let above: String
        let below: String
    }

    /// Countries name their levels as they like: no list of ours orders them. What most rows say is right, and a row against it wrong.
    private mutating func checkLevels(_ table: CodeTable, _ around: [Int]) {
        guard columns["level"] != nil, table.rows.contains(where: { !$0.level.isEmpty }) else { return }
        var counts: [Step: Int] = [:]
        for (index, row) in table.rows.enumerated() where around[index] >= 0 {
            counts[Step(above: table.rows[around[index]].level, below: row.level), default: 0] += 1
        }
        for (index, row) in table.rows.enumerated() {
            if row.level.isEmpty {
                note(.missingType, .error, place(row.source, "level", ""), "This place has no level.", suggestion: around[index] >= 0 ? nil : "country")
                continue
            }
            guard around[index] >= 0 else { continue }
            let above = table.rows[around[index]].level
            if above == row.level {
                note(.badValue, .error, place(row.source, "level", row.level), "This place and \(row.parent) around it are both of the level \(row.level).")
            } else if counts[Step(above: row.level, below: above), default: 0] > counts[Step(above: above, below: row.level), default: 0] {
                note(.badValue, .error, place(row.source, "level", row.level), "Elsewhere in this file \(row.level) lies around \(above); here it lies within it.")
            }
        }
    }
}
