public import FormEngine

/// Which sensitivity class each field of each kind has. A field that no form describes is `never`:
/// nobody sees or writes it until a form says what it is.
public struct FieldClasses: Sendable, Equatable {
    private var table: [String: [String: SensitivityClass]]

    public init(_ table: [String: [String: SensitivityClass]] = [:]) {
        self.table = table
        for (kind, fields) in Self.builtIn { self.table[kind, default: [:]].merge(fields) { _, ours in ours } }
        self.table[ReservedKind.credential] = nil
    }

    /// From the site's forms (`cm::permission`; empty is `general`). A class that nobody knows counts as `never`. A
    /// repeat is one answer with one class; what is inside it is no field of its own.
    public init(forms: [FormDefinition]) {
        var table: [String: [String: SensitivityClass]] = [:]
        for form in forms {
            for entry in form.entries() {
                let named = SensitivityClass(rawValue: entry.permission)
                table[form.name, default: [:]][entry.name] = SensitivityClass.grantable.contains(named) ? named : .never
            }
        }
        self.init(table)
    }

    /// Gives one field another class.
    public mutating func put(_ found: SensitivityClass, on field: String, of kind: String) {
        table[kind, default: [:]][field] = SensitivityClass.grantable.contains(found) ? found : .never
    }

    public func fields(of kind: String) -> [String: SensitivityClass] { table[kind] ?? [:] }

    public func classOf(_ field: String, in kind: String) -> SensitivityClass { table[kind]?[field] ?? .never }

    private static let builtIn: [String: [String: SensitivityClass]] = [
        ReservedKind.user: [
            "display_name": .general, "role": .general, "team": .general, "agency": .general,
            "language": .general, "active": .general, "user_name": .account,
        ],
        // The two values of a conflict have the class of their own field in another record, so they are never
        // shown as they stand: `ConflictSides` lets through what the target's decision lets through.
        "conflict_task": [
            "target": .general, "target_kind": .general, "field": .general, "conflicting_fields": .general,
            "sides": .never,
        ],
    ]
}

/// A set of fields of one kind, given by their classes, and single fields beside them.
public struct FieldSet: Sendable, Equatable {
    public let classes: Set<SensitivityClass>
    /// Fields of other classes.
    private let single: Set<String>
    private let table: [String: SensitivityClass]

    /// - Parameter granted: classes as `granted(_:)` leaves them.
    init(granted: Set<SensitivityClass>, table: [String: SensitivityClass]) {
        classes = granted
        single = []
        self.table = table
    }

    /// What of these classes can be granted to anybody.
    static func granted(_ classes: Set<SensitivityClass>) -> Set<SensitivityClass> { classes.subtracting([.never]) }

    init(classes: Set<SensitivityClass>, table: [String: SensitivityClass]) { self.init(classes: classes, single: [], table: table) }

    private init(classes: Set<SensitivityClass>, single: Set<String>, table: [String: SensitivityClass]) {
        self.classes = Self.granted(classes)
        self.single = single
        self.table = table
    }

    public static let none = FieldSet(classes: [], table: [:])

    public var isEmpty: Bool { classes.isEmpty && single.isEmpty }

    public func contains(_ field: String) -> Bool {
        guard let found = table[field] else { return false }
        return classes.contains(found) || single.contains(field)
    }

    /// What is in this set and in another of the same kind.
    public func both(_ other: FieldSet) -> FieldSet {
        FieldSet(classes: classes.intersection(other.classes), single: single.union(other.single).filter { contains($0) && other.contains($0) }, table: table)
    }

    /// What of these classes has one of these names, beside what is in the set.
    func with(_ classes: Set<SensitivityClass>, among names: Set<String>) -> FieldSet {
        let more = names.filter { name in table[name].map { $0 != .never && classes.contains($0) } ?? false }
        return FieldSet(classes: self.classes, single: single.union(more), table: table)
    }

    /// This set and the single fields of another of the same kind.
    func beside(_ other: FieldSet) -> FieldSet { FieldSet(classes: classes, single: single.union(other.single), table: table) }

    /// The fields inside the set, and the names of those outside, sorted.
    public func split<Item>(_ fields: [String: Item]) -> (inside: [String: Item], outside: [String]) {
        var inside: [String: Item] = [:]
        var outside: [String] = []
        for (name, value) in fields {
            if contains(name) { inside[name] = value } else { outside.append(name) }
        }
        return (inside, outside.sorted())
    }
}
