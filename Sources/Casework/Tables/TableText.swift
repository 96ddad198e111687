import FormEngine
import Foundations
import Workbook

/// Answers as the text of a cell, and back.
enum TableText {
    // MARK: Out

    /// Empty for no answer. Choices stand with blanks between.
    static func text(_ value: Value?) -> String {
        switch value {
        case nil, .null, .bytes, .map: ""
        case .bool(let bool): bool ? "yes" : "no"
        case .int(let int): String(int)
        case .decimal(let text): text
        case .text(let text): cleaned(text)
        case .list(let list): list.compactMap(\.text).joined(separator: " ")
        }
    }

    /// CSV has no other mark against a formula than an apostrophe in front, and its writer sets one. What begins with
    /// apostrophes of its own before such a text gets one more, so that reading takes off exactly what writing put on.
    static func marked(_ text: String) -> String { startsMarked(text) ? "'" + text : text }

    static func unmarked(_ text: String) -> String { startsMarked(text) ? String(text.dropFirst()) : text }

    private static func startsMarked(_ text: String) -> Bool {
        text.first == "'" && Sheet.looksLikeFormula(String(text.drop { $0 == "'" }))
    }

    // MARK: In

    /// What a cell says for this field; nil where no answer of that type is written so.
    static func value(_ cell: String, for field: FormField) -> Value? {
        switch field.type {
        case .integer: return Int64(plain(cell)).map { .int($0) }
        case .decimal:
            let digits = plain(cell)
            return Double(digits).map { $0.isFinite } == true && digits.allSatisfy({ $0.isASCII && ($0.isNumber || ".-+".contains($0)) }) ? .decimal(digits) : nil
        case .date: return .text(day(cell))
        case .time, .dateTime: return .text(plain(cell))
        case .selectOne: return .text(code(cell))
        case .selectMultiple: return .list(codes(cell).map { .text($0) })
        case .acknowledge:
            switch plain(cell).lowercased() {
            case "yes", "ok", "true", "1": return .bool(true)
            case "no", "false", "0": return .null
            default: return nil
            }
        default: return .text(field.appears("edtf") ? day(cell) : cell)
        }
    }

    /// Whether a cell says what the record holds. What was written out and came back untouched is always the same,
    /// whatever the spreadsheet did to line ends, digits and the order of choices.
    static func same(_ cell: String, _ stored: Value?, for field: FormField) -> Bool {
        let text = text(stored)
        if cleaned(cell) == text { return true }
        guard !cell.isEmpty, !text.isEmpty else { return false }
        switch field.type {
        case .selectMultiple: return Set(codes(cell)) == Set(stored?.choices ?? [])
        case .integer, .decimal: return decimal(plain(cell)) == decimal(text)
        case .text, .hidden, .geopoint, .barcode: return field.appears("edtf") && day(cell) == text
        default: return value(cell, for: field).map { self.text($0) == text } ?? false
        }
    }

    /// Line ends of one kind, and without what a workbook cannot carry.
    static func cleaned(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        var isAfterReturn = false
        for scalar in text.replacing("_x000D_", with: "\r").unicodeScalars {
            defer { isAfterReturn = scalar == "\r" }
            switch scalar {
            case "\r": out.append("\n")
            case "\n": if !isAfterReturn { out.append(scalar) }
            case "\t": out.append(scalar)
            case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": break
            default: out.append(scalar)
            }
        }
        return trimmed(String(out))
    }

    static func trimmed(_ text: String) -> String {
        var view = text.unicodeScalars[...]
        while let first = view.first, first.properties.isWhitespace { view = view.dropFirst() }
        while let last = view.last, last.properties.isWhitespace { view = view.dropLast() }
        return String(view)
    }

    /// Digits of Arabic and Persian as ASCII, without the marks that turn the direction of writing.
    static func plain(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x660...0x669: out.append(UnicodeScalar(UInt8(0x30 + scalar.value - 0x660)))
            case 0x6F0...0x6F9: out.append(UnicodeScalar(UInt8(0x30 + scalar.value - 0x6F0)))
            case 0x66B: out.append(".")
            case 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x61C, 0xFEFF: break
            default: out.append(scalar)
            }
        }
        return trimmed(String(out))
    }

    static func code(_ cell: String) -> String { plain(cell) }

    /// People put commas between choices too.
    static func codes(_ cell: String) -> [String] {
        var seen: Set<String> = []
        return plain(cell).split { $0.isWhitespace || ",;،؛".contains($0) }.map(String.init).filter { seen.insert($0).inserted }
    }

    /// A cell that a spreadsheet shows as a date comes with its time where it has one; midnight is none.
    private static func day(_ cell: String) -> String {
        let text = plain(cell)
        return text.hasSuffix(" 00:00:00") || text.hasSuffix("T00:00:00") ? String(text.dropLast(9)) : text
    }

    /// `12.50` and `12.5` are one number.
    private static func decimal(_ text: String) -> String {
        var text = text[...]
        if text.hasPrefix("+") { text = text.dropFirst() }
        guard text.contains(".") else { return String(text) }
        while text.hasSuffix("0") { text = text.dropLast() }
        return String(text.hasSuffix(".") ? text.dropLast() : text)
    }
}
