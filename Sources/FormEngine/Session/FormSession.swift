/// One record being filled in: its answers, which of them are asked now, and what is wrong with them. A change works
/// out again only the rules that read what changed.
final class FormSession {
    typealias Node = NodeTree.Node

    enum Fault {
        case required, constraint, type, choice, length
        /// A rule of the field could not be worked out.
        case rule

        var label: Text {
            switch self {
            case .required: "required"
            case .constraint: "constraint"
            case .type: "wrong-type"
            case .choice: "unknown-choice"
            case .length: "too-long"
            case .rule: "rule"
            }
        }
    }

    struct State {
        var isRequired = false
        var isReadOnly = false
        /// What its own rule says; whether it is asked depends on the groups around it too.
        var isRelevant = true
        var fault: Fault?
        /// Which options are offered, as places in the list; nothing while all are.
        var options: [Int]?
        /// Where the present value came from: `default`, `calculation` or the name of an autofill source.
        var source = Text()
    }

    /// No form repeats a group more often.
    static let mostRepeats = 500
    /// Fields and groups in all repetitions: a count inside a count multiplies.
    static let mostNodes = 200_000

    let form: CompiledForm
    let tree = NodeTree()
    let evaluator: Evaluator
    var states: [State] = []
    private(set) var repetitionsPresent = 0
    private(set) var nodesPresent = 0
    /// The definition of each node of the record, -1 for others.
    var definitionOf: [Int] = []
    /// All nodes of a definition, in order.
    var nodesOf: [[Node]]
    /// For each definition the rules that read it.
    var readers: [[Int]]
    var language = Text()
    /// Fields whose state differs from what the host was told last.
    var changed: [Node] = []
    var isChanged: [Bool] = []
    var dirty: [Dirt]
    /// Options by the value of a column, for filters that compare one with something.
    var columnPlaces = TextTable()
    var columns: [ColumnIndex] = []
    /// The nodes of each list's options.
    var optionNodes: [[Node]] = []
    var optionPlaces = TextTable()
    /// Set before opening: calculations that ask chance, the clock or tables from outside work out blank fields only.
    var leavesUncertain = false
    /// How many rules were worked out since the session began, for tests and measurements.
    var evaluations = 0

    /// Which options hold which value in one column of a list.
    struct ColumnIndex {
        var places = TextTable()
        var options: [[Int]] = []
    }

    /// For which of its owner's nodes a rule must be worked out again.
    enum Dirt {
        case clean
        case some([Node])
        case all
    }

    /// - Parameter work: bounds what the session's rules may cost; nil in the browser.
    init(form: CompiledForm, surroundings: SessionSurroundings, work: FormWork? = nil) {
        self.form = form
        var surroundings = surroundings
        surroundings.version = form.version
        evaluator = Evaluator(tree: tree, surroundings: surroundings)
        evaluator.work = work
        nodesOf = Array(repeating: [], count: form.definitions.count)
        dirty = Array(repeating: .clean, count: form.rules.count)
        var readers: [[Int]] = Array(repeating: [], count: form.definitions.count)
        for (index, rule) in form.rules.enumerated() {
            for number in rule.reads { readers[number].append(index) }
        }
        self.readers = readers
        language = form.languages.first ?? ""
        tree.bindsRepeats = true
        tree.root = tree.add(.document)
        for number in 1..<max(1, form.definitions.count) {
            var names = [tree.nameID("data")]
            for above in form.path(number) { names.append(tree.nameID(form.definitions[above].name)) }
            tree.setFieldPath(form.definitions[number].name, names)
        }
        let rules = form.checkDigits
        evaluator.checkDigits = { value, name in
            for entry in rules where entry.name == name { return entry.rule.obeys(value) }
            guard let kind = CheckDigitRule.kind(name), kind != .weights else { return nil }
            return CheckDigitRule(kind).obeys(value)
        }
        evaluator.choiceLabel = { [unowned(unsafe) self] value, field in self.label(of: value, field: field) }
        for name in form.listNames { addList(name) }
    }

    // MARK: Building

    /// Adds the node of a definition and, but for repeats, of everything inside it.
    @discardableResult
    func build(_ number: Int, in parent: Node) -> Node {
        let definition = form.definitions[number]
        let node = tree.add(definition.kind == .field ? .answer : .element, name: tree.nameID(definition.name), to: parent)
        register(node, number)
        for child in definition.children where form.definitions[child].kind != .repeated { build(child, in: node) }
        return node
    }

    private func register(_ node: Node, _ number: Int) {
        while definitionOf.count <= Int(node) {
            definitionOf.append(-1)
            states.append(State())
            isChanged.append(false)
        }
        var state = State()
        let definition = form.definitions[number]
        state.isRequired = definition.isRequired
        state.isReadOnly = definition.isReadOnly
        definitionOf[Int(node)] = number
        states[Int(node)] = state
        nodesOf[number].append(node)
        nodesPresent += 1
        if definition.kind == .repeated { repetitionsPresent += 1 }
        isChanged[Int(node)] = false
        note(node)
    }

    /// Adds a repetition at the end and gives its node; nothing when there are too many.
    func repeated(_ number: Int, in parent: Node) -> Node? {
        guard count(number, in: parent) < FormSession.mostRepeats, repetitionsPresent < FormDefinition.mostRepetitions,
              nodesPresent + form.below(number).count <= FormSession.mostNodes else { return nil }
        return build(number, in: parent)
    }

    func repetitions(_ number: Int, in parent: Node) -> [Node] {
        nodesOf[number].filter { tree.parent($0) == parent }
    }

    func count(_ number: Int, in parent: Node) -> Int {
        repetitions(number, in: parent).count
    }

    func forget(_ top: Node) {
        var stack = [top]
        while let node = stack.popLast() {
            let number = definitionOf[Int(node)]
            if number >= 0 {
                nodesOf[number].removeAll { $0 == node }
                definitionOf[Int(node)] = -1
                nodesPresent -= 1
                if form.definitions[number].kind == .repeated { repetitionsPresent -= 1 }
            }
            var child = tree.firstChild[Int(node)]
            while child != NodeTree.none {
                stack.append(child)
                child = tree.next[Int(child)]
            }
        }
        changed.removeAll { definitionOf[Int($0)] < 0 }
        tree.remove(top)
    }

    // MARK: Changes

    func note(_ node: Node) {
        guard !isChanged[Int(node)] else { return }
        isChanged[Int(node)] = true
        changed.append(node)
    }

    /// Whether the node and everything around it is asked now.
    func isAsked(_ node: Node) -> Bool {
        var at = node
        while at != NodeTree.none {
            if tree.hidden[Int(at)] { return false }
            at = tree.parent(at)
        }
        return true
    }

    /// A person's answer. The value that a field held is replaced even when it is hidden now.
    func answer(_ node: Node, _ value: Text) {
        guard tree.values[Int(node)] != value else { return }
        states[Int(node)].source = ""
        store(value, in: node)
        settle()
    }

    func store(_ value: Text, in node: Node) {
        guard tree.values[Int(node)] != value else { return }
        tree.set(node, value)
        note(node)
        soil(readersOf: definitionOf[Int(node)], near: node)
        soilOwn(node)
    }

    /// Marks the rules that read a definition; where the change lies inside a repetition that such a rule shares, only
    /// that repetition's.
    func soil(readersOf number: Int, near node: Node?) {
        for index in readers[number] {
            guard let node, form.rules[index].isBound, form.rules[index].kind != .repeatCount, let nearby = nearby(form.rules[index].owner, node) else {
                dirty[index] = .all
                continue
            }
            soil(index, nearby)
        }
    }

    /// The nodes of a definition inside the innermost repetition that it shares with the node; nothing when it shares
    /// none, which means all of them.
    private func nearby(_ number: Int, _ node: Node) -> [Node]? {
        let own = form.path(number)
        var top: Node?
        var at = node
        while at != NodeTree.none {
            let definition = at < definitionOf.count ? definitionOf[Int(at)] : -1
            if definition > 0, form.definitions[definition].kind == .repeated, own.contains(definition) {
                top = at
                break
            }
            at = tree.parent(at)
        }
        guard let top else { return nil }
        return nodesOf[number].filter { isWithin($0, top) }
    }

    func isWithin(_ node: Node, _ top: Node) -> Bool {
        var at = node
        while at != NodeTree.none {
            if at == top { return true }
            at = tree.parent(at)
        }
        return false
    }

    func soil(_ index: Int, _ nodes: [Node]) {
        switch dirty[index] {
        case .clean: dirty[index] = .some(nodes)
        case .some(let already): dirty[index] = .some(already + nodes.filter { !already.contains($0) })
        case .all: break
        }
    }

    /// Its own checks; what they say depends on the value even when no rule names it.
    private func soilOwn(_ node: Node) {
        let number = definitionOf[Int(node)]
        var isChecked = false
        for index in form.definitions[number].rules where form.rules[index].kind == .constraint {
            soil(index, [node])
            isChecked = true
        }
        if !isChecked { check(node) }
    }

    /// Marks everything in and about a repetition that came, went or was counted anew.
    func soilRepetition(_ number: Int, _ node: Node?) {
        for inner in form.below(number) {
            evaluator.work?.spend(nodesOf[inner].count, on: form.definitions[number].name)
            soil(readersOf: inner, near: nil)
            for index in form.definitions[inner].rules {
                if form.rules[index].kind == .repeatCount {
                    if inner != number { dirty[index] = .all }
                } else if let node { soil(index, nodesOf[inner].filter { isWithin($0, node) }) }
            }
        }
    }
}
