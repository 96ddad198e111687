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

        public var words: String {
            guard let refusal else { return said }
            return "REFUSED: \(said) — \(refusal)"
        }

        private var said: String {
            switch kind {
            case .added: "\(field) is new: \(after)"
            case .retired: "\(field) is no longer asked; its old answers stay visible"
            case .renamed: "\(field) is now called \(after); old answers stay under \(before)"
            case .relabelled: "\(field) reads “\(after)” instead of “\(before)”"
            case .retyped: "\(field) changes from \(before) to \(after)"
            case .hidden: "\(field) is hidden"
            case .shown: "\(field) is shown again"
            case .moved: "\(field) moves from \(before.isEmpty ? "the top" : before) to \(after.isEmpty ? "the top" : after)"
            case .logic: "\(field) changes its rules: \(after)"
            case .choiceAdded: "\(field) offers \(after)"
            case .choiceRetired: "\(field) no longer offers \(before); old answers stay readable"
            case .choiceRelabelled: "\(field) reads “\(after)” instead of “\(before)”"
            case .title: "the form is titled “\(after)” instead of “\(before)”"
            case .languageAdded: "the form speaks \(after)"
            case .languageRemoved: "the form no longer speaks \(before)"
            case .protection: "\(field) changes who sees it or what leaves the site: \(before.isEmpty ? "nothing set" : before) → \(after.isEmpty ? "nothing set" : after)"
            }
        }
    }

    public let changes: [Change]

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
    ///   - old: the form in use. Its locked fields (`cm::mds`) may be hidden or relabelled, never renamed, retyped or removed.
    ///   - new: the form that shall take its place.
    public init(from old: FormSheets, to new: FormSheets) {
        var comparer = FormComparer(old: VersionOfForm(old), new: VersionOfForm(new))
        comparer.compare()
        changes = comparer.changes
    }
}
