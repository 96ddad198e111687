/// One expression of a form with its place in the order of work.
struct FormRule {
    enum Kind {
        case relevant, required, readOnly, constraint, calculation, choices, repeatCount

        /// The column of the form that holds it.
        var label: Text {
            switch self {
            case .relevant: "relevant"
            case .required: "required"
            case .readOnly: "read_only"
            case .constraint: "constraint"
            case .calculation: "calculation"
            case .choices: "choice_filter"
            case .repeatCount: "repeat_count"
            }
        }

        /// Whether other rules may see what it decides.
        var isSeen: Bool { self == .relevant || self == .calculation || self == .repeatCount }
    }

    let kind: Kind
    let owner: Int
    let expression: Expression
    /// Works only when one of these fields changes, instead of when anything it reads does.
    var triggers: [Text] = []
    /// The definitions whose answers, relevance or number it reads.
    var reads: [Int] = []
    /// Whether everything it reads lies in its own repetition when that is where the change is.
    var isBound = true
    /// Whether it asks chance or the clock.
    var isVolatile = false
    /// Whether it reads what is no part of the form or its answers: tables and properties that the host brings.
    var reachesOut = false
}

extension Expression {
    var isVolatile: Bool {
        for node in nodes { if case .call(let function?, _, _) = node, function.isVolatile { return true } }
        return false
    }

    /// `instance('name')` of one of the form's own lists stays inside.
    func reachesOut(beyond lists: TextTable) -> Bool {
        for node in nodes {
            guard case .call(let function?, _, let arguments) = node else { continue }
            switch function {
            case .pulldata, .property, .itext: return true
            case .instance:
                guard let first = arguments.first, case .text(let name) = nodes[first], lists.contains(name) else { return true }
            default: break
            }
        }
        return false
    }
}

/// Finds out what an expression may read, from its text alone.
struct RuleReader {
    private let form: CompiledForm
    private let expression: Expression
    private let owner: Int
    private var found: [Int] = []
    private(set) var isBound = true

    /// `owner` is the context; inside a choice filter the context is a row of the list, which is no part of the form.
    static func read(_ rule: FormRule, _ form: CompiledForm) -> (reads: [Int], isBound: Bool) {
        var reader = RuleReader(form: form, expression: rule.expression, owner: rule.owner)
        reader.visit(rule.expression.root, rule.kind == .choices ? nil : rule.owner)
        return (reader.found, reader.isBound)
    }

    private init(form: CompiledForm, expression: Expression, owner: Int) {
        self.form = form
        self.expression = expression
        self.owner = owner
    }

    private mutating func visit(_ root: Int, _ context: Int?) {
        var stack = [root]
        while let index = stack.popLast() {
            switch expression.nodes[index] {
            case .number, .text: break
            case .negated(let inner): stack.append(inner)
            case .binary(_, let left, let right):
                stack.append(left)
                stack.append(right)
            case .field(let name): if let number = form.number(name) { add(number) }
            case .path(let start, let steps): path(start, steps, context)
            case .call(let function, _, let arguments):
                switch function {
                case .position?, .last?, .indexedRepeat?, .current?:
                    // They look at how many repetitions there are.
                    for number in form.path(owner) where form.definitions[number].kind == .repeated { insertSorted(number, into: &found) }
                    isBound = false
                case .choiceName?:
                    // The list belongs to the field that the second argument names in a text.
                    break
                default: break
                }
                stack += arguments
            }
        }
    }

    /// A field counts with the repeats around it that the owner does not share. A group or repeat counts as there
    /// or not, and how often; what its fields hold is read through paths to them.
    private mutating func add(_ number: Int) {
        insertSorted(number, into: &found)
        let own = form.path(owner)
        for above in form.path(number) where form.definitions[above].kind == .repeated && !own.contains(above) {
            insertSorted(above, into: &found)
        }
    }

    private mutating func path(_ start: PathStart, _ steps: [Step], _ context: Int?) {
        var at: Int?
        switch start {
        case .context: at = context
        case .root:
            at = 0
            isBound = false
        case .filter(let inner, let predicates):
            visit(inner, context)
            at = target(inner, context)
            for predicate in predicates { visit(predicate, at) }
        }
        var rest = steps[...]
        if start == .root, case .name(nil, "data")? = rest.first?.test {
            for predicate in rest[rest.startIndex].predicates { visit(predicate, at) }
            rest = rest.dropFirst()
        }
        for step in rest {
            if let here = at {
                switch (step.axis, step.test) {
                case (.self, .node): break
                case (.parent, .node): at = form.definitions[here].parent ?? 0
                case (.child, .name(nil, let name)):
                    at = form.child(name, of: here)
                default:
                    // Anything else may lead anywhere.
                    for number in form.definitions.indices where number != owner { insertSorted(number, into: &found) }
                    isBound = false
                }
            }
            for predicate in step.predicates {
                isBound = false
                visit(predicate, at)
            }
        }
        // The field's own text, as in a constraint, is no dependency that could close a circle.
        if let at, !(steps.count == 1 && steps[0].axis == .self && at == owner) { add(at) }
    }

    /// Where a primary expression in front of a path leads, if that can be told.
    private func target(_ index: Int, _ context: Int?) -> Int? {
        switch expression.nodes[index] {
        case .field(let name): form.number(name)
        case .call(.current?, _, _): owner
        default: nil
        }
    }
}

extension CompiledForm {
    /// Puts the rules into an order in which each comes after what it reads.
    mutating func order() throws(FormProblem) {
        for index in rules.indices {
            rules[index].isVolatile = rules[index].expression.isVolatile
            rules[index].reachesOut = rules[index].expression.reachesOut(beyond: listPlaces)
            if rules[index].triggers.isEmpty {
                (rules[index].reads, rules[index].isBound) = RuleReader.read(rules[index], self)
            } else {
                rules[index].reads = rules[index].triggers.compactMap { number($0) }
            }
        }
        // Which rules decide something about a definition: its value, whether it is there, how often.
        var deciders: [[Int]] = Array(repeating: [], count: definitions.count)
        for (index, rule) in rules.enumerated() where rule.kind.isSeen {
            if rule.kind == .calculation { deciders[rule.owner].append(index); continue }
            for number in below(rule.owner) { deciders[number].append(index) }
        }
        var before: [[Int]] = []
        for (index, rule) in rules.enumerated() {
            var earlier: [Int] = []
            for number in rule.reads { for decider in deciders[number] { insertSorted(decider, into: &earlier) } }
            // What stands around it decides whether it is worked out at all.
            for number in path(rule.owner) {
                for decider in deciders[number] where decider != index {
                    let kind = rules[decider].kind
                    if kind == .relevant && (rules[decider].owner != rule.owner || rule.kind != .relevant)
                        || kind == .repeatCount && rules[decider].owner != rule.owner { insertSorted(decider, into: &earlier) }
                }
            }
            before.append(earlier)
        }
        try sort(before)
    }

    private mutating func sort(_ before: [[Int]]) throws(FormProblem) {
        var after: [[Int]] = Array(repeating: [], count: rules.count)
        var waiting = before.map { $0.count }
        for (index, earlier) in before.enumerated() { for other in earlier { after[other].append(index) } }
        // Of those that may come next, the order of the form decides.
        var ready: [Int] = []
        for index in rules.indices where waiting[index] == 0 { ready.append(index) }
        var sorted: [Int] = []
        var at = 0
        while at < ready.count {
            let index = ready[at]
            at += 1
            sorted.append(index)
            for next in after[index] {
                waiting[next] -= 1
                if waiting[next] == 0 { ready.append(next) }
            }
        }
        guard sorted.count == rules.count else { throw circle(before, waiting) }
        var place = [Int](repeating: 0, count: rules.count)
        for (position, index) in sorted.enumerated() { place[index] = position }
        rules = sorted.map { rules[$0] }
        for number in definitions.indices {
            var moved: [Int] = []
            for index in definitions[number].rules { insertSorted(place[index], into: &moved) }
            definitions[number].rules = moved
        }
    }

    /// Walks back from a rule that waits for ever until it meets itself, and names the fields on the way.
    private func circle(_ before: [[Int]], _ waiting: [Int]) -> FormProblem {
        var at = rules.indices.first { waiting[$0] > 0 } ?? 0
        var way: [Int] = []
        while !way.contains(at) {
            way.append(at)
            at = before[at].first { waiting[$0] > 0 } ?? at
        }
        let loop = Array(way[(way.firstIndex(of: at) ?? 0)...].reversed())
        var names: [Text] = []
        for index in loop {
            let name = definitions[rules[index].owner].name
            if names.last != name { names.append(name) }
        }
        names.append(names[0])
        return FormProblem(field: names[0], column: rules[loop[0]].kind.label,
                           error: ExpressionError(.circle, text: Text.joined(names, " → ")))
    }
}
