/// What separates two versions of a code list or of the places, as data and in words. Codes that vanish are retired.
public struct CodeDifference: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        case added, retired, returned, relabelled
        case shortCode = "short-code"
        case moved, level
        /// Only where a list goes back: what was added since is gone from it, and stays readable in records.
        case withdrawn
    }

    public struct Change: Sendable, Equatable {
        public let kind: Kind
        public let code: String
        /// What it is called, language code → label.
        public let names: [String: String]
        public let before: String
        public let after: String
        /// The language whose label changed.
        public let language: String
        /// The row of the new file; 0 for what stands only in the old one.
        public let row: Int

        public var words: String {
            let name = names["en"] ?? names.min { $0.key < $1.key }?.value ?? code
            switch kind {
            case .added: return "“\(name)” (\(code)) is new"
            case .retired: return "“\(name)” (\(code)) can't be chosen any more; old records still show it"
            case .returned: return "“\(name)” (\(code)) can be chosen again"
            case .relabelled: return "\(code) reads “\(after)” instead of “\(before)” (\(language))"
            case .shortCode: return "\(code) has the short code \(after.isEmpty ? "none" : after) instead of \(before.isEmpty ? "none" : before)"
            case .moved: return "“\(name)” (\(code)) lies in \(after.isEmpty ? "nothing" : after) instead of \(before.isEmpty ? "nothing" : before)"
            case .level: return "“\(name)” (\(code)) is a \(after) instead of a \(before)"
            case .withdrawn: return "“\(name)” (\(code)) was added since and is no longer in the list; old records still show it"
            }
        }
    }

    public let changes: [Change]

    public var isEmpty: Bool { changes.isEmpty }

    public func count(_ kind: Kind) -> Int { changes.count { $0.kind == kind } }

    /// `3 added, 1 retired`.
    public var summary: String {
        let parts = Kind.allCases.compactMap { kind in count(kind) == 0 ? nil : "\(count(kind)) \(kind.rawValue)" }
        return parts.isEmpty ? "No difference." : parts.joined(separator: ", ")
    }

    /// - Parameter new: with `keeping(old)`, so that nothing has vanished; codes that it lacks nevertheless are withdrawn.
    public init(from old: CodeTable, to new: CodeTable) {
        var found: [Change] = []
        let older = old.positions()
        let newer = Set(new.rows.map(\.code))
        let pairs = new.languages.enumerated().compactMap { place, language in
            old.languages.firstIndex { $0.code == language.code }.map { (language.code, $0, place) }
        }
        for row in new.rows {
            func note(_ kind: Kind, _ before: String = "", _ after: String = "", _ language: String = "") {
                found.append(Change(kind: kind, code: row.code, names: new.names(row), before: before, after: after, language: language, row: row.source))
            }
            guard let place = older[row.code] else { note(.added); continue }
            let was = old.rows[place]
            if was.retired != row.retired { note(row.retired ? .retired : .returned) }
            for (language, from, to) in pairs where was.labels[from] != row.labels[to] { note(.relabelled, was.labels[from], row.labels[to], language) }
            if was.shortCode != row.shortCode { note(.shortCode, was.shortCode, row.shortCode) }
            if was.parent != row.parent { note(.moved, was.parent, row.parent) }
            if was.level != row.level { note(.level, was.level, row.level) }
        }
        for row in old.rows where !newer.contains(row.code) {
            found.append(Change(kind: .withdrawn, code: row.code, names: old.names(row), before: "", after: "", language: "", row: 0))
        }
        changes = found
    }
}
