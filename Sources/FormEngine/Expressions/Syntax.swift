// The compiled form of an expression: a flat list of nodes that refer to each other by index, so that neither
// building nor freeing it recurses.

enum Operation: UInt8 {
    case or, and, equal, notEqual, less, lessOrEqual, more, moreOrEqual, plus, minus, times, div, mod, union

    /// How tightly it binds; higher binds tighter.
    var strength: Int {
        switch self {
        case .or: 1
        case .and: 2
        case .equal, .notEqual: 3
        case .less, .lessOrEqual, .more, .moreOrEqual: 4
        case .plus, .minus: 5
        case .times, .div, .mod: 6
        case .union: 8
        }
    }

    init?(_ sign: Token.Sign) {
        switch sign {
        case .or: self = .or
        case .and: self = .and
        case .equal: self = .equal
        case .notEqual: self = .notEqual
        case .less: self = .less
        case .lessOrEqual: self = .lessOrEqual
        case .more: self = .more
        case .moreOrEqual: self = .moreOrEqual
        case .plus: self = .plus
        case .minus: self = .minus
        case .times: self = .times
        case .div: self = .div
        case .mod: self = .mod
        case .bar: self = .union
        default: return nil
        }
    }
}

enum Axis {
    case child, descendant, parent, ancestor, attribute, `self`, descendantOrSelf, ancestorOrSelf
    case followingSibling, precedingSibling, following, preceding

    static let names: [(Text, Axis)] = [
        ("child", .child), ("descendant", .descendant), ("parent", .parent), ("ancestor", .ancestor),
        ("attribute", .attribute), ("self", .self), ("descendant-or-self", .descendantOrSelf),
        ("ancestor-or-self", .ancestorOrSelf), ("following-sibling", .followingSibling),
        ("preceding-sibling", .precedingSibling), ("following", .following), ("preceding", .preceding),
    ]

    static func named(_ text: Text) -> Axis? {
        for (name, axis) in names where name == text { return axis }
        return nil
    }

    /// Whether positions count away from the context node against the order of the document.
    var isReverse: Bool {
        switch self {
        case .parent, .ancestor, .ancestorOrSelf, .precedingSibling, .preceding: true
        default: false
        }
    }
}

enum NodeTest: Equatable {
    /// An element or attribute of this name; the prefix is compared as written.
    case name(prefix: Text?, Text)
    case any
    case anyOf(prefix: Text)
    case node, text, comment, instruction
}

struct Step {
    let axis: Axis
    let test: NodeTest
    /// Indices of the predicates' expressions.
    let predicates: [Int]
}

enum PathStart: Equatable {
    case root
    case context
    /// An expression that yields nodes, with predicates of its own: `instance('x')[1]/…`
    case filter(Int, predicates: [Int])
}

enum Syntax {
    case number(Double)
    case text(Text)
    case field(Text)
    case path(PathStart, [Step])
    case negated(Int)
    case binary(Operation, Int, Int)
    /// A call; a name that is no function of ours keeps its text and fails when it is reached.
    case call(Function?, name: Text, [Int])
}
