/// What the lock of the minimum data set (`cm::mds`) keeps beside name and type: that the question is asked, and that what
/// is answered counts. A rule that the standard version has may come back; one that nobody has yet may not.
struct LockedRules {
    static let columns: Set = ["calculation", "constraint", "choice_filter", "read_only", "relevant"]
    static let ruleChanged = "locked rule changed"
    static let hidden = "locked field hidden"

    let old: VersionOfForm
    let new: VersionOfForm
    let standard: VersionOfForm?

    func refusal(_ before: VersionOfForm.Field, _ column: String, _ after: String?) -> String? {
        // Else hiding would only take two versions instead of one.
        if before.locked, column == "cm::hideable", VersionOfForm.Field.says(after) {
            return standard?.byKey[before.key]?.hideable == true ? nil : Self.ruleChanged
        }
        guard before.locked, Self.columns.contains(column), let after, !Self.isNothing(after, in: column) else { return nil }
        return standard?.byKey[before.key]?.row[column] == after ? nil : Self.ruleChanged
    }

    /// `no` makes nothing read-only.
    private static func isNothing(_ text: String, in column: String) -> Bool {
        column == "read_only" && ["no", "false", "false()", "0"].contains(text.lowercased())
    }

    func refusal(hiding before: VersionOfForm.Field) -> String? {
        before.locked && !before.hideable && standard?.byKey[before.key]?.hidden != true ? Self.hidden : nil
    }

    /// A locked question that a group around it now hides or asks only at times.
    func covered(_ before: VersionOfForm.Field, _ after: VersionOfForm.Field) -> (rule: String, hidden: Bool, refusal: String?)? {
        guard before.locked, !before.isGroup else { return nil }
        var allowed = Set(old.conditions(around: before).map(\.rule))
        if let standard, let twin = standard.byKey[before.key] { allowed.formUnion(standard.conditions(around: twin).map(\.rule)) }
        guard let found = new.conditions(around: after).first(where: { !allowed.contains($0.rule) }) else { return nil }
        return found.hides ? (found.rule, true, before.hideable ? nil : Self.hidden) : (found.rule, false, Self.ruleChanged)
    }
}
