public import Foundations

/// Fields on which a disagreement must not lower a child's protection: until a person decides, the value that
/// protects most holds.
public enum Protective {
    public static func guards(_ field: String) -> Bool {
        field == "risk_level" || field.hasPrefix("consent") || field.hasPrefix("contact_restriction")
    }

    /// `values` come with the winner by time first; it wins among equals.
    public static func held(_ field: String, _ values: [Value]) -> Value {
        if field.hasPrefix("contact_restriction") { return union(values) }
        var held = values.first ?? .null
        for value in values.dropFirst() where rank(field, value) > rank(field, held) { held = value }
        return held
    }

    private static func rank(_ field: String, _ value: Value) -> Int {
        if field == "risk_level" {
            switch value.text {
            case "high": return 3
            case "medium": return 2
            case "low": return 1
            default: return 0
            }
        }
        switch value {
        case .text("no"), .text("refused"), .text("withdrawn"), .bool(false): return 2
        case .text("yes"), .text("given"), .bool(true): return 0
        default: return 1
        }
    }

    /// Every restriction that anybody recorded holds: lists are united, texts stand one after another.
    private static func union(_ values: [Value]) -> Value {
        let present = values.filter { !$0.isNull && $0 != .text("") }
        guard let first = present.first else { return .null }
        if present.count == 1 { return first }
        let lists = present.compactMap(\.list)
        if lists.count == present.count {
            return .list(Set(lists.joined()).sorted { CanonicalCBOR.encode($0).lexicographicallyPrecedes(CanonicalCBOR.encode($1)) })
        }
        return .text(Set(present.flatMap { $0.text.map { [$0] } ?? $0.choices }).sorted().joined(separator: "; "))
    }
}
