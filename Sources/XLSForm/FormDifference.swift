/// What separates two versions of a form, as data and in words.
public struct FormDifference: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        case added, retired, renamed, relabelled, retyped, hidden, shown, moved, logic
        case choiceAdded = "choice-added", choiceRetired = "choice-retired", choiceRelabelled = "choice-relabelled"
        case title, languageAdded = "language-added", languageRemoved = "language-removed", protection
    }

    public struct Change: Sendable, Equatable {
        public let kind: Kind
        /// The field, or the choice list.
        public let field: String
        /// What was and what is; empty where there was or is nothing.
        public let before: String
        public let after: String
        /// Why it can't be done; nil for a change that is allowed.
        public let refusal: String?
        /// The row of the new form, or of the old one for what is gone.
        public let row: Int
        /// Locked questions that choose from the list.
        public let locked: [String]

        public var words: String {
            guard let refusal else { return said }
            return "REFUSED: \(said) — \(refusal)"
        }

        private var said: String {
            switch kind {
            case .added: "\(field) is new: \(after)"
            case .retired: "\(field) is no longer asked; its old answers stay visible"
            case .renamed: "\(field) is now called \(after); old answers stay under \(before)"
            case .relabelled where after.isEmpty: "\(field) has no text any more; it was “\(before)”"
            case .relabelled where before.isEmpty: "\(field) reads “\(after)”; it had no text"
            case .relabelled: "\(field) reads “\(after)” instead of “\(before)”"
            case .retyped: "\(field) changes from \(before) to \(after)"
            case .hidden: "\(field) is hidden"
            case .shown: "\(field) is shown again"
            case .moved: "\(field) moves from \(before.isEmpty ? "the top" : before) to \(after.isEmpty ? "the top" : after)"
            case .logic: "\(field) changes: \(before.isEmpty ? "nothing" : "“\(before)”") → \(after.isEmpty ? "nothing" : "“\(after)”")"
            case .choiceAdded: "\(field) offers \(after)"
            case .choiceRetired: "\(field) no longer offers \(before); old answers stay readable\(locked.isEmpty ? "" : " — locked questions choose from it: \(locked.joined(separator: ", "))")"
            case .choiceRelabelled where after.isEmpty: "\(field) has no text any more; it was “\(before)”"
            case .choiceRelabelled where before.isEmpty: "\(field) reads “\(after)”; it had no text"
            case .choiceRelabelled: "\(field) reads “\(after)” instead of “\(before)”"
            case .title: "the form is titled “\(after)” instead of “\(before)”"
            case .languageAdded: "the form speaks \(after)"
            case .languageRemoved: "the form no longer speaks \(before)"
            case .protection: "\(field) changes who sees it or what leaves the site: \(before.isEmpty ? "nothing set" : before) → \(after.isEmpty ? "nothing set" : after)"
            }
        }
    }

    public let changes: [Change]
    /// The names of the two forms; apart, the changes are those from one form to another.
    public let names: (old: String, new: String)

    /// Nothing differs, not even what needs no word: the order of questions, remarks, pictures.
    public let isSame: Bool
    public var refused: Bool { changes.contains { $0.refusal != nil } }
    public var isEmpty: Bool { changes.isEmpty }

    /// `3 added, 1 hidden, 1 REFUSED: locked field renamed`.
    public var summary: String {
        guard !changes.isEmpty else { return "No difference." }
        var parts = Kind.allCases.compactMap { kind -> String? in
            let count = changes.count { $0.kind == kind && $0.refusal == nil }
            return count == 0 ? nil : "\(count) \(kind.rawValue)"
        }
        let refusals = changes.compactMap(\.refusal)
        if !refusals.isEmpty { parts.append("\(refusals.count) REFUSED: \(Set(refusals).sorted().joined(separator: "; "))") }
        return parts.joined(separator: ", ")
    }

    /// - Parameters:
    ///   - old: the form in use. Its locked fields (`cm::mds`) may be relabelled, and hidden where they are hideable, never renamed,
    ///     retyped or removed, nor given rules that `standard` does not have.
    ///   - new: the form that shall take its place.
    ///   - standard: the form as it came; nil where there is none.
    public init(from old: FormSheets, to new: FormSheets, standard: FormSheets? = nil) {
        var comparer = FormComparer(old: VersionOfForm(old), new: VersionOfForm(new), standard: standard.map { VersionOfForm($0) })
        comparer.compare()
        changes = comparer.changes
        names = (old.name, new.name)
        isSame = changes.isEmpty && old.survey.cells == new.survey.cells && old.choices.cells == new.choices.cells
            && old.numbered(0).settings.cells == new.numbered(0).settings.cells && old.others == new.others
    }

    public static func == (left: FormDifference, right: FormDifference) -> Bool { left.changes == right.changes && left.names == right.names }
}

extension FormSheets.Table {
    fileprivate var cells: [[String: String]] { rows.map(\.cells) }
}
