// Functions that look at nodes and instances.
extension Evaluator {
    /// Without an argument: inside a predicate the place among the nodes so far, otherwise the number of the
    /// repetition. With one: the number of that node among its siblings of the same name.
    func position(_ a: Arguments) throws(ExpressionError) -> Double {
        if a.count == 0 {
            if a.place.inPredicate || !tree.bindsRepeats { return Double(a.place.position) }
            return Double(tree.position(a.place.node))
        }
        guard let node = try nodesArgument(0, a).first else { return .nan }
        return Double(tree.position(node))
    }

    /// The nodes that hold a text or other elements, as JavaRosa counts them.
    func filled(_ nodes: [Node]) throws(ExpressionError) -> [Node] {
        try burn(nodes.count)
        return nodes.filter { !nodeText($0).isEmpty || hasElements($0) }
    }

    private func hasElements(_ node: Node) -> Bool {
        var child = tree.firstChild[Int(node)]
        while child != NodeTree.none {
            let kind = tree.kind(child)
            if !tree.hidden[Int(child)], kind == .element || kind == .answer { return true }
            child = tree.next[Int(child)]
        }
        return false
    }

    func nodeName(_ function: Function, _ a: Arguments) throws(ExpressionError) -> Text {
        let node = a.count == 0 ? a.place.node : try nodesArgument(0, a).first
        guard let node, tree.names[Int(node)] >= 0 else { return "" }
        let name = tree.nameTexts[Int(tree.names[Int(node)])]
        return function == .localName ? Text(name.pieces(0x3A, most: 2).last ?? []) : name
    }

    func instance(_ id: Text) throws(ExpressionError) -> Value {
        guard let node = tree.instance(id) else { throw ExpressionError(.unknownInstance, text: id) }
        return .nodes([node])
    }

    func property(_ name: Text) -> Text {
        for property in surroundings.properties where property.name == name { return property.value }
        return ""
    }

    /// The present value of the field itself, or the argument's while the field is blank.
    func once(_ a: Arguments) throws(ExpressionError) -> Value {
        let present = nodeText(a.place.current)
        if !present.isEmpty { return .text(present) }
        let value = try argument(0, a)
        if case .number(let number) = value, number.isNaN { return .text("") }
        return value
    }

    /// The first argument that is neither empty nor NaN; otherwise the last one.
    func coalesce(_ a: Arguments) throws(ExpressionError) -> Value {
        var value = Value.text("")
        for index in 0..<a.count {
            value = try argument(index, a)
            switch value {
            case .number(let number): if !number.isNaN { return value }
            case .text(let text): if !text.isEmpty { return value }
            case .nodes: if !text(value).isEmpty { return value }
            default: return value
            }
        }
        return value
    }

    /// `pulldata('list', 'column', 'key column', key)`: the column of the first row whose key is the same text.
    func pulldata(_ a: Arguments) throws(ExpressionError) -> Value {
        let id = try textArgument(0, a)
        guard let document = tree.instance(id) else { throw ExpressionError(.unknownInstance, text: id) }
        let column = tree.knownName(try textArgument(1, a))
        let keyColumn = tree.knownName(try textArgument(2, a))
        let key = try textArgument(3, a)
        guard column >= 0, keyColumn >= 0, !key.isEmpty else { return .text("") }
        let root = tree.firstChild[Int(document)]
        guard root != NodeTree.none else { return .text("") }
        var row = tree.firstChild[Int(root)]
        while row != NodeTree.none {
            try burn(2)
            if let cell = child(row, keyColumn), tree.text(cell) == key {
                return .text(child(row, column).map { tree.text($0) } ?? "")
            }
            row = tree.next[Int(row)]
        }
        return .text("")
    }

    private func child(_ node: Node, _ name: Int32) -> Node? {
        var at = tree.firstChild[Int(node)]
        while at != NodeTree.none {
            if tree.names[Int(at)] == name { return at }
            at = tree.next[Int(at)]
        }
        return nil
    }

    // MARK: indexed-repeat

    /// `indexed-repeat(field, repeat, number, …)`: the field in the repetitions of these numbers, wherever the
    /// context is. A number that names no repetition gives blank, never a neighbour's answer.
    func indexedRepeat(_ a: Arguments) throws(ExpressionError) -> [Node] {
        let target = try absoluteNames(a.indices[0], a)
        var positions: [Int: Int] = [:]
        var index = 1
        while index + 1 < a.count {
            let group = try absoluteNames(a.indices[index], a)
            guard !group.isEmpty, group.count <= target.count, group.indices.allSatisfy({ target[$0] == group[$0] }) else {
                throw ExpressionError(.wrongType)
            }
            let number = try numberArgument(index + 1, a)
            guard number >= 1, number < 1e9 else { return [] }
            positions[group.count - 1] = Int(number)
            index += 2
        }
        return try bound(target, a.place.current, bindLast: false, positions: positions)
    }

    /// The element names a path leads along, from the root element down, without looking at what exists.
    private func absoluteNames(_ index: Int, _ a: Arguments) throws(ExpressionError) -> [Int32] {
        switch a.expression.nodes[index] {
        case .field(let name):
            guard let path = tree.fieldPath(name) else { throw ExpressionError(.unknownField, text: name) }
            return path
        case .path(let start, let steps):
            var names: [Int32] = []
            switch start {
            case .root: break
            case .context: names = elementNames(a.place.node)
            case .filter(let inner, _):
                guard case .call(.current?, _, _) = a.expression.nodes[inner] else { throw ExpressionError(.wrongType) }
                names = elementNames(a.place.current)
            }
            for step in steps {
                switch (step.axis, step.test) {
                case (.self, .node): break
                case (.parent, .node):
                    guard !names.isEmpty else { throw ExpressionError(.wrongType) }
                    names.removeLast()
                case (.child, .name(let prefix, let name)):
                    names.append(tree.knownName(prefix.map { $0 + ":" + name } ?? name))
                default: throw ExpressionError(.wrongType)
                }
            }
            return names
        default: throw ExpressionError(.wrongType)
        }
    }

    private func elementNames(_ node: Node) -> [Int32] {
        var names: [Int32] = []
        var at = node
        while at != NodeTree.none, at != tree.root {
            if tree.names[Int(at)] >= 0 { names.append(tree.names[Int(at)]) }
            at = tree.parent(at)
        }
        return names.reversed()
    }
}
