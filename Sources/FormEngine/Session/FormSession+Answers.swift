// Answers in and out.
extension FormSession {
    /// Fills a new session. `answers` is the record as it is stored: a text, number, truth value or list for a field, a
    /// list of such records for a repeat. A new record gets defaults and what fills itself; an old one nothing new but
    /// calculations.
    func open(_ answers: JSONValue, known: [(key: Text, value: Text)], isNew: Bool) {
        let top = build(0, in: tree.root)
        place(answers, 0, top)
        if isNew {
            for number in form.definitions.indices {
                for node in nodesOf[number] { begin(node, number, known) }
            }
        }
        for index in form.rules.indices {
            let isTriggered = !form.rules[index].triggers.isEmpty
            if !isTriggered { dirty[index] = .all }
        }
        settle()
        for nodes in nodesOf { for node in nodes { check(node) } }
    }

    private func place(_ record: JSONValue, _ number: Int, _ node: Node) {
        for child in form.definitions[number].children {
            let definition = form.definitions[child]
            switch definition.kind {
            case .group:
                if let inner = childNode(child, of: node) { place(record, child, inner) }
            case .repeated:
                for entry in record[definition.name]?.array ?? [] {
                    guard let inner = repeated(child, in: node) else { break }
                    place(entry, child, inner)
                }
            case .field:
                if let inner = childNode(child, of: node), let value = record[definition.name] {
                    tree.set(inner, FormSession.text(value))
                }
            }
        }
    }

    func childNode(_ number: Int, of parent: Node) -> Node? {
        var child = tree.firstChild[Int(parent)]
        while child != NodeTree.none {
            if definitionOf[Int(child)] == number { return child }
            child = tree.next[Int(child)]
        }
        return nil
    }

    /// As expressions see an answer: a list is its values with blanks between them.
    static func text(_ value: JSONValue) -> Text {
        switch value {
        case .text(let text): return text
        case .number(let text): return text
        case .bool(let bool): return bool ? "true" : "false"
        case .array(let values): return Text.joined(values.map { text($0) }, " ")
        case .null, .object: return ""
        }
    }

    // MARK: First values

    /// The first values of a repetition that was just made.
    func start(_ top: Node) {
        for number in form.below(definitionOf[Int(top)]) {
            evaluator.work?.spend(nodesOf[number].count, on: form.definitions[number].name)
            for node in nodesOf[number] where isWithin(node, top) {
                begin(node, number, [])
                check(node)
            }
        }
    }

    private func begin(_ node: Node, _ number: Int, _ known: [(key: Text, value: Text)]) {
        let definition = form.definitions[number]
        guard definition.kind == .field, tree.values[Int(node)].isEmpty else { return }
        var text = Text()
        var source = Text("default")
        if let key = definition.autofill {
            source = key
            if key == "today" {
                text = Moment(evaluator.surroundings.now, evaluator.surroundings.zone).dateText
            } else {
                for entry in known where entry.key == key { text = entry.value }
            }
        }
        if text.isEmpty {
            source = "default"
            if let rule = definition.initialRule { text = answerText(value(rule, node)) } else { text = definition.initial ?? "" }
        }
        if text.isEmpty { return }
        tree.set(node, text)
        states[Int(node)].source = source
        note(node)
    }

    // MARK: Places

    /// The node of a field, by its name and the numbers of the repetitions around it, outermost first, from 1.
    func node(_ name: Text, _ positions: [Int]) -> Node? {
        guard let number = form.number(name) else { return nil }
        var node = tree.firstChild[Int(tree.root)]
        var left = positions[...]
        for step in form.path(number) {
            if form.definitions[step].kind == .repeated {
                let present = repetitions(step, in: node)
                guard let position = left.popFirst(), position >= 1, position <= present.count else {
                    // A repeat may be named itself, without a number, to add to it.
                    return nil
                }
                node = present[position - 1]
            } else {
                guard let next = childNode(step, of: node) else { return nil }
                node = next
            }
        }
        return left.isEmpty ? node : nil
    }

    func positions(_ node: Node) -> [Int] {
        var found: [Int] = []
        var at = node
        while at != NodeTree.none, at != tree.root {
            let number = definitionOf[Int(at)]
            if number > 0, form.definitions[number].kind == .repeated {
                let present = repetitions(number, in: tree.parent(at))
                found.append((present.firstIndex(of: at) ?? 0) + 1)
            }
            at = tree.parent(at)
        }
        return found.reversed()
    }

    // MARK: Repetitions

    /// Adds a repetition at the end; false when there are too many or no such repeat.
    func addRepetition(_ name: Text, _ positions: [Int]) -> Bool {
        guard let number = form.number(name), form.definitions[number].kind == .repeated,
              let parent = parent(of: number, positions), let node = repeated(number, in: parent) else { return false }
        start(node)
        soilRepetition(number, node)
        settle()
        for inner in form.below(number) { for other in nodesOf[inner] where isWithin(other, node) { check(other) } }
        return true
    }

    func removeRepetition(_ name: Text, _ positions: [Int]) -> Bool {
        guard let node = node(name, positions), let number = form.number(name),
              form.definitions[number].kind == .repeated else { return false }
        forget(node)
        soilRepetition(number, nil)
        // The others moved up: the host must be told their new places.
        for inner in form.below(number) { for other in nodesOf[inner] { note(other) } }
        settle()
        return true
    }

    private func parent(of number: Int, _ positions: [Int]) -> Node? {
        let parent = form.definitions[number].parent ?? 0
        if parent == 0 { return tree.firstChild[Int(tree.root)] }
        return node(form.definitions[parent].name, positions)
    }
}
